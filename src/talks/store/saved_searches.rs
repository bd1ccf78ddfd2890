//! Saved searches: whose they are, when they are looked at, whom they were told of.

use super::super::types::Frequency;
use crate::db::{Db, DbError, Transaction, execute, fetch_all, fetch_one, fetch_with_values, insert_rows, select_in};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// Rows that one statement inserts: each binds two values, and an engine takes some ten thousands.
const BATCH: usize = 5_000;

/// A saved search, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct SavedSearchRow {
    /// Its id.
    pub id: Uuid,
    /// The query string of the search.
    pub query: String,
    /// Code of the frequency of its mails.
    pub frequency: String,
    /// Whether such mails are switched off altogether.
    pub mails_are_off: bool,
}

/// A saved search about to be inserted.
#[derive(Clone, Debug)]
pub struct NewSavedSearch {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// The query string of the search.
    pub query: String,
    /// How often its mails come.
    pub frequency: Frequency,
    /// When it is looked at first, unless others of the same person and frequency are before.
    pub due_at: Option<DateTime<Utc>>,
}

/// A saved search that is due, with what its mail needs.
#[derive(Clone, Debug, FromRow)]
pub struct DueSearchRow {
    /// Its id.
    pub id: Uuid,
    /// Whose.
    pub account_id: Uuid,
    /// The query string of the search.
    pub query: String,
    /// Code of the frequency.
    pub frequency: String,
    /// Whoever could be found before is no news.
    pub seen_until: DateTime<Utc>,
    /// What it was due at: nobody else has seen to it as long as this stands.
    pub due_at: DateTime<Utc>,
    /// The owner's address.
    pub email: String,
    /// Their name.
    pub display_name: String,
    /// Code of their language.
    pub locale: String,
    /// Their zone, IANA name.
    pub time_zone: String,
    /// Their birth date.
    pub birth_date: NaiveDate,
}

/// A search that is seen to.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    /// Which one.
    pub search: Uuid,
    /// What it was due at.
    pub was_due_at: DateTime<Utc>,
    /// When it is due next.
    pub due_at: DateTime<Utc>,
    /// Until when whoever came to be found has been seen.
    pub seen_until: DateTime<Utc>,
}

/// Somebody who can be found since a while.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct FreshRow {
    /// The professional.
    pub id: Uuid,
    /// Their account.
    pub account_id: Uuid,
    /// Since when.
    pub listed_at: DateTime<Utc>,
}

/// A person's saved searches, the newest first; `kind` is the code of their mails.
///
/// # Errors
/// [`DbError`].
pub async fn list_saved_searches(db: &Db, account: Uuid, kind: &str) -> Result<Vec<SavedSearchRow>, DbError> {
    let sql = "select s.id, s.query, s.frequency, o.kind is not null as mails_are_off
               from saved_search s left join mail_optout o on o.account_id = s.account_id and o.kind = $2
               where s.account_id = $1 order by s.created_at desc, s.id desc";
    fetch_all!(db, SavedSearchRow, sql, account, kind)
}

/// Whether a person has saved this very search.
///
/// # Errors
/// [`DbError`].
pub async fn has_saved(transaction: &mut Transaction, account: Uuid, query: &str) -> Result<bool, DbError> {
    let sql = "select count(*) from saved_search where account_id = $1 and query = $2";
    fetch_one!(transaction, (i64,), sql, account, query).map(|(count,)| count > 0)
}

/// How many searches a person has saved.
///
/// # Errors
/// [`DbError`].
pub async fn count_saved(transaction: &mut Transaction, account: Uuid) -> Result<i64, DbError> {
    let sql = "select count(*) from saved_search where account_id = $1";
    fetch_one!(transaction, (i64,), sql, account).map(|(count,)| count)
}

/// Saves a search; it is due together with the person's others of its frequency. Only while the account is held: how
/// many they have is counted before.
///
/// # Errors
/// [`DbError`].
pub async fn insert_saved_search(
    transaction: &mut Transaction,
    search: &NewSavedSearch,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "insert into saved_search (id, account_id, query, frequency, created_at, seen_until, due_at)
               values ($1, $2, $3, $4, $5, $5,
                   coalesce((select min(due_at) from saved_search where account_id = $2 and frequency = $4), $6))";
    execute!(
        transaction,
        sql,
        search.id,
        search.account_id,
        &search.query,
        search.frequency.code(),
        now,
        search.due_at
    )?;
    Ok(())
}

