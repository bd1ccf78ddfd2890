//! The reports that wait for a relay or an administrator.

use super::{card::meta, labels, vetting_queue::waited};
use crate::{
    accounts::visitor::use_account,
    i18n::*,
    locale::{is_singular, use_locale},
    moderation::pages::navigation,
    routes::Route,
    talks::{
        api::waiting_reports,
        types::{ReportList, WaitingReport},
    },
    ui::{empty::empty, failure::current_path, loaded::loaded, page_title::page_title, pagination::pagination},
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_query_map};

/// The list, `/moderation/signalements`.
#[component]
pub fn ReportListPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let asked: u32 = use_query_map().get_untracked().get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    loaded(Resource::new_blocking(move || asked, waiting_reports), move |list| page(&list, l))
}

fn page(list: &ReportList, l: Locale) -> AnyView {
    let reports = if list.reports.is_empty() {
        empty(td_string!(l, reports.empty), Vec::new())
    } else {
        let items = list.reports.iter().map(|report| item(report, l));
        view! { <ul class="cards">{items.collect_view()}</ul> }.into_any()
    };
    view! {
        <div class="wrap page stack stack--l">
            <div class="stack">
                {page_title(td_string!(l, reports.title))}
                <p class="lead">{count(list.total, l)}</p>
                {navigation(list.is_administrator, l)}
            </div>
            {reports}
            {pagination(list.page, list.pages, td_string!(l, reports.pages), &|page| Route::Reports(page).path())}
        </div>
    }
    .into_any()
}

/// How many reports wait.
pub fn count(total: u32, l: Locale) -> String {
    if is_singular(l, u64::from(total)) {
        td_string!(l, reports.count_one, count = total)
    } else {
        td_string!(l, reports.count_many, count = total)
    }
}

fn item(report: &WaitingReport, l: Locale) -> AnyView {
    let what = match report.is_of_message {
        true => td_string!(l, reports.of_message),
        false => td_string!(l, reports.of_person),
    };
    view! {
        <li class="card">
            <h2 class="card__title">
                <a href=Route::Report(report.id.clone()).path()>
                    <span class="card__trade">{labels::report_reason(report.reason, l)}</span>
                    " "
                    <span class="card__name">{labels::other_first(report.reported.as_deref(), l)}</span>
                </a>
            </h2>
            <ul class="meta card__meta">
                {meta("mail", what)}
                {report.concerns_minor.then(|| meta("alert", td_string!(l, reports.concerns_minor)))}
                {meta("clock", &waited(report.waited_hours, l))}
            </ul>
        </li>
    }
    .into_any()
}
