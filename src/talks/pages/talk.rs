//! One talk, as one of its two parties sees it: when, how, and what if it cannot be.

use super::{
    after_talk::{self, after_talk},
    answer_forms::{accept, decline},
    conversation::unread,
    facts::{fact, fact_of, facts, hint, instead_of, when},
    guardian,
    interest::interest,
    labels,
};
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::{CancelTalk, TellTalk, talk},
        form::{CancelForm, WordForm},
        types::{EndedBy, Ending, Side, Stage, TalkDetails, TalkRequest, TalkSummary, Way},
    },
    ui::{
        choice::Choice,
        demonstration::demonstration_banner,
        failure::current_path,
        form::{FormState, Weight, hidden, submit},
        icon::icon,
        loaded::loaded,
        notice::{Tone, notice, notice_of},
        page_title::form_title,
        tag::{strong_tag, tag},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_params_map};

/// One talk, `/rendez-vous/:id`.
#[component]
pub fn TalkPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let parameters = use_params_map();
    let id = Memo::new(move |_| parameters.with(|parameters| parameters.get("id").unwrap_or_default()));
    let details = Resource::new_blocking(move || id.get(), talk);
    let draft = use_draft::<CancelForm>();
    loaded(details, move |details| {
        let own = draft.clone().filter(|draft| draft.value("talk") == Some(&details.summary.id));
        page(&details, &FormState::new(own), l)
    })
}

fn page(details: &TalkDetails, form: &FormState, l: Locale) -> AnyView {
    let talk = &details.summary;
    let state = match talk.stage {
        Stage::Confirmed if details.is_over => tag(td_string!(l, talks.state_past)),
        Stage::Confirmed if details.choices.cancel => strong_tag(labels::stage(talk.stage, l)),
        Stage::Confirmed => strong_tag(td_string!(l, talks.state_now)),
        // Two answers are missing.
        Stage::Requested if details.awaits_guardian => {
            view! { {tag(labels::stage(talk.stage, l))} " " {tag(labels::stage(Stage::AwaitingGuardian, l))} }
                .into_any()
        }
        stage => tag(labels::stage(stage, l)),
    };
    let is_refused = form.is_refused() || after_talk::is_refused(talk) || guardian::is_refused(talk);
    view! {
        {details.demonstration.then(demonstration_banner)}
        <div class="wrap wrap--narrow page stack stack--l">
            <p class="crumbs">
                <a href=Route::Agenda.path()>{icon("chevron-left")}{td_string!(l, agenda.title)}</a>
            </p>
            <div class="stack">
                {form_title(&td_string!(l, talks.talk_with, other = labels::other(talk.other.as_deref(), l)), is_refused)}
                <p class="tags">{state}</p>
            </div>
            {talk.ending.as_ref().map(|ending| ended(ending, talk, l))}
            {waiting(details, l)}
            {details.guardian.as_ref().map(|asked| guardian::guardian(asked, talk, l))}
            {facts(what(details, l))}
            {details.choices.answer.then(|| answer(details, l))}
            {word(details, l)}
            {details.after.as_ref().map(|after| after_talk(after, talk, l))}
            {details.interest.as_ref().map(|offered| interest(offered, talk, l))}
            {actions(details, l)}
            {details.choices.cancel.then(|| way_out(details, form, l))}
        </div>
    }
    .into_any()
}

fn what(details: &TalkDetails, l: Locale) -> Vec<AnyView> {
    let talk = &details.summary;
    let with = match talk.side {
        Side::Explorer => {
            let text = labels::name_and_trade(talk, l);
            match details.professional_id.clone().map(|id| Route::Professional(id).path()) {
                Some(href) => view! { <a href=href>{text}</a> }.into_any(),
                None => text.into_any(),
            }
        }
        Side::Professional => labels::other_first(talk.other.as_deref(), l).into_any(),
    };
    let mut what = vec![
        fact_of("user", td_string!(l, talks.with), with),
        when(&talk.moment, l),
        instead_of(talk, l),
        fact("clock", td_string!(l, talks.duration), td_string!(l, talks.one_hour).to_owned()),
        fact(labels::way_icon(talk.way), td_string!(l, talks.how), labels::capital(labels::way(talk.way, l))),
    ];
    if let Some(place) = &details.meeting_place {
        what.push(fact("pin", td_string!(l, talks.where_to), place.clone()));
    }
    if let Some(room) = &details.room_url {
        what.push(fact_of("link", td_string!(l, talks.room), room_link(room, talk.way, l)));
    }
    if let Some(question) = &details.question {
        what.push(fact("quote", td_string!(l, talks.question_asked), question.clone()));
    }
    what
}

