//! What the search index has to take up, and since when somebody can be found at all.

use crate::db::{Db, DbError, Transaction, execute, fetch_all};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// A change that the index has to take up.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct ChangeRow {
    /// Rises. Numbers are given before they are committed, so on PostgreSQL a lower one may appear later; one
    /// whose transaction was rolled back never does.
    pub id: i64,
    /// Whose document changed.
    pub professional_id: Uuid,
    /// When it was made, not when it was committed.
    pub changed_at: DateTime<Utc>,
}

/// Keeps `professional.listed_at` true: whatever lists or hides somebody has to tell the index, and so comes by here.
/// Writes where that changed, nowhere else.
macro_rules! listing {
    ($whose:literal) => {
        concat!(
            "update professional set listed_at = case when listed then $2 end
             where (listed_at is null) = listed and ",
            $whose
        )
    };
}

/// Notes that a professional's document changed.
///
/// # Errors
/// [`DbError`].
pub async fn note_change(transaction: &mut Transaction, professional: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    let sql = "insert into search_change (professional_id, changed_at) values ($1, $2)";
    execute!(&mut *transaction, sql, professional, now)?;
    execute!(transaction, listing!("id = $1"), professional, now)?;
    Ok(())
}

/// Notes whether a professional is listed, where the same transaction has noted the change already, at this instant.
///
/// # Errors
/// [`DbError`].
pub async fn note_listing(
    transaction: &mut Transaction,
    professional: Uuid,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    execute!(transaction, listing!("id = $1"), professional, now)?;
    Ok(())
}

/// Notes that the document of a person's own profile changed, if they have one.
///
/// # Errors
/// [`DbError`].
pub async fn note_change_of(transaction: &mut Transaction, person: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    let sql =
        "insert into search_change (professional_id, changed_at) select id, $2 from professional where account_id = $1";
    execute!(&mut *transaction, sql, person, now)?;
    execute!(transaction, listing!("account_id = $1"), person, now)?;
    Ok(())
}

/// The change `from` and all after it, in order.
///
/// # Errors
/// [`DbError`].
pub async fn list_changes(db: &Db, from: i64) -> Result<Vec<ChangeRow>, DbError> {
    let sql = "select id, professional_id, changed_at from search_change where id >= $1 order by id";
    fetch_all!(db, ChangeRow, sql, from)
}

/// Removes the changes made before `until`, but for the last of them: whoever has taken it up finds it again.
///
/// # Errors
/// [`DbError`].
pub async fn delete_changes(transaction: &mut Transaction, until: DateTime<Utc>) -> Result<(), DbError> {
    let sql = "delete from search_change
               where changed_at < $1 and id < (select max(id) from search_change where changed_at < $1)";
    execute!(transaction, sql, until)?;
    Ok(())
}
