//! The log of what moderators did: written in the transaction that does it, never changed, read by administrators.

use super::{
    roles::Moderator,
    store::{self, NewEntry},
    types::Deed,
};
use crate::db::{DbError, Transaction};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Who did it.
#[derive(Clone, Copy, Debug)]
pub enum By<'m> {
    /// A moderator.
    Moderator(&'m Moderator),
    /// Whoever runs the program.
    Operator,
}

impl By<'_> {
    fn id(self) -> Option<Uuid> {
        match self {
            Self::Moderator(moderator) => Some(moderator.user.id),
            Self::Operator => None,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Moderator(moderator) => moderator.reach.role().code(),
            Self::Operator => "operator",
        }
    }
}

/// A line to be written. Ids and codes stay when people leave; only the words go.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'e> {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: By<'e>,
    /// What.
    pub deed: Deed,
    /// To what: the id of a profile, an account, ….
    pub subject: Uuid,
    /// Whose that is.
    pub account: Uuid,
    /// Coded reason.
    pub reason: Option<&'e str>,
    /// What was written with it.
    pub note: Option<&'e str>,
}

/// Writes a line as part of `transaction`: what is not done is not in the log, and what is done is.
///
/// # Errors
/// [`DbError`].
pub async fn record(transaction: &mut Transaction, entry: &Entry<'_>) -> Result<(), DbError> {
    let Entry { at, by, deed, subject, account, reason, note } = *entry;
    let (actor, actor_role, action) = (by.id(), by.code(), deed.code());
    let entry = NewEntry { at, actor, actor_role, action, subject, account, reason, note };
    store::insert_entry(transaction, &entry).await
}

/// Forgets the words about somebody who leaves, as part of `transaction`; that it was done, and by whom, stays.
///
/// # Errors
/// [`DbError`].
pub async fn forget(transaction: &mut Transaction, account: Uuid) -> Result<(), DbError> {
    store::forget_words(transaction, account).await
}