/// Changes how often the mails of a person's own search come; what was new before is no news. Gives whether they have
/// such a search.
///
/// # Errors
/// [`DbError`].
pub async fn save_frequency(
    transaction: &mut Transaction,
    account: Uuid,
    search: Uuid,
    frequency: Frequency,
    due_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sql = "update saved_search set frequency = $3,
                   seen_until = case when due_at is null then $5 else seen_until end,
                   due_at = coalesce((select min(s.due_at) from saved_search s
                                      where s.account_id = $2 and s.frequency = $3 and s.id <> $1), $4)
               where id = $1 and account_id = $2";
    Ok(execute!(transaction, sql, search, account, frequency.code(), due_at, now)? > 0)
}

/// Deletes a person's own search.
///
/// # Errors
/// [`DbError`].
pub async fn delete_saved_search(transaction: &mut Transaction, account: Uuid, search: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from saved_search where id = $1 and account_id = $2", search, account)?;
    Ok(())
}

/// The earliest instant from which people may be news to a search that is due; none when none is.
///
/// # Errors
/// [`DbError`].
pub async fn earliest_unseen(db: &Db, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, DbError> {
    let sql = "select min(seen_until) from saved_search where due_at <= $1";
    fetch_one!(db, (Option<DateTime<Utc>>,), sql, now).map(|(earliest,)| earliest)
}

/// Who can be found since after `from`, and no later than `until`.
///
/// # Errors
/// [`DbError`].
pub async fn list_fresh(db: &Db, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<FreshRow>, DbError> {
    let sql = "select id, account_id, listed_at from professional where listed_at > $1 and listed_at <= $2";
    fetch_all!(db, FreshRow, sql, from, until)
}

/// The searches that are due, all those of one person together, of `people` people at most.
///
/// # Errors
/// [`DbError`].
pub async fn list_due_searches(db: &Db, now: DateTime<Utc>, people: i64) -> Result<Vec<DueSearchRow>, DbError> {
    let sql = "select s.id, s.account_id, s.query, s.frequency, s.seen_until, s.due_at, a.email, a.display_name,
                   a.locale, a.time_zone, a.birth_date
               from saved_search s join account a on a.id = s.account_id
               where s.due_at <= $1 and s.account_id in
                   (select account_id from saved_search where due_at <= $1 group by account_id order by account_id limit $2)
               order by s.account_id, s.created_at, s.id";
    fetch_all!(db, DueSearchRow, sql, now, people)
}

/// Moves searches that are due on: to when they are due next, having seen everybody until an instant. Gives those that
/// nobody else has moved on meanwhile.
///
/// # Errors
/// [`DbError`].
pub async fn claim_due(transaction: &mut Transaction, moves: &[Move]) -> Result<Vec<Uuid>, DbError> {
    let rows: Vec<(Uuid,)> = fetch_with_values!(
        transaction,
        (Uuid,),
        "update saved_search set due_at = v.column3, seen_until = v.column4 from (",
        moves,
        |one| one.search,
        one.was_due_at,
        one.due_at,
        one.seen_until;
        ") as v where saved_search.id = v.column1 and saved_search.due_at = v.column2 returning id"
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whom these searches were told of.
///
/// # Errors
/// [`DbError`].
pub async fn list_told(db: &Db, searches: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>, DbError> {
    select_in!(
        db,
        (Uuid, Uuid),
        "select search_id, professional_id from saved_search_told where search_id in",
        searches
    )
}

/// Notes whom searches were told of.
///
/// # Errors
/// [`DbError`].
pub async fn insert_told(transaction: &mut Transaction, told: &[(Uuid, Uuid)]) -> Result<(), DbError> {
    for batch in told.chunks(BATCH) {
        insert_rows!(
            &mut *transaction,
            "insert into saved_search_told (search_id, professional_id)",
            batch,
            |told| told.0,
            told.1
        )?;
    }
    Ok(())
}
