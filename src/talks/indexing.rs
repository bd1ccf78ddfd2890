//! Keeping the search index true: what changed in the database, and free hours that time has passed.

use super::{
    answer_behaviour::{self, AnswerBehaviour, Question},
    availability::{Schedule, schedules},
    changes::{Progress, leads_on, settled},
    store::{self, ProfessionalRow},
    types::Way,
};
use crate::{
    context::AppContext,
    error::AppError,
    geo,
    search::{
        checkpoint::Checkpoint,
        document::{DocumentTrade, ProfessionalDocument},
    },
    trades::{self, types::Trade},
};
use chrono::{DateTime, Duration, Utc};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Documents written at once.
const BATCH: usize = 200;
/// A professional without a free hour is looked at again after this long: their horizon moves.
const LOOK_AGAIN_HOURS: i64 = 6;
/// A change is kept this long for indexes that are away; one that was away for longer is filled anew.
const KEPT_DAYS: i64 = 7;

/// Keeps the search index of this process up with the database.
pub struct Indexer {
    app: AppContext,
    progress: Progress,
}

impl Indexer {
    /// Keeps the index of `app`.
    #[must_use]
    pub fn new(app: AppContext) -> Self {
        Self { app, progress: Progress::default() }
    }

    /// Takes up what changed and what has gone stale; fills an empty index and one that the changes do not
    /// lead on from.
    ///
    /// # Errors
    /// [`AppError`] of the database or the index.
    pub async fn catch_up(&mut self, now: DateTime<Utc>) -> Result<(), AppError> {
        let Some(checkpoint) = self.app.search.checkpoint() else { return self.fill(now).await };
        let changes = store::list_changes(&self.app.db, checkpoint.number).await?;
        if !leads_on(checkpoint, &changes, now - Duration::days(KEPT_DAYS)) {
            tracing::info!("the search index is of another database, or was away for too long: filling it anew");
            return self.fill(now).await;
        }
        let new = self.progress.new_among(checkpoint, &changes);
        let mut ids: HashSet<Uuid> = self.app.search.stale(now.timestamp(), BATCH).await?.into_iter().collect();
        ids.extend(new.iter().map(|change| change.professional_id));
        let settled = settled(checkpoint, &changes, now);
        if ids.is_empty() && settled == checkpoint {
            return Ok(());
        }
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let mut removed = Vec::new();
        for batch in ids.chunks(BATCH) {
            let (documents, gone) = documents(&self.app, batch, now).await?;
            self.app.search.put(documents).await?;
            removed.extend(gone);
        }
        self.app.search.apply(Vec::new(), removed, settled).await?;
        self.progress.took(settled, &changes);
        Ok(())
    }

    async fn fill(&mut self, now: DateTime<Utc>) -> Result<(), AppError> {
        // Read first: what changes while filling is taken up afterwards.
        let changes = store::list_changes(&self.app.db, 0).await?;
        let settled = settled(Checkpoint::default(), &changes, now);
        fill(&self.app, settled, now).await?;
        self.progress = Progress::default();
        self.progress.took(settled, &changes);
        Ok(())
    }
}

/// Fills the index anew; gives how many professionals are in it.
///
/// # Errors
/// [`AppError`] of the database or the index.
pub async fn rebuild(app: &AppContext, now: DateTime<Utc>) -> Result<usize, AppError> {
    let changes = store::list_changes(&app.db, 0).await?;
    fill(app, settled(Checkpoint::default(), &changes, now), now).await
}

async fn fill(app: &AppContext, checkpoint: Checkpoint, now: DateTime<Utc>) -> Result<usize, AppError> {
    app.search.clear().await?;
    let (mut after, mut total) = (Uuid::nil(), 0);
    loop {
        let ids = store::list_listed_ids(&app.db, after, i64::try_from(BATCH).unwrap_or(i64::MAX)).await?;
        let Some(last) = ids.last() else { break };
        after = *last;
        let (documents, _) = documents(app, &ids, now).await?;
        total += documents.len();
        app.search.put(documents).await?;
    }
    // All at once: a rebuild that is cut short is begun again, not taken for whole.
    app.search.apply(Vec::new(), Vec::new(), checkpoint).await?;
    app.search.compact().await?;
    Ok(total)
}

