//! The pages of moderation that belong to no other domain, and what all of them share.

mod journal;
mod team;

pub use journal::JournalPage;
pub use team::TeamPage;

use crate::{i18n::*, routes::Route};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::use_location;

/// The ways between the pages of moderation: what waits for a relay, all for an administrator.
#[must_use]
pub fn navigation(is_administrator: bool, l: Locale) -> AnyView {
    let here = use_location().pathname.get_untracked();
    let link = |route: Route, text: &'static str| {
        let href = route.path();
        let current = (href == here).then_some("page");
        view! { <li><a href=href aria-current=current>{text}</a></li> }
    };
    view! {
        <nav class="tabs" aria-label=td_string!(l, moderation.navigation)>
            <ul>
                {link(Route::Moderation { region: String::new(), page: 1 }, td_string!(l, moderation.queue))}
                {link(Route::Reports(1), td_string!(l, reports.title))}
                {link(Route::ModeratedOrganisations, td_string!(l, organisations.queue))}
                {is_administrator.then(|| link(Route::AuditLog(1), td_string!(l, moderation.journal)))}
                {is_administrator.then(|| link(Route::ModerationTeam, td_string!(l, moderation.team)))}
            </ul>
        </nav>
    }
    .into_any()
}
