//! The requests of a professional, and those that wait for somebody else.

use super::{answer_forms::no_token, answers::own_answers, card::meta, conversation::unread_link, labels};
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::{ResumeProfile, my_requests},
        form::ResumeForm,
        types::{RequestsOverview, TalkRequest},
    },
    ui::{
        failure::current_path,
        form::{FormState, Weight, submit},
        loaded::loaded,
        page_title::page_title,
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
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">
                {page_title(td_string!(l, talks.requests_title))}
                <p class="lead">{td_string!(l, talks.requests_lead)}</p>
            </div>
            {requests.is_paused.then(|| paused(l))}
            <section class="stack" aria-labelledby="a-repondre">
                <h2 id="a-repondre">{td_string!(l, talks.requests_to_answer)}</h2>
                {list(&requests.to_answer, &requests.unread, td_string!(l, talks.requests_none), l)}
            </section>
            <section class="stack" aria-labelledby="en-attente">
                <h2 id="en-attente">{td_string!(l, talks.requests_waiting)}</h2>
                {list(&requests.waiting, &requests.unread, td_string!(l, talks.requests_none_waiting), l)}
            </section>
            {requests.answers.as_ref().map(|own| own_answers(own, l))}
        </div>
    }
    .into_any()
}

fn list(requests: &[TalkRequest], unread: &BTreeMap<String, u32>, none: &'static str, l: Locale) -> AnyView {
    if requests.is_empty() {
        return view! { <p class="muted">{none}</p> }.into_any();
    }
    let items = requests.iter().map(|request| item(request, unread.get(&request.summary.id), l));
    view! { <ul class="cards">{items.collect_view()}</ul> }.into_any()
}

fn item(request: &TalkRequest, unread: Option<&u32>, l: Locale) -> AnyView {
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
