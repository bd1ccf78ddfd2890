//! The address that mail programs post to when their reader wants no more of a kind of mail (RFC 8058).

use crate::{
    context::{self, AppContext},
    notifications::unsubscribe,
};
use axum::{
    Extension,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};

/// Switches off what the token is about. No session is read and the body says nothing that matters, whatever form it
/// comes in. The answer is no redirect: not every sender of such requests follows one (§3.1).
pub async fn unsubscribe(Extension(app): Extension<AppContext>, Path(token): Path<String>) -> Response {
    match unsubscribe::switch_off(&app, &token, context::now()).await {
        Ok(()) => (StatusCode::OK, "unsubscribed").into_response(),
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, error.to_string()).into_response()
        }
    }
}
