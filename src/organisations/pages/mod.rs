//! The pages of organisations: those that everybody sees, one's own, what members write and who they are, their end, an
//! invitation, and those that somebody looks at.

mod deletion;
mod editor;
mod fields;
mod invitation;
mod list;
mod own;
mod review;
mod take_down;
mod team;

pub use deletion::OrganisationDeletionPage;
pub use editor::OrganisationEditorPage;
pub use invitation::InvitationPage;
pub use list::OrganisationsPage;
pub use own::OwnOrganisationsPage;
pub use review::OrganisationReviewPage;
pub use take_down::OrganisationCasePage;
pub use team::OrganisationTeamPage;

use super::labels;
use crate::{i18n::*, organisations::types::OrganisationDetails, routes::Route, ui::icon::icon};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::use_location;

/// The `lang` of what organisations write: French, where the page is not.
fn written(l: Locale) -> Option<&'static str> {
    (l != Locale::fr).then_some("fr")
}

/// A line of a `.meta` list.
fn meta(name: &'static str, content: AnyView) -> AnyView {
    view! { <li>{icon(name)}<span>{content}</span></li> }.into_any()
}

/// What an organisation is, and where.
#[must_use]
pub fn outline(details: &OrganisationDetails, l: Locale) -> AnyView {
    // What people can look up themselves; a link that tells search engines nothing.
    let website = details.website.clone().map(|address| {
        let name = address.split("//").nth(1).unwrap_or(&address).trim_end_matches('/').to_owned();
        meta("link", view! { <a href=address rel="nofollow noopener noreferrer external">{name}</a> }.into_any())
    });
    let siret = details.siret.as_deref().map(|siret| {
        let part = |from: usize, to: usize| siret.get(from..to).unwrap_or_default();
        // As the register writes it.
        let spaced = [part(0, 3), part(3, 6), part(6, 9), part(9, 14)].join("\u{a0}");
        meta("check-circle", td_string!(l, organisations.siret_is, siret = spaced).into_any())
    });
    let demonstration =
        details.demonstration.then(|| meta("info", td_string!(l, organisations.demonstration).into_any()));
    view! {
        <ul class="meta">
            {meta("building", labels::kind(details.kind, l).into_any())} {meta("pin", details.place.clone().into_any())}
            {website} {siret} {demonstration}
        </ul>
    }
    .into_any()
}

/// What an organisation says of itself, one paragraph for each line.
#[must_use]
pub fn about(details: &OrganisationDetails, l: Locale) -> AnyView {
    let lines = details.about.lines().map(str::trim).filter(|line| !line.is_empty());
    let paragraphs = lines.map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
    view! { <div class="stack" lang=written(l)>{paragraphs}</div> }.into_any()
}

/// The ways between what members see of an organisation.
#[must_use]
pub fn tabs(details: &OrganisationDetails, l: Locale) -> AnyView {
    let here = use_location().pathname.get_untracked();
    let slug = &details.link.slug;
    let link = |route: Route, text: &'static str| {
        let href = route.path();
        let current = (href == here).then_some("page");
        view! { <li><a href=href aria-current=current>{text}</a></li> }
    };
    view! {
        <nav class="tabs" aria-label=td_string!(l, organisations.navigation)>
            <ul>
                {link(Route::OrganisationSpace(slug.clone()), td_string!(l, organisations.tab_space))}
                {link(Route::OrganisationEditor(slug.clone()), td_string!(l, organisations.tab_page))}
                {link(Route::OrganisationTeam(slug.clone()), td_string!(l, organisations.tab_team))}
                {link(Route::Organisation { slug: slug.clone(), page: 1 }, td_string!(l, organisations.tab_public))}
            </ul>
        </nav>
    }
    .into_any()
}

/// The way back to one's own organisations.
#[must_use]
pub fn crumbs(l: Locale) -> AnyView {
    view! {
        <p class="crumbs">
            <a href=Route::OwnOrganisations.path()>
                {icon("chevron-left")}
                {td_string!(l, organisations.own_title)}
            </a>
        </p>
    }
    .into_any()
}
