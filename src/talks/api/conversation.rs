//! What a browser may ask of conversations. Every function is a public endpoint.

use super::super::{
    form::{BlockForm, MessageForm, ReadForm, ReportForm},
    types::ConversationDetails,
};
use crate::error::AppError;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The conversation of one of the reader's own talks: the newest messages, which are read then, or those before the
/// number `before`; `reported` is the number of the message that the reader is about to report. Both may be empty.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for a stranger too.
#[server(prefix = "/api", endpoint = "conversation", input = GetUrl)]
pub async fn conversation(
    id: String,
    #[server(default)] before: String,
    #[server(default)] reported: String,
) -> Result<ConversationDetails, AppError> {
    use super::super::conversation::views;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    views::page(&context::app(), &user, &id, &before, &reported, context::now()).await.map_err(context::fail)
}

/// Sends a message to the other side of one of the reader's own talks.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for a stranger too, [`AppError::Invalid`],
/// [`AppError::TooManyAttempts`], [`AppError::ConversationClosed`].
#[server(prefix = "/api", endpoint = "send_message")]
pub async fn send_message(form: MessageForm) -> Result<(), AppError> {
    use super::super::conversation::writing;
    use crate::{accounts::session, context};
    let outcome = match session::require_user() {
        Ok(user) => writing::send(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer(&form, outcome).await
}

/// Notes that messages were read on an open page, which asks for it by its script.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for a stranger too, [`AppError::Forbidden`].
#[server(prefix = "/api", endpoint = "read_messages")]
pub async fn read_messages(form: ReadForm) -> Result<(), AppError> {
    use super::super::conversation::writing;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    writing::read(&context::app(), &user, &form).await.map_err(context::fail)
}

/// Reports the other side of one of the reader's own talks, or one message of theirs.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for a stranger too, [`AppError::Invalid`],
/// [`AppError::ConversationClosed`].
#[server(prefix = "/api", endpoint = "report_person")]
pub async fn report_person(form: ReportForm) -> Result<(), AppError> {
    use super::super::conversation::safety;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => safety::report(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::Reported).await
}

/// Blocks the other side of one of the reader's own talks.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for a stranger too, [`AppError::ConversationClosed`].
#[server(prefix = "/api", endpoint = "block_person")]
pub async fn block_person(form: BlockForm) -> Result<(), AppError> {
    use super::super::conversation::safety;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => safety::block(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::Blocked).await
}

/// Blocks the other side of one of the reader's own talks no longer.
///
/// # Errors
/// As [`block_person`].
#[server(prefix = "/api", endpoint = "unblock_person")]
pub async fn unblock_person(form: BlockForm) -> Result<(), AppError> {
    use super::super::conversation::safety;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => safety::unblock(&context::app(), &user, &form).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::Unblocked).await
}
