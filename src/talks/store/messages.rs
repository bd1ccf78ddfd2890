//! Messages of talks, and how far they are read.

use crate::db::{Db, DbError, Source, Transaction, execute, fetch_all, fetch_joined, fetch_one, fetch_optional};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// A row of `message`.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct MessageRow {
    /// Its id.
    pub id: Uuid,
    /// The talk that it belongs to.
    pub talk_id: Uuid,
    /// Its number in the talk, from 1.
    pub number: i32,
    /// Who wrote it.
    pub author_id: Uuid,
    /// What it says.
    pub body: String,
    /// When it was sent.
    pub sent_at: DateTime<Utc>,
}

/// Inserts a message and gives its number: the next one, as long as the talk is held.
///
/// # Errors
/// [`DbError`].
pub async fn insert_message(
    transaction: &mut Transaction,
    id: Uuid,
    talk: Uuid,
    author: Uuid,
    body: &str,
    now: DateTime<Utc>,
) -> Result<i32, DbError> {
    let number = last_message_number(&mut *transaction, talk).await? + 1;
    let sql = "insert into message (id, talk_id, number, author_id, body, sent_at) values ($1, $2, $3, $4, $5, $6)";
    execute!(transaction, sql, id, talk, number, author, body, now)?;
    Ok(number)
}

/// The number of the last message of a talk; 0 where there is none.
///
/// # Errors
/// [`DbError`].
pub async fn last_message_number(source: impl Into<Source<'_>>, talk: Uuid) -> Result<i32, DbError> {
    let sql = "select coalesce(max(number), 0) from message where talk_id = $1";
    fetch_one!(source.into(), (i32,), sql, talk).map(|(number,)| number)
}

/// The messages of a talk below a number, the newest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_messages(
    source: impl Into<Source<'_>>,
    talk: Uuid,
    below: i32,
    limit: i64,
) -> Result<Vec<MessageRow>, DbError> {
    let sql = "select * from message where talk_id = $1 and number < $2 order by number desc limit $3";
    fetch_all!(source.into(), MessageRow, sql, talk, below, limit)
}

/// What one person wrote in a talk, the newest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_messages_of(
    transaction: &mut Transaction,
    talk: Uuid,
    author: Uuid,
    limit: i64,
) -> Result<Vec<MessageRow>, DbError> {
    let sql = "select * from message where talk_id = $1 and author_id = $2 order by number desc limit $3";
    fetch_all!(transaction, MessageRow, sql, talk, author, limit)
}

/// The messages of several talks that come after a number of each, in their order: one statement, however many talks.
///
/// # Errors
/// [`DbError`].
pub async fn list_messages_after(db: &Db, after: &[(Uuid, i32)]) -> Result<Vec<MessageRow>, DbError> {
    fetch_joined!(
        db, MessageRow, "select m.* from", after, |one| one.0, one.1;
        "as w join message m on m.talk_id = w.column1 and m.number > w.column2 order by m.talk_id, m.number limit 1000"
    )
}

/// The message of this number.
///
/// # Errors
/// [`DbError`].
pub async fn find_message(
    source: impl Into<Source<'_>>,
    talk: Uuid,
    number: i32,
) -> Result<Option<MessageRow>, DbError> {
    let sql = "select * from message where talk_id = $1 and number = $2";
    fetch_optional!(source.into(), MessageRow, sql, talk, number)
}

/// The messages of a talk from one number to another, both included, in their order.
///
/// # Errors
/// [`DbError`].
pub async fn list_messages_between(db: &Db, talk: Uuid, first: i32, last: i32) -> Result<Vec<MessageRow>, DbError> {
    let sql = "select * from message where talk_id = $1 and number between $2 and $3 order by number";
    fetch_all!(db, MessageRow, sql, talk, first, last)
}

/// Notes that a message waits for somebody: a mail tells of it at `due`, unless one is due or was sent already for what
/// they have not read.
///
/// # Errors
/// [`DbError`].
pub async fn await_reading(
    transaction: &mut Transaction,
    account: Uuid,
    talk: Uuid,
    due: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into message_reading (account_id, talk_id, notice_due_at) values ($1, $2, $3)
               on conflict (account_id, talk_id) do update set notice_due_at =
                   case when message_reading.noticed_at is null
                        then coalesce(message_reading.notice_due_at, excluded.notice_due_at) end";
    execute!(transaction, sql, account, talk, due)?;
    Ok(())
}

/// The number of the last message that somebody has read; none where none was ever written to them.
///
/// # Errors
/// [`DbError`].
pub async fn find_read_to(db: &Db, account: Uuid, talk: Uuid) -> Result<Option<i32>, DbError> {
    let sql = "select read_to from message_reading where account_id = $1 and talk_id = $2";
    let row: Option<(i32,)> = fetch_optional!(db, (i32,), sql, account, talk)?;
    Ok(row.map(|(number,)| number))
}

/// Notes that somebody has read a talk's messages up to a number that exists; no mail tells of them any more.
///
/// # Errors
/// [`DbError`].
pub async fn mark_read(transaction: &mut Transaction, account: Uuid, talk: Uuid, number: i32) -> Result<(), DbError> {
    let sql = "update message_reading set read_to = $3, notice_due_at = null, noticed_at = null
               where account_id = $1 and talk_id = $2 and read_to < $3
                   and exists (select 1 from message m where m.talk_id = $2 and m.number = $3)";
    execute!(transaction, sql, account, talk, number)?;
    Ok(())
}

/// Whose mail about which talk is due, the longest due first.
///
/// # Errors
/// [`DbError`].
pub async fn list_notices_due(db: &Db, now: DateTime<Utc>, limit: i64) -> Result<Vec<(Uuid, Uuid)>, DbError> {
    let sql = "select account_id, talk_id from message_reading where notice_due_at <= $1
               order by notice_due_at, account_id, talk_id limit $2";
    fetch_all!(db, (Uuid, Uuid), sql, now, limit)
}

/// Takes the mail that is due: gives whether it was still. Until the messages are read there is no other one.
///
/// # Errors
/// [`DbError`].
pub async fn take_notice(
    transaction: &mut Transaction,
    account: Uuid,
    talk: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sql = "update message_reading set notice_due_at = null, noticed_at = $3
               where account_id = $1 and talk_id = $2 and notice_due_at <= $3";
    Ok(execute!(transaction, sql, account, talk, now)? > 0)
}

/// How many messages a person has not read, by talk; none for a talk without.
///
/// # Errors
/// [`DbError`].
pub async fn count_unread(db: &Db, account: Uuid) -> Result<Vec<(Uuid, i64)>, DbError> {
    let sql = "select r.talk_id, count(*) from message_reading r
               join message m on m.talk_id = r.talk_id and m.number > r.read_to and m.author_id <> r.account_id
               where r.account_id = $1 group by r.talk_id";
    fetch_all!(db, (Uuid, i64), sql, account)
}
