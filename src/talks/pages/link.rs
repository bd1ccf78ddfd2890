//! The pages that links in mails open: a request to answer, a paused profile to bring back. They change nothing by
//! being opened.

use super::{
    answer_forms::{accept, decline, later_hours, other_hour},
    facts::{fact, facts, instead_of, when},
    labels,
};
use crate::{
    error::AppError,
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::{ResumeProfile, request_by_link, return_by_link},
        types::LinkedRequest,
    },
    ui::{
        failure::failure_page,
        form::{Weight, hidden, submit},
        notice::{Tone, notice},
        page_title::page_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The token in this page's address.
fn token() -> String {
    use_params_map().read_untracked().get("token").unwrap_or_default()
}

/// A request that is answered from a mail, `/reponse/:token`.
#[component]
pub fn AnswerPage() -> impl IntoView {
    let l = use_locale();
    let from = use_query_map().get_untracked().get("du").unwrap_or_default();
    let request = Resource::new_blocking(move || (token(), from.clone()), |(token, from)| request_by_link(token, from));
    let page = move || {
        request.get().map(|request| match request {
            Ok(request) => answer(&request, l),
            Err(AppError::LinkExpired) => used(l),
            Err(error) => failure_page(&error),
        })
    };
    view! { <Suspense>{page}</Suspense> }
}

fn answer(linked: &LinkedRequest, l: Locale) -> AnyView {
    let request = &linked.request;
    let talk = &request.summary;
    let token = token();
    let mut what = vec![
        fact("user", td_string!(l, talks.with), labels::other_first(talk.other.as_deref(), l)),
        when(&talk.moment, l),
        instead_of(talk, l),
        fact(labels::way_icon(talk.way), td_string!(l, talks.how), labels::capital(labels::way(talk.way, l))),
    ];
    if let Some(question) = &request.question {
        what.push(fact("quote", td_string!(l, talks.question_asked), question.clone()));
    }
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {page_title(&td_string!(l, talks.talk_with, other = labels::other(talk.other.as_deref(), l)))}
            {facts(what)}
            {accept(request, Some(&token), l)}
            {decline(request, Some(&token), l)}
            <section class="panel" aria-labelledby="autre-heure">
                <h2 class="panel__title" id="autre-heure">{td_string!(l, talks.propose)}</h2>
                {other_hour(&talk.id, &linked.hours, Some(&token), td_string!(l, talks.propose_this), l)}
                {later_hours(&Route::Answer(token.clone()), linked.later.as_deref(), l)}
            </section>
        </div>
    }
    .into_any()
}

/// What a link says that was used or is too old.
fn used(l: Locale) -> AnyView {
    view! {
        <div class="wrap wrap--narrow page stack">
            {page_title(td_string!(l, talks.answer_title))}
            {notice(Tone::Warning, td_string!(l, talks.link_used))}
            <p>{td_string!(l, talks.link_used_text)}</p>
            <p class="actions">
                <a class=Weight::Primary.class() href=Route::Agenda.path()>{td_string!(l, talks.see_agenda)}</a>
            </p>
        </div>
    }
    .into_any()
}

/// After an answer by a link, `/merci`: who gave it may have no account, and is told the rest by mail.
#[component]
pub fn AnsweredPage() -> impl IntoView {
    let l = use_locale();
    view! {
        <div class="wrap wrap--narrow page stack">
            {page_title(td_string!(l, talks.answered_title))}
            <p class="lead">{td_string!(l, talks.answered_text)}</p>
            <p class="actions">
                <a class="button" href=Route::Home.path()>{td_string!(l, talks.answered_home)}</a>
            </p>
        </div>
    }
}

/// A paused profile comes back, `/retour/:token`.
#[component]
pub fn ReturnPage() -> impl IntoView {
    let l = use_locale();
    let link = Resource::new_blocking(token, return_by_link);
    let page = move || {
        link.get().map(|link| match link {
            Ok(()) => coming_back(l),
            Err(AppError::LinkExpired) => came_back(l),
            Err(error) => failure_page(&error),
        })
    };
    view! { <Suspense>{page}</Suspense> }
}

fn coming_back(l: Locale) -> AnyView {
    view! {
        <div class="wrap wrap--narrow page stack">
            {page_title(td_string!(l, talks.return_title))}
            <p class="lead">{td_string!(l, talks.return_text)}</p>
            {super::requests::refused()}
            <form method="post" action=ResumeProfile::url()>
                {hidden("token", &token())} {submit(Weight::Primary, td_string!(l, talks.resume))}
            </form>
            <p>
                <a href=Route::ProfessionalEditor.path()>{td_string!(l, talks.return_otherwise)}</a>
            </p>
        </div>
    }
    .into_any()
}

/// What a link says that brings nothing back any more: most often as its profile is back already.
fn came_back(l: Locale) -> AnyView {
    view! {
        <div class="wrap wrap--narrow page stack">
            {page_title(td_string!(l, talks.return_title))}
            {notice(Tone::Warning, td_string!(l, accounts.link_expired))}
            <p>{td_string!(l, talks.return_used_text)}</p>
            <p class="actions">
                <a class=Weight::Primary.class() href=Route::ProfessionalEditor.path()>
                    {td_string!(l, talks.return_see_profile)}
                </a>
            </p>
        </div>
    }
    .into_any()
}
