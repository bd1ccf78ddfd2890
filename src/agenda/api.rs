//! What a browser may ask of its agenda's private feed.

use crate::error::AppError;
use leptos::prelude::*;

/// Switches the private feed on, or gives it a new address (the old one stops working).
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "renew_feed")]
pub async fn renew_feed() -> Result<(), AppError> {
    use super::{feed, form::FeedForm};
    use crate::{accounts::session, context};
    let outcome = match session::require_user() {
        Ok(user) => feed::renew(&context::db(), user.id, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer(&FeedForm, outcome).await
}

/// Switches the private feed off.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "revoke_feed")]
pub async fn revoke_feed() -> Result<(), AppError> {
    use super::{feed, form::FeedForm};
    use crate::{accounts::session, context};
    let outcome = match session::require_user() {
        Ok(user) => feed::revoke(&context::db(), user.id, context::now()).await,
        Err(error) => Err(error),
    };
    context::answer(&FeedForm, outcome).await
}
