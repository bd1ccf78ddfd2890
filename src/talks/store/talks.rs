//! Talks.

use super::{
    super::{
        lifecycle::{Standing, Word},
        types::{Ending, Side, Way},
    },
    professional_row::ProfessionalRow,
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

/// Inserts a talk that stands as `standing` with `professional`, and keeps what they say of it today; it counts in the
/// week of `monday`.
///
/// # Errors
/// [`DbError`].
pub async fn insert_talk(
    transaction: &mut Transaction,
    talk: &NewTalk,
    standing: &Standing,
    professional: &ProfessionalRow,
    monday: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into talk (id, professional_id, explorer_id, starts_at, way, trade_code, meeting_place, time_zone, monday,
                   question, room, status, awaits, guardian, asked_at, answer_by, reminders, due_at, professional_knows,
                   created_at, waiting_since)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";
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
        standing.stage.code(),
        standing.awaits.map(Side::code),
        standing.guardian.code(),
        standing.asked_at,
        standing.answer_by,
        i32::from(standing.reminders),
        standing.due(),
        standing.professional_knows,
        now,
        standing.waiting_since
    )?;
    Ok(())
}

/// Writes how a talk stands, with its end if it has come to one; `monday` is of the week that it counts in.
///
/// # Errors
/// [`DbError`].
pub async fn save_standing(
    transaction: &mut Transaction,
    id: Uuid,
    standing: &Standing,
    monday: NaiveDate,
    ending: Option<&Ending>,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "update talk set status = $2, awaits = $3, guardian = $4,
                   moved_from = case when starts_at = $5 then moved_from else starts_at end, starts_at = $5, monday = $6, asked_at = $7, answer_by = $8,
                   reminders = $9, due_at = $10, explorer_word = $11, professional_word = $12, ended_by = $13,
                   end_reason = $14, end_note = $15, ended_at = $16, professional_knows = $17,
                   waiting_since = $18
               where id = $1";
    execute!(
        transaction,
        sql,
        id,
        standing.stage.code(),
        standing.awaits.map(Side::code),
        standing.guardian.code(),
        standing.starts_at,
        monday,
        standing.asked_at,
        standing.answer_by,
        i32::from(standing.reminders),
        standing.due(),
        standing.explorer_word.map(Word::code),
        standing.professional_word.map(Word::code),
        ending.map(|ending| ending.by.code()),
        ending.map(|ending| ending.reason.code()),
        ending.and_then(|ending| ending.note.as_deref()),
        (!standing.stage.is_open()).then_some(now),
        standing.professional_knows,
        standing.waiting_since
    )?;
    Ok(())
}

/// Writes the zone that a talk counts in.
///
/// # Errors
/// [`DbError`].
pub async fn save_zone(transaction: &mut Transaction, id: Uuid, zone: &str) -> Result<(), DbError> {
    execute!(transaction, "update talk set time_zone = $2 where id = $1", id, zone)?;
    Ok(())
}

/// Raises the version of a talk in calendars (RFC 5545 SEQUENCE).
///
/// # Errors
/// [`DbError`].
pub async fn raise_sequence(transaction: &mut Transaction, id: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    let sql = "update talk set sequence = sequence + 1, calendar_changed_at = $2 where id = $1";
    execute!(transaction, sql, id, now)?;
    Ok(())
}

/// Writes what an explorer asks for with the hour that they hold.
///
/// # Errors
/// [`DbError`].
pub async fn fill_held(
    transaction: &mut Transaction,
    held: Uuid,
    talk: &NewTalk,
    professional: &ProfessionalRow,
) -> Result<(), DbError> {
    let place = professional.full_address().filter(|_| talk.way == Way::Onsite);
    let sql = "update talk set way = $2, question = $3, meeting_place = $4, trade_code = $5 where id = $1";
    execute!(transaction, sql, held, talk.way.code(), &talk.question, place, &professional.trade_code)?;
    Ok(())
}

/// The hour that an explorer holds.
///
/// # Errors
/// [`DbError`].
pub async fn find_held(source: impl Into<Source<'_>>, explorer: Uuid) -> Result<Option<TalkRow>, DbError> {
    fetch_optional!(source.into(), TalkRow, talk!("where t.explorer_id = $1 and t.status = 'held'"), explorer)
}

/// Deletes a talk: an hour that was held and not asked for leaves nothing.
///
/// # Errors
/// [`DbError`].
pub async fn delete_talk(transaction: &mut Transaction, id: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from talk where id = $1", id)?;
    Ok(())
}

