//! What the members of an organisation are told of its talks: figures, and the explorers who let it know.

use super::{
    card::meta,
    facts::{fact, facts},
};
use crate::{
    accounts::visitor::use_account,
    i18n::*,
    locale::use_locale,
    organisations::{
        labels,
        pages::{crumbs, tabs},
        types::State,
    },
    routes::Route,
    talks::{
        api::organisation_space,
        types::{InterestedExplorer, PartnerFigures, PartnerSpace},
    },
    ui::{
        failure::current_path,
        loaded::loaded,
        notice::{Tone, notice, notice_of},
        page_title::page_title,
        tag::tag,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_params_map};

/// What members are told, `/compte/organisations/:slug`.
#[component]
pub fn PartnerSpacePage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let slug = use_params_map().read_untracked().get("slug").unwrap_or_default();
    loaded(Resource::new_blocking(move || slug.clone(), organisation_space), move |space| page(&space, l))
}

fn page(space: &PartnerSpace, l: Locale) -> AnyView {
    let details = &space.organisation;
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {crumbs(l)}
            <div class="stack">
                {page_title(&details.link.name)}
                <p class="tags">{tag(labels::state(details.state, l))}</p>
                {tabs(details, l)}
            </div>
            {standing(space, l)}
            {figures(&space.figures, l)}
            {interested(space, l)}
        </div>
    }
    .into_any()
}

/// What it waits for, or why it is not seen.
fn standing(space: &PartnerSpace, l: Locale) -> Option<AnyView> {
    let details = &space.organisation;
    if details.state == State::Waiting {
        return Some(notice(Tone::Info, td_string!(l, organisations.waiting_text)));
    }
    if details.is_changing {
        return Some(notice(Tone::Info, td_string!(l, organisations.change_waits)));
    }
    let why = space.refusal.clone()?;
    let (title, text) = labels::refused(details.state, l);
    let content = view! {
        <h2 class="notice__title">{title}</h2>
        <p class="verbatim">{why}</p>
        <p>
            <a href=Route::OrganisationEditor(details.link.slug.clone()).path()>{text}</a>
        </p>
    };
    Some(notice_of(Tone::Warning, content.into_any()))
}

fn figures(figures: &PartnerFigures, l: Locale) -> AnyView {
    let answers = match figures.answered_percent {
        Some(percent) => td_string!(l, organisations.answered_percent, percent = percent),
        None => td_string!(l, organisations.answered_unknown).to_owned(),
    };
    let told = facts(vec![
        fact("user", td_string!(l, organisations.figure_professionals), figures.professionals.to_string()),
        fact("talk", td_string!(l, organisations.figure_talks), figures.talks.to_string()),
        fact("clock", td_string!(l, organisations.figure_hours), figures.hours.to_string()),
        fact("globe", td_string!(l, organisations.figure_trades), figures.trades.to_string()),
        fact("check-circle", td_string!(l, organisations.figure_answers), answers),
    ]);
    view! {
        <section class="stack" aria-labelledby="chiffres">
            <h2 id="chiffres">{td_string!(l, organisations.figures_title)}</h2>
            <p>{td_string!(l, organisations.figures_text)}</p>
            {told}
        </section>
    }
    .into_any()
}

fn interested(space: &PartnerSpace, l: Locale) -> AnyView {
    let list = match space.interested.is_empty() {
        true => view! { <p class="muted">{td_string!(l, organisations.interested_none)}</p> }.into_any(),
        false => {
            let items = space.interested.iter().map(|one| explorer(one, l)).collect_view();
            view! { <ul class="log">{items}</ul> }.into_any()
        }
    };
    let more = space.has_more.then(|| view! { <p class="muted">{td_string!(l, organisations.interested_more)}</p> });
    view! {
        <section class="stack" aria-labelledby="interets">
            <h2 id="interets">{td_string!(l, organisations.interested_title)}</h2>
            <p>{td_string!(l, organisations.interested_text)}</p>
            {list}
            {more}
        </section>
    }
    .into_any()
}

fn explorer(one: &InterestedExplorer, l: Locale) -> AnyView {
    let with = one.professional.as_deref().map(|name| td_string!(l, organisations.interested_with, name = name));
    view! {
        <li class="log__line">
            <p><strong>{one.name.clone()}</strong></p>
            <ul class="meta">
                {meta("talk", &one.trade)} {meta("calendar", &one.month)} {with.map(|with| meta("user", &with))}
            </ul>
        </li>
    }
    .into_any()
}
