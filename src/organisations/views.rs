//! What the pages of organisations are told.

use super::{
    membership,
    store::{self, InvitationRow, OrganisationRow, PersonRow},
    types::{
        OpenInvitation, OrganisationDetails, OrganisationLink, OrganisationList, OrganisationPeople, OrganisationText,
        OwnOrganisations, TeamMember,
    },
};
use crate::{
    accounts::session::CurrentUser,
    agenda::moment,
    context::AppContext,
    error::AppError,
    geo::communes::{self, Commune},
    moderation::views::page_of,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Organisations on a page of the list.
const PAGE_SIZE: i64 = 24;

/// An organisation as a link to its page.
#[must_use]
pub fn link(row: &OrganisationRow) -> OrganisationLink {
    OrganisationLink { slug: row.slug.clone(), name: row.name.clone() }
}

/// What an organisation says of itself.
#[must_use]
pub fn details(row: &OrganisationRow) -> OrganisationDetails {
    OrganisationDetails {
        link: link(row),
        kind: row.kind(),
        place: communes::find(&row.commune_code).map_or_else(|| row.commune_code.clone(), Commune::label),
        about: row.about.clone(),
        website: row.website.clone(),
        siret: row.siret.clone(),
        state: row.state(),
        is_changing: row.is_approved() && row.waits(),
        role: row.role(),
        demonstration: row.demonstration,
    }
}

/// An organisation whose page `reader` may see: anybody's once it is approved, their own at all times.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn visible(app: &AppContext, reader: Option<Uuid>, slug: &str) -> Result<OrganisationRow, AppError> {
    let organisation = store::find(&app.db, slug, reader).await?;
    organisation.filter(|row| row.is_approved() || row.role().is_some()).ok_or(AppError::NotFound)
}

/// A page of the organisations that everybody sees; a page beyond the last is the last.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn list(app: &AppContext, page: u32) -> Result<OrganisationList, AppError> {
    let (page, pages, before) = page_of(store::count_approved(&app.db).await?, PAGE_SIZE, page);
    let rows = store::list_approved(&app.db, PAGE_SIZE, before).await?;
    Ok(OrganisationList { organisations: rows.iter().map(details).collect(), page, pages })
}

/// What `user` has to do with organisations.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn own(app: &AppContext, user: &CurrentUser, now: DateTime<Utc>) -> Result<OwnOrganisations, AppError> {
    Ok(OwnOrganisations {
        organisations: store::list_of(&app.db, user.id).await?.iter().map(details).collect(),
        professional_of: store::find_of_professional(&app.db, user.id).await?.as_ref().map(link),
        is_adult: user.is_adult_at(now),
    })
}

/// An organisation as its members write it.
///
/// # Errors
/// [`AppError::NotFound`] for who is no member.
pub async fn draft(app: &AppContext, user: &CurrentUser, slug: &str) -> Result<OrganisationText, AppError> {
    let (organisation, _) = membership::require(app, user, slug).await?;
    let written = store::find_written(&app.db, organisation.id, Some(user.id)).await?.ok_or(AppError::NotFound)?;
    Ok(OrganisationText { details: details(&written), refusal: written.refusal })
}

/// Who is part of an organisation, for its members.
///
/// # Errors
/// [`AppError::NotFound`] for who is no member.
pub async fn team(
    app: &AppContext,
    user: &CurrentUser,
    slug: &str,
    now: DateTime<Utc>,
) -> Result<OrganisationPeople, AppError> {
    let (organisation, role) = membership::require(app, user, slug).await?;
    let person = |row: PersonRow| TeamMember {
        account: row.account_id.to_string(),
        place: row.place(),
        is_self: row.account_id == user.id,
        name: row.display_name,
    };
    let today = now.with_timezone(&user.time_zone).date_naive();
    let invitation = |row: InvitationRow| OpenInvitation {
        id: row.id.to_string(),
        place: row.place(),
        until: moment::day(row.expires_at.with_timezone(&user.time_zone).date_naive(), today, user.locale),
        email: row.email,
    };
    let people = store::list_people(&app.db, organisation.id).await?;
    let invitations = store::list_invitations(&app.db, organisation.id, now).await?;
    Ok(OrganisationPeople {
        details: details(&organisation),
        role,
        people: people.into_iter().map(person).collect(),
        invitations: invitations.into_iter().map(invitation).collect(),
    })
}
