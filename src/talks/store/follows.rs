//! Who is told when a professional of a trade joins.

use crate::db::{Db, DbError, Transaction, execute, fetch_all, fetch_one, select_in};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// A trade that somebody follows.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct FollowRow {
    /// ROME code.
    pub trade_code: String,
    /// INSEE code, or empty for anywhere.
    pub department: String,
    /// Whether its reader stopped such mails.
    pub mails_are_off: bool,
}

/// Whom a mail goes to.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct FollowerRow {
    /// Their address.
    pub email: String,
    /// Their name.
    pub display_name: String,
    /// Their language.
    pub locale: String,
}

/// Follows a trade; gives whether that is new. Only while the account is held: how many they follow is counted
/// afterwards.
///
/// # Errors
/// [`DbError`].
pub async fn follow(
    transaction: &mut Transaction,
    account: Uuid,
    trade: &str,
    department: &str,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let sql = "insert into trade_follow (account_id, trade_code, department, created_at) values ($1, $2, $3, $4)
               on conflict (account_id, trade_code, department) do nothing";
    Ok(execute!(transaction, sql, account, trade, department, now)? > 0)
}

/// How many trades a person follows.
///
/// # Errors
/// [`DbError`].
pub async fn count_follows(transaction: &mut Transaction, account: Uuid) -> Result<i64, DbError> {
    let sql = "select count(*) from trade_follow where account_id = $1";
    fetch_one!(transaction, (i64,), sql, account).map(|(count,)| count)
}

/// Follows a trade no longer.
///
/// # Errors
/// [`DbError`].
pub async fn unfollow(
    transaction: &mut Transaction,
    account: Uuid,
    trade: &str,
    department: &str,
) -> Result<(), DbError> {
    let sql = "delete from trade_follow where account_id = $1 and trade_code = $2 and department = $3";
    execute!(transaction, sql, account, trade, department)?;
    Ok(())
}

/// What a person follows, the newest first; `kind` is the code of their mails.
///
/// # Errors
/// [`DbError`].
pub async fn list_follows(db: &Db, account: Uuid, kind: &str) -> Result<Vec<FollowRow>, DbError> {
    let sql = "select f.trade_code, f.department, o.kind is not null as mails_are_off
               from trade_follow f left join mail_optout o on o.account_id = f.account_id and o.kind = $2
               where f.account_id = $1 order by f.created_at desc, f.trade_code, f.department";
    fetch_all!(db, FollowRow, sql, account, kind)
}

/// Takes the followers of a trade in one of two départements (empty for anywhere) who were born after the one day and until
/// the other, but for `professional`: they follow it no longer. A person who follows it in both is there twice.
///
/// # Errors
/// [`DbError`].
pub async fn take_followers(
    transaction: &mut Transaction,
    trade: &str,
    departments: [&str; 2],
    professional: Uuid,
    (born_after, born_by): (NaiveDate, NaiveDate),
) -> Result<Vec<Uuid>, DbError> {
    let sql = "delete from trade_follow where trade_code = $1 and department in ($2, $3) and account_id <> $4
                   and account_id in (select id from account where birth_date > $5 and birth_date <= $6)
               returning account_id";
    let [one, other] = departments;
    let rows: Vec<(Uuid,)> =
        fetch_all!(transaction, (Uuid,), sql, trade, one, other, professional, born_after, born_by)?;
    Ok(rows.into_iter().map(|(account,)| account).collect())
}

/// The addresses of these accounts, in no order.
///
/// # Errors
/// [`DbError`].
pub async fn list_followers(transaction: &mut Transaction, accounts: &[Uuid]) -> Result<Vec<FollowerRow>, DbError> {
    select_in!(transaction, FollowerRow, "select email, display_name, locale from account where id in", accounts)
}
