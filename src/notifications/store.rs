//! The SQL of the outbox and of who does without which mails.

mod choices;

use super::{mail::Mail, types::MailKind};
use crate::{
    agenda::calendar::Method,
    context,
    db::{Db, DbError, Transaction, execute, fetch_all, fetch_one, fetch_optional, insert_rows},
    error::AppError,
};
pub use choices::*;
use chrono::{DateTime, Duration, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// How long a worker may take over one mail before another one takes it up.
const LEASE_SECONDS: i64 = 120;

/// A row of `outbox_mail`.
#[derive(Clone, FromRow)]
pub struct MailRow {
    /// Also its `Message-ID`, so that a mail sent twice is recognised.
    pub id: Uuid,
    /// The address it goes to.
    pub recipient: String,
    /// One line.
    pub subject: String,
    /// Plain text; empty once it was sent.
    pub body: String,
    /// The attached calendar object, until it was sent.
    pub calendar: Option<String>,
    /// `REQUEST` or `CANCEL`.
    pub calendar_method: Option<String>,
    /// Attempts so far, this one included.
    pub attempts: i32,
    /// When it was accepted by the mail server.
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was given up.
    pub dead_at: Option<DateTime<Utc>>,
    /// The address that switches its kind off, of a kind that can be, until it was sent.
    pub unsubscribe_url: Option<String>,
}

impl std::fmt::Debug for MailRow {
    /// Its name alone: what it says, and the links in it, are its reader's.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MailRow({})", self.id)
    }
}

/// A mail as it is written into the outbox.
#[derive(Clone)]
pub(super) struct NewMail {
    /// What is sent.
    pub mail: Mail,
    /// How its reader switches its kind off, if that can be.
    pub switch: Option<Switch>,
}

/// How somebody switches a kind of mail off.
#[derive(Clone)]
pub(super) struct Switch {
    /// Whose mail it is.
    pub account: Uuid,
    /// Of which kind.
    pub kind: MailKind,
    /// The address that switches it off.
    pub url: String,
}

fn method_code(method: Method) -> &'static str {
    match method {
        Method::Cancel => "CANCEL",
        Method::Request | Method::Publish => "REQUEST",
    }
}

/// Inserts mails, due at once.
pub(super) async fn insert(
    transaction: &mut Transaction,
    mails: &[NewMail],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    insert_rows!(
        transaction,
        "insert into outbox_mail (id, recipient, subject, body, calendar, calendar_method, account_id, kind,
             unsubscribe_url, minor_id, created_at, next_attempt_at)",
        mails,
        |new| context::new_id(),
        new.mail.recipient.clone(),
        new.mail.subject.clone(),
        new.mail.body.clone(),
        new.mail.calendar.as_ref().map(|(_, text)| text.clone()),
        new.mail.calendar.as_ref().map(|(method, _)| method_code(*method)),
        new.switch.as_ref().map(|switch| switch.account),
        new.switch.as_ref().map(|switch| switch.kind.code()),
        new.switch.as_ref().map(|switch| switch.url.clone()),
        new.mail.minor,
        now,
        now
    )?;
    Ok(())
}

/// Takes the next mail that is due, for [`LEASE_SECONDS`]; nobody else gets it meanwhile.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn lease_due(db: &Db, now: DateTime<Utc>) -> Result<Option<MailRow>, AppError> {
    db.write(now, |transaction, now| {
        Box::pin(async move {
            // The outer condition is checked again once the row's lock is held (PostgreSQL).
            let sql = "update outbox_mail set leased_until = $2, attempts = attempts + 1
                       where id = (select id from outbox_mail
                                   where sent_at is null and dead_at is null and next_attempt_at <= $1
                                     and (leased_until is null or leased_until <= $1)
                                   order by next_attempt_at, id limit 1)
                         and sent_at is null and dead_at is null and next_attempt_at <= $1
                         and (leased_until is null or leased_until <= $1)
                       returning *";
            Ok(fetch_optional!(transaction, MailRow, sql, *now, *now + Duration::seconds(LEASE_SECONDS))?)
        })
    })
    .await
}

/// What became of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// Accepted.
    Sent,
    /// Failed; try again then.
    Retry {
        /// When.
        at: DateTime<Utc>,
        /// Why it failed.
        error: String,
    },
    /// Failed for good.
    Dead {
        /// Why.
        error: String,
    },
}

