//! Profiles that are not finished: what was kept of them, step by step.

use crate::db::{DbError, Source, Transaction, execute, fetch_optional};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// An unfinished profile.
#[derive(Clone, Debug, FromRow)]
pub struct ProfileDraftRow {
    /// A JSON object of texts, by the names of the form's fields.
    pub fields: String,
    /// When something was last kept.
    pub updated_at: DateTime<Utc>,
}

/// The unfinished profile of an account.
///
/// # Errors
/// [`DbError`].
pub async fn find_profile_draft(
    source: impl Into<Source<'_>>,
    account: Uuid,
) -> Result<Option<ProfileDraftRow>, DbError> {
    let sql = "select fields, updated_at from profile_draft where account_id = $1";
    fetch_optional!(source.into(), ProfileDraftRow, sql, account)
}

/// Keeps an unfinished profile, instead of what was kept of it before.
///
/// # Errors
/// [`DbError`].
pub async fn save_profile_draft(
    transaction: &mut Transaction,
    account: Uuid,
    fields: &str,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into profile_draft (account_id, fields, updated_at) values ($1, $2, $3)
               on conflict (account_id) do update set fields = excluded.fields, updated_at = excluded.updated_at";
    execute!(transaction, sql, account, fields, now)?;
    Ok(())
}

/// Forgets an unfinished profile.
///
/// # Errors
/// [`DbError`].
pub async fn delete_profile_draft(transaction: &mut Transaction, account: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from profile_draft where account_id = $1", account)?;
    Ok(())
}

/// Forgets unfinished profiles in which nothing was kept since `before`, and photos sent before it that belong to no profile,
/// finished or not.
///
/// # Errors
/// [`DbError`].
pub async fn delete_profile_drafts_before(transaction: &mut Transaction, before: DateTime<Utc>) -> Result<(), DbError> {
    execute!(&mut *transaction, "delete from profile_draft where updated_at < $1", before)?;
    let photos = "delete from professional_photo where uploaded_at < $1
                      and account_id not in (select account_id from professional)
                      and account_id not in (select account_id from profile_draft)";
    execute!(transaction, photos, before)?;
    Ok(())
}
