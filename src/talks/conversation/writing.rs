//! Writing a message, and reading what was written.

use super::{
    super::{
        form::{MessageForm, ReadForm},
        store,
        types::{Side, Writing},
    },
    circumstances, notices, own_conversation,
};
use crate::{
    accounts::session::CurrentUser,
    contact_details,
    context::{self, AppContext},
    db::{Transaction, WriteError},
    error::AppError,
    routes::Route,
};
use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

/// The same words within this time are one message: a second click on "send".
const SAME_WITHIN: Duration = Duration::seconds(10);
/// So many messages of one person are read as one text for contact details, after the explorer's question: a number that is
/// sent digit by digit is still a number,
const READ_TOGETHER: i64 = 30;
/// if they were sent within this time.
const TOGETHER_WITHIN: Duration = Duration::hours(1);

struct NewMessage {
    id: Uuid,
    talk: Uuid,
    author: Uuid,
    body: String,
    now: DateTime<Utc>,
}

/// Sends a message to the other side of a talk of `user`; gives the place in the conversation where it stands.
///
/// # Errors
/// [`AppError::NotFound`] for a stranger, [`AppError::Invalid`] for what cannot be sent, contact details included,
/// [`AppError::TooManyAttempts`], [`AppError::ConversationClosed`].
pub async fn send(
    app: &AppContext,
    user: &CurrentUser,
    form: &MessageForm,
    now: DateTime<Utc>,
) -> Result<Route, AppError> {
    let (talk, _) = own_conversation(app, user, &form.talk).await?;
    form.check()?;
    // Before the look for contact details: what passes is not found out by trying.
    app.limits.count_message(&user.id.to_string())?;
    let body = form.text();
    contact_details::refuse("body", &body)?;
    let message = NewMessage { id: context::new_id(), talk: talk.id, author: user.id, body, now };
    let number = app.db.write(message, |transaction, message| Box::pin(write_message(transaction, message))).await?;
    Ok(Route::Message { talk: talk.id.to_string(), number })
}

async fn write_message(transaction: &mut Transaction, message: &NewMessage) -> Result<i32, WriteError> {
    let NewMessage { id, talk, author, body, now } = message;
    // Messages of one talk are numbered one after the other.
    let talk = store::hold_talk(&mut *transaction, *talk).await?;
    let author = talk.party_of(*author).ok_or(AppError::NotFound)?;
    let circumstances = circumstances(&mut *transaction, &talk, &author).await?;
    let other = talk.party(author.side.other());
    let Some(other) = other.filter(|_| circumstances.writing(*now) == Writing::Open) else {
        return Err(WriteError::Answer(AppError::ConversationClosed));
    };
    let mut recent = store::list_messages_of(&mut *transaction, talk.id, author.account, READ_TOGETHER).await?;
    if let Some(last) = recent.first()
        && last.body == *body
        && *now - last.sent_at < SAME_WITHIN
    {
        return Ok(last.number);
    }
    recent.retain(|message| *now - message.sent_at < TOGETHER_WITHIN);
    let question = talk.question.as_deref().filter(|_| author.side == Side::Explorer);
    let messages = recent.iter().rev().map(|message| message.body.as_str());
    let together: Vec<&str> = question.into_iter().chain(messages).chain([body.as_str()]).collect();
    contact_details::refuse("body", &together.join("\n"))?;
    let number = store::insert_message(&mut *transaction, *id, talk.id, author.account, body, *now).await?;
    store::await_reading(transaction, other.account, talk.id, *now + notices::PATIENCE).await?;
    Ok(number)
}

/// Notes that `user` has read a conversation as far as their open page shows it.
///
/// # Errors
/// [`AppError::NotFound`] for a stranger, [`AppError::Forbidden`] while they may not read it.
pub async fn read(app: &AppContext, user: &CurrentUser, form: &ReadForm) -> Result<(), AppError> {
    let (talk, side) = own_conversation(app, user, &form.talk).await?;
    let reader = talk.party(side).ok_or(AppError::NotFound)?;
    if !circumstances(&app.db, &talk, &reader).await?.may_read(side) {
        return Err(AppError::Forbidden);
    }
    mark_read(app, user.id, talk.id, form.number).await
}

/// Notes that `reader` has read a talk's messages up to `number`.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn mark_read(app: &AppContext, reader: Uuid, talk: Uuid, number: i32) -> Result<(), AppError> {
    app.db
        .write((reader, talk, number), |transaction, (reader, talk, number)| {
            Box::pin(async move { Ok(store::mark_read(transaction, *reader, *talk, *number).await?) })
        })
        .await
}
