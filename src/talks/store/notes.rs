//! What somebody keeps of their talks: notes to themselves, and the trades that they met.

use crate::db::{Db, DbError, Transaction, execute, fetch_all};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// A trade that somebody met.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct MetRow {
    /// ROME code.
    pub trade_code: String,
    /// In how many talks.
    pub talks: i64,
}

/// A person's own notes of their talks past `from` until `until`, by talk.
///
/// # Errors
/// [`DbError`].
pub async fn list_notes(
    db: &Db,
    account: Uuid,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<(Uuid, String)>, DbError> {
    let sql = "select n.talk_id, n.note from talk_note n join talk t on t.id = n.talk_id
               where n.account_id = $1 and t.starts_at >= $2 and t.starts_at <= $3";
    fetch_all!(db, (Uuid, String), sql, account, from, until)
}

/// Writes a person's own note of a talk.
///
/// # Errors
/// [`DbError`].
pub async fn save_note(
    transaction: &mut Transaction,
    account: Uuid,
    talk: Uuid,
    note: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into talk_note (account_id, talk_id, note, updated_at) values ($1, $2, $3, $4)
               on conflict (account_id, talk_id) do update set note = excluded.note, updated_at = excluded.updated_at";
    execute!(transaction, sql, account, talk, note, now)?;
    Ok(())
}

/// Deletes a person's own note of a talk.
///
/// # Errors
/// [`DbError`].
pub async fn delete_note(transaction: &mut Transaction, account: Uuid, talk: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from talk_note where account_id = $1 and talk_id = $2", account, talk)?;
    Ok(())
}

/// The trades that an explorer met, the latest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_met(db: &Db, explorer: Uuid) -> Result<Vec<MetRow>, DbError> {
    let sql = "select trade_code, count(*) as talks from talk where explorer_id = $1 and status = 'done'
               group by trade_code order by max(starts_at) desc, trade_code";
    fetch_all!(db, MetRow, sql, explorer)
}
