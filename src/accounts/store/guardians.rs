//! Who answers for the account of somebody under 15: asked, agreed, taken back.

use super::AccountRow;
use crate::db::{Db, DbError, Source, Transaction, execute, fetch_all, fetch_optional};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// The account of a session, with what says whether it may be used. Not `Debug`, like the account's own row.
#[derive(Clone, FromRow)]
pub struct ReaderRow {
    /// The account.
    #[sqlx(flatten)]
    pub account: AccountRow,
    /// Whether a guardian was named and has not agreed.
    pub awaits_guardian: bool,
}

/// A row of `account_guardian`.
#[derive(Clone, Debug, FromRow)]
pub struct GuardianRow {
    /// Whose guardian.
    pub account_id: Uuid,
    /// The guardian's address.
    pub email: String,
    /// Until when they can agree; none until they are asked.
    pub answer_by: Option<DateTime<Utc>>,
    /// How often the address was corrected.
    pub corrections: i32,
    /// When they agreed.
    pub agreed_at: Option<DateTime<Utc>>,
}

/// The account of this id, as a session finds it.
///
/// # Errors
/// [`DbError`].
pub async fn find_reader(db: &Db, id: Uuid) -> Result<Option<ReaderRow>, DbError> {
    let sql = "select a.*, g.account_id is not null as awaits_guardian
               from account a left join account_guardian g on g.account_id = a.id and g.agreed_at is null
               where a.id = $1";
    fetch_optional!(db, ReaderRow, sql, id)
}

/// Notes who is to be asked for an account once its mailbox is proved.
///
/// # Errors
/// [`DbError`].
pub async fn insert_guardian(transaction: &mut Transaction, account: Uuid, email: &str) -> Result<(), DbError> {
    execute!(transaction, "insert into account_guardian (account_id, email) values ($1, $2)", account, email)?;
    Ok(())
}

/// Who answers for an account.
///
/// # Errors
/// [`DbError`].
pub async fn find_guardian(source: impl Into<Source<'_>>, account: Uuid) -> Result<Option<GuardianRow>, DbError> {
    let sql = "select account_id, email, answer_by, corrections, agreed_at from account_guardian where account_id = $1";
    fetch_optional!(source.into(), GuardianRow, sql, account)
}

/// The guardian whose link this is, while it decides something.
///
/// # Errors
/// [`DbError`].
pub async fn find_linked_guardian(
    source: impl Into<Source<'_>>,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<Option<GuardianRow>, DbError> {
    let sql = "select account_id, email, answer_by, corrections, agreed_at from account_guardian
               where token_hash = $1 and (agreed_at is not null or answer_by > $2)";
    fetch_optional!(source.into(), GuardianRow, sql, token_hash, now)
}

/// Asks a guardian: the link before, if there was one, ends, and a reminder is due anew.
///
/// # Errors
/// [`DbError`].
pub async fn ask_guardian(
    transaction: &mut Transaction,
    account: Uuid,
    token_hash: &str,
    answer_by: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "update account_guardian set token_hash = $2, answer_by = $3, reminded_at = null
               where account_id = $1 and agreed_at is null";
    execute!(transaction, sql, account, token_hash, answer_by)?;
    Ok(())
}

/// Those who have not agreed, nor been reminded, and have until `end` at most.
///
/// # Errors
/// [`DbError`].
pub async fn list_guardians_to_remind(
    db: &Db,
    now: DateTime<Utc>,
    end: DateTime<Utc>,
) -> Result<Vec<GuardianRow>, DbError> {
    let sql = "select account_id, email, answer_by, corrections, agreed_at from account_guardian
               where agreed_at is null and reminded_at is null and answer_by > $1 and answer_by <= $2
               order by answer_by limit 100";
    fetch_all!(db, GuardianRow, sql, now, end)
}

/// Notes that a guardian who was read as `guardian` is reminded, with a new link that ends the one before; gives whether
/// they still were to be.
///
/// # Errors
/// [`DbError`].
pub async fn remind_guardian(
    transaction: &mut Transaction,
    guardian: &GuardianRow,
    token_hash: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sql = "update account_guardian set token_hash = $2, reminded_at = $3
               where account_id = $1 and agreed_at is null and reminded_at is null and answer_by = $4";
    Ok(execute!(transaction, sql, guardian.account_id, token_hash, now, guardian.answer_by)? > 0)
}

/// Corrects the address of who has not agreed yet, `most` times at most; gives whether it did.
///
/// # Errors
/// [`DbError`].
pub async fn correct_guardian(
    transaction: &mut Transaction,
    account: Uuid,
    email: &str,
    most: i32,
) -> Result<bool, DbError> {
    let sql = "update account_guardian set email = $2, corrections = corrections + 1
               where account_id = $1 and agreed_at is null and corrections < $3";
    Ok(execute!(transaction, sql, account, email, most)? > 0)
}

/// Notes that a guardian agrees, in time and once; `withdrawal` is of the link that takes it back. Gives whether it did.
///
/// # Errors
/// [`DbError`].
pub async fn agree(
    transaction: &mut Transaction,
    token_hash: &str,
    withdrawal: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sql = "update account_guardian set agreed_at = $3, token_hash = $2
               where token_hash = $1 and agreed_at is null and answer_by > $3";
    Ok(execute!(transaction, sql, token_hash, withdrawal, now)? > 0)
}

/// Those who have not agreed in time.
///
/// # Errors
/// [`DbError`].
pub async fn list_silent_guardians(db: &Db, now: DateTime<Utc>) -> Result<Vec<GuardianRow>, DbError> {
    let sql = "select account_id, email, answer_by, corrections, agreed_at from account_guardian
               where agreed_at is null and answer_by <= $1 order by answer_by limit 100";
    fetch_all!(db, GuardianRow, sql, now)
}

/// Forgets who was named and has not agreed to the accounts of people born on `born_by` or before, asked or not.
///
/// # Errors
/// [`DbError`].
pub async fn delete_needless_guardians(transaction: &mut Transaction, born_by: NaiveDate) -> Result<(), DbError> {
    let sql = "delete from account_guardian where agreed_at is null
                   and account_id in (select id from account where birth_date <= $1)";
    execute!(transaction, sql, born_by)?;
    Ok(())
}
