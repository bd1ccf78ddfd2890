//! What the page of a conversation, and who listens to it, are told.

use super::{
    super::{
        mails,
        store::{self, MessageRow, TalkRow},
        types::{ConversationDetails, Message, Side},
        views::{summary, telling},
    },
    circumstances, own_conversation, writing,
};
use crate::{accounts::session::CurrentUser, context::AppContext, error::AppError};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// Messages on one page.
const SHOWN: usize = 50;

/// The conversation of a talk of `user`: the newest messages, or those before the number `before`; with the message
/// `reported` to be reported. Whoever sees the newest has read them.
///
/// # Errors
/// [`AppError::NotFound`] for a stranger too.
pub async fn page(
    app: &AppContext,
    user: &CurrentUser,
    id: &str,
    before: &str,
    reported: &str,
    now: DateTime<Utc>,
) -> Result<ConversationDetails, AppError> {
    let (talk, side) = own_conversation(app, user, id).await?;
    let reader = talk.party(side).ok_or(AppError::NotFound)?;
    let circumstances = circumstances(&app.db, &talk, &reader).await?;
    let before: Option<i32> = before.parse().ok();
    let mut rows = match circumstances.may_read(side) {
        true => {
            let limit = i64::try_from(SHOWN + 1).unwrap_or(i64::MAX);
            store::list_messages(&app.db, talk.id, before.unwrap_or(i32::MAX), limit).await?
        }
        false => Vec::new(),
    };
    let has_older = rows.len() > SHOWN;
    rows.truncate(SHOWN);
    rows.reverse();
    let last = rows.last().map_or(0, |message| message.number);
    if before.is_none() && store::find_read_to(&app.db, user.id, talk.id).await?.is_some_and(|read| read < last) {
        writing::mark_read(app, user.id, talk.id, last).await?;
    }
    let told = |row: &MessageRow| message(&talk, side, user, row, now);
    let reported = match reported.parse() {
        Ok(number) if circumstances.may_read(side) => store::find_message(&app.db, talk.id, number).await?,
        _ => None,
    };
    Ok(ConversationDetails {
        talk: summary(&talk, side, user.locale, user.time_zone, now),
        older_before: rows.first().map(|first| first.number).filter(|_| has_older),
        is_newest: before.is_none(),
        last,
        writing: circumstances.writing(now),
        until: circumstances.until().map(|until| telling(&talk, user.locale, user.time_zone, now).moment(until)),
        has_other: circumstances.has_other,
        reported: reported.filter(|row| row.author_id != user.id).as_ref().map(told),
        messages: rows.iter().map(told).collect(),
    })
}

/// A message of `talk` as `user`, on `side`, reads it.
#[must_use]
pub fn message(talk: &TalkRow, side: Side, user: &CurrentUser, row: &MessageRow, now: DateTime<Utc>) -> Message {
    Message {
        number: row.number,
        is_own: row.author_id == user.id,
        other: mails::other_name(talk, side, user.locale),
        moment: telling(talk, user.locale, user.time_zone, now).moment(row.sent_at),
        body: row.body.clone(),
    }
}

/// The talk whose new messages `user` may listen to, with their side.
///
/// # Errors
/// [`AppError::NotFound`] for a stranger too, [`AppError::Forbidden`] while a guardian has to agree.
pub async fn to_listen(app: &AppContext, user: &CurrentUser, id: &str) -> Result<(TalkRow, Side), AppError> {
    let (talk, side) = own_conversation(app, user, id).await?;
    let reader = talk.party(side).ok_or(AppError::NotFound)?;
    let may_read = circumstances(&app.db, &talk, &reader).await?.may_read(side);
    if may_read { Ok((talk, side)) } else { Err(AppError::Forbidden) }
}

/// How many messages of each talk `user` has not read, by the talk's id.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn unread(app: &AppContext, user: &CurrentUser) -> Result<BTreeMap<String, u32>, AppError> {
    let counts = store::count_unread(&app.db, user.id).await?;
    Ok(counts.into_iter().map(|(talk, count)| (talk.to_string(), u32::try_from(count).unwrap_or(u32::MAX))).collect())
}