/// Notes what became of an attempt and gives the lease back.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn settle(db: &Db, id: Uuid, attempt: Attempt, now: DateTime<Utc>) -> Result<(), AppError> {
    db.write((id, attempt), move |transaction, (id, attempt)| {
        Box::pin(async move {
            match attempt {
                Attempt::Sent => {
                    // What it said has served; a link in it may still work.
                    let sql = "update outbox_mail set sent_at = $2, leased_until = null, last_error = null, body = '',
                                   calendar = null, calendar_method = null, unsubscribe_url = null
                               where id = $1";
                    execute!(transaction, sql, *id, now)?
                }
                Attempt::Retry { at, error } => {
                    let sql = "update outbox_mail set next_attempt_at = $2, leased_until = null, last_error = $3 where id = $1";
                    execute!(transaction, sql, *id, *at, error)?
                }
                Attempt::Dead { error } => {
                    let sql = "update outbox_mail set dead_at = $2, leased_until = null, last_error = $3 where id = $1";
                    execute!(transaction, sql, *id, now, error)?
                }
            };
            Ok(())
        })
    })
    .await
}

/// Removes what was sent before `sent` and what was given up before `dead`: it holds personal data and has
/// served.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn delete_old(db: &Db, sent: DateTime<Utc>, dead: DateTime<Utc>) -> Result<(), AppError> {
    db.write((sent, dead), |transaction, (sent, dead)| {
        Box::pin(async move {
            execute!(transaction, "delete from outbox_mail where sent_at < $1 or dead_at < $2", *sent, *dead)?;
            Ok(())
        })
    })
    .await
}

/// Removes what was sent to an address, or given up.
pub(super) async fn delete_settled(transaction: &mut Transaction, recipient: &str) -> Result<(), DbError> {
    execute!(
        transaction,
        "delete from outbox_mail where recipient = $1 and (sent_at is not null or dead_at is not null)",
        recipient
    )?;
    Ok(())
}

/// Removes what waits for the guardians of a minor: what goes to one address, or all of it. A mail that is being sent at
/// this moment may still arrive.
pub(super) async fn delete_waiting(
    transaction: &mut Transaction,
    minor: Uuid,
    guardian: Option<&str>,
) -> Result<(), DbError> {
    let sql = "delete from outbox_mail
               where minor_id = $1 and ($2 is null or recipient = $2) and sent_at is null and dead_at is null";
    execute!(transaction, sql, minor, guardian)?;
    Ok(())
}

/// Removes what was sent to an address, given up or waits, but for what waits for its owner as a guardian.
pub(super) async fn delete_all(transaction: &mut Transaction, recipient: &str) -> Result<(), DbError> {
    let sql = "delete from outbox_mail
               where recipient = $1 and (sent_at is not null or dead_at is not null or minor_id is null)";
    execute!(transaction, sql, recipient)?;
    Ok(())
}

/// A mail that was given up, without its text.
#[derive(Clone, Debug, FromRow)]
pub struct DeadRow {
    /// Its id.
    pub id: Uuid,
    /// The address it was to go to.
    pub recipient: String,
    /// One line.
    pub subject: String,
    /// Attempts that were made.
    pub attempts: i32,
    /// When it was given up.
    pub dead_at: DateTime<Utc>,
    /// What the mail server said last.
    pub last_error: Option<String>,
}

/// The mails that were given up, oldest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_dead(db: &Db) -> Result<Vec<DeadRow>, DbError> {
    let sql = "select id, recipient, subject, attempts, dead_at, last_error from outbox_mail
               where dead_at is not null order by dead_at, id";
    fetch_all!(db, DeadRow, sql)
}

/// How many mails were given up.
///
/// # Errors
/// [`DbError`].
pub async fn count_dead(db: &Db) -> Result<i64, DbError> {
    let (count,) = fetch_one!(db, (i64,), "select count(*) from outbox_mail where dead_at is not null")?;
    Ok(count)
}

/// Makes every mail that was given up due at `now`, as if it were new; gives how many.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn revive_dead(db: &Db, now: DateTime<Utc>) -> Result<u64, AppError> {
    db.write(now, |transaction, now| {
        Box::pin(async move {
            let sql =
                "update outbox_mail set dead_at = null, attempts = 0, next_attempt_at = $1 where dead_at is not null";
            Ok(execute!(transaction, sql, *now)?)
        })
    })
    .await
}

/// The newest mails.
///
/// # Errors
/// [`DbError`].
pub async fn list_newest(db: &Db, limit: i64) -> Result<Vec<MailRow>, DbError> {
    fetch_all!(db, MailRow, "select * from outbox_mail order by id desc limit $1", limit)
}
