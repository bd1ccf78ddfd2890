//! What a browser may ask of one's journey: what is kept there and what is not shown to anybody else.

#![expect(missing_docs, reason = "#[server] makes an undocumented struct of the documented arguments")]

use crate::{
    error::AppError,
    talks::{
        form::{DeleteSearchForm, FrequencyForm, NoteForm, SaveSearchForm},
        types::Journey,
    },
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// The reader's own journey, with a page of their past talks (from 1).
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "my_journey", input = GetUrl)]
pub async fn my_journey(page: u32) -> Result<Journey, AppError> {
    use crate::{accounts::session, context, talks::journey};
    let user = session::require_user()?;
    journey::page(&context::app(), &user, page, context::now()).await.map_err(context::fail)
}

/// Keeps a search for the reader, who gets a mail about whom it finds anew.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::Invalid`] for a search of nothing, or one too many.
#[server(prefix = "/api", endpoint = "save_search")]
pub async fn save_search(form: SaveSearchForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::saved_searches};
    let outcome = match session::require_user() {
        Ok(user) => saved_searches::save(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    let notice = outcome.as_ref().map_or(Notice::SearchSaved, |(_, notice)| *notice);
    context::answer_and_tell(&form, outcome.map(|(route, _)| route), notice).await
}

/// Changes how often the mails of one of the reader's own searches come.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for a stranger's too, [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "choose_frequency")]
pub async fn choose_frequency(form: FrequencyForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::saved_searches};
    let outcome = match session::require_user() {
        Ok(user) => saved_searches::choose_frequency(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::FrequencySaved).await
}

/// Keeps one of the reader's own searches no longer.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for what is no id.
#[server(prefix = "/api", endpoint = "delete_search")]
pub async fn delete_search(form: DeleteSearchForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::saved_searches};
    let outcome = match session::require_user() {
        Ok(user) => saved_searches::delete(&context::app(), &user, &form).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::SearchDeleted).await
}

/// Writes the reader's own note of one of their talks, which nobody else reads; an empty one deletes it.
///
/// # Errors
/// [`AppError::SignInRequired`], [`AppError::NotFound`] for a stranger's talk too, [`AppError::Invalid`].
#[server(prefix = "/api", endpoint = "save_note")]
pub async fn save_note(form: NoteForm) -> Result<(), AppError> {
    use crate::{accounts::session, context, form::Notice, talks::journey};
    let outcome = match session::require_user() {
        Ok(user) => journey::save_note(&context::app(), &user, &form, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer_and_tell(&form, outcome, Notice::NoteSaved).await
}
