//! The clock of a development server: who tests what takes days moves it on, instead of waiting.

use crate::{
    context::{self, AppContext},
    talks,
};
use axum::{Extension, Form, http::StatusCode};
use chrono::{DateTime, Utc};
use serde::Deserialize;

/// When it is to be.
#[derive(Debug, Deserialize)]
pub struct Then {
    to: DateTime<Utc>,
}

/// Moves the clock of this process on and does what is due by then; 422 for a moment that is past: a clock never goes
/// back. Only a development server has this route.
pub async fn advance(Extension(app): Extension<AppContext>, Form(then): Form<Then>) -> StatusCode {
    if !context::advance_clock(then.to) {
        return StatusCode::UNPROCESSABLE_ENTITY;
    }
    match talks::clock::tick(&app, context::now()).await {
        Ok(()) => StatusCode::NO_CONTENT,
        // Logged where it happened; the job tries again.
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}