/// The room opens beside Déclic: a talk goes on while its page is looked at.
fn room_link(room: &str, way: Way, l: Locale) -> AnyView {
    let (join, to_know) = match way {
        Way::Phone => (td_string!(l, talks.join_by_sound), td_string!(l, talks.join_by_sound_hint)),
        Way::Video | Way::Onsite => (td_string!(l, talks.join), td_string!(l, talks.join_hint)),
    };
    view! {
        <a href=room.to_owned() target="_blank" rel="noopener noreferrer external">
            {join}
            " "
            {td_string!(l, talks.new_tab)}
        </a>
        {hint(to_know.to_owned())}
    }
    .into_any()
}

fn actions(details: &TalkDetails, l: Locale) -> AnyView {
    let id = &details.summary.id;
    let other_hour = details.choices.reschedule.then(|| {
        let text = match details.choices.answer {
            true => td_string!(l, talks.propose),
            false => td_string!(l, talks.move_talk),
        };
        view! { <a class=Weight::Plain.class() href=Route::Reschedule(id.clone()).path()>{icon("clock")}{text}</a> }
    });
    let invitation = details.choices.calendar.then(|| {
        view! {
            <a class=Weight::Plain.class() href=Route::TalkInvitation(id.clone()).path() download="">
                {icon("calendar")}
                {td_string!(l, talks.add_to_calendar)}
            </a>
        }
    });
    let messages = match details.unread {
        0 => td_string!(l, conversation.link).to_owned(),
        count => td_string!(l, conversation.link_unread, unread = unread(count, l)),
    };
    // Whose talk is off, or whose request nobody answered, looks for another one.
    let is_off = matches!(details.summary.stage, Stage::Cancelled | Stage::Declined | Stage::Expired);
    let again = (is_off && details.summary.side == Side::Explorer).then(|| {
        let other_hour = details.professional_id.clone().map(|id| {
            let href = Route::Professional(id).path();
            view! { <a class=Weight::Plain.class() href=href>{icon("calendar")}{td_string!(l, talks.choose_other_hour)}</a> }
        });
        view! {
            {other_hour}
            <a class=Weight::Plain.class() href=Route::Talks(String::new()).path()>
                {icon("search")}
                {td_string!(l, talks.back_to_search)}
            </a>
        }
    });
    view! {
        <p class="actions">
            {again}
            <a class=Weight::Plain.class() href=Route::NewestMessages(id.clone()).path()>{icon("mail")}{messages}</a>
            {other_hour}
            {invitation}
            <a class="button button--link" href=Route::Agenda.path()>{td_string!(l, talks.see_agenda)}</a>
        </p>
    }
    .into_any()
}

fn ended(ending: &Ending, talk: &TalkSummary, l: Locale) -> AnyView {
    let other = labels::other_first(talk.other.as_deref(), l);
    let by_reader = ending.by == EndedBy::Party(talk.side);
    let who = match (talk.stage, by_reader) {
        _ if ending.by == EndedBy::Guardian => td_string!(l, talks.cancelled_by_guardian).to_owned(),
        _ if ending.by == EndedBy::Moderator => td_string!(l, reports.called_off).to_owned(),
        (Stage::Declined, true) => td_string!(l, talks.declined_by_you).to_owned(),
        (Stage::Declined, false) => td_string!(l, talks.declined_by, other = other),
        (_, true) => td_string!(l, talks.cancelled_by_you).to_owned(),
        (_, false) => td_string!(l, talks.cancelled_by, other = other),
    };
    let note = ending.note.clone().map(|note| view! { <p>{note}</p> });
    let content = view! {
        <p class="notice__title">{who}</p>
        <p>{labels::reason(ending.reason, l)}</p>
        {note}
    };
    notice_of(Tone::Warning, content.into_any())
}

/// Until when the other side has to answer.
fn waiting(details: &TalkDetails, l: Locale) -> Option<AnyView> {
    let talk = &details.summary;
    let waits = talk.awaits == Some(talk.side.other()) || (details.awaits_guardian && talk.awaits.is_none());
    let until = details.answer_by.as_ref().filter(|_| waits)?;
    let until = labels::moment(until, l);
    let other = labels::other_first(talk.other.as_deref(), l);
    let text = match (details.awaits_guardian && talk.side == Side::Explorer, talk.awaits) {
        (true, Some(Side::Professional)) => td_string!(l, talks.waiting_for_both, other = other, until = until),
        (true, _) => td_string!(l, talks.waiting_for_guardian, until = until),
        (false, _) => td_string!(l, talks.waiting_for, other = other, until = until),
    };
    Some(notice(Tone::Info, &text))
}

