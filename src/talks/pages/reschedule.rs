//! Choosing another hour for a talk.

use super::{
    answer_forms::{later_hours, other_hour},
    facts::{facts, when},
    labels,
};
use crate::{
    accounts::visitor::{use_account, use_draft},
    error::AppError,
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{api::hours_for_talk, form::RescheduleForm, types::OtherHours},
    ui::{
        failure::{current_path, failure_page},
        icon::icon,
        page_title::form_title,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::{
    components::Redirect,
    hooks::{use_params_map, use_query_map},
};

/// Another hour for a talk, `/rendez-vous/:id/deplacer?du=…`.
#[component]
pub fn ReschedulePage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let (parameters, query) = (use_params_map(), use_query_map());
    let asked = move || {
        let id = parameters.with(|parameters| parameters.get("id").unwrap_or_default());
        (id, query.with(|query| query.get("du").unwrap_or_default()))
    };
    let hours = Resource::new_blocking(asked, |(id, from)| hours_for_talk(id, from));
    let is_refused = use_draft::<RescheduleForm>().is_some_and(|draft| draft.error.is_some());
    let view = move || {
        hours.get().map(|hours| match hours {
            Ok(hours) => page(&hours, is_refused, l),
            // An old tab: the talk's own page says what became of it.
            Err(AppError::TooLate) => {
                let (id, _) = asked();
                view! { <Redirect path=Route::Talk(id).path() /> }.into_any()
            }
            Err(error) => failure_page(&error),
        })
    };
    view! { <Suspense>{view}</Suspense> }.into_any()
}

fn page(offer: &OtherHours, is_refused: bool, l: Locale) -> AnyView {
    let talk = &offer.talk;
    let other = labels::other(talk.other.as_deref(), l);
    let text = match offer.confirms_at_once {
        true => td_string!(l, talks.move_text_at_once, other = other),
        false => td_string!(l, talks.move_text, other = other),
    };
    let button = match offer.confirms_at_once {
        true => td_string!(l, talks.move_here),
        false => td_string!(l, talks.propose_this),
    };
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <p class="crumbs">
                <a href=Route::Talk(talk.id.clone()).path()>
                    {icon("chevron-left")}
                    {td_string!(l, talks.talk_with, other = other)}
                </a>
            </p>
            {form_title(td_string!(l, talks.move_title), is_refused)}
            {facts(vec![when(&talk.moment, l)])}
            <p>{text}</p>
            {other_hour(&talk.id, &offer.hours, None, button, l)}
            {later_hours(&Route::Reschedule(talk.id.clone()), offer.later.as_deref(), l)}
        </div>
    }
    .into_any()
}
