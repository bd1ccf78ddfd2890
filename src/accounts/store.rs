//! The SQL of accounts, sessions and the links sent by mail.

mod guardians;

pub use guardians::*;

use crate::db::{Constraint, Db, DbError, OnConstraint, Source, Transaction, WriteError, execute, fetch_optional};
use crate::error::AppError;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// A row of `account`. Not `Debug`: its secrets have no place in a log.
#[derive(Clone, FromRow)]
pub struct AccountRow {
    /// Also the person's id in the agenda.
    pub id: Uuid,
    /// As typed.
    pub email: String,
    /// Absent for demonstration accounts.
    pub password_hash: Option<String>,
    /// The name shown to others.
    pub display_name: String,
    /// Birth date.
    pub birth_date: NaiveDate,
    /// INSEE code.
    pub commune_code: String,
    /// IANA name.
    pub time_zone: String,
    /// `fr` or `en`.
    pub locale: String,
    /// When the mailbox was proved.
    pub email_verified_at: Option<DateTime<Utc>>,
    /// Invented for demonstration.
    pub demonstration: bool,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
}

/// What a link sent by mail allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    /// Confirm the address.
    Verify,
    /// Set a new password.
    Reset,
}

impl LinkPurpose {
    fn code(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Reset => "reset",
        }
    }
}

/// A link to be sent by mail; only the hash of its token is stored. Not `Debug`, like the rows.
#[derive(Clone)]
pub struct NewLink {
    /// SHA-256 of the token.
    pub token_hash: String,
    /// Whose link.
    pub account_id: Uuid,
    /// What it allows.
    pub purpose: LinkPurpose,
    /// Path to go on to.
    pub next_path: Option<String>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// What a link gave when it was used.
#[derive(Clone, Debug, FromRow)]
pub struct UsedLink {
    /// Whose link.
    pub account_id: Uuid,
    /// Path to go on to.
    pub next_path: Option<String>,
}

/// A row of `session`. Not `Debug`: its secrets have no place in a log.
#[derive(Clone, FromRow)]
pub struct SessionRow {
    /// SHA-256 of the cookie's value.
    pub id_hash: String,
    /// The signed-in account.
    pub account_id: Option<Uuid>,
    /// JSON.
    pub data: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// The key that makes an address unique.
#[must_use]
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// The account of this id.
///
/// # Errors
/// [`DbError`].
pub async fn find_account(source: impl Into<Source<'_>>, id: Uuid) -> Result<Option<AccountRow>, DbError> {
    fetch_optional!(source.into(), AccountRow, "select * from account where id = $1", id)
}

/// The account of this address, whatever its case.
///
/// # Errors
/// [`DbError`].
pub async fn find_account_by_email(source: impl Into<Source<'_>>, email: &str) -> Result<Option<AccountRow>, DbError> {
    fetch_optional!(source.into(), AccountRow, "select * from account where email_key = $1", email_key(email))
}

/// Opens an account.
///
/// # Errors
/// [`AppError::JustTaken`] when the address has one already.
pub async fn create_account(transaction: &mut Transaction, account: &AccountRow) -> Result<(), WriteError> {
    let sql =
        "insert into account (id, email, email_key, password_hash, display_name, birth_date, commune_code, time_zone,
                                    locale, email_verified_at, demonstration, created_at)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    execute!(
        transaction,
        sql,
        account.id,
        &account.email,
        email_key(&account.email),
        &account.password_hash,
        &account.display_name,
        account.birth_date,
        &account.commune_code,
        &account.time_zone,
        &account.locale,
        account.email_verified_at,
        account.demonstration,
        account.created_at,
    )
    .on_constraint(Constraint::AccountEmail, AppError::JustTaken)?;
    Ok(())
}

/// Replaces an account whose address was never confirmed: whoever opened it did not own the mailbox.
///
/// # Errors
/// [`DbError`].
pub async fn delete_unverified(transaction: &mut Transaction, id: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from account where id = $1 and email_verified_at is null", id)?;
    Ok(())
}

/// Notes that the mailbox is theirs; links that would prove it once more are gone.
///
/// # Errors
/// [`DbError`].
pub async fn mark_verified(transaction: &mut Transaction, id: Uuid, now: DateTime<Utc>) -> Result<(), DbError> {
    let sql = "update account set email_verified_at = coalesce(email_verified_at, $2) where id = $1";
    execute!(&mut *transaction, sql, id, now)?;
    execute!(transaction, "delete from account_link where account_id = $1 and purpose = 'verify'", id)?;
    Ok(())
}

/// Sets a new password and ends every session of the account, and every link that sets a password.
///
/// # Errors
/// [`DbError`].
pub async fn set_password(transaction: &mut Transaction, id: Uuid, hash: &str) -> Result<(), DbError> {
    execute!(&mut *transaction, "update account set password_hash = $2 where id = $1", id, hash)?;
    end_sessions(transaction, id).await
}

/// As [`set_password`], if the password is still `known`.
///
/// # Errors
/// [`AppError::WrongCredentials`] when it was changed meanwhile.
pub async fn replace_password(
    transaction: &mut Transaction,
    id: Uuid,
    known: Option<&str>,
    hash: &str,
) -> Result<(), WriteError> {
    let sql = "update account set password_hash = $3 where id = $1 and password_hash = $2";
    match execute!(&mut *transaction, sql, id, known, hash)? {
        0 => Err(WriteError::Answer(AppError::WrongCredentials)),
        _ => Ok(end_sessions(transaction, id).await?),
    }
}

async fn end_sessions(transaction: &mut Transaction, id: Uuid) -> Result<(), DbError> {
    execute!(&mut *transaction, "delete from session where account_id = $1", id)?;
    execute!(transaction, "delete from account_link where account_id = $1 and purpose = 'reset'", id)?;
    Ok(())
}

/// Sets the language of the account's mails and pages.
///
/// # Errors
/// [`DbError`].
pub async fn set_locale(transaction: &mut Transaction, id: Uuid, locale: &str) -> Result<(), DbError> {
    execute!(transaction, "update account set locale = $2 where id = $1", id, locale)?;
    Ok(())
}

/// Makes what one person writes come one after the other: until this transaction ends, another one that asks
/// the same waits here, and reads afterwards what this one wrote. Nothing is written for an account that is gone.
///
/// # Errors
/// [`AppError::SignInRequired`] when the account is gone.
pub async fn hold_account(transaction: &mut Transaction, id: Uuid) -> Result<(), WriteError> {
    // `select … for update`, as both engines understand it.
    match execute!(transaction, "update account set created_at = created_at where id = $1", id)? {
        0 => Err(WriteError::Answer(AppError::SignInRequired)),
        _ => Ok(()),
    }
}

/// Deletes the account and all that is only its own.
///
/// # Errors
/// [`DbError`].
pub async fn delete_account(transaction: &mut Transaction, id: Uuid) -> Result<(), DbError> {
    execute!(transaction, "delete from account where id = $1", id)?;
    Ok(())
}

/// Stores a link. Links work until they expire or are used, so that whoever asks for another one ends nobody's.
///
/// # Errors
/// [`DbError`].
pub async fn create_link(transaction: &mut Transaction, link: &NewLink) -> Result<(), DbError> {
    let purpose = link.purpose.code();
    let sql =
        "insert into account_link (token_hash, account_id, purpose, next_path, expires_at) values ($1, $2, $3, $4, $5)";
    execute!(transaction, sql, &link.token_hash, link.account_id, purpose, &link.next_path, link.expires_at)?;
    Ok(())
}

/// The account that a link is of, if it would still work; the link is not used up.
///
/// # Errors
/// [`DbError`].
pub async fn find_linked_account(
    db: &Db,
    token_hash: &str,
    purpose: LinkPurpose,
    now: DateTime<Utc>,
) -> Result<Option<AccountRow>, DbError> {
    let sql = "select a.* from account a join account_link l on l.account_id = a.id
               where l.token_hash = $1 and l.purpose = $2 and l.expires_at > $3";
    fetch_optional!(db, AccountRow, sql, token_hash, purpose.code(), now)
}

/// Uses a link up.
///
/// # Errors
/// [`AppError::LinkExpired`] when it was used, replaced or is too old.
pub async fn use_link(
    transaction: &mut Transaction,
    token_hash: &str,
    purpose: LinkPurpose,
    now: DateTime<Utc>,
) -> Result<UsedLink, WriteError> {
    let sql = "delete from account_link where token_hash = $1 and purpose = $2 and expires_at > $3 returning account_id, next_path";
    let used = fetch_optional!(transaction, UsedLink, sql, token_hash, purpose.code(), now)?;
    used.ok_or(WriteError::Answer(AppError::LinkExpired))
}

/// Opens a session.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn create_session(db: &Db, session: SessionRow) -> Result<(), AppError> {
    db.write(session, |transaction, session| {
        Box::pin(async move {
            let sql = "insert into session (id_hash, account_id, data, expires_at) values ($1, $2, $3, $4)";
            execute!(transaction, sql, &session.id_hash, session.account_id, &session.data, session.expires_at)?;
            Ok(())
        })
    })
    .await
}

