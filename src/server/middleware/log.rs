//! One line a request: method, route, status and time. No query, no address, no token: nothing personal.

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use std::time::Instant;

/// Logs the request once it is answered.
pub async fn log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    // The pattern, not the path: a path may hold a token.
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "-".to_owned(), |path| path.as_str().to_owned());
    let started = Instant::now();
    let response = next.run(request).await;
    let milliseconds = started.elapsed().as_millis();
    tracing::info!(%method, route, status = response.status().as_u16(), milliseconds, "request");
    response
}
