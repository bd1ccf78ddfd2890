//! Links in mails that answer a request or bring a paused profile back: unguessable, single use, for one account,
//! until the answer is worth nothing. Opening one changes nothing: its page asks first, as scanners of mail open links.

use super::{
    store::{self, TalkRow},
    types::Side,
};
use crate::{
    accounts::service::token_hash,
    context::{AppContext, new_token},
    db::{Transaction, WriteError},
    error::AppError,
};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// How long the link in the mail about a pause works.
const RETURN_WITHIN: Duration = Duration::days(90);

/// A new link's token: for the talk and until the instant of `talk`, or to bring a paused profile back.
///
/// # Errors
/// [`AppError::Internal`] without randomness.
pub async fn create(
    transaction: &mut Transaction,
    account: Uuid,
    talk: Option<(Uuid, DateTime<Utc>)>,
    now: DateTime<Utc>,
) -> Result<String, WriteError> {
    let token = new_token()?;
    let until = talk.map_or(now + RETURN_WITHIN, |(_, until)| until);
    store::insert_link(transaction, &token_hash(&token), account, talk.map(|(id, _)| id), until).await?;
    Ok(token)
}

/// The talk that a link answers, and the side that answers it. The link is used up by the answer.
///
/// # Errors
/// [`AppError::LinkExpired`] when it was used, is too old or never was.
pub async fn talk(app: &AppContext, token: &str, now: DateTime<Utc>) -> Result<(TalkRow, Side), AppError> {
    let link = store::find_link(&app.db, &token_hash(token), now).await?.ok_or(AppError::LinkExpired)?;
    let talk = store::find_talk(&app.db, link.talk_id.ok_or(AppError::LinkExpired)?).await?;
    let talk = talk.ok_or(AppError::LinkExpired)?;
    let side = talk.party_of(link.account_id).ok_or(AppError::LinkExpired)?.side;
    Ok((talk, side))
}

/// That a link still works.
///
/// # Errors
/// [`AppError::LinkExpired`].
pub async fn require(transaction: &mut Transaction, token: &str, now: DateTime<Utc>) -> Result<(), WriteError> {
    let link = store::find_link(transaction, &token_hash(token), now).await?;
    link.map(|_| ()).ok_or(WriteError::Answer(AppError::LinkExpired))
}

/// The account whose paused profile a link brings back.
///
/// # Errors
/// [`AppError::LinkExpired`] when it was used, is too old or never was.
pub async fn returning(app: &AppContext, token: &str, now: DateTime<Utc>) -> Result<Uuid, AppError> {
    let link = store::find_link(&app.db, &token_hash(token), now).await?;
    link.filter(|link| link.talk_id.is_none()).map(|link| link.account_id).ok_or(AppError::LinkExpired)
}
