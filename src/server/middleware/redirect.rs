//! A page that leads to another one does so for every caller. Leptos answers only those that ask for
//! `text/html` with a redirect; for the client's sake all others get 200 and a `Location` that they ignore.

use axum::{
    extract::Request,
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};

/// Answers 303 where a page set a `Location` and no status.
pub async fn complete(request: Request, next: Next) -> Response {
    let is_page = request.method().is_safe() && !request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    if is_page && response.status() == StatusCode::OK && response.headers().contains_key(header::LOCATION) {
        *response.status_mut() = StatusCode::SEE_OTHER;
    }
    response
}
