//! What can be said once a talk is over: thanks and three private answers for its explorer, the thanks and a private note
//! for its professional.

use super::labels;
use crate::{
    accounts::visitor::use_draft,
    form::Form,
    i18n::*,
    routes::Route,
    talks::{
        api::{AnswerFeedback, NoteTalk, TakeThanksBack, ThankProfessional},
        form::{FeedbackForm, ProfessionalNoteForm, TakeThanksBackForm, ThanksForm},
        types::{ATTRACTION, AfterTalk, FeedbackAnswers, LEARNED, RECOMMENDS, TalkSummary},
    },
    ui::{
        choice::Choice,
        form::{FormState, Weight, hidden, submit},
        icon::icon,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// The form of this talk that came back refused, or a fresh one.
fn state<F: Form>(talk: &TalkSummary) -> FormState {
    FormState::new(use_draft::<F>().filter(|draft| draft.value("talk") == Some(&talk.id)))
}

/// Whether a form about this talk that is over came back refused.
pub fn is_refused(talk: &TalkSummary) -> bool {
    let forms = [
        state::<ThanksForm>(talk),
        state::<TakeThanksBackForm>(talk),
        state::<FeedbackForm>(talk),
        state::<ProfessionalNoteForm>(talk),
    ];
    forms.iter().any(FormState::is_refused)
}

/// All of it, for one side.
pub fn after_talk(after: &AfterTalk, talk: &TalkSummary, l: Locale) -> AnyView {
    match after {
        AfterTalk::Explorer { thanks, can_thank, answers, can_answer, until } => {
            let until = labels::moment(until, l);
            view! {
                {(*can_thank || thanks.is_some()).then(|| thank(thanks.as_deref(), *can_thank, talk, &until, l))}
                {(*can_answer || answers.is_some()).then(|| questions(answers.as_ref(), *can_answer, talk, &until, l))}
            }
            .into_any()
        }
        AfterTalk::Professional { thanks, note } => {
            view! { {thanks.as_deref().map(|words| thanked(words, talk, l))} {own_note(note.as_deref(), talk, l)} }
                .into_any()
        }
    }
}

/// Somebody's words, as they wrote them.
pub fn quoted(words: &str) -> AnyView {
    view! { <blockquote class="thanks verbatim">{words.to_owned()}</blockquote> }.into_any()
}

fn thank(thanks: Option<&str>, can_thank: bool, talk: &TalkSummary, until: &str, l: Locale) -> AnyView {
    let other = labels::other(talk.other.as_deref(), l);
    let form = state::<ThanksForm>(talk).id_prefix("thanks-");
    let label = td_string!(l, feedback.thanks_words);
    let send = match thanks {
        Some(_) => td_string!(l, feedback.thanks_change),
        None => td_string!(l, feedback.thanks_send),
    };
    let written = thanks.map(|words| {
        view! {
            <p>{td_string!(l, feedback.thanks_given)}</p>
            {quoted(words)}
            {state::<TakeThanksBackForm>(talk).summary(&[])}
            <form method="post" action=TakeThanksBack::url()>
                {hidden("talk", &talk.id)}
                <button class="button button--small" type="submit">{td_string!(l, feedback.thanks_take_back)}</button>
            </form>
        }
    });
    let form = can_thank.then(|| {
        view! {
            <form class="form" method="post" action=ThankProfessional::url() novalidate>
                {form.summary(&[("words", label)])}
                {hidden("talk", &talk.id)}
                {form
                    .field("words", label)
                    .value(thanks.unwrap_or_default())
                    .hint(&td_string!(l, feedback.thanks_hint, until = until))
                    .textarea(4)}
                {submit(Weight::Plain, send)}
            </form>
        }
    });
    view! {
        <section class="panel stack" aria-labelledby="merci">
            <h2 class="panel__title" id="merci">{td_string!(l, feedback.thanks_title, other = other)}</h2>
            {written}
            {form}
        </section>
    }
    .into_any()
}

fn questions(
    answers: Option<&FeedbackAnswers>,
    can_answer: bool,
    talk: &TalkSummary,
    until: &str,
    l: Locale,
) -> AnyView {
    let form = state::<FeedbackForm>(talk).id_prefix("feedback-");
    let asked = [
        ("learned", td_string!(l, feedback.learned), &LEARNED, answers.map(|answers| &answers.learned)),
        ("attraction", td_string!(l, feedback.attraction), &ATTRACTION, answers.map(|answers| &answers.attraction)),
        ("recommends", td_string!(l, feedback.recommends), &RECOMMENDS, answers.map(|answers| &answers.recommends)),
    ];
    let content = if can_answer {
        let labels = asked.map(|(name, label, ..)| (name, label));
        let fields = asked.iter().map(|(name, label, codes, given)| {
            let choices = codes.iter().map(|code| Choice::new(code, choice(name, code, l))).collect();
            form.field(name, label).value(given.map(String::as_str).unwrap_or_default()).radios(choices)
        });
        view! {
            <p>{td_string!(l, feedback.questions_text, until = until)}</p>
            <form class="form" method="post" action=AnswerFeedback::url() novalidate>
                {form.summary(&labels)}
                {hidden("talk", &talk.id)}
                {fields.collect_view()}
                {submit(Weight::Plain, td_string!(l, feedback.questions_send))}
            </form>
        }
        .into_any()
    } else {
        let given = asked.iter().filter_map(|(name, label, _, given)| {
            let answer = choice(name, given.as_ref()?, l);
            Some(view! { <div>{icon("check")}<dt>{*label}</dt><dd>{answer}</dd></div> })
        });
        view! { <dl class="facts">{given.collect_view()}</dl> }.into_any()
    };
    view! {
        <section class="panel stack" aria-labelledby="questions">
            <h2 class="panel__title" id="questions">{td_string!(l, feedback.questions_title)}</h2>
            {content}
        </section>
    }
    .into_any()
}

/// An answer in words.
fn choice(question: &str, code: &str, l: Locale) -> &'static str {
    match (question, code) {
        ("learned", "yes") => td_string!(l, feedback.learned_yes),
        ("learned", "partly") => td_string!(l, feedback.learned_partly),
        ("learned", _) => td_string!(l, feedback.learned_no),
        ("attraction", "more") => td_string!(l, feedback.attraction_more),
        ("attraction", "same") => td_string!(l, feedback.attraction_same),
        ("attraction", _) => td_string!(l, feedback.attraction_less),
        (_, "yes") => td_string!(l, feedback.recommends_yes),
        (_, "perhaps") => td_string!(l, feedback.recommends_perhaps),
        (..) => td_string!(l, feedback.recommends_no),
    }
}

fn thanked(words: &str, talk: &TalkSummary, l: Locale) -> AnyView {
    let other = labels::other_first(talk.other.as_deref(), l);
    view! {
        <section class="panel stack" aria-labelledby="merci">
            <h2 class="panel__title" id="merci">{td_string!(l, feedback.thanked_title, other = other)}</h2>
            {quoted(words)}
            <p>
                <a href=Route::Thanks { page: 1 }.path()>{td_string!(l, feedback.all_thanks)}</a>
            </p>
        </section>
    }
    .into_any()
}

fn own_note(note: Option<&str>, talk: &TalkSummary, l: Locale) -> AnyView {
    let form = state::<ProfessionalNoteForm>(talk).id_prefix("note-");
    let label = td_string!(l, feedback.note_words);
    view! {
        <section class="panel" aria-labelledby="carnet">
            <h2 class="panel__title" id="carnet">{td_string!(l, feedback.note_title)}</h2>
            <form class="form" method="post" action=NoteTalk::url() novalidate>
                {form.summary(&[("words", label)])}
                {hidden("talk", &talk.id)}
                {form
                    .field("words", label)
                    .not_required()
                    .value(note.unwrap_or_default())
                    .hint(td_string!(l, feedback.note_hint))
                    .textarea(4)}
                {submit(Weight::Plain, td_string!(l, feedback.note_send))}
            </form>
        </section>
    }
    .into_any()
}
