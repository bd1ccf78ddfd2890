//! The reports that wait for a relay or an administrator, and those that are settled.

use super::{card::meta, labels, vetting_queue::waited};
use crate::{
    accounts::visitor::use_account,
    i18n::*,
    locale::{is_singular, use_locale},
    moderation::pages::navigation,
    routes::Route,
    talks::{
        api::{settled_reports, waiting_reports},
        types::{Outcome, ReportList, ReportReason, SettledReport, SettledReportList, WaitingReport},
    },
    ui::{empty::empty, failure::current_path, loaded::loaded, page_title::page_title, pagination::pagination},
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_query_map};

/// What the query says to see the settled ones.
const SETTLED: &str = "regles";

/// The list, `/moderation/signalements`; with `?etat=regles`, of those that are settled.
#[component]
pub fn ReportListPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let query = use_query_map().get_untracked();
    let asked: u32 = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    if query.get("etat").as_deref() == Some(SETTLED) {
        return loaded(Resource::new_blocking(move || asked, settled_reports), move |list| settled_page(&list, l));
    }
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
            <p>
                <a href=Route::SettledReports(1).path()>{td_string!(l, reports.see_settled)}</a>
            </p>
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
            {title(&report.id, report.reason, report.reported.as_deref(), l)}
            <ul class="meta card__meta">
                {meta("mail", what)}
                {report.concerns_minor.then(|| meta("alert", td_string!(l, reports.concerns_minor)))}
                {meta("clock", &waited(report.waited_hours, l))}
            </ul>
        </li>
    }
    .into_any()
}

fn settled_page(list: &SettledReportList, l: Locale) -> AnyView {
    let reports = if list.reports.is_empty() {
        empty(td_string!(l, reports.none_settled), Vec::new())
    } else {
        let items = list.reports.iter().map(|report| settled_item(report, l));
        view! { <ul class="cards">{items.collect_view()}</ul> }.into_any()
    };
    let page = |page| Route::SettledReports(page).path();
    view! {
        <div class="wrap page stack stack--l">
            <div class="stack">
                {page_title(td_string!(l, reports.settled_title))}
                <p class="lead">{td_string!(l, reports.settled_lead)}</p>
                {navigation(list.is_administrator, l)}
            </div>
            {reports}
            <p>
                <a href=Route::Reports(1).path()>{td_string!(l, reports.see_waiting)}</a>
            </p>
            {pagination(list.page, list.pages, td_string!(l, reports.pages), &page)}
        </div>
    }
    .into_any()
}

fn settled_item(report: &SettledReport, l: Locale) -> AnyView {
    let outcome = match report.outcome {
        Outcome::Upheld => td_string!(l, reports.deed_upheld),
        Outcome::Dismissed => td_string!(l, reports.deed_dismissed),
    };
    view! {
        <li class="card">
            {title(&report.id, report.reason, report.reported.as_deref(), l)}
            <ul class="meta card__meta">{meta("check", outcome)} {meta("clock", &report.settled_at)}</ul>
        </li>
    }
    .into_any()
}

fn title(id: &str, reason: ReportReason, reported: Option<&str>, l: Locale) -> AnyView {
    view! {
        <h2 class="card__title">
            <a href=Route::Report(id.to_owned()).path()>
                <span class="card__trade">{labels::report_reason(reason, l)}</span>
                " "
                <span class="card__name">{labels::other_first(reported, l)}</span>
            </a>
        </h2>
    }
    .into_any()
}
