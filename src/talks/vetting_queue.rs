//! What moderators are shown: the profiles that wait, and one of them with all that a decision needs. Never an address:
//! whatever has to be said to its owner goes by the decision.

use super::{
    mails::{trade_label, trade_labels},
    store::{self, ProfessionalRow, VettedRow, WaitingRow},
    types::{Difference, VettedField, VettingCase, VettingQueue, WaitingProfile},
    vetting::Vetted,
    views::{Telling, place_label, presented},
};
use crate::{
    accounts::session_store::hex,
    context::AppContext,
    error::AppError,
    geo::communes,
    moderation::{
        roles::Moderator,
        store as moderation,
        types::{RegionName, Role},
        views::{self, page_of},
    },
};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Profiles on a page of the queue.
const PAGE_SIZE: i64 = 20;

/// INSEE code of the région of a commune; empty for one that the reference data do not know.
#[must_use]
pub fn region_of(commune_code: &str) -> &'static str {
    communes::find(commune_code).map_or("", |commune| commune.department.region.code.as_str())
}

/// Whole hours that somebody has waited.
pub(super) fn hours_since(since: DateTime<Utc>, now: DateTime<Utc>) -> u32 {
    u32::try_from((now - since).num_hours()).unwrap_or_default()
}

/// A page of the profiles that wait for `moderator`, of one région or (empty) of all that they look after. A région
/// that they do not look after is none.
///
/// # Errors
/// [`AppError`] of the reads.
pub async fn queue(
    app: &AppContext,
    moderator: &Moderator,
    region: &str,
    page: u32,
    now: DateTime<Utc>,
) -> Result<VettingQueue, AppError> {
    let mut regions = views::regions();
    regions.retain(|region| moderator.reach.covers(&region.code));
    let chosen = regions.iter().find(|own| own.code == region).map(|own| vec![own.code.clone()]);
    let of = chosen.as_deref().unwrap_or(moderator.reach.regions());
    let total = store::count_waiting(&app.db, of, moderator.user.id).await?;
    let (page, pages, before) = page_of(total, PAGE_SIZE, page);
    let rows = store::list_waiting(&app.db, of, moderator.user.id, PAGE_SIZE, before).await?;
    let reports = store::count_waiting_reports(&app.db, moderator.reach.regions(), moderator.user.id).await?;
    Ok(VettingQueue {
        profiles: rows.into_iter().map(|row| waiting(row, now)).collect(),
        total: u32::try_from(total).unwrap_or(u32::MAX),
        page,
        pages,
        region: chosen.and_then(|mut chosen| chosen.pop()).unwrap_or_default(),
        regions,
        reports: u32::try_from(reports).unwrap_or(u32::MAX),
        is_administrator: is_administrator(moderator),
    })
}

/// Whether a moderator looks after everybody.
pub(super) fn is_administrator(moderator: &Moderator) -> bool {
    moderator.reach.role() == Role::Administrator
}

fn waiting(row: WaitingRow, now: DateTime<Utc>) -> WaitingProfile {
    let region = communes::region(&row.waits_in).map(RegionName::from);
    WaitingProfile {
        id: row.id.to_string(),
        is_change: row.is_change(),
        trade: trade_label(&row.trade_code),
        place: place_label(&row.commune_code),
        region: region.map_or(row.waits_in, |region| region.name),
        welcomes_minors: row.welcomes_minors,
        waited_hours: hours_since(row.waits_since, now),
        name: row.display_name,
        demonstration: row.demonstration,
    }
}

/// A profile that a moderator looks after, whether it waits or not.
///
/// # Errors
/// [`AppError::NotFound`] for one of another région too.
pub async fn reachable(app: &AppContext, moderator: &Moderator, id: Uuid) -> Result<ProfessionalRow, AppError> {
    let professional = store::find_professional(&app.db, id).await?.ok_or(AppError::NotFound)?;
    match moderator.reach.covers(region_of(&professional.commune_code)) {
        true => Ok(professional),
        false => Err(AppError::NotFound),
    }
}

/// What a decision is about, in short: another one once the profile stands elsewhere or says something else.
#[must_use]
pub fn seen(professional: &ProfessionalRow) -> String {
    let stands = (professional.vetting().code(), professional.waits_since.map(|since| since.timestamp_millis()));
    // Quoted by `Debug`: no two profiles give the same text.
    hex(&Sha256::digest(format!("{stands:?} {:?}", professional.vetted())))
}

/// A profile for whoever decides on it.
///
/// # Errors
/// [`AppError::NotFound`] for one of another région too.
pub async fn case(
    app: &AppContext,
    moderator: &Moderator,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<VettingCase, AppError> {
    let professional = reachable(app, moderator, id).await?;
    let user = &moderator.user;
    let (state, is_own) = (professional.vetting(), professional.account_id == user.id);
    let approved = store::find_vetted(&app.db, id).await?;
    let last = moderation::find_latest_entry(&app.db, id).await?;
    let telling = Telling { locale: user.locale, zone: user.time_zone, there: professional.zone(), now };
    Ok(VettingCase {
        state,
        is_published: professional.published,
        meeting_place: professional.full_address(),
        welcomes_minors: professional.charter_signed_at.is_some(),
        since: professional.waits_since.map(|since| telling.moment(since)),
        waited_hours: professional.waits_since.map_or(0, |since| hours_since(since, now)),
        differences: approved.map(|approved| differences(&professional, &approved)).unwrap_or_default(),
        seen: seen(&professional),
        decisions: if is_own { Vec::new() } else { state.decisions().to_vec() },
        is_own,
        last: last.map(|entry| views::line(entry, user, now)),
        is_administrator: is_administrator(moderator),
        profile: presented(professional, &telling),
    })
}

/// What is not as it was approved, in words.
fn differences(professional: &ProfessionalRow, approved: &VettedRow) -> Vec<Difference> {
    let (now, before) = (professional.vetted(), approved.vetted());
    let told = |field| Difference { field, before: said(&before, field), now: said(&now, field) };
    now.changes_since(&before).into_iter().map(told).collect()
}

fn said(profile: &Vetted, field: VettedField) -> String {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    match field {
        VettedField::Trade => trade_label(&profile.trade_code),
        VettedField::OtherTrades => trade_labels(&profile.other_trades).join("\n"),
        VettedField::Headline => profile.headline.clone(),
        VettedField::Likes => profile.likes.clone(),
        VettedField::Dislikes => profile.dislikes.clone(),
        VettedField::Day => profile.day.clone(),
        VettedField::Path => profile.path.clone(),
        VettedField::Organisation => optional(&profile.organisation),
        VettedField::MeetingPlace => optional(&profile.meeting_place),
        VettedField::Commune => place_label(&profile.commune_code),
        VettedField::Photo | VettedField::Minors => String::new(),
    }
}