/// Makes what happens to one talk come one after the other, and gives it as it is then.
///
/// # Errors
/// [`AppError::NotFound`].
pub async fn hold_talk(transaction: &mut Transaction, id: Uuid) -> Result<TalkRow, WriteError> {
    // `select … for update`, as both engines understand it.
    execute!(&mut *transaction, "update talk set created_at = created_at where id = $1", id)?;
    find_talk(transaction, id).await?.ok_or(WriteError::Answer(AppError::NotFound))
}

/// The same for all open talks of a person, in one order whoever asks.
///
/// # Errors
/// [`DbError`].
pub async fn hold_open_talks(transaction: &mut Transaction, account: Uuid) -> Result<(), DbError> {
    let open = "select id from talk
        where (explorer_id = $1 or professional_id = (select id from professional where account_id = $1)) and ended_at is null
        order by id";
    let open: Vec<(Uuid,)> = fetch_all!(&mut *transaction, (Uuid,), open, account)?;
    for (talk,) in open {
        execute!(&mut *transaction, "update talk set created_at = created_at where id = $1", talk)?;
    }
    Ok(())
}

/// The talks that the clock has to do with, the longest due first.
///
/// # Errors
/// [`DbError`].
pub async fn list_due(db: &Db, now: DateTime<Utc>) -> Result<Vec<Uuid>, DbError> {
    // All of them: behind a first hundred that fail again and again the others would never have their turn.
    let sql = "select id from talk where due_at is not null and due_at <= $1 order by due_at, id";
    let rows: Vec<(Uuid,)> = fetch_all!(db, (Uuid,), sql, now)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The talk of this id.
///
/// # Errors
/// [`DbError`].
pub async fn find_talk(source: impl Into<Source<'_>>, id: Uuid) -> Result<Option<TalkRow>, DbError> {
    fetch_optional!(source.into(), TalkRow, talk!("where t.id = $1"), id)
}

/// A person's open talks that start after `after`, soonest first, 200 at most.
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
         and t.status in ('held', 'requested', 'awaiting_guardian', 'confirmed') and t.starts_at > $2
         order by t.starts_at, t.id limit 200"
    );
    fetch_all!(source.into(), TalkRow, sql, account, after)
}

/// An explorer's talks between two instants that a guardian has agreed to, soonest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_agreed(
    source: impl Into<Source<'_>>,
    explorer: Uuid,
    after: DateTime<Utc>,
    before: DateTime<Utc>,
) -> Result<Vec<TalkRow>, DbError> {
    let sql = talk!(
        "where t.explorer_id = $1 and t.guardian = 'agreed' and t.starts_at > $2 and t.starts_at < $3
         order by t.starts_at, t.id"
    );
    fetch_all!(source.into(), TalkRow, sql, explorer, after, before)
}

/// A person's talks that are past or came to their end, latest first: `limit` of them after the first `skipped`.
///
/// # Errors
/// [`DbError`].
pub async fn list_past(
    db: &Db,
    account: Uuid,
    until: DateTime<Utc>,
    skipped: i64,
    limit: i64,
) -> Result<Vec<TalkRow>, DbError> {
    let sql = talk!(
        "where (t.explorer_id = $1 or t.professional_id = (select id from professional where account_id = $1))
         and (t.ended_at is not null or t.starts_at <= $2)
         order by t.starts_at desc, t.id limit $3 offset $4"
    );
    fetch_all!(db, TalkRow, sql, account, until, limit, skipped)
}

/// A person's talks since `since` that take place, or that calendars were told of before, for their feed.
///
/// # Errors
/// [`DbError`].
pub async fn list_for_feed(db: &Db, account: Uuid, since: DateTime<Utc>) -> Result<Vec<TalkRow>, DbError> {
    let sql = talk!(
        "where (t.explorer_id = $1 or t.professional_id = (select id from professional where account_id = $1))
         and (t.status in ('confirmed', 'done', 'absent') or t.sequence > 0)
         and t.starts_at > $2
         order by t.starts_at, t.id limit 1000"
    );
    fetch_all!(db, TalkRow, sql, account, since)
}

