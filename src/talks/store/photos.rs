//! Photos of professionals, and of those who are about to be.

use crate::db::{Db, DbError, Source, Transaction, execute, fetch_optional};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Keeps `jpeg` as the photo of a person, instead of any other.
///
/// # Errors
/// [`DbError`].
pub async fn save_photo(
    transaction: &mut Transaction,
    account: Uuid,
    id: Uuid,
    jpeg: &[u8],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into professional_photo (account_id, id, jpeg, uploaded_at) values ($1, $2, $3, $4)
               on conflict (account_id) do update set id = excluded.id, jpeg = excluded.jpeg,
                   uploaded_at = excluded.uploaded_at";
    execute!(transaction, sql, account, id, jpeg, now)?;
    Ok(())
}

/// Removes the photo of a person.
///
/// # Errors
/// [`DbError`].
pub async fn delete_photo(transaction: &mut Transaction, account: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from professional_photo where account_id = $1", account)?;
    Ok(())
}

/// The photo of this id, as a JPEG file.
///
/// # Errors
/// [`DbError`].
pub async fn find_photo(db: &Db, id: Uuid) -> Result<Option<Vec<u8>>, DbError> {
    let row: Option<(Vec<u8>,)> =
        fetch_optional!(db, (Vec<u8>,), "select jpeg from professional_photo where id = $1", id)?;
    Ok(row.map(|(jpeg,)| jpeg))
}

/// The id of a person's photo.
///
/// # Errors
/// [`DbError`].
pub async fn find_photo_of(source: impl Into<Source<'_>>, account: Uuid) -> Result<Option<Uuid>, DbError> {
    let sql = "select id from professional_photo where account_id = $1";
    let row: Option<(Uuid,)> = fetch_optional!(source.into(), (Uuid,), sql, account)?;
    Ok(row.map(|(id,)| id))
}
