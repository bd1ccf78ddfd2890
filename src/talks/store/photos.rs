//! Photos of professionals, and of those who are about to be.

use crate::db::{Db, DbError, Source, Transaction, execute, fetch_optional};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// A photo, with what says who may see it.
#[derive(Clone, Debug, FromRow)]
pub struct PhotoRow {
    /// Whose it is.
    pub account_id: Uuid,
    /// The file.
    pub jpeg: Vec<u8>,
    /// INSEE code of the commune of their profile; none before they have one.
    pub commune_code: Option<String>,
    /// Whether it was approved with their profile, and nobody has decided otherwise since.
    pub is_vetted: bool,
}

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

/// The photo of this id.
///
/// # Errors
/// [`DbError`].
pub async fn find_photo(db: &Db, id: Uuid) -> Result<Option<PhotoRow>, DbError> {
    let sql = "select f.account_id, f.jpeg, p.commune_code,
                   v.photo_id is not null and p.vetting in ('approved', 'changed') as is_vetted
               from professional_photo f left join professional p on p.account_id = f.account_id
               left join vetted_profile v on v.professional_id = p.id and v.photo_id = f.id
               where f.id = $1";
    fetch_optional!(db, PhotoRow, sql, id)
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
