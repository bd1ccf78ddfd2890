//! Arguments that cannot be read are the caller's mistake; server functions answer as if it were ours.

use crate::error::AppError;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::Response,
};
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;

/// An error's answer is a code of a few bytes.
const LONGEST: usize = 64 * 1024;

/// Turns the 500 of a server function that could not read its arguments into the status of
/// [`AppError::Malformed`].
pub async fn blame_caller(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_failure = response.status() == StatusCode::INTERNAL_SERVER_ERROR;
    if !is_failure || !response.headers().contains_key(SERVER_FN_ERROR_HEADER) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, LONGEST).await.unwrap_or_default();
    if let Ok(error @ AppError::Malformed) = serde_json::from_slice(&body) {
        parts.status = StatusCode::from_u16(error.status()).unwrap_or(parts.status);
    }
    Response::from_parts(parts, Body::from(body))
}
