//! Keeping the search index true: what changed in the database, and free hours that time has passed.

use super::{
    availability::{Schedule, schedules},
    store::{self, ProfessionalRow},
};
use crate::{context::AppContext, error::AppError, geo, search::document::ProfessionalDocument, trades};
use chrono::{DateTime, Duration, Utc};
use std::collections::HashSet;
use uuid::Uuid;

/// Documents written at once.
const BATCH: usize = 200;
/// A professional without a free hour is looked at again after this long: their horizon moves.
const LOOK_AGAIN_HOURS: i64 = 6;
/// Changes before the checkpoint that are read again: on PostgreSQL a transaction may commit after
/// one that took a later number.
const OVERLAP: i64 = 100;

/// Takes up what changed since the checkpoint and what has gone stale; fills an empty index.
///
/// # Errors
/// [`AppError`] of the database or the index.
pub async fn catch_up(app: &AppContext, now: DateTime<Utc>) -> Result<(), AppError> {
    let Some(checkpoint) = app.search.checkpoint() else { return rebuild(app, now).await.map(drop) };
    let newest = store::newest_change(&app.db).await?;
    if newest < checkpoint {
        // The index is of another database.
        return rebuild(app, now).await.map(drop);
    }
    let mut ids: HashSet<Uuid> = app.search.stale(now.timestamp(), BATCH).await?.into_iter().collect();
    if newest > checkpoint {
        let limit = newest - checkpoint + OVERLAP;
        let changes = store::list_changes(&app.db, checkpoint - OVERLAP, limit).await?;
        ids.extend(changes.into_iter().map(|change| change.professional_id));
    }
    if ids.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let mut removed = Vec::new();
    for batch in ids.chunks(BATCH) {
        let (documents, gone) = documents(app, batch, now).await?;
        app.search.put(documents).await?;
        removed.extend(gone);
    }
    app.search.apply(Vec::new(), removed, newest).await
}

/// Fills the index anew; gives how many professionals are in it.
///
/// # Errors
/// [`AppError`] of the database or the index.
pub async fn rebuild(app: &AppContext, now: DateTime<Utc>) -> Result<usize, AppError> {
    // Read first: what changes while filling is taken up afterwards.
    let newest = store::newest_change(&app.db).await?;
    app.search.clear().await?;
    let (mut after, mut total) = (Uuid::nil(), 0);
    loop {
        let ids = store::list_published_ids(&app.db, after, i64::try_from(BATCH).unwrap_or(i64::MAX)).await?;
        let Some(last) = ids.last() else { break };
        after = *last;
        let (documents, _) = documents(app, &ids, now).await?;
        total += documents.len();
        app.search.put(documents).await?;
    }
    // All at once: a rebuild that is cut short is begun again, not taken for whole.
    app.search.apply(Vec::new(), Vec::new(), newest).await?;
    app.search.compact().await?;
    Ok(total)
}

/// The documents of these professionals, and those of them that must not be found (any more).
async fn documents(
    app: &AppContext,
    ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<(Vec<ProfessionalDocument>, Vec<Uuid>), AppError> {
    let rows = store::list_professionals(&app.db, ids).await?;
    let published: Vec<ProfessionalRow> = rows.into_iter().filter(|row| row.published).collect();
    let schedules = schedules(&app.db, &published).await?;
    let found: HashSet<Uuid> = published.iter().map(|row| row.id).collect();
    let gone = ids.iter().copied().filter(|id| !found.contains(id)).collect();
    let documents = published.into_iter().filter_map(|row| {
        let schedule = schedules.get(&row.id)?;
        document(row, schedule, now)
    });
    Ok((documents.collect(), gone))
}

fn document(row: ProfessionalRow, schedule: &Schedule, now: DateTime<Utc>) -> Option<ProfessionalDocument> {
    let trade = trades::catalogue::find(&row.trade_code)?;
    let commune = geo::communes::find(&row.commune_code)?;
    let next_free = schedule.next_free(now);
    let notice = Duration::minutes(i64::from(row.minimum_notice_minutes));
    // From that moment on the hour is too near to be booked.
    let stale_at =
        next_free.map_or(now + Duration::hours(LOOK_AGAIN_HOURS), |next| next - notice + Duration::seconds(1));
    Some(ProfessionalDocument {
        id: row.id,
        trade_code: row.trade_code.clone(),
        trade_label: trade.label.clone(),
        trade_terms: trade.also.clone(),
        trade_family: trade.domain.clone(),
        trade_domain: trade.code.as_str().get(..1).unwrap_or_default().to_owned(),
        languages: row.languages(),
        ways: row.ways().into_iter().map(|way| way.code().to_owned()).collect(),
        commune_code: row.commune_code.clone(),
        commune_name: commune.name.clone(),
        department: commune.department.code.to_string(),
        department_name: commune.department.name.clone(),
        region: commune.department.region.code.to_string(),
        region_name: commune.department.region.name.clone(),
        lat: commune.coordinates.lat,
        lon: commune.coordinates.lon,
        next_free: next_free.map(|next| next.timestamp()),
        stale_at: stale_at.timestamp(),
        name: row.display_name,
        headline: row.headline,
        likes: row.likes,
        dislikes: row.dislikes,
        organisation: row.organisation,
    })
}
