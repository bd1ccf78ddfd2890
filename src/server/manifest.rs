//! What an installed Déclic is called and looks like, in the language of the page that it is installed from (W3C, Web
//! Application Manifest).

use crate::{i18n::*, locale, routes::Route};
use axum::{Router, http::header, response::IntoResponse, routing::get};
use leptos_i18n::td_string;
use serde_json::json;

/// The manifest of each language.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    [Locale::fr, Locale::en].into_iter().fold(Router::new(), |router, l| {
        router.route(&Route::Manifest(locale::code(l)).path(), get(move || async move { manifest(l) }))
    })
}

fn manifest(l: Locale) -> impl IntoResponse {
    let icon = |file: &str, sizes: &str, purpose: &str| {
        let kind = if sizes == "any" { "image/svg+xml" } else { "image/png" };
        json!({ "src": file, "sizes": sizes, "type": kind, "purpose": purpose })
    };
    let manifest = json!({
        "id": "/",
        "name": "Déclic",
        "short_name": "Déclic",
        "description": td_string!(l, home.manifest_description),
        "lang": locale::code(l),
        "dir": "ltr",
        "start_url": Route::Home.path(),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf4e8",
        "theme_color": "#faf4e8",
        "categories": ["education", "lifestyle"],
        "icons": [
            icon("/favicon.svg", "any", "any"),
            icon("/icons/icon-192.png", "192x192", "any"),
            icon("/icons/icon-512.png", "512x512", "any"),
            icon("/icons/maskable-512.png", "512x512", "maskable"),
        ],
        "shortcuts": [{ "name": td_string!(l, common.meet), "url": Route::Talks(String::new()).path() }],
    });
    let headers =
        [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "public, max-age=86400")];
    (headers, manifest.to_string())
}