/// Updates a session. One that ended in the meantime stays ended: a request that began before a change of
/// password must not bring it back.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn update_session(db: &Db, session: SessionRow) -> Result<(), AppError> {
    db.write(session, |transaction, session| {
        Box::pin(async move {
            let sql = "update session set account_id = $2, data = $3, expires_at = $4 where id_hash = $1";
            execute!(transaction, sql, &session.id_hash, session.account_id, &session.data, session.expires_at)?;
            Ok(())
        })
    })
    .await
}

/// A session that has not expired.
///
/// # Errors
/// [`DbError`].
pub async fn find_session(db: &Db, id_hash: &str, now: DateTime<Utc>) -> Result<Option<SessionRow>, DbError> {
    let sql = "select id_hash, account_id, data, expires_at from session where id_hash = $1 and expires_at > $2";
    fetch_optional!(db, SessionRow, sql, id_hash, now)
}

/// Ends a session.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn delete_session(db: &Db, id_hash: String) -> Result<(), AppError> {
    db.write(id_hash, |transaction, id_hash| {
        Box::pin(async move {
            execute!(transaction, "delete from session where id_hash = $1", id_hash)?;
            Ok(())
        })
    })
    .await
}

/// Removes what has expired: sessions, links, and accounts opened before `unproved_before` whose address nobody
/// has confirmed.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn delete_expired(db: &Db, now: DateTime<Utc>, unproved_before: DateTime<Utc>) -> Result<(), AppError> {
    db.write((now, unproved_before), |transaction, (now, unproved_before)| {
        Box::pin(async move {
            execute!(&mut *transaction, "delete from session where expires_at <= $1", *now)?;
            execute!(&mut *transaction, "delete from account_link where expires_at <= $1", *now)?;
            let sql = "delete from account where email_verified_at is null and created_at <= $1";
            execute!(transaction, sql, *unproved_before)?;
            Ok(())
        })
    })
    .await
}
