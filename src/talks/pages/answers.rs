//! How a professional answers: on their page, and explained to themselves.

use super::facts::{fact, fact_of, facts, hint};
use crate::{
    i18n::*,
    locale::is_singular,
    routes::Route,
    talks::types::{AnswerHabit, AnswerPace, AnswerShare, OwnAnswers},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// How somebody answers, among the facts of their page.
pub fn habit(habit: AnswerHabit, l: Locale) -> AnyView {
    let term = td_string!(l, feedback.answers);
    match habit {
        AnswerHabit::New => fact("mail", term, td_string!(l, feedback.habit_new).to_owned()),
        AnswerHabit::Known { pace: None, share } => fact("mail", term, share_text(share, l).to_owned()),
        AnswerHabit::Known { pace: Some(pace), share } => {
            let content = view! { {pace_text(pace, l)} {hint(share_text(share, l).to_owned())} };
            fact_of("mail", term, content.into_any())
        }
    }
}

/// `Répond en général dans la journée`.
fn pace_text(pace: AnswerPace, l: Locale) -> String {
    match pace {
        AnswerPace::AtOnce => td_string!(l, feedback.pace_at_once).to_owned(),
        AnswerPace::Hour => td_string!(l, feedback.pace_hour).to_owned(),
        AnswerPace::Day => td_string!(l, feedback.pace_day).to_owned(),
        AnswerPace::Days(count) => td_string!(l, feedback.pace_days, count = count),
        AnswerPace::OverAWeek => td_string!(l, feedback.pace_over_a_week).to_owned(),
    }
}

/// `Répond à presque toutes les demandes`.
fn share_text(share: AnswerShare, l: Locale) -> &'static str {
    match share {
        AnswerShare::NearlyAll => td_string!(l, feedback.share_nearly_all),
        AnswerShare::Most => td_string!(l, feedback.share_most),
        AnswerShare::Half => td_string!(l, feedback.share_half),
        AnswerShare::Few => td_string!(l, feedback.share_few),
    }
}

/// One's own figures, and what they mean.
pub fn own_answers(own: &OwnAnswers, l: Locale) -> AnyView {
    let counted = match is_singular(l, u64::from(own.asked)) {
        true => td_string!(l, feedback.asked_one, count = own.asked),
        false => td_string!(l, feedback.asked_many, count = own.asked),
    };
    let answered = own.percent.map(|percent| {
        let text = td_string!(l, feedback.answered_of, answered = own.answered, percent = percent);
        fact("check", td_string!(l, feedback.answered), text)
    });
    let pace = own.pace.map(|pace| fact("clock", td_string!(l, feedback.pace), pace_text(pace, l)));
    let shown = match own.habit {
        AnswerHabit::New => td_string!(l, feedback.not_shown_yet, count = own.shown_from),
        AnswerHabit::Known { .. } => td_string!(l, feedback.shown_now).to_owned(),
    };
    view! {
        <section class="panel stack" aria-labelledby="mes-reponses">
            <h2 class="panel__title" id="mes-reponses">{td_string!(l, feedback.own_title)}</h2>
            {facts(
                [Some(fact("talk", td_string!(l, feedback.asked), counted)), answered, pace].into_iter().flatten().collect(),
            )}
            <p>{shown}</p>
            {explained(own, l)}
            <p>
                <a href=Route::Thanks { page: 1 }.path()>{td_string!(l, feedback.see_thanks)}</a>
            </p>
        </section>
    }
    .into_any()
}

fn explained(own: &OwnAnswers, l: Locale) -> AnyView {
    view! {
        <details class="stack">
            <summary>{td_string!(l, feedback.how_title)}</summary>
            <p>{td_string!(l, feedback.how_counts)}</p>
            <p>{td_string!(l, feedback.how_against, days = own.fair_days)}</p>
            <p>{td_string!(l, feedback.how_not, days = own.fair_days)}</p>
            <p>{td_string!(l, feedback.how_ranking)}</p>
            <p>{td_string!(l, feedback.how_start, count = own.credited)}</p>
            <p>
                {td_string!(l, feedback.how_better)}
                " "
                <a href=Route::ProfessionalEditor.path()>{td_string!(l, feedback.how_editor)}</a>
            </p>
        </details>
    }
    .into_any()
}
