//! The organisations whose people give time.

use super::{labels, meta, written};
use crate::{
    i18n::*,
    locale::use_locale,
    organisations::{
        api::organisations,
        types::{OrganisationDetails, OrganisationList},
    },
    routes::Route,
    ui::{
        empty::{WayOn, empty},
        form::Weight,
        loaded::loaded,
        page_title::page_title,
        pagination::pagination,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::use_query_map;

/// The list, `/organisations`.
#[component]
pub fn OrganisationsPage() -> impl IntoView {
    let l = use_locale();
    let asked: u32 = use_query_map().get_untracked().get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    loaded(Resource::new_blocking(move || asked, organisations), move |list| page(&list, l))
}

fn page(list: &OrganisationList, l: Locale) -> AnyView {
    let items = if list.organisations.is_empty() {
        let way = WayOn {
            icon: "search",
            text: td_string!(l, organisations.see_professionals).to_owned(),
            href: Route::Talks(String::new()).path(),
        };
        empty(td_string!(l, organisations.list_empty), vec![way])
    } else {
        let items = list.organisations.iter().map(|one| item(one, l)).collect_view();
        view! { <ul class="cards">{items}</ul> }.into_any()
    };
    let href = |page| Route::Organisations { page }.path();
    view! {
        <div class="wrap page stack stack--l">
            <div class="stack">
                {page_title(td_string!(l, organisations.list_title))}
                <p class="lead">{td_string!(l, organisations.list_lead)}</p>
                <p class="actions">
                    <a class=Weight::Plain.class() href=Route::OwnOrganisations.path()>
                        {td_string!(l, organisations.open_one)}
                    </a>
                </p>
            </div>
            {items}
            {pagination(list.page, list.pages, td_string!(l, organisations.list_pages), &href)}
        </div>
    }
    .into_any()
}

fn item(one: &OrganisationDetails, l: Locale) -> AnyView {
    let first = one.about.lines().next().unwrap_or_default().to_owned();
    let demonstration = one.demonstration.then(|| meta("info", td_string!(l, organisations.demonstration).into_any()));
    view! {
        <li class="card">
            <h2 class="card__title">
                <a href=Route::Organisation { slug: one.link.slug.clone(), page: 1 }.path()>{one.link.name.clone()}</a>
            </h2>
            <p lang=written(l)>{first}</p>
            <ul class="meta card__meta">
                {meta("building", labels::kind(one.kind, l).into_any())} {meta("pin", one.place.clone().into_any())}
                {demonstration}
            </ul>
        </li>
    }
    .into_any()
}
