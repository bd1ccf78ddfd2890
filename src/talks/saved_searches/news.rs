//! Telling people who is new in their searches. A job calls it again and again. New is who came to be found since a search
//! was last looked at (`professional.listed_at`), and whom the search itself finds: it is put to the index like any
//! other, so that nobody is told of whom they would not be shown.
//!
//! Several processes may look at once: a search is moved on in the transaction that writes its mail, and only by who
//! finds it due as it was read.

use super::{
    letter::{self, News},
    schedule, search_of, words,
};
use crate::{
    accounts::session::is_minor,
    context::AppContext,
    db::{Transaction, WriteError},
    error::AppError,
    locale,
    notifications::{mail::Mail, outbox},
    talks::{
        meaning::understand,
        store::{self, CardRow, DueSearchRow, FreshRow, Move},
        types::Frequency,
    },
};
use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Who was listed a shorter while ago is left for later: a transaction that does not show yet may have listed somebody
/// before them (requests end after 20 s).
const SETTLED: Duration = Duration::minutes(2);
/// People whose searches are looked at together.
const PEOPLE: i64 = 20;
/// Whom one search is told of at once, at most.
const MOST_TOLD: usize = 100;

/// Looks at the searches that are due at `now` and writes their mails.
///
/// # Errors
/// [`AppError`] of the reads, the index and the writes.
pub async fn tell(app: &AppContext, now: DateTime<Utc>) -> Result<(), AppError> {
    // An index that is being filled finds nobody.
    let Some(checkpoint) = app.search.checkpoint() else { return Ok(()) };
    let Some(from) = store::earliest_unseen(&app.db, now).await? else { return Ok(()) };
    // Whoever lists somebody notes a change with the same instant: later ones may not be in this index yet.
    let indexed = DateTime::from_timestamp_millis(checkpoint.made_at).unwrap_or_default();
    let until = (now - SETTLED).min(indexed);
    let fresh = store::list_fresh(&app.db, from, until).await?;
    loop {
        let due = store::list_due_searches(&app.db, now, PEOPLE).await?;
        if due.is_empty() {
            return Ok(());
        }
        round(app, due, &fresh, until, now).await?;
    }
}

/// What a round writes.
struct Round {
    app: AppContext,
    due: Vec<DueSearchRow>,
    moves: Vec<Move>,
    /// Whom each search finds anew.
    found: HashMap<Uuid, Vec<CardRow>>,
    now: DateTime<Utc>,
}

async fn round(
    app: &AppContext,
    due: Vec<DueSearchRow>,
    fresh: &[FreshRow],
    until: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let found = found_anew(app, &due, fresh, now).await?;
    let mailed: HashSet<Uuid> =
        due.iter().filter(|search| found.contains_key(&search.id)).map(|search| search.account_id).collect();
    let move_on = |search: &DueSearchRow| {
        let zone = search.time_zone.parse().unwrap_or(Tz::Europe__Paris);
        let frequency = Frequency::from_code(&search.frequency).unwrap_or(Frequency::Weekly);
        let due_at = schedule::next(frequency, now, zone, mailed.contains(&search.account_id));
        Move {
            search: search.id,
            was_due_at: search.due_at,
            due_at: due_at.unwrap_or(now + Duration::weeks(1)),
            seen_until: search.seen_until.max(until),
        }
    };
    let moves = due.iter().map(move_on).collect();
    let round = Round { app: app.clone(), due, moves, found, now };
    app.db.write(round, |transaction, round| Box::pin(write(transaction, round))).await
}

/// Whom each of these searches finds that it was not told of; searches without anybody are left out.
async fn found_anew(
    app: &AppContext,
    due: &[DueSearchRow],
    fresh: &[FreshRow],
    now: DateTime<Utc>,
) -> Result<HashMap<Uuid, Vec<CardRow>>, AppError> {
    let mut found: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
    for search in due {
        let is_news =
            |person: &&FreshRow| person.listed_at > search.seen_until && person.account_id != search.account_id;
        let among: Vec<Uuid> = fresh.iter().filter(is_news).map(|person| person.id).collect();
        let zone = search.time_zone.parse().unwrap_or(Tz::Europe__Paris);
        let is_minor = is_minor(search.birth_date, zone, now);
        let meaning = understand(&search_of(&search.query), now).asked_by(is_minor);
        // What is understood no more would be searched without: others than were asked for.
        if among.is_empty() || !meaning.left_aside.is_empty() {
            continue;
        }
        let mut criteria = meaning.criteria;
        criteria.limit = among.len().min(MOST_TOLD);
        criteria.among = among;
        let hits = app.search.search(criteria).await?.hits;
        if !hits.is_empty() {
            found.insert(search.id, hits.into_iter().map(|hit| hit.id).collect());
        }
    }
    let searches: Vec<Uuid> = found.keys().copied().collect();
    let told: HashSet<(Uuid, Uuid)> = store::list_told(&app.db, &searches).await?.into_iter().collect();
    let mut people: Vec<Uuid> = found.values().flatten().copied().collect();
    people.sort_unstable();
    people.dedup();
    let cards: HashMap<Uuid, CardRow> =
        store::list_cards(&app.db, &people).await?.into_iter().map(|card| (card.id, card)).collect();
    let anew = found.into_iter().map(|(search, people)| {
        let new = people.into_iter().filter(|person| !told.contains(&(search, *person)));
        (search, new.filter_map(|person| cards.get(&person).cloned()).collect::<Vec<_>>())
    });
    Ok(anew.filter(|(_, people)| !people.is_empty()).collect())
}

/// Moves the searches on, and writes the mails of those that nobody else has seen to.
async fn write(transaction: &mut Transaction, round: &Round) -> Result<(), WriteError> {
    let claimed: HashSet<Uuid> = store::claim_due(&mut *transaction, &round.moves).await?.into_iter().collect();
    let claimed: Vec<&DueSearchRow> = round.due.iter().filter(|search| claimed.contains(&search.id)).collect();
    let told: Vec<(Uuid, Uuid)> = claimed
        .iter()
        .flat_map(|search| round.found.get(&search.id).into_iter().flatten().map(|person| (search.id, person.id)))
        .collect();
    store::insert_told(&mut *transaction, &told).await?;
    // The searches of one person follow one another.
    let mails: Vec<Mail> = claimed
        .chunk_by(|one, other| one.account_id == other.account_id)
        .filter_map(|searches| mail(round, searches))
        .collect();
    Ok(outbox::enqueue(transaction, &round.app, &mails.iter().collect::<Vec<_>>(), round.now).await?)
}

/// The mail to the owner of these searches; none where nobody is new.
fn mail(round: &Round, searches: &[&DueSearchRow]) -> Option<Mail> {
    let owner = searches.first()?;
    let l = locale::from_code(&owner.locale).unwrap_or_default();
    let news = searches.iter().filter_map(|search| {
        let people = round.found.get(&search.id)?.iter().collect();
        let words = words::of(&understand(&search_of(&search.query), round.now), l);
        Some(News { words, query: &search.query, people })
    });
    let news: Vec<News<'_>> = news.collect();
    (!news.is_empty()).then(|| letter::write(&round.app, owner, &news))
}
