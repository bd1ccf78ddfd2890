//! Links in mails about talks, by the hash of their token.

use crate::db::{DbError, Source, Transaction, execute, fetch_optional};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// What a link is for.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct LinkRow {
    /// Whose mail it was in.
    pub account_id: Uuid,
    /// The talk that it answers; none when it brings a paused profile back.
    pub talk_id: Option<Uuid>,
}

/// Stores a link that works until `until`.
///
/// # Errors
/// [`DbError`].
pub async fn insert_link(
    transaction: &mut Transaction,
    token_hash: &str,
    account: Uuid,
    talk: Option<Uuid>,
    until: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into talk_link (token_hash, account_id, talk_id, expires_at) values ($1, $2, $3, $4)";
    execute!(transaction, sql, token_hash, account, talk, until)?;
    Ok(())
}

/// What a link is for, while it works.
///
/// # Errors
/// [`DbError`].
pub async fn find_link(
    source: impl Into<Source<'_>>,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<LinkRow>, DbError> {
    let sql = "select account_id, talk_id from talk_link where token_hash = $1 and expires_at > $2";
    fetch_optional!(source.into(), LinkRow, sql, token_hash, now)
}

/// Ends the links of a talk: what they were for is answered, or asked anew.
///
/// # Errors
/// [`DbError`].
pub async fn delete_links(transaction: &mut Transaction, talk: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from talk_link where talk_id = $1", talk)?;
    Ok(())
}

/// Ends the links that bring a paused profile back.
///
/// # Errors
/// [`DbError`].
pub async fn delete_return_links(transaction: &mut Transaction, account: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from talk_link where account_id = $1 and talk_id is null", account)?;
    Ok(())
}

/// Forgets the links that no longer work.
///
/// # Errors
/// [`DbError`].
pub async fn delete_expired_links(transaction: &mut Transaction, now: DateTime<Utc>) -> Result<(), DbError> {
    execute!(transaction, "delete from talk_link where expires_at <= $1", now)?;
    Ok(())
}