/// The open talks of minors with a professional that start after `after`, by their ids.
///
/// # Errors
/// [`DbError`].
pub async fn list_of_minors(
    transaction: &mut Transaction,
    professional: Uuid,
    after: DateTime<Utc>,
) -> Result<Vec<Uuid>, DbError> {
    let sql = "select id from talk where professional_id = $1 and guardian <> 'not_needed'
                   and status in ('requested', 'awaiting_guardian', 'confirmed') and starts_at > $2
               order by starts_at, id";
    let rows: Vec<(Uuid,)> = fetch_all!(transaction, (Uuid,), sql, professional, after)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Closes the conversation of a talk for both; it stays closed since when it first was.
///
/// # Errors
/// [`DbError`].
pub async fn close_messages(transaction: &mut Transaction, id: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    let sql = "update talk set messages_closed_at = coalesce(messages_closed_at, $2) where id = $1";
    execute!(transaction, sql, id, now)?;
    Ok(())
}

/// Closes the conversations of a professional with minors, of talks that are over too; see [`close_messages`].
///
/// # Errors
/// [`DbError`].
pub async fn close_messages_of_minors(
    transaction: &mut Transaction,
    professional: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "update talk set messages_closed_at = $2
               where professional_id = $1 and guardian <> 'not_needed' and messages_closed_at is null";
    execute!(transaction, sql, professional, now)?;
    Ok(())
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

/// Takes a person out of the talks that they asked for, with what they wrote; talks that nobody is left on are deleted.
///
/// # Errors
/// [`DbError`].
pub async fn leave_asked_talks(transaction: &mut Transaction, account: Uuid) -> Result<(), DbError> {
    let sql = "update talk set explorer_id = null, question = null,
                   end_note = case when ended_by = 'explorer' then null else end_note end
               where explorer_id = $1";
    execute!(&mut *transaction, sql, account)?;
    delete_nobodys(transaction).await
}

/// Takes a professional out of the talks that they gave, with where they are found and why they cancelled; talks that
/// nobody is left on are deleted.
///
/// # Errors
/// [`DbError`].
pub async fn leave_given_talks(transaction: &mut Transaction, account: Uuid) -> Result<(), DbError> {
    let sql = "update talk set professional_id = null, meeting_place = null,
                   end_note = case when ended_by = 'professional' then null else end_note end
               where professional_id = (select id from professional where account_id = $1)";
    execute!(&mut *transaction, sql, account)?;
    delete_nobodys(transaction).await
}

async fn delete_nobodys(transaction: &mut Transaction) -> Result<(), DbError> {
    execute!(transaction, "delete from talk where explorer_id is null and professional_id is null")?;
    Ok(())
}

/// Deletes what somebody wrote in and of the talks that they gave, how far they read there, and the links that answer them.
///
/// # Errors
/// [`DbError`].
pub async fn delete_words_as_professional(transaction: &mut Transaction, account: Uuid) -> Result<(), DbError> {
    let messages = "delete from message where author_id = $1 and talk_id in (select t.id from talk t
                        join professional p on p.id = t.professional_id where p.account_id = $1)";
    execute!(&mut *transaction, messages, account)?;
    let readings = "delete from message_reading where account_id = $1 and talk_id in (select t.id from talk t
                        join professional p on p.id = t.professional_id where p.account_id = $1)";
    execute!(&mut *transaction, readings, account)?;
    let links = "delete from talk_link where account_id = $1 and talk_id in (select t.id from talk t
                     join professional p on p.id = t.professional_id where p.account_id = $1)";
    execute!(&mut *transaction, links, account)?;
    execute!(transaction, "delete from professional_note where author_id = $1", account)?;
    Ok(())
}

/// How many talks an explorer has to come, asked for or confirmed.
///
/// # Errors
/// [`DbError`].
pub async fn count_coming(transaction: &mut Transaction, explorer: Uuid, now: DateTime<Utc>) -> Result<i64, DbError> {
    let sql = "select count(*) from talk
               where explorer_id = $1 and status in ('requested', 'awaiting_guardian', 'confirmed') and starts_at > $2";
    let row: Option<(i64,)> = fetch_optional!(transaction, (i64,), sql, explorer, now)?;
    Ok(row.map_or(0, |(count,)| count))
}

/// How many requests of an explorer wait for their answer.
///
/// # Errors
/// [`DbError`].
pub async fn count_requests(transaction: &mut Transaction, explorer: Uuid) -> Result<i64, DbError> {
    let sql = "select count(*) from talk where explorer_id = $1 and status in ('requested', 'awaiting_guardian')";
    let (count,) = fetch_one!(transaction, (i64,), sql, explorer)?;
    Ok(count)
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
    let sql = "select count(*) from talk where explorer_id = $1 and professional_id = $2 and ended_by = 'explorer'
                   and status = 'cancelled' and ended_at > $3";
    let (count,) = fetch_one!(transaction, (i64,), sql, explorer, professional, after)?;
    Ok(count)
}
