//! The log of what moderators did, for administrators.

use super::navigation;
use crate::{
    accounts::visitor::use_account,
    i18n::*,
    locale::use_locale,
    moderation::{
        api::moderation_log,
        labels::{deed, doer, finding, reason as why, role},
        types::{AuditLine, AuditLog, Deed, Finding, Reason, Role},
    },
    routes::Route,
    ui::{failure::current_path, loaded::loaded, page_title::page_title, pagination::pagination},
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_query_map};

/// The log, `/moderation/journal`.
#[component]
pub fn JournalPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let asked: u32 = use_query_map().get_untracked().get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    loaded(Resource::new_blocking(move || asked, moderation_log), move |log| page(&log, l))
}

fn page(log: &AuditLog, l: Locale) -> AnyView {
    let lines = if log.lines.is_empty() {
        view! { <p class="muted">{td_string!(l, moderation.journal_empty)}</p> }.into_any()
    } else {
        let lines = log.lines.iter().map(|line| item(line, l));
        view! { <ol class="log">{lines.collect_view()}</ol> }.into_any()
    };
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">
                {page_title(td_string!(l, moderation.journal_title))}
                <p class="lead">{td_string!(l, moderation.journal_lead)}</p>
                {navigation(true, l)}
            </div>
            {lines}
            {pagination(log.page, log.pages, td_string!(l, moderation.journal_pages), &|page| {
                Route::AuditLog(page).path()
            })}
        </div>
    }
    .into_any()
}

fn item(line: &AuditLine, l: Locale) -> AnyView {
    let page = match &line.deed {
        Ok(deed) if deed.is_of_profile() => Some(Route::ModeratedProfile(line.subject.clone())),
        Ok(deed) if deed.is_of_report() => Some(Route::Report(line.subject.clone())),
        _ => None,
    };
    let concerned = match (&line.concerns, page) {
        (None, _) => td_string!(l, moderation.account_gone).into_any(),
        (Some(name), Some(page)) => view! { <a href=page.path()>{name.clone()}</a> }.into_any(),
        (Some(name), None) => name.clone().into_any(),
    };
    let by = td_string!(l, moderation.done_by, name = doer(&line.by, l), at = line.at.as_str());
    view! {
        <li class="log__line">
            <p>
                <strong>{deed(&line.deed, l)}</strong>
                " · "
                {concerned}
            </p>
            {reason(line, l).map(|reason| view! { <p>{reason}</p> })}
            {line.note.clone().map(|note| view! { <p class="log__note">{note}</p> })}
            <p class="muted">{by}</p>
        </li>
    }
    .into_any()
}

/// The reason in words: of a role which one, of a profile why, of a report what it was about.
fn reason(line: &AuditLine, l: Locale) -> Option<String> {
    let code = line.reason.as_deref()?;
    match line.deed {
        Ok(Deed::RoleGranted | Deed::RoleRevoked) => {
            let name = Role::from_code(code).map_or(code, |known| role(known, l));
            let place = line.region.as_ref().map(|region| format!(" ({})", region.name)).unwrap_or_default();
            Some(format!("{name}{place}"))
        }
        Ok(Deed::ReportUpheld | Deed::ReportDismissed | Deed::TalkStopped) => {
            Some(Finding::from_code(code).map_or(code, |known| finding(known, l)).to_owned())
        }
        _ => Some(Reason::from_code(code).map_or(code, |known| why(known, l)).to_owned()),
    }
}
