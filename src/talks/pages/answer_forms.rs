//! The forms that answer a request: on the talk's own page, and on the page of a mail's link (then with its token).

use super::labels;
use crate::{
    accounts::visitor::use_draft,
    form::Form,
    i18n::*,
    routes::Route,
    talks::{
        api::{AcceptTalk, DeclineTalk, RescheduleTalk},
        form::{AcceptForm, DeclineForm, RescheduleForm},
        types::{EndReason, Moment, Side, TalkRequest},
    },
    ui::{
        choice::Choice,
        form::{FormState, Weight, hidden, submit},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// Where a talk's page asks why it is declined.
pub const DECLINE_ID: &str = "refuser";

/// The form of this request that came back refused, or a fresh one.
fn state<F: Form>(request: &TalkRequest) -> FormState {
    FormState::new(use_draft::<F>().filter(|draft| draft.value("talk") == Some(&request.summary.id)))
}

fn token_field(token: Option<&str>) -> Option<AnyView> {
    token.map(|token| hidden("token", token))
}

/// What a form of the signed-in reader says of itself: a form without any field is not read.
pub fn no_token() -> AnyView {
    hidden("token", "")
}

/// "Accept this hour".
pub fn accept(request: &TalkRequest, token: Option<&str>, l: Locale) -> AnyView {
    let talk = &request.summary;
    let other = labels::other_first(talk.other.as_deref(), l);
    let until = request.answer_by.as_ref().map(|until| labels::moment(until, l)).unwrap_or_default();
    let text = match talk.side {
        Side::Professional => td_string!(l, talks.answer_text, other = other, until = until),
        Side::Explorer => td_string!(l, talks.answer_proposal_text, other = other, until = until),
    };
    view! {
        <section class="panel" aria-labelledby="repondre">
            <h2 class="panel__title" id="repondre">{td_string!(l, talks.answer_title)}</h2>
            <p>{text}</p>
            {accept_form(request, token, Weight::Primary, l)}
        </section>
    }
    .into_any()
}

/// The button that accepts, with what was refused of it.
pub fn accept_form(request: &TalkRequest, token: Option<&str>, weight: Weight, l: Locale) -> AnyView {
    let talk = &request.summary;
    view! {
        <form class="form" method="post" action=AcceptTalk::url() novalidate>
            {state::<AcceptForm>(request).summary(&[])}
            {hidden("talk", &talk.id)}
            {hidden("hour", &talk.moment.iso)}
            {token_field(token)}
            {submit(weight, td_string!(l, talks.accept))}
        </form>
    }
    .into_any()
}

/// "Decline", with a reason.
pub fn decline(request: &TalkRequest, token: Option<&str>, l: Locale) -> AnyView {
    let talk = &request.summary;
    let form = state::<DeclineForm>(request).id_prefix("decline-");
    let (why, note) = (td_string!(l, talks.decline_reason), td_string!(l, talks.cancel_note));
    let button = match talk.side {
        Side::Professional => td_string!(l, talks.decline),
        Side::Explorer => td_string!(l, talks.decline_hour),
    };
    // Of a question that is not there, or not theirs to read yet, nothing can be said.
    let applies = |reason: &&EndReason| **reason != EndReason::NotMyTrade || request.question.is_some();
    let reasons = talk.side.decline_reasons().iter().filter(applies);
    let reasons = reasons.map(|reason| Choice::new(reason.code(), labels::reason(*reason, l)));
    view! {
        <section class="panel" aria-labelledby=DECLINE_ID>
            <h2 class="panel__title" id=DECLINE_ID>{td_string!(l, talks.decline_title)}</h2>
            <form class="form" method="post" action=DeclineTalk::url() novalidate>
                {form.summary(&[("reason", why), ("note", note)])}
                {hidden("talk", &talk.id)}
                {hidden("hour", &talk.moment.iso)}
                {token_field(token)}
                {form.field("reason", why).radios(reasons.collect())}
                {form.field("note", note).not_required().hint(td_string!(l, talks.cancel_note_hint)).textarea(3)}
                {submit(Weight::Danger, button)}
            </form>
        </section>
    }
    .into_any()
}

/// The way to the hours from the day `later` on, on the same page.
pub fn later_hours(page: &Route, later: Option<&str>, l: Locale) -> Option<AnyView> {
    let href = format!("{}?du={}", page.path(), later?);
    Some(
        view! {
            <p>
                <a href=href>{td_string!(l, talks.move_later)}</a>
            </p>
        }
        .into_any(),
    )
}

/// The hours to choose another one from; nothing but a sentence where there is none.
pub fn other_hour(talk: &str, hours: &[Moment], token: Option<&str>, button: &str, l: Locale) -> AnyView {
    if hours.is_empty() {
        return view! { <p>{td_string!(l, talks.move_none)}</p> }.into_any();
    }
    let draft = use_draft::<RescheduleForm>().filter(|draft| draft.value("talk") == Some(talk));
    let form = FormState::new(draft).id_prefix("move-");
    let label = td_string!(l, talks.move_hour);
    let told = |hour: &Moment| match labels::moment_there(hour, l) {
        Some(there) => td_string!(l, talks.moment_and_there, moment = labels::moment(hour, l), there = there),
        None => labels::moment(hour, l),
    };
    let choices = hours.iter().map(|hour| Choice::new(&hour.iso, &told(hour))).collect();
    view! {
        <form class="form" method="post" action=RescheduleTalk::url() novalidate>
            {form.summary(&[("start", label)])}
            {hidden("talk", talk)}
            {token_field(token)}
            {form.field("start", label).radios(choices)}
            {submit(Weight::Primary, button)}
        </form>
    }
    .into_any()
}
