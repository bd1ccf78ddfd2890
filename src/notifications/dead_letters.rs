//! Mails that were given up: told to whoever runs the site, with as little of people as helps, put back in
//! line when asked to, and not kept for ever.

use super::store::{self, DeadRow};
use crate::{
    db::{Db, DbError},
    error::AppError,
};
use chrono::{DateTime, SecondsFormat, Utc};
use std::fmt;

/// A mail that was given up. Shown as one line: id, when, to whom, subject, attempts, the last error.
pub struct DeadLetter(DeadRow);

impl fmt::Display for DeadLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(row) = self;
        let to = redacted(&row.recipient);
        let when = row.dead_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        // The mail server's words usually repeat the address, and may be of several lines.
        let error = row.last_error.as_deref().unwrap_or_default().replace(&row.recipient, &to);
        let error = error.split_whitespace().collect::<Vec<_>>().join(" ");
        write!(f, "{} {when} to {to} \"{}\" attempts: {} error: {error}", row.id, row.subject, row.attempts)
    }
}

/// Enough of an address to recognise it when one knows it: `l…@exemple.fr`.
fn redacted(address: &str) -> String {
    let (name, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first: String = name.chars().take(1).collect();
    if domain.is_empty() { format!("{first}…") } else { format!("{first}…@{domain}") }
}

/// All of them, oldest first.
///
/// # Errors
/// [`DbError`].
pub async fn list(db: &Db) -> Result<Vec<DeadLetter>, DbError> {
    Ok(store::list_dead(db).await?.into_iter().map(DeadLetter).collect())
}

/// Puts all of them back in line, due at `now`, with every attempt before them; gives how many.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn retry(db: &Db, now: DateTime<Utc>) -> Result<u64, AppError> {
    store::revive_dead(db, now).await
}

/// Warns of them in the log, if there are any.
///
/// # Errors
/// [`DbError`].
pub async fn warn(db: &Db) -> Result<(), DbError> {
    let count = store::count_dead(db).await?;
    if count > 0 {
        tracing::warn!(count, "mails were given up: `declic mails --dead` lists them");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_shortened() {
        assert_eq!(redacted("lea.martin@exemple.fr"), "l…@exemple.fr");
        assert_eq!(redacted("é@exemple.fr"), "é…@exemple.fr");
        assert_eq!(redacted("pas une adresse"), "p…");
        assert_eq!(redacted(""), "…");
    }

    #[test]
    fn a_letter_is_one_line_without_the_address() {
        let letter = DeadLetter(DeadRow {
            id: uuid::Uuid::nil(),
            recipient: "lea@exemple.fr".to_owned(),
            subject: "Rencontre confirmée".to_owned(),
            attempts: 11,
            dead_at: DateTime::UNIX_EPOCH,
            last_error: Some("permanent error (550): no mailbox\nlea@exemple.fr here".to_owned()),
        });
        assert_eq!(
            letter.to_string(),
            "00000000-0000-0000-0000-000000000000 1970-01-01T00:00:00Z to l…@exemple.fr \"Rencontre confirmée\" \
             attempts: 11 error: permanent error (550): no mailbox l…@exemple.fr here"
        );
    }
}
