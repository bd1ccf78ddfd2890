//! What a browser may ask of its agenda's private feed.

use crate::error::AppError;
use leptos::prelude::*;

/// Switches the private feed on, or gives it a new address (the old one stops working).
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "renew_feed")]
pub async fn renew_feed() -> Result<(), AppError> {
    use super::store;
    use crate::{accounts::session, context, routes::Route};
    let user = session::require_user()?;
    store::set_feed(&context::db(), user.id, Some(context::new_token()?), context::now()).await?;
    leptos_axum::redirect(&Route::Agenda.path());
    Ok(())
}

/// Switches the private feed off.
///
/// # Errors
/// [`AppError::SignInRequired`].
#[server(prefix = "/api", endpoint = "revoke_feed")]
pub async fn revoke_feed() -> Result<(), AppError> {
    use super::store;
    use crate::{accounts::session, context, routes::Route};
    let user = session::require_user()?;
    store::set_feed(&context::db(), user.id, None, context::now()).await?;
    leptos_axum::redirect(&Route::Agenda.path());
    Ok(())
}
