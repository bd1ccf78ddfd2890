//! Photos of professionals.

use crate::db::{Db, DbError, Transaction, execute, fetch_optional};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Keeps `jpeg` as the photo of this account's profile, instead of any other; gives whether there is such a profile.
///
/// # Errors
/// [`DbError`].
pub async fn save_photo(
    transaction: &mut Transaction,
    account: Uuid,
    id: Uuid,
    jpeg: &[u8],
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sql = "insert into professional_photo (professional_id, id, jpeg, uploaded_at)
               select p.id, $2, $3, $4 from professional p where p.account_id = $1
               on conflict (professional_id) do update set id = excluded.id, jpeg = excluded.jpeg,
                   uploaded_at = excluded.uploaded_at";
    Ok(execute!(transaction, sql, account, id, jpeg, now)? > 0)
}

/// Removes the photo of this account's profile.
///
/// # Errors
/// [`DbError`].
pub async fn delete_photo(transaction: &mut Transaction, account: Uuid) -> Result<(), DbError> {
    let sql = "delete from professional_photo
               where professional_id = (select id from professional where account_id = $1)";
    execute!(transaction, sql, account)?;
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
