//! What answers to failures have in common: they say when to try again, and a browser gets a page even when
//! nothing was there to render one (a panic, a time-out, no database, more than is ever read).

use crate::{
    error::AppError,
    locale::{self, Locale},
    routes::Route,
    ui::{
        client_elements::ClientElements,
        empty::{WayOn, ways_on},
    },
};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use std::any::Any;

/// Seconds after which another try is worth making.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

/// The answer to a request whose handler panicked; the panic itself is logged where it happens.
pub fn after_panic(_: Box<dyn Any + Send>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Adds `Retry-After` to a 503, and a page to a failure that has no content, for whoever reads pages.
pub async fn explain(State(client): State<ClientElements>, request: Request, next: Next) -> Response {
    let reads_pages = header_text(request.headers(), header::ACCEPT).is_some_and(|accept| accept.contains("text/html"));
    // Whose session it is cannot be known here: the session may be what failed.
    let locale = header_text(request.headers(), header::ACCEPT_LANGUAGE).and_then(locale::from_accept_language);
    let can_repeat = request.method().is_safe() && !request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let error = match response.status() {
        StatusCode::INTERNAL_SERVER_ERROR => AppError::Internal,
        StatusCode::SERVICE_UNAVAILABLE => AppError::Unavailable,
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
        _ => return response,
    };
    let headers = response.headers_mut();
    if error == AppError::Unavailable {
        headers.entry(header::RETRY_AFTER).or_insert(RETRY_AFTER);
    }
    // The layer that counts bytes says so in words of its own.
    let is_silent = error == AppError::TooLarge || !headers.contains_key(header::CONTENT_TYPE);
    if reads_pages && is_silent {
        headers.remove(header::CONTENT_LENGTH);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        *response.body_mut() = Body::from(page(&error, locale.unwrap_or_default(), can_repeat, &client));
    }
    response
}

fn header_text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// The page, which needs nothing but the style sheet.
fn page(error: &AppError, l: Locale, can_repeat: bool, client: &ClientElements) -> String {
    let title = match error {
        AppError::TooLarge => td_string!(l, common.too_large_title),
        _ => td_string!(l, common.failure_title),
    };
    let way = |icon, text: &str, href| WayOn { icon, text: text.to_owned(), href };
    // An empty address is that of the page itself, its query included.
    let again = can_repeat.then(|| way("clock", td_string!(l, common.try_again), String::new()));
    let home = way("chevron-left", td_string!(l, common.not_found_home), Route::Home.path());
    let ways = again.into_iter().chain([home]).collect();
    Owner::new().with(|| {
        view! {
            <!DOCTYPE html>
            <html lang=locale::code(l)>
                <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <title>{title}</title>
                    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                    {client.stylesheet()}
                </head>
                <body>
                    <main class="wrap wrap--narrow page">
                        <div class="empty">
                            <p class="empty__code" aria-hidden="true">{error.status()}</p>
                            <h1>{title}</h1>
                            <p class="lead">{locale::error_message(error, l)}</p>
                            {ways_on(ways)}
                        </div>
                    </main>
                </body>
            </html>
        }
        .to_html()
    })
}
