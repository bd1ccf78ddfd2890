//! What a domain hands over to be mailed.

use super::store;
use crate::{
    agenda::calendar::Method,
    context,
    db::{Db, DbError, Transaction},
    error::AppError,
};
use chrono::{DateTime, Utc};

/// A mail to be sent. Plain text: it reads the same everywhere and by everyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The address it goes to.
    pub recipient: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub body: String,
    /// A calendar object to attach, with its method.
    pub calendar: Option<(Method, String)>,
}

impl Mail {
    /// A mail without an attachment.
    #[must_use]
    pub fn text(recipient: &str, subject: impl Into<String>, body: impl Into<String>) -> Self {
        Self { recipient: recipient.to_owned(), subject: subject.into(), body: body.into(), calendar: None }
    }
}

/// Puts mails into the outbox as part of `transaction`: they go out if, and only if, it commits.
///
/// # Errors
/// [`DbError`].
pub async fn enqueue(transaction: &mut Transaction, mails: &[&Mail], now: DateTime<Utc>) -> Result<(), DbError> {
    store::insert(transaction, mails, now).await
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
