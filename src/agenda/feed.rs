//! The private feed of an agenda, switched on and off.

use super::store;
use crate::{context, db::Db, error::AppError, routes::Route};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Switches the feed on, or gives it a new address; gives the agenda's page.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn renew(db: &Db, person: Uuid, now: DateTime<Utc>) -> Result<Route, AppError> {
    store::set_feed(db, person, Some(context::new_token()?), now).await?;
    Ok(Route::Agenda)
}

/// Switches the feed off; gives the agenda's page.
///
/// # Errors
/// [`AppError`] of the write.
pub async fn revoke(db: &Db, person: Uuid, now: DateTime<Utc>) -> Result<Route, AppError> {
    store::set_feed(db, person, None, now).await?;
    Ok(Route::Agenda)
}
