//! Choosing another hour for a talk.

use super::{
    answer_forms::other_hour,
    facts::{facts, when},
    labels,
};
use crate::{
    accounts::visitor::{use_account, use_draft},
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{api::hours_for_talk, form::RescheduleForm, types::OtherHours},
    ui::{failure::current_path, icon::icon, loaded::loaded, page_title::form_title},
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
    loaded(hours, move |hours| page(&hours, is_refused, l))
}

fn page(offer: &OtherHours, is_refused: bool, l: Locale) -> AnyView {
    let talk = &offer.talk;
    let path = Route::Reschedule(talk.id.clone()).path();
    let other = labels::other(talk.other.as_deref(), l);
    let text = match offer.confirms_at_once {
        true => td_string!(l, talks.move_text_at_once, other = other),
        false => td_string!(l, talks.move_text, other = other),
    };
    let later = offer.later.as_ref().map(|later| {
        view! {
            <p>
                <a href=format!("{path}?du={later}")>{td_string!(l, talks.move_later)}</a>
            </p>
        }
    });
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
            {other_hour(&talk.id, &offer.hours, None, l)}
            {later}
        </div>
    }
    .into_any()
}
