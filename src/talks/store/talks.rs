//! Talks.

use super::{
    super::types::{Cancellation, Way},
    professionals::ProfessionalRow,
    talk_row::{TalkRow, talk},
};
use crate::{
    db::{Db, DbError, Source, Transaction, WriteError, execute, fetch_all, fetch_one, fetch_optional},
    error::AppError,
};
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// A talk about to be booked.
#[derive(Clone, Debug)]
pub struct NewTalk {
    /// Its id.
    pub id: Uuid,
    /// The explorer's account.
    pub explorer_id: Uuid,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// How they meet.
    pub way: Way,
    /// The explorer's question.
    pub question: Option<String>,
    /// The room's unguessable name.
    pub room: String,
}

/// Inserts a confirmed talk with `professional`, which keeps what they say of it today; it counts in the
/// week of `monday`.
///
/// # Errors
/// [`DbError`].
pub async fn insert_talk(
    transaction: &mut Transaction,
    talk: &NewTalk,
    professional: &ProfessionalRow,
    monday: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into talk (id, professional_id, explorer_id, starts_at, way, trade_code, meeting_place, time_zone, monday,
                   question, room, status, sequence, created_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'confirmed', 0, $12)";
    execute!(
        transaction,
        sql,
        talk.id,
        professional.id,
        talk.explorer_id,
        talk.starts_at,
        talk.way.code(),
        &professional.trade_code,
        professional.full_address().filter(|_| talk.way == Way::Onsite),
        professional.zone().name(),
        monday,
        &talk.question,
        &talk.room,
        now
    )?;
    Ok(())
}

/// Marks a talk as cancelled, if it was not.
///
/// # Errors
/// [`AppError::TooLate`] when it was cancelled already.
pub async fn mark_cancelled(
    transaction: &mut Transaction,
    id: Uuid,
    cancellation: &Cancellation,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let sql = "update talk set status = 'cancelled', cancelled_by = $2, cancel_reason = $3, cancel_note = $4, cancelled_at = $5,
                   sequence = sequence + 1
               where id = $1 and status = 'confirmed'";
    match execute!(transaction, sql, id, cancellation.by.code(), cancellation.reason.code(), &cancellation.note, now)? {
        0 => Err(WriteError::Answer(AppError::TooLate)),
        _ => Ok(()),
    }
}

/// The talk of this id.
///
/// # Errors
/// [`DbError`].
pub async fn find_talk(source: impl Into<Source<'_>>, id: Uuid) -> Result<Option<TalkRow>, DbError> {
    fetch_optional!(source.into(), TalkRow, talk!("where t.id = $1"), id)
}

/// A person's confirmed talks that start after `after`, soonest first, 200 at most.
///
/// # Errors
/// [`DbError`].
pub async fn list_coming(
    source: impl Into<Source<'_>>,
    account: Uuid,
    after: DateTime<Utc>,
) -> Result<Vec<TalkRow>, DbError> {
    let sql = talk!(
        "where (t.explorer_id = $1 or t.professional_id = (select id from professional where account_id = $1))
         and t.status = 'confirmed' and t.starts_at > $2
         order by t.starts_at, t.id limit 200"
    );
    fetch_all!(source.into(), TalkRow, sql, account, after)
}

/// A person's past or cancelled talks, latest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_past(db: &Db, account: Uuid, until: DateTime<Utc>, limit: i64) -> Result<Vec<TalkRow>, DbError> {
    let sql = talk!(
        "where (t.explorer_id = $1 or t.professional_id = (select id from professional where account_id = $1))
         and (t.status = 'cancelled' or t.starts_at <= $2)
         order by t.starts_at desc, t.id limit $3"
    );
    fetch_all!(db, TalkRow, sql, account, until, limit)
}

/// A person's talks since `since`, cancelled ones included, for their feed.
///
/// # Errors
/// [`DbError`].
pub async fn list_for_feed(db: &Db, account: Uuid, since: DateTime<Utc>) -> Result<Vec<TalkRow>, DbError> {
    let sql = talk!(
        "where (t.explorer_id = $1 or t.professional_id = (select id from professional where account_id = $1))
         and t.starts_at > $2 order by t.starts_at, t.id limit 1000"
    );
    fetch_all!(db, TalkRow, sql, account, since)
}

/// The talk that takes any of a person's time from `from` (included) to `until` (excluded).
///
/// # Errors
/// [`DbError`].
pub async fn find_talk_between(
    source: impl Into<Source<'_>>,
    person: Uuid,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<TalkRow>, DbError> {
    let sql = talk!(
        "join agenda_cell c on c.talk_id = t.id where c.person_id = $1 and c.starts_at >= $2 and c.starts_at < $3
         order by c.starts_at limit 1"
    );
    fetch_optional!(source.into(), TalkRow, sql, person, from, until)
}

/// Takes a person out of their talks, with what they wrote and where they are found; talks that nobody is left on
/// are deleted.
///
/// # Errors
/// [`DbError`].
pub async fn leave_talks(transaction: &mut Transaction, account: Uuid) -> Result<(), DbError> {
    let as_explorer = "update talk set explorer_id = null, question = null,
                           cancel_note = case when cancelled_by = 'explorer' then null else cancel_note end
                       where explorer_id = $1";
    execute!(&mut *transaction, as_explorer, account)?;
    let as_professional = "update talk set professional_id = null, meeting_place = null,
             cancel_note = case when cancelled_by = 'professional' then null else cancel_note end
         where professional_id = (select id from professional where account_id = $1)";
    execute!(&mut *transaction, as_professional, account)?;
    execute!(transaction, "delete from talk where explorer_id is null and professional_id is null")?;
    Ok(())
}

/// How many confirmed talks an explorer has to come.
///
/// # Errors
/// [`DbError`].
pub async fn count_coming(transaction: &mut Transaction, explorer: Uuid, now: DateTime<Utc>) -> Result<i64, DbError> {
    let sql = "select count(*) from talk where explorer_id = $1 and status = 'confirmed' and starts_at > $2";
    let row: Option<(i64,)> = fetch_optional!(transaction, (i64,), sql, explorer, now)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// How many talks with a professional an explorer has cancelled after `after`.
///
/// # Errors
/// [`DbError`].
pub async fn count_cancelled(
    transaction: &mut Transaction,
    explorer: Uuid,
    professional: Uuid,
    after: DateTime<Utc>,
) -> Result<i64, DbError> {
    let sql = "select count(*) from talk where explorer_id = $1 and professional_id = $2 and cancelled_by = 'explorer'
                   and cancelled_at > $3";
    let (count,) = fetch_one!(transaction, (i64,), sql, explorer, professional, after)?;
    Ok(count)
}