fn answer(details: &TalkDetails, l: Locale) -> AnyView {
    let request = TalkRequest {
        summary: details.summary.clone(),
        question: details.question.clone(),
        answer_by: details.answer_by.clone(),
    };
    view! { {accept(&request, None, l)} {decline(&request, None, l)} }.into_any()
}

/// Whether it took place: asked once it is over, and told afterwards.
fn word(details: &TalkDetails, l: Locale) -> Option<AnyView> {
    let talk = &details.summary;
    let texts = [
        ("took_place", td_string!(l, talks.word_took_place)),
        ("other_absent", td_string!(l, talks.word_other_absent)),
        ("self_absent", td_string!(l, talks.word_self_absent)),
    ];
    if let Some(own) = &details.own_word {
        let (_, text) = texts.iter().find(|(code, _)| code == own)?;
        return Some(view! { <p>{td_string!(l, talks.word_given, word = *text)}</p> }.into_any());
    }
    if !details.choices.tell {
        return None;
    }
    let form = FormState::new(use_draft::<WordForm>().filter(|draft| draft.value("talk") == Some(&talk.id)))
        .id_prefix("word-");
    let label = td_string!(l, talks.word_label);
    Some(
        view! {
            <section class="panel" aria-labelledby="apres">
                <h2 class="panel__title" id="apres">{td_string!(l, talks.word_title)}</h2>
                <p>{td_string!(l, talks.word_text)}</p>
                <form class="form" method="post" action=TellTalk::url() novalidate>
                    {form.summary(&[("word", label)])}
                    {hidden("talk", &talk.id)}
                    {form.field("word", label).radios(texts.iter().map(|(code, text)| Choice::new(code, text)).collect())}
                    {submit(Weight::Primary, td_string!(l, talks.word_send))}
                </form>
            </section>
        }
        .into_any(),
    )
}

/// A freed hour is offered again: who cannot make it closes it first.
fn close_first(l: Locale) -> AnyView {
    view! {
        <p>
            {td_string!(l, talks.cancel_text_offered)}
            " "
            <a href=Route::ProfessionalEditor.path()>{td_string!(l, talks.cancel_text_close)}</a>
        </p>
    }
    .into_any()
}

/// Calling it off; out of sight for an explorer who is asked about another hour, and may refuse it instead.
fn way_out(details: &TalkDetails, form: &FormState, l: Locale) -> AnyView {
    let is_folded = details.choices.answer && details.summary.side == Side::Explorer;
    if !is_folded {
        return cancel(details, form, l);
    }
    view! {
        <details class="stack" open=form.is_refused()>
            <summary>{td_string!(l, talks.withdraw_instead)}</summary>
            {cancel(details, form, l)}
        </details>
    }
    .into_any()
}

fn cancel(details: &TalkDetails, form: &FormState, l: Locale) -> AnyView {
    let talk = &details.summary;
    let note = td_string!(l, talks.cancel_note);
    let reasons =
        talk.side.cancel_reasons().iter().map(|reason| Choice::new(reason.code(), labels::reason(*reason, l)));
    let other = labels::other_first(talk.other.as_deref(), l);
    // A request is taken back, and who never heard of it is told nothing.
    let is_request = talk.stage == Stage::Requested && talk.side == Side::Explorer;
    let (title, why) = match is_request {
        true => (td_string!(l, talks.withdraw_title), td_string!(l, talks.withdraw_reason)),
        false => (td_string!(l, talks.cancel_title), td_string!(l, talks.cancel_reason)),
    };
    let text = match details.professional_knows {
        true => td_string!(l, talks.cancel_text, other = other),
        false => td_string!(l, talks.withdraw_untold_text, other = other),
    };
    view! {
        <section class="panel panel--danger" aria-labelledby="annuler">
            <h2 class="panel__title" id="annuler">{title}</h2>
            <p>{text}</p>
            {(talk.side == Side::Professional).then(|| close_first(l))}
            <form class="form" method="post" action=CancelTalk::url() novalidate>
                {form.summary(&[("reason", why), ("note", note)])}
                {hidden("talk", &talk.id)}
                {form.field("reason", why).radios(reasons.collect())}
                {form.field("note", note).not_required().hint(td_string!(l, talks.cancel_note_hint)).textarea(3)}
                {submit(Weight::Danger, title)}
            </form>
        </section>
    }
    .into_any()
}
