//! Who blocks whom.

use crate::db::{DbError, Source, Transaction, execute, fetch_all};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Blocks somebody; once is enough.
///
/// # Errors
/// [`DbError`].
pub async fn block(
    transaction: &mut Transaction,
    blocker: Uuid,
    blocked: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into account_block (blocker_id, blocked_id, blocked_at) values ($1, $2, $3)
               on conflict (blocker_id, blocked_id) do nothing";
    execute!(transaction, sql, blocker, blocked, now)?;
    Ok(())
}

/// Blocks somebody no longer.
///
/// # Errors
/// [`DbError`].
pub async fn unblock(transaction: &mut Transaction, blocker: Uuid, blocked: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from account_block where blocker_id = $1 and blocked_id = $2", blocker, blocked)?;
    Ok(())
}

/// Which of two people block the other one.
///
/// # Errors
/// [`DbError`].
pub async fn list_blockers(source: impl Into<Source<'_>>, one: Uuid, other: Uuid) -> Result<Vec<Uuid>, DbError> {
    let sql = "select blocker_id from account_block
               where (blocker_id = $1 and blocked_id = $2) or (blocker_id = $2 and blocked_id = $1)";
    let rows: Vec<(Uuid,)> = fetch_all!(source.into(), (Uuid,), sql, one, other)?;
    Ok(rows.into_iter().map(|(blocker,)| blocker).collect())
}
