//! How long a request may take until its answer begins; an answer that goes on, such as a stream of messages, may.

use crate::routes::Route;
use axum::{
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::time::Duration;

/// Shorter than the drain at a stop.
const LONGEST: Duration = Duration::from_secs(20);
/// For a photo as large as may be, on a line that sends 350 kilobits a second; a stop does not wait for it.
const LONGEST_UPLOAD: Duration = Duration::from_secs(120);

/// Answers 503 in the place of what takes longer, which is given up.
pub async fn keep(request: Request, next: Next) -> Response {
    let longest = if request.uri().path() == Route::PhotoUpload.path() { LONGEST_UPLOAD } else { LONGEST };
    match tokio::time::timeout(longest, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
