//! The two addresses that calendar programs read.

use crate::{
    accounts::session::Reader,
    context::{self, AppContext},
    error::AppError,
    talks::views,
};
use axum::{
    Extension,
    extract::Path,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};

/// `text/calendar` as a file of this name.
fn calendar(text: String, disposition: &'static str) -> Response {
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CONTENT_DISPOSITION, disposition)];
    (headers, text).into_response()
}

fn refusal(error: &AppError) -> Response {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

/// A talk's invitation, for its parties.
pub async fn invitation(
    Extension(app): Extension<AppContext>,
    Extension(reader): Extension<Reader>,
    Path(id): Path<String>,
) -> Response {
    let Some(user) = reader.user else {
        let next = crate::routes::Route::Talk(id).path();
        return Redirect::to(&crate::routes::Route::SignIn(Some(next)).path()).into_response();
    };
    match views::invitation_file(&app, &user, &id, context::now()).await {
        Ok(text) => calendar(text, "attachment; filename=\"declic.ics\""),
        Err(error) => refusal(&error),
    }
}

/// A private feed; the token is the whole proof.
pub async fn feed(Extension(app): Extension<AppContext>, Path(token): Path<String>) -> Response {
    match views::feed_file(&app, &token, context::now()).await {
        Ok(text) => calendar(text, "inline; filename=\"declic.ics\""),
        Err(error) => refusal(&error),
    }
}
