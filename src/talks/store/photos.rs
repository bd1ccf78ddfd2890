//! Photos of professionals.

use crate::db::{Db, DbError, Transaction, execute, fetch_optional};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Keeps `jpeg` as the photo of a professional, instead of any other.
///
/// # Errors
/// [`DbError`].
pub async fn save_photo(
    transaction: &mut Transaction,
    professional: Uuid,
    id: Uuid,
    jpeg: &[u8],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into professional_photo (professional_id, id, jpeg, uploaded_at) values ($1, $2, $3, $4)
               on conflict (professional_id) do update set id = excluded.id, jpeg = excluded.jpeg,
                   uploaded_at = excluded.uploaded_at";
    execute!(transaction, sql, professional, id, jpeg, now)?;
    Ok(())
}

/// Removes the photo of a professional.
///
/// # Errors
/// [`DbError`].
pub async fn delete_photo(transaction: &mut Transaction, professional: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from professional_photo where professional_id = $1", professional)?;
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
