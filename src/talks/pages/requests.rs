//! The requests of a professional, and those that wait for somebody else.

use super::{
    answer_forms::{DECLINE_ID, accept_form, no_token},
    answers::own_answers,
    card::meta,
    conversation::unread_link,
    labels,
};
use crate::{
    accounts::visitor::{use_account, use_draft},
    form::Draft,
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::{ResumeProfile, my_requests},
        form::{AcceptForm, ResumeForm},
        types::{RequestsOverview, TalkRequest},
    },
    ui::{
        failure::current_path,
        form::{FormState, Weight, submit},
        loaded::loaded,
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::components::Redirect;
use std::collections::BTreeMap;

/// The reader's requests, `/demandes`.
#[component]
pub fn RequestsPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    loaded(Resource::new_blocking(|| (), |()| my_requests()), move |requests| page(&requests, l))
}

fn page(requests: &RequestsOverview, l: Locale) -> AnyView {
    let draft = use_draft::<AcceptForm>();
    let is_refused = draft.is_some();
    // What was to be accepted may be over, and has no form of its own any more that could say so.
    let is_shown = |draft: &Draft| {
        requests.to_answer.iter().any(|request| draft.value("talk") == Some(request.summary.id.as_str()))
    };
    let gone = FormState::new(draft.filter(|draft| !is_shown(draft)));
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">
                {form_title(td_string!(l, talks.requests_title), is_refused)}
                {gone.summary(&[])}
                <p class="lead">{td_string!(l, talks.requests_lead)}</p>
            </div>
            {requests.is_paused.then(|| paused(l))}
            <section class="stack" aria-labelledby="a-repondre">
                <h2 id="a-repondre">{td_string!(l, talks.requests_to_answer)}</h2>
                {list(&requests.to_answer, &requests.unread, td_string!(l, talks.requests_none), Some(answer), l)}
            </section>
            <section class="stack" aria-labelledby="en-attente">
                <h2 id="en-attente">{td_string!(l, talks.requests_waiting)}</h2>
                {list(&requests.waiting, &requests.unread, td_string!(l, talks.requests_none_waiting), None, l)}
            </section>
            {requests.answers.as_ref().map(|own| own_answers(own, l))}
        </div>
    }
    .into_any()
}

/// `answer` gives what can be done with each.
fn list(
    requests: &[TalkRequest],
    unread: &BTreeMap<String, u32>,
    none: &'static str,
    answer: Option<fn(&TalkRequest, Locale) -> AnyView>,
    l: Locale,
) -> AnyView {
    if requests.is_empty() {
        return view! { <p class="muted">{none}</p> }.into_any();
    }
    let items = requests.iter().map(|request| {
        let answer = answer.map(|answer| answer(request, l));
        item(request, unread.get(&request.summary.id), answer, l)
    });
    view! { <ul class="cards">{items.collect_view()}</ul> }.into_any()
}

/// Accepts in one tap; a refusal wants a reason, and another hour is chosen, on pages of their own.
fn answer(request: &TalkRequest, l: Locale) -> AnyView {
    let id = &request.summary.id;
    let decline = format!("{}#{DECLINE_ID}", Route::Talk(id.clone()).path());
    view! {
        {accept_form(request, None, Weight::Plain, l)}
        <p class="actions">
            <a class="button button--link" href=Route::Reschedule(id.clone()).path()>{td_string!(l, talks.propose)}</a>
            <a class="button button--link" href=decline>{td_string!(l, talks.decline_title)}</a>
        </p>
    }
    .into_any()
}

fn item(request: &TalkRequest, unread: Option<&u32>, answer: Option<AnyView>, l: Locale) -> AnyView {
    let talk = &request.summary;
    let until = request.answer_by.as_ref().map(|until| labels::moment(until, l));
    let until = until.map(|until| meta("alert", &td_string!(l, talks.answer_before, until = until)));
    view! {
        <li class="card">
            <h3 class="card__title">
                <a href=Route::Talk(talk.id.clone()).path()>
                    {labels::other_first(talk.other.as_deref(), l)} ", " {talk.trade.clone()}
                </a>
            </h3>
            {request.question.clone().map(|question| view! { <p>{question}</p> })}
            <ul class="meta card__meta">
                {meta("clock", &labels::moment(&talk.moment, l))}
                {meta(labels::way_icon(talk.way), labels::way(talk.way, l))}
                {until}
                {unread_link(&talk.id, unread, l)}
            </ul>
            {answer}
        </li>
    }
    .into_any()
}

/// Why coming back was refused.
pub fn refused() -> AnyView {
    FormState::new(use_draft::<ResumeForm>()).summary(&[])
}

/// Why nobody asks any more, and the way back.
pub fn paused(l: Locale) -> AnyView {
    view! {
        <section class="panel" aria-labelledby="pause">
            <h2 class="panel__title" id="pause">{td_string!(l, talks.paused_title)}</h2>
            <p>{td_string!(l, talks.paused_text)}</p>
            {refused()}
            <form method="post" action=ResumeProfile::url()>
                {no_token()}
                {submit(Weight::Primary, td_string!(l, talks.resume))}
            </form>
        </section>
    }
    .into_any()
}
