//! What a domain hands over to be mailed.

use super::{mail::Mail, store};
use crate::{
    context,
    db::{Db, DbError, Transaction},
    error::AppError,
};
use chrono::{DateTime, Utc};

/// Puts mails into the outbox as part of `transaction`: they go out if, and only if, it commits.
///
/// # Errors
/// [`DbError`].
pub async fn enqueue(transaction: &mut Transaction, mails: &[&Mail], now: DateTime<Utc>) -> Result<(), DbError> {
    store::insert(transaction, mails, now).await
}

/// Forgets what was sent to the address of somebody who leaves, or given up, as part of `transaction`.
///
/// # Errors
/// [`DbError`].
pub async fn forget(transaction: &mut Transaction, recipient: &str) -> Result<(), DbError> {
    store::delete_settled(transaction, recipient).await
}

/// Puts one mail into the outbox in a transaction of its own.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn send(db: &Db, mail: Mail) -> Result<(), AppError> {
    db.write(mail, |transaction, mail| {
        Box::pin(async move { Ok(enqueue(transaction, &[mail], context::now()).await?) })
    })
    .await
}
