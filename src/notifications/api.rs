//! What a browser may ask of mail. Every function is a public endpoint.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

use super::{
    form::{MailChoicesForm, UnsubscribeForm},
    types::{MailChoices, MailView, Unsubscription},
};
use crate::error::AppError;
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The newest mails of the outbox. Public, but only a development server has it.
///
/// # Errors
/// [`AppError::NotFound`] anywhere else.
#[server(prefix = "/api", endpoint = "development_mails", input = GetUrl)]
pub async fn development_mails() -> Result<Vec<MailView>, AppError> {
    use super::{store, types::MailState};
    use crate::context;
    let app = context::app();
    if !app.development {
        return Err(context::fail(AppError::NotFound));
    }
    let rows = store::list_newest(&app.db, 100).await?;
    let view = |row: store::MailRow| MailView {
        id: row.id.to_string(),
        recipient: row.recipient,
        subject: row.subject,
        body: row.body,
        calendar_method: row.calendar_method,
        state: match (row.sent_at, row.dead_at) {
            (Some(_), _) => MailState::Sent,
            (None, Some(_)) => MailState::Dead,
            (None, None) => MailState::Waiting,
        },
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Which mails the reader wants.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "my_mail_choices", input = GetUrl)]
pub async fn my_mail_choices() -> Result<MailChoices, AppError> {
    use super::choices;
    use crate::{accounts::session, context};
    let user = session::require_user()?;
    choices::view(&context::app(), &user).await.map_err(context::fail)
}

/// Notes which mails the reader wants.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::Malformed`].
#[server(prefix = "/api", endpoint = "save_mail_choices")]
pub async fn save_mail_choices(form: MailChoicesForm) -> Result<(), AppError> {
    use super::choices;
    use crate::{accounts::session, context, form::Notice};
    let outcome = match session::require_user() {
        Ok(user) => choices::save(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::MailChoicesSaved).await
}

/// What the link of a mail switches off. Opening it changes nothing. Public: the token is the proof.
///
/// # Errors
/// [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "unsubscription_by_link", input = GetUrl)]
pub async fn unsubscription_by_link(token: String) -> Result<Unsubscription, AppError> {
    use super::unsubscribe;
    use crate::context;
    unsubscribe::page(&context::app(), &token).await.map_err(context::fail)
}

/// Switches off what the link of a mail is about. Public: the token is the proof.
///
/// # Errors
/// [`AppError::LinkExpired`].
#[server(prefix = "/api", endpoint = "unsubscribe")]
pub async fn unsubscribe(form: UnsubscribeForm) -> Result<(), AppError> {
    use super::unsubscribe;
    use crate::{context, routes::Route};
    let outcome = unsubscribe::switch_off(&context::app(), &form.token.0, context::now()).await;
    context::answer(&form, outcome.map(|()| Route::Unsubscribe(form.token.0.clone()))).await
}