/// Forgets changes that every index has taken up or is too far behind to take up.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn forget_old(app: &AppContext, now: DateTime<Utc>) -> Result<(), AppError> {
    app.db
        .write(now - Duration::days(KEPT_DAYS), |transaction, until| {
            Box::pin(async move { Ok(store::delete_changes(transaction, *until).await?) })
        })
        .await
}

/// The documents of these professionals, and those of them that must not be found (any more).
async fn documents(
    app: &AppContext,
    ids: &[Uuid],
    now: DateTime<Utc>,
) -> Result<(Vec<ProfessionalDocument>, Vec<Uuid>), AppError> {
    let rows = store::list_professionals(&app.db, ids).await?;
    let published: Vec<ProfessionalRow> = rows.into_iter().filter(ProfessionalRow::is_listed).collect();
    let schedules = schedules(&app.db, &published).await?;
    let mut questions: HashMap<Uuid, Vec<Question>> = HashMap::new();
    for (professional, question) in store::list_questions(&app.db, ids, now - answer_behaviour::PERIOD).await? {
        questions.entry(professional).or_default().push(question);
    }
    let documents: Vec<ProfessionalDocument> = published
        .into_iter()
        .filter_map(|row| {
            let schedule = schedules.get(&row.id)?;
            let asked = questions.get(&row.id).map(Vec::as_slice).unwrap_or_default();
            document(row, schedule, &AnswerBehaviour::of(asked, now), now)
        })
        .collect();
    // Also who has no document although published: left in, they would be stale for ever.
    let found: HashSet<Uuid> = documents.iter().map(|document| document.id).collect();
    let gone = ids.iter().copied().filter(|id| !found.contains(id)).collect();
    Ok((documents, gone))
}

fn codes(ways: Vec<Way>) -> Vec<String> {
    ways.into_iter().map(|way| way.code().to_owned()).collect()
}

/// None for a main trade or a commune that the reference data do not know (any more).
fn document(
    row: ProfessionalRow,
    schedule: &Schedule,
    answers: &AnswerBehaviour,
    now: DateTime<Utc>,
) -> Option<ProfessionalDocument> {
    trades::catalogue::find(&row.trade_code)?;
    let known = row.trades().into_iter().filter_map(trades::catalogue::find);
    let commune = geo::communes::find(&row.commune_code)?;
    let next_free = schedule.next_free(now);
    let notice = Duration::minutes(i64::from(schedule.rules.minimum_notice_minutes));
    // From that moment on the hour is too near to be booked.
    let stale_at =
        next_free.map_or(now + Duration::hours(LOOK_AGAIN_HOURS), |next| next - notice + Duration::seconds(1));
    // Or, sooner, when a request is a year old.
    let stale_at = answers.changes_at.map_or(stale_at, |changes_at| changes_at.min(stale_at));
    Some(ProfessionalDocument {
        id: row.id,
        trades: known.map(trade_of_document).collect(),
        languages: row.languages(),
        ways: codes(row.ways()),
        ways_for_minors: codes(row.ways_for_minors()),
        commune_code: row.commune_code.clone(),
        commune_name: commune.name.clone(),
        department: commune.department.code.to_string(),
        department_name: commune.department.name.clone(),
        region: commune.department.region.code.to_string(),
        region_name: commune.department.region.name.clone(),
        lat: commune.coordinates.lat,
        lon: commune.coordinates.lon,
        next_free: next_free.map(|next| next.timestamp()),
        answer_wait: answers.expected_wait(),
        stale_at: stale_at.timestamp(),
        name: row.display_name,
        headline: row.headline,
        likes: row.likes,
        dislikes: row.dislikes,
        day: row.day,
        path: row.path,
        organisation: row.organisation,
    })
}

fn trade_of_document(trade: &Trade) -> DocumentTrade {
    DocumentTrade {
        code: trade.code.to_string(),
        label: trade.label.clone(),
        terms: trade.also.clone(),
        family: trade.domain.clone(),
        domain: trade.code.as_str().get(..1).unwrap_or_default().to_owned(),
    }
}
