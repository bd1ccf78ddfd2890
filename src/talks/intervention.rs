//! What moderators do to talks: they call them off, and close their conversations, so that somebody is safe.

use super::{
    lifecycle::{Action, Actor},
    store,
    transitions::{self, Change},
    types::{EndReason, EndedBy, Ending},
};
use crate::{
    context::AppContext,
    db::{Transaction, WriteError},
    error::AppError,
};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Ends what minors have with a professional, as part of the transaction that refuses the profile: what they have asked for
/// or agreed on is called off, and nobody writes any more, of talks that are over either. Adults' talks stay: they know whom
/// they agreed to meet, and a refusal says what a profile lacks, not that somebody is dangerous; where it is, a report
/// ends the talk.
///
/// # Errors
/// [`AppError`] of the writes.
pub async fn separate_minors(
    transaction: &mut Transaction,
    app: &AppContext,
    professional: Uuid,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    for talk in store::list_of_minors(&mut *transaction, professional, now).await? {
        call_off(&mut *transaction, app, talk, now).await?;
    }
    Ok(store::close_messages_of_minors(transaction, professional, now).await?)
}

/// Ends what two people have with each other by this talk: it is called off if it is still ahead, and its conversation
/// is closed for both.
///
/// # Errors
/// [`AppError`] of the writes.
pub async fn separate(
    transaction: &mut Transaction,
    app: &AppContext,
    talk: Uuid,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    call_off(&mut *transaction, app, talk, now).await?;
    Ok(store::close_messages(transaction, talk, now).await?)
}

async fn call_off(
    transaction: &mut Transaction,
    app: &AppContext,
    talk: Uuid,
    now: DateTime<Utc>,
) -> Result<(), WriteError> {
    let ending = Ending { by: EndedBy::Moderator, reason: EndReason::Moderation, note: None };
    let change = Change { talk, actor: Actor::Moderator, action: Action::Cancel, ending: Some(ending), now };
    match transitions::apply(transaction, app, &change).await {
        // Its hour has come, or it came to its end in the meantime.
        Ok(_) | Err(WriteError::Answer(AppError::TooLate)) => Ok(()),
        Err(error) => Err(error),
    }
}
