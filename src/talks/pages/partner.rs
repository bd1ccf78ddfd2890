//! An organisation's page: what it says, and who gives time in its name.

use super::card::cards;
use crate::{
    i18n::*,
    locale::use_locale,
    organisations::{
        pages::{about, outline},
        types::State,
    },
    routes::Route,
    talks::{api::organisation, types::PartnerPage as Told},
    ui::{
        demonstration::demonstration_banner,
        empty::{WayOn, empty},
        form::Weight,
        icon::icon,
        loaded::loaded,
        notice::{Tone, notice},
        page_title::{description, page_title},
        pagination::pagination,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::{use_params_map, use_query_map};

/// An organisation's page, `/organisations/:slug`.
#[component]
pub fn PartnerPage() -> impl IntoView {
    let l = use_locale();
    let slug = use_params_map().read_untracked().get("slug").unwrap_or_default();
    let asked: u32 = use_query_map().get_untracked().get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let told = Resource::new_blocking(move || (slug.clone(), asked), |(slug, page)| organisation(slug, page));
    loaded(told, move |told| page(&told, l))
}

fn page(told: &Told, l: Locale) -> AnyView {
    let details = &told.organisation;
    let slug = &details.link.slug;
    let first = details.about.lines().next().unwrap_or_default();
    let preview = (details.state != State::Approved).then(|| notice(Tone::Info, td_string!(l, organisations.preview)));
    let space = details.role.map(|_| {
        let href = Route::OrganisationSpace(slug.clone()).path();
        view! {
            <p class="actions">
                <a class=Weight::Plain.class() href=href>{td_string!(l, organisations.to_space)}</a>
            </p>
        }
    });
    let moderation = told.is_moderated.then(|| {
        let href = Route::ModeratedOrganisation(slug.clone()).path();
        view! {
            <p class="actions">
                <a class=Weight::Plain.class() href=href>{td_string!(l, organisations.to_take_down)}</a>
            </p>
        }
    });
    let people = if told.cards.is_empty() {
        let way = WayOn {
            icon: "search",
            text: td_string!(l, organisations.see_professionals).to_owned(),
            href: Route::Talks(String::new()).path(),
        };
        empty(td_string!(l, organisations.nobody_listed), vec![way])
    } else {
        cards(&told.cards, false, "", l)
    };
    let href = |page| Route::Organisation { slug: slug.clone(), page }.path();
    view! {
        {details.demonstration.then(demonstration_banner)}
        {description(first)}
        <div class="wrap page stack stack--l">
            <p class="crumbs">
                <a href=Route::Organisations { page: 1 }.path()>
                    {icon("chevron-left")}
                    {td_string!(l, organisations.list_title)}
                </a>
            </p>
            <div class="stack">
                {page_title(&details.link.name)} {preview} {outline(details, l)} {about(details, l)} {space}
                {moderation}
            </div>
            <section class="stack" aria-labelledby="personnes">
                <h2 id="personnes">{td_string!(l, organisations.people_title)}</h2>
                {people}
                {pagination(told.page, told.pages, td_string!(l, organisations.people_title), &href)}
            </section>
        </div>
    }
    .into_any()
}
