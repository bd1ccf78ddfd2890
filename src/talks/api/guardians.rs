//! What the browser of who answers for a minor may ask, and where they are asked.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

use crate::{
    error::AppError,
    talks::{
        form::{ConsentForm, ObjectForm, TalkGuardianForm},
        types::ConsentRequest,
    },
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// What the link of a mail asks a guardian. Opening it changes nothing. Public: the token is the proof.
///
/// # Errors
/// [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "consent_by_link", input = GetUrl)]
pub async fn consent_by_link(token: String) -> Result<ConsentRequest, AppError> {
    use crate::{accounts::session, context, talks::guardians};
    let l = session::reader().locale;
    guardians::consent_page(&context::app(), &token, l, context::now()).await.map_err(context::fail)
}

/// A guardian agrees to a minor's talk, or to every talk of six months. Public: the token is the proof.
///
/// # Errors
/// [`AppError::Invalid`], [`AppError::LinkExpired`], [`AppError::TooLate`].
#[server(prefix = "/api", endpoint = "give_consent")]
pub async fn give_consent(form: ConsentForm) -> Result<(), AppError> {
    use crate::{context, form::Notice, routes::Route, talks::guardians};
    let outcome = guardians::agree(&context::app(), &form, context::now()).await.map(|()| Route::Answered);
    context::answer_and_tell(&form, outcome, Notice::ConsentGiven).await
}

/// A guardian does not agree, or no longer: the talk is called off, or all that the agreement covered. Public: the
/// token is the proof.
///
/// # Errors
/// [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "object_to_talk")]
pub async fn object_to_talk(form: ObjectForm) -> Result<(), AppError> {
    use crate::{context, form::Notice, routes::Route, talks::guardians};
    let outcome = guardians::object(&context::app(), &form.token.0, context::now()).await.map(|()| Route::Answered);
    context::answer_and_tell(&form, outcome, Notice::ConsentRefused).await
}

/// Asks the guardian of one of the reader's own talks at another address, or once more.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`], [`AppError::Invalid`], [`AppError::TooManyAttempts`],
/// [`AppError::TooLate`].
#[server(prefix = "/api", endpoint = "correct_guardian")]
pub async fn correct_guardian(form: TalkGuardianForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::guardians};
    let outcome = match session::require_user() {
        Ok(user) => guardians::correct(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::TalkGuardianAsked).await
}
