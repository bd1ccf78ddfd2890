//! The SQL of cells and feeds. A person's cells are the truth about when they are taken.

use super::availability::cells;
use crate::{
    accounts::store::hold_account,
    db::{
        Constraint, Db, DbError, OnConstraint, Source, Transaction, WriteError, execute, fetch_all, fetch_optional,
        insert_rows, select_in,
    },
    error::AppError,
};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use std::collections::BTreeSet;
use uuid::Uuid;

/// A quarter of an hour that a person is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct CellRow {
    /// Whose.
    pub person_id: Uuid,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
}

/// Takes `minutes` from `starts_at` of a person's time for a talk: all of it, or nothing.
///
/// # Errors
/// `taken` when they have any of it taken already.
pub async fn take(
    transaction: &mut Transaction,
    talk: Uuid,
    person: Uuid,
    starts_at: DateTime<Utc>,
    minutes: i32,
    taken: AppError,
) -> Result<(), WriteError> {
    insert_rows!(
        transaction,
        "insert into agenda_cell (person_id, starts_at, talk_id)",
        cells(starts_at, minutes),
        |cell| person,
        cell,
        talk
    )
    .on_constraint(Constraint::AgendaCell, taken)?;
    Ok(())
}

/// Frees what a talk took.
///
/// # Errors
/// [`DbError`].
pub async fn free(transaction: &mut Transaction, talk: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from agenda_cell where talk_id = $1", talk)?;
    Ok(())
}

/// Forgets the cells before `until`: nobody can take them any more.
///
/// # Errors
/// [`DbError`].
pub async fn delete_cells_before(transaction: &mut Transaction, until: DateTime<Utc>) -> Result<(), DbError> {
    execute!(transaction, "delete from agenda_cell where starts_at < $1", until)?;
    Ok(())
}

/// The cells that a person has taken from `from` (included) to `until` (excluded).
///
/// # Errors
/// [`DbError`].
pub async fn taken_cells(
    source: impl Into<Source<'_>>,
    person: Uuid,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<BTreeSet<DateTime<Utc>>, DbError> {
    let sql =
        "select person_id, starts_at from agenda_cell where person_id = $1 and starts_at >= $2 and starts_at < $3";
    let rows = fetch_all!(source.into(), CellRow, sql, person, from, until)?;
    Ok(rows.into_iter().map(|cell| cell.starts_at).collect())
}

/// Every cell of these people, for the index: past ones are swept away.
///
/// # Errors
/// [`DbError`].
pub async fn cells_of(db: &Db, people: &[Uuid]) -> Result<Vec<CellRow>, DbError> {
    select_in!(db, CellRow, "select person_id, starts_at from agenda_cell where person_id in", people)
}

/// The secret of a person's feed, when it is on.
///
/// # Errors
/// [`DbError`].
pub async fn find_feed_token(db: &Db, person: Uuid) -> Result<Option<String>, DbError> {
    let row: Option<(String,)> =
        fetch_optional!(db, (String,), "select token from agenda_feed where account_id = $1", person)?;
    Ok(row.map(|(token,)| token))
}

/// Whose feed a token opens.
///
/// # Errors
/// [`DbError`].
pub async fn find_feed_owner(db: &Db, token: &str) -> Result<Option<Uuid>, DbError> {
    let row: Option<(Uuid,)> =
        fetch_optional!(db, (Uuid,), "select account_id from agenda_feed where token = $1", token)?;
    Ok(row.map(|(owner,)| owner))
}

/// Gives a person's feed a new secret, or switches it off.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn set_feed(db: &Db, person: Uuid, token: Option<String>, now: DateTime<Utc>) -> Result<(), AppError> {
    db.write((person, token), move |transaction, (person, token)| {
        Box::pin(async move {
            hold_account(&mut *transaction, *person).await?;
            match token {
                Some(token) => {
                    let sql = "insert into agenda_feed (account_id, token, created_at) values ($1, $2, $3)
                               on conflict (account_id) do update set token = excluded.token, created_at = excluded.created_at";
                    execute!(transaction, sql, *person, token, now)?
                }
                None => execute!(transaction, "delete from agenda_feed where account_id = $1", *person)?,
            };
            Ok(())
        })
    })
    .await
}
