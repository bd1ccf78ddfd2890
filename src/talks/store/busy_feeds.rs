//! Calendars kept elsewhere, and the spans in which they say that a professional is busy.

use crate::{
    agenda::busy::{BusySpans, Span},
    db::{
        Constraint, Db, DbError, OnConstraint, Source, Transaction, WriteError, execute, fetch_all, fetch_optional,
        insert_rows, select_in,
    },
    error::{AppError, Problem},
};
use chrono::{DateTime, Duration, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// How long a worker may take over one calendar before another one takes it up.
const LEASE_SECONDS: i64 = 60;

/// Calendars that one professional may have.
pub const MAXIMUM_FEEDS: i32 = 3;

/// A row of `busy_feed`.
#[derive(Clone, FromRow)]
pub struct FeedRow {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub professional_id: Uuid,
    /// Where it is read: a secret.
    pub url: String,
    /// When it was last read whole.
    pub read_at: Option<DateTime<Utc>>,
    /// What its server calls this version.
    pub etag: Option<String>,
    /// When its server says that it last changed.
    pub last_modified: Option<String>,
    /// Times in a row that it could not be read.
    pub failures: i32,
    /// Until when it is the reader's who took it up; what they read counts as long as nobody took it from them.
    pub leased_until: Option<DateTime<Utc>>,
}

/// A calendar as its owner sees it.
#[derive(Clone, FromRow)]
pub struct FeedStateRow {
    /// Its id.
    pub id: Uuid,
    /// Where it is read: a secret.
    pub url: String,
    /// When it was last read without an error.
    pub fetched_at: Option<DateTime<Utc>>,
    /// Code of what went wrong since.
    pub error: Option<String>,
    /// Spans in which it says that its owner is busy.
    pub spans: i64,
}

/// What one reading of a calendar gave.
#[derive(Clone)]
pub struct Reading {
    /// What it takes.
    pub busy: BusySpans,
    /// What its server calls this version.
    pub etag: Option<String>,
    /// When its server says that it last changed.
    pub last_modified: Option<String>,
}

#[derive(FromRow)]
struct BusyRow {
    professional_id: Uuid,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

#[derive(FromRow)]
struct SpanRow {
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
}

/// The busy spans of these professionals, in no order.
///
/// # Errors
/// [`DbError`].
pub async fn list_busy(source: impl Into<Source<'_>>, ids: &[Uuid]) -> Result<Vec<(Uuid, Span)>, DbError> {
    let rows: Vec<BusyRow> = select_in!(
        source.into(),
        BusyRow,
        "select f.professional_id, s.starts_at, s.ends_at from busy_span s join busy_feed f on f.id = s.feed_id
         where f.professional_id in",
        ids
    )?;
    Ok(rows.into_iter().map(|row| (row.professional_id, (row.starts_at, row.ends_at))).collect())
}

/// The calendars of a professional, oldest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_feeds(db: &Db, professional: Uuid, now: DateTime<Utc>) -> Result<Vec<FeedStateRow>, DbError> {
    let sql = "select f.id, f.url, f.fetched_at, f.error, 
                   (select count(*) from busy_span s where s.feed_id = f.id and s.ends_at > $2) as spans
               from busy_feed f where f.professional_id = $1 order by f.created_at, f.id";
    fetch_all!(db, FeedStateRow, sql, professional, now)
}

/// Adds a calendar that was just read, in the first free place.
///
/// # Errors
/// [`AppError::Invalid`] when the professional has this one already, or as many as one may.
pub async fn insert_feed(
    transaction: &mut Transaction,
    feed: &FeedRow,
    reading: &Reading,
    (now, next_fetch_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<(), WriteError> {
    // Takes the row, so that two calendars added at once find two places.
    execute!(&mut *transaction, "update professional set published = published where id = $1", feed.professional_id)?;
    let sql = "select place from busy_feed where professional_id = $1";
    let taken: Vec<(i32,)> = fetch_all!(&mut *transaction, (i32,), sql, feed.professional_id)?;
    let place = (1..=MAXIMUM_FEEDS).find(|place| !taken.contains(&(*place,)));
    let place = place.ok_or_else(|| AppError::field("url", Problem::TooManyCalendars(MAXIMUM_FEEDS)))?;
    let sql =
        "insert into busy_feed (id, professional_id, url, place, created_at, fetched_at, read_at, etag, last_modified,
                   next_fetch_at)
               values ($1, $2, $3, $4, $5, $5, $5, $6, $7, $8)";
    execute!(
        &mut *transaction,
        sql,
        feed.id,
        feed.professional_id,
        &feed.url,
        place,
        now,
        &reading.etag,
        &reading.last_modified,
        next_fetch_at
    )
    .on_constraint(Constraint::BusyFeedUrl, AppError::field("url", Problem::SameCalendar))?;
    insert_spans(transaction, feed.id, &reading.busy).await?;
    Ok(())
}

async fn insert_spans(transaction: &mut Transaction, feed: Uuid, busy: &BusySpans) -> Result<(), DbError> {
    // Three values a row: far below what a statement may bind.
    for spans in busy.as_slice().chunks(1_000) {
        insert_rows!(
            &mut *transaction,
            "insert into busy_span (feed_id, starts_at, ends_at)",
            spans,
            |span| feed,
            span.0,
            span.1
        )?;
    }
    Ok(())
}

/// Removes a calendar of a person's own profile, with its spans; gives whose it was, or nothing if there is none.
///
/// # Errors
/// [`DbError`].
pub async fn delete_feed(transaction: &mut Transaction, id: Uuid, account: Uuid) -> Result<Option<Uuid>, DbError> {
    let sql = "delete from busy_feed
               where id = $1 and professional_id = (select id from professional where account_id = $2)
               returning professional_id";
    let deleted: Option<(Uuid,)> = fetch_optional!(transaction, (Uuid,), sql, id, account)?;
    Ok(deleted.map(|(professional,)| professional))
}

/// Takes the next calendar that is due, for [`LEASE_SECONDS`]; nobody else gets it meanwhile.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn lease_due_feed(db: &Db, now: DateTime<Utc>) -> Result<Option<FeedRow>, AppError> {
    db.write(now, |transaction, now| {
        Box::pin(async move {
            // The outer condition is checked again once the row's lock is held (PostgreSQL).
            let sql = "update busy_feed set leased_until = $2
                       where id = (select id from busy_feed
                                   where next_fetch_at <= $1 and (leased_until is null or leased_until <= $1)
                                   order by next_fetch_at, id limit 1)
                         and next_fetch_at <= $1 and (leased_until is null or leased_until <= $1)
                       returning id, professional_id, url, read_at, etag, last_modified, failures, leased_until";
            Ok(fetch_optional!(transaction, FeedRow, sql, *now, *now + Duration::seconds(LEASE_SECONDS))?)
        })
    })
    .await
}

/// Notes that a calendar was read; `reading` is nothing where it had not changed. Gives whether its spans did. Whose
/// lease ended, or was ended as the calendar has to be read anew, notes nothing.
///
/// # Errors
/// [`DbError`].
pub async fn settle_feed(
    transaction: &mut Transaction,
    feed: &FeedRow,
    reading: Option<&Reading>,
    (now, next_fetch_at): (DateTime<Utc>, DateTime<Utc>),
) -> Result<bool, DbError> {
    let sql =
        "update busy_feed set fetched_at = $2, next_fetch_at = $3, leased_until = null, error = null, failures = 0
               where id = $1 and leased_until = $4";
    let is_leased = execute!(&mut *transaction, sql, feed.id, now, next_fetch_at, feed.leased_until)? > 0;
    let feed = feed.id;
    let Some(reading) = reading.filter(|_| is_leased) else { return Ok(false) };
    let sql = "update busy_feed set read_at = $2, etag = $3, last_modified = $4 where id = $1";
    execute!(&mut *transaction, sql, feed, now, &reading.etag, &reading.last_modified)?;
    let sql = "select starts_at, ends_at from busy_span where feed_id = $1";
    let before: Vec<SpanRow> = fetch_all!(&mut *transaction, SpanRow, sql, feed)?;
    let before = BusySpans::new(before.into_iter().map(|span| (span.starts_at, span.ends_at)));
    // What is over changes nothing.
    let to_come = |busy: &BusySpans| busy.within(now, DateTime::<Utc>::MAX_UTC);
    if to_come(&before) == to_come(&reading.busy) {
        return Ok(false);
    }
    execute!(&mut *transaction, "delete from busy_span where feed_id = $1", feed)?;
    insert_spans(transaction, feed, &reading.busy).await?;
    Ok(true)
}

/// Notes that a calendar could not be read; what it said before stays. Counts as [`settle_feed`] does; gives whether it did.
///
/// # Errors
/// [`DbError`].
pub async fn fail_feed(
    transaction: &mut Transaction,
    feed: &FeedRow,
    error: &str,
    next_fetch_at: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sql = "update busy_feed set error = $2, failures = failures + 1, next_fetch_at = $3, leased_until = null
               where id = $1 and leased_until = $4";
    Ok(execute!(transaction, sql, feed.id, error, next_fetch_at, feed.leased_until)? > 0)
}

/// Has all calendars of a professional read whole as soon as possible: what their hours mean has changed.
///
/// # Errors
/// [`DbError`].
pub async fn read_feeds_again(
    transaction: &mut Transaction,
    professional: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "update busy_feed set next_fetch_at = $2, leased_until = null, etag = null, last_modified = null
               where professional_id = $1";
    execute!(transaction, sql, professional, now)?;
    Ok(())
}
