//! The conversation of a talk: messages between its two parties, in the app only. `rules` is the whole of who may read
//! and write and until when; what is written appears at once wherever somebody listens (`live`), and a mail tells who
//! does not (`notices`).

pub mod live;
pub mod notices;
pub mod rules;
pub mod safety;
pub mod views;
pub mod writing;

use super::{
    service::own_talk,
    store::{self, Party, TalkRow},
    types::{EndedBy, Side, Writing},
};
use crate::{
    accounts::session::CurrentUser,
    context::AppContext,
    db::{DbError, Source, WriteError},
    error::AppError,
};
use chrono::{DateTime, Utc};
use rules::Circumstances;
use uuid::Uuid;

/// What the rules know of the conversation of `talk`, seen from one of its parties.
///
/// # Errors
/// [`DbError`].
pub async fn circumstances(
    source: impl Into<Source<'_>>,
    talk: &TalkRow,
    reader: &Party<'_>,
) -> Result<Circumstances, DbError> {
    let other = talk.party(reader.side.other()).map(|other| other.account);
    let blockers = match other {
        Some(other) => store::list_blockers(source, reader.account, other).await?,
        None => Vec::new(),
    };
    Ok(Circumstances {
        has_other: other.is_some(),
        reader_blocks: blockers.contains(&reader.account),
        other_blocks: other.is_some_and(|other| blockers.contains(&other)),
        ..unhindered(talk)
    })
}

/// Whether the two sides of `talk` may still write to each other, unless one blocks the other.
#[must_use]
pub fn goes_on(talk: &TalkRow, now: DateTime<Utc>) -> bool {
    let has_other = talk.parties().count() == Side::BOTH.len();
    Circumstances { has_other, ..unhindered(talk) }.writing(now) == Writing::Open
}

/// The conversation of `talk` where both are there and nobody blocks.
fn unhindered(talk: &TalkRow) -> Circumstances {
    Circumstances {
        stage: talk.stage(),
        is_veiled: talk.is_veiled(),
        was_stopped: talk.ending().is_some_and(|ending| matches!(ending.by, EndedBy::Guardian | EndedBy::Moderator)),
        is_closed: talk.messages_closed_at.is_some(),
        over_at: talk.standing().ends_at(),
        ended_at: talk.ended_at,
        has_other: true,
        reader_blocks: false,
        other_blocks: false,
    }
}

/// A talk of `user` that has a conversation, with their side.
///
/// # Errors
/// [`AppError::NotFound`] for a stranger too, and while its hour is only held.
pub async fn own_conversation(app: &AppContext, user: &CurrentUser, id: &str) -> Result<(TalkRow, Side), AppError> {
    let (talk, side) = own_talk(app, user, id).await?;
    if rules::exists(talk.stage()) { Ok((talk, side)) } else { Err(AppError::NotFound) }
}

/// Whether either of two people blocks the other one: nothing new begins between them.
///
/// # Errors
/// [`AppError::Blocked`] for who blocks, [`AppError::Forbidden`] for who is blocked, who is not told more.
pub async fn require_unblocked(source: impl Into<Source<'_>>, who: Uuid, other: Uuid) -> Result<(), WriteError> {
    let blockers = store::list_blockers(source, who, other).await?;
    match blockers.as_slice() {
        [] => Ok(()),
        blockers if blockers.contains(&who) => Err(AppError::Blocked.into()),
        _ => Err(AppError::Forbidden.into()),
    }
}
