//! The profiles that wait for a relay or an administrator.

use super::{card::meta, labels, report_list};
use crate::{
    accounts::visitor::use_account,
    i18n::*,
    locale::{is_singular, use_locale},
    moderation::pages::navigation,
    routes::Route,
    talks::{
        api::profiles_to_vet,
        types::{VettingQueue, WaitingProfile},
    },
    ui::{
        choice::Choice,
        empty::{WayOn, empty},
        failure::current_path,
        field::Field,
        form::{Weight, submit},
        loaded::loaded,
        notice::{Tone, notice_of},
        page_title::page_title,
        pagination::pagination,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_query_map};

/// The queue, `/moderation`.
#[component]
pub fn VettingQueuePage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let query = use_query_map().get_untracked();
    let region = query.get("region").unwrap_or_default();
    let asked: u32 = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let queue = Resource::new_blocking(move || (region.clone(), asked), |(region, page)| profiles_to_vet(region, page));
    loaded(queue, move |queue| page(&queue, l))
}

fn page(queue: &VettingQueue, l: Locale) -> AnyView {
    let href = |page| Route::Moderation { region: queue.region.clone(), page }.path();
    let profiles = if queue.profiles.is_empty() {
        empty(td_string!(l, moderation.queue_empty), ways_on(queue, l))
    } else {
        let items = queue.profiles.iter().map(|profile| item(profile, l));
        view! { <ul class="cards">{items.collect_view()}</ul> }.into_any()
    };
    view! {
        <div class="wrap page stack stack--l">
            <div class="stack">
                {page_title(td_string!(l, moderation.queue_title))}
                <p class="lead">{count(queue.total, l)}</p>
                {navigation(queue.is_administrator, l)}
                {reports(queue, l)}
                {choose_region(queue, l)}
            </div>
            {profiles}
            {pagination(queue.page, queue.pages, td_string!(l, moderation.queue_pages), &href)}
        </div>
    }
    .into_any()
}

/// The way to the reports, while some wait.
fn reports(queue: &VettingQueue, l: Locale) -> Option<AnyView> {
    (queue.reports > 0).then(|| {
        let content = view! {
            <p>
                {report_list::count(queue.reports, l)} " "
                <a href=Route::Reports(1).path()>{td_string!(l, reports.see)}</a>
            </p>
        };
        notice_of(Tone::Warning, content.into_any())
    })
}

fn count(total: u32, l: Locale) -> String {
    if is_singular(l, u64::from(total)) {
        td_string!(l, moderation.queue_count_one, count = total)
    } else {
        td_string!(l, moderation.queue_count, count = total)
    }
}

fn ways_on(queue: &VettingQueue, l: Locale) -> Vec<WayOn> {
    let everywhere = (!queue.region.is_empty()).then(|| WayOn {
        icon: "globe",
        text: td_string!(l, moderation.queue_everywhere).to_owned(),
        href: Route::Moderation { region: String::new(), page: 1 }.path(),
    });
    everywhere.into_iter().collect()
}

/// The filter by région, where there is more than one to choose from.
fn choose_region(queue: &VettingQueue, l: Locale) -> AnyView {
    if queue.regions.len() < 2 {
        return ().into_any();
    }
    let mut choices = vec![Choice::new("", td_string!(l, moderation.all_regions))];
    choices.extend(queue.regions.iter().map(|region| Choice::new(&region.code, &region.name)));
    let field = Field::plain("region", td_string!(l, moderation.region)).value(&queue.region).select(choices);
    let action = Route::Moderation { region: String::new(), page: 1 }.path();
    view! {
        <form class="wanted__choice" method="get" action=action>
            {field}
            {submit(Weight::Plain, td_string!(l, moderation.show))}
        </form>
    }
    .into_any()
}

fn item(profile: &WaitingProfile, l: Locale) -> AnyView {
    let french = labels::lang(labels::FRENCH, l);
    let place = td_string!(l, moderation.place, place = profile.place.as_str(), region = profile.region.as_str());
    let what = match profile.is_change {
        true => td_string!(l, moderation.is_change),
        false => td_string!(l, moderation.is_new),
    };
    view! {
        <li class="card">
            <h2 class="card__title">
                <a href=Route::ModeratedProfile(profile.id.clone()).path()>
                    <span class="card__trade" lang=french>{profile.trade.clone()}</span>
                    " "
                    <span class="card__name">{profile.name.clone()}</span>
                </a>
            </h2>
            <ul class="meta card__meta">
                {meta("info", what)}
                {meta("pin", &place)}
                {profile.welcomes_minors.then(|| meta("alert", td_string!(l, moderation.welcomes_minors)))}
                {profile.demonstration.then(|| meta("info", td_string!(l, talks.demonstration_profile)))}
                {meta("clock", &waited(profile.waited_hours, l))}
            </ul>
        </li>
    }
    .into_any()
}

/// How long a profile has waited.
pub fn waited(hours: u32, l: Locale) -> String {
    match hours {
        0 => td_string!(l, moderation.waits_minutes).to_owned(),
        1 => td_string!(l, moderation.waits_hour).to_owned(),
        2..=47 => td_string!(l, moderation.waits_hours, count = hours),
        _ => td_string!(l, moderation.waits_days, count = hours / 24),
    }
}
