//! The SQL of roles and of the audit log.

use crate::{
    context,
    db::{Db, DbError, Source, Transaction, execute, fetch_all, fetch_one, fetch_optional},
};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// A role that somebody has.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct RoleRow {
    /// Its code.
    pub role: String,
    /// INSEE code of a relay's région, else empty.
    pub region: String,
}

/// A role with whose it is.
#[derive(Clone, Debug, FromRow)]
pub struct MemberRow {
    /// Whose.
    pub account_id: Uuid,
    /// Their name.
    pub display_name: String,
    /// Their address.
    pub email: String,
    /// Their language.
    pub locale: String,
    /// Code of the role.
    pub role: String,
    /// INSEE code of a relay's région, else empty.
    pub region: String,
}

/// A line to be written to the log.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'e> {
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it; nobody where it was whoever runs the program.
    pub actor: Option<Uuid>,
    /// Code of the role that who did it has.
    pub actor_role: &'static str,
    /// Code of what was done.
    pub action: &'static str,
    /// To what.
    pub subject: Uuid,
    /// Whose that is.
    pub account: Uuid,
    /// Coded reason.
    pub reason: Option<&'e str>,
    /// What was written with it.
    pub note: Option<&'e str>,
}

/// A line of the log.
#[derive(Clone, Debug, FromRow)]
pub struct EntryRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Code of the role that who did it had.
    pub actor_role: String,
    /// Who did it; nobody once they left.
    pub actor_name: Option<String>,
    /// Code of what was done.
    pub action: String,
    /// To what.
    pub subject_id: Uuid,
    /// Whose that was; nobody once they left.
    pub account_name: Option<String>,
    /// Coded reason.
    pub reason: Option<String>,
    /// What was written with it.
    pub note: Option<String>,
}

/// The roles of an account.
///
/// # Errors
/// [`DbError`].
pub async fn list_roles_of(source: impl Into<Source<'_>>, account: Uuid) -> Result<Vec<RoleRow>, DbError> {
    let sql = "select role, region from account_role where account_id = $1 order by role, region";
    fetch_all!(source.into(), RoleRow, sql, account)
}

/// Everybody's roles.
///
/// # Errors
/// [`DbError`].
pub async fn list_members(db: &Db) -> Result<Vec<MemberRow>, DbError> {
    let sql = "select r.account_id, a.display_name, a.email, a.locale, r.role, r.region
               from account_role r join account a on a.id = r.account_id order by r.role, r.region, a.display_name, a.id";
    fetch_all!(db, MemberRow, sql)
}

/// Gives a role; tells whether that is new.
///
/// # Errors
/// [`DbError`].
pub async fn insert_role(
    transaction: &mut Transaction,
    account: Uuid,
    role: &RoleRow,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sql = "insert into account_role (account_id, role, region, granted_at) values ($1, $2, $3, $4)
               on conflict (account_id, role, region) do nothing";
    Ok(execute!(transaction, sql, account, &role.role, &role.region, now)? > 0)
}

/// Takes a role back; tells whether there was one.
///
/// # Errors
/// [`DbError`].
pub async fn delete_role(transaction: &mut Transaction, account: Uuid, role: &RoleRow) -> Result<bool, DbError> {
    let sql = "delete from account_role where account_id = $1 and role = $2 and region = $3";
    Ok(execute!(transaction, sql, account, &role.role, &role.region)? > 0)
}

/// The moderators who were told nothing since `before`, one row for each of their roles.
///
/// # Errors
/// [`DbError`].
pub async fn list_untold(db: &Db, before: DateTime<Utc>) -> Result<Vec<MemberRow>, DbError> {
    let sql = "select r.account_id, a.display_name, a.email, a.locale, r.role, r.region
               from account_role r join account a on a.id = r.account_id
               left join moderation_notice n on n.account_id = r.account_id
               where n.told_at is null or n.told_at <= $1 order by r.account_id, r.role, r.region";
    fetch_all!(db, MemberRow, sql, before)
}

/// Notes that a moderator is told something now, unless they were since `before`; gives whether they are to be told.
///
/// # Errors
/// [`DbError`].
pub async fn claim_notice(
    transaction: &mut Transaction,
    account: Uuid,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sql = "insert into moderation_notice (account_id, told_at) values ($1, $3)
               on conflict (account_id) do update set told_at = excluded.told_at where moderation_notice.told_at <= $2";
    Ok(execute!(transaction, sql, account, before, now)? > 0)
}

/// Adds a line to the log.
///
/// # Errors
/// [`DbError`].
pub async fn insert_entry(transaction: &mut Transaction, entry: &NewEntry<'_>) -> Result<(), DbError> {
    let sql = "insert into audit_entry (id, at, actor_id, actor_role, action, subject_id, account_id, reason, note)
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    execute!(
        transaction,
        sql,
        context::new_id(),
        entry.at,
        entry.actor,
        entry.actor_role,
        entry.action,
        entry.subject,
        entry.account,
        entry.reason,
        entry.note,
    )?;
    Ok(())
}

/// Empties the words of the lines that concern an account: the schema lets nothing else be changed.
///
/// # Errors
/// [`DbError`].
pub async fn forget_words(transaction: &mut Transaction, account: Uuid) -> Result<(), DbError> {
    let sql = "update audit_entry set note = null where account_id = $1 and note is not null";
    execute!(transaction, sql, account)?;
    Ok(())
}

/// The columns of [`EntryRow`].
macro_rules! entry {
    ($rest:literal) => {
        concat!(
            "select e.at, e.actor_role, actor.display_name as actor_name, e.action, e.subject_id,
    concerned.display_name as account_name, e.reason, e.note
    from audit_entry e left join account actor on actor.id = e.actor_id
    left join account concerned on concerned.id = e.account_id ",
            $rest
        )
    };
}

/// Lines of the log, the newest first.
///
/// # Errors
/// [`DbError`].
pub async fn list_entries(db: &Db, limit: i64, offset: i64) -> Result<Vec<EntryRow>, DbError> {
    fetch_all!(db, EntryRow, entry!("order by e.at desc, e.id desc limit $1 offset $2"), limit, offset)
}

/// How many lines the log has.
///
/// # Errors
/// [`DbError`].
pub async fn count_entries(db: &Db) -> Result<i64, DbError> {
    fetch_one!(db, (i64,), "select count(*) from audit_entry").map(|(count,)| count)
}

/// What was last done to something.
///
/// # Errors
/// [`DbError`].
pub async fn find_latest_entry(db: &Db, subject: Uuid) -> Result<Option<EntryRow>, DbError> {
    let sql = entry!("where e.subject_id = $1 order by e.at desc, e.id desc limit 1");
    fetch_optional!(db, EntryRow, sql, subject)
}
