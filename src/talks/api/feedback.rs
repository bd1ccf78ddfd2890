//! What a browser may ask of a talk that is over.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

use crate::{
    error::AppError,
    talks::{
        form::{FeedbackForm, ProfessionalNoteForm, TakeThanksBackForm, ThanksForm, WordForm},
        types::ThanksPage,
    },
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Says whether one of the reader's own talks took place.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::Invalid`], [`AppError::TooLate`].
#[server(prefix = "/api", endpoint = "tell_talk")]
pub async fn tell_talk(form: WordForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::answering};
    let outcome = match session::require_user() {
        Ok(user) => answering::tell(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::WordTaken).await
}

/// Thanks the professional of one of the reader's own talks that is over.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::Forbidden`] for the professional,
/// [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "thank_professional")]
pub async fn thank_professional(form: ThanksForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::feedback};
    let outcome = match session::require_user() {
        Ok(user) => feedback::thank(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::ThanksSent).await
}

/// Takes the reader's own thanks back.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::Forbidden`] for the professional.
#[server(prefix = "/api", endpoint = "take_thanks_back")]
pub async fn take_thanks_back(form: TakeThanksBackForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::feedback};
    let outcome = match session::require_user() {
        Ok(user) => feedback::take_thanks_back(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::ThanksTakenBack).await
}

/// Keeps the reader's private answers about one of their own talks that is over.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::Forbidden`] for the professional,
/// [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "answer_feedback")]
pub async fn answer_feedback(form: FeedbackForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::feedback};
    let outcome = match session::require_user() {
        Ok(user) => feedback::answer(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::WordTaken).await
}

/// Keeps the reader's note to themselves about a talk that they gave.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::Forbidden`] for the explorer, [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "note_talk")]
pub async fn note_talk(form: ProfessionalNoteForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::feedback};
    let outcome = match session::require_user() {
        Ok(user) => feedback::note(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::WordTaken).await
}

/// A page of the thanks that the reader got, from 1.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "my_thanks", input = GetUrl)]
pub async fn my_thanks(page: u32) -> Result<ThanksPage, AppError> {
    use crate::{accounts::session, context, talks::feedback};
    let user = session::require_user()?;
    feedback::views::thanks_page(&context::app(), &user, page, context::now()).await.map_err(context::fail)
}
