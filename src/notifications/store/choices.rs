//! Who does without which mails, and the secret that signs the links that say so.

use super::super::types::MailKind;
use crate::{
    db::{Db, DbError, Transaction, WriteError, execute, fetch_all, fetch_one, fetch_optional, select_in},
    error::AppError,
};
use chrono::{DateTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

/// Somebody who reads mail that can be switched off: one row for each kind that is, or one without.
#[derive(Clone, Debug, FromRow)]
pub struct ReaderRow {
    /// The account.
    pub id: Uuid,
    /// The key of its address.
    pub email_key: String,
    /// Code of its language.
    pub locale: String,
    /// Code of a kind that is switched off.
    pub switched_off: Option<String>,
}

/// The accounts of these addresses (by their keys), with what they switched off.
///
/// # Errors
/// [`DbError`].
pub async fn list_readers(transaction: &mut Transaction, keys: &[String]) -> Result<Vec<ReaderRow>, DbError> {
    select_in!(
        transaction,
        ReaderRow,
        "select a.id, a.email_key, a.locale, o.kind as switched_off
         from account a left join mail_optout o on o.account_id = a.id where a.email_key in",
        keys
    )
}

/// Makes what one person says of their mail come one after the other.
///
/// # Errors
/// [`AppError::LinkExpired`] when the account is gone.
pub async fn hold_reader(transaction: &mut Transaction, account: Uuid) -> Result<(), WriteError> {
    // `select … for update`, as both engines understand it.
    match execute!(transaction, "update account set created_at = created_at where id = $1", account)? {
        0 => Err(WriteError::Answer(AppError::LinkExpired)),
        _ => Ok(()),
    }
}

/// The codes of what somebody switched off.
///
/// # Errors
/// [`DbError`].
pub async fn list_switched_off(db: &Db, account: Uuid) -> Result<Vec<String>, DbError> {
    let sql = "select kind from mail_optout where account_id = $1 order by kind";
    let rows: Vec<(String,)> = fetch_all!(db, (String,), sql, account)?;
    Ok(rows.into_iter().map(|(kind,)| kind).collect())
}

/// Whether somebody switched a kind off; nothing for an account that is gone.
///
/// # Errors
/// [`DbError`].
pub async fn find_switch(db: &Db, account: Uuid, kind: MailKind) -> Result<Option<bool>, DbError> {
    let sql = "select count(o.kind) from account a left join mail_optout o on o.account_id = a.id and o.kind = $2
               where a.id = $1 group by a.id";
    let row: Option<(i64,)> = fetch_optional!(db, (i64,), sql, account, kind.code())?;
    Ok(row.map(|(count,)| count > 0))
}

/// Switches kinds off, and takes back what waits to be sent of them.
///
/// # Errors
/// [`DbError`].
pub async fn switch_off(
    transaction: &mut Transaction,
    account: Uuid,
    kinds: &[MailKind],
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    for kind in kinds {
        let sql = "insert into mail_optout (account_id, kind, created_at) values ($1, $2, $3)
                   on conflict (account_id, kind) do nothing";
        execute!(&mut *transaction, sql, account, kind.code(), now)?;
    }
    // What a worker holds is on its way.
    let sql = "delete from outbox_mail where account_id = $1 and sent_at is null
                   and (leased_until is null or leased_until <= $2)
                   and kind in (select kind from mail_optout where account_id = $1)";
    execute!(transaction, sql, account, now)?;
    Ok(())
}

/// Switches kinds on again.
///
/// # Errors
/// [`DbError`].
pub async fn switch_on(transaction: &mut Transaction, account: Uuid, kinds: &[MailKind]) -> Result<(), DbError> {
    for kind in kinds {
        execute!(
            &mut *transaction,
            "delete from mail_optout where account_id = $1 and kind = $2",
            account,
            kind.code()
        )?;
    }
    Ok(())
}

/// The site's secret for `purpose`: `fresh`, unless there was one already.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn secret(db: &Db, purpose: &'static str, fresh: String) -> Result<String, AppError> {
    db.write((purpose, fresh), |transaction, (purpose, fresh)| {
        Box::pin(async move {
            let sql = "insert into site_secret (purpose, secret) values ($1, $2) on conflict (purpose) do nothing";
            execute!(&mut *transaction, sql, *purpose, fresh)?;
            let (secret,) =
                fetch_one!(transaction, (String,), "select secret from site_secret where purpose = $1", *purpose)?;
            Ok(secret)
        })
    })
    .await
}
