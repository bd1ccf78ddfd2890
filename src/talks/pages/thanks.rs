//! The thanks that a professional got.

use super::{after_talk::quoted, card::meta, labels};
use crate::{
    accounts::visitor::use_account,
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::my_thanks,
        types::{Thanks, ThanksPage as Listed},
    },
    ui::{
        empty::empty, failure::current_path, icon::icon, loaded::loaded, page_title::page_title, pagination::pagination,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_query_map};

/// The reader's thanks, `/mercis`.
#[component]
pub fn ThanksPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let page = use_query_map().get_untracked().get("page").and_then(|page| page.parse().ok()).unwrap_or(1_u32);
    loaded(Resource::new_blocking(move || page, my_thanks), move |listed| view(&listed, l))
}

fn view(listed: &Listed, l: Locale) -> AnyView {
    let list = match listed.thanks.is_empty() {
        true => empty(td_string!(l, feedback.thanks_none), Vec::new()),
        false => {
            let items = listed.thanks.iter().map(|thanks| item(thanks, l));
            view! { <ul class="cards">{items.collect_view()}</ul> }.into_any()
        }
    };
    let href = |page| Route::Thanks { page }.path();
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <p class="crumbs">
                <a href=Route::Requests.path()>
                    {icon("chevron-left")}
                    {td_string!(l, talks.requests_title)}
                </a>
            </p>
            <div class="stack">
                {page_title(td_string!(l, feedback.thanks_page))}
                <p class="lead">{td_string!(l, feedback.thanks_lead)}</p>
            </div>
            {list}
            {pagination(listed.page, listed.pages, td_string!(l, feedback.thanks_page), &href)}
        </div>
    }
    .into_any()
}

fn item(thanks: &Thanks, l: Locale) -> AnyView {
    view! {
        <li class="card">
            <h2 class="card__title">
                <a href=Route::Talk(thanks.talk.clone()).path()>{thanks.explorer.clone()}</a>
            </h2>
            {quoted(&thanks.words)}
            <ul class="meta card__meta">{meta("calendar", &labels::moment(&thanks.moment, l))}</ul>
        </li>
    }
    .into_any()
}
