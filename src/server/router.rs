//! Every route that is not a page, and the layers around all of them.

use super::{
    assets, calendar_files,
    config::Settings,
    development_clock, health, manifest, message_stream,
    middleware::{address, failure, log, malformed, reader, redirect, same_origin, security_headers, time_limit},
    one_click, photos,
};
use crate::{
    accounts::session_store::DbSessionStore,
    app::{App, shell},
    context::AppContext,
    routes::Route,
    talks::conversation::live::Live,
    ui::client_elements::ClientElements,
};
use axum::{
    Extension, Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, StatusCode, header},
    middleware,
    routing::{any, get, post},
};
use leptos::{config::LeptosOptions, nonce::use_nonce, prelude::*};
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    limit::RequestBodyLimitLayer,
};
use tower_sessions::{SessionManagerLayer, cookie::SameSite};

/// No form of ours is larger, but for files.
const BODY_LIMIT: usize = 256 * 1024;

/// The whole site.
pub fn build(app: AppContext, options: LeptosOptions, settings: &Settings) -> Router {
    let secure = settings.is_secure();
    let client = ClientElements::new(options.clone());
    let limit = |most: usize| (DefaultBodyLimit::max(most), RequestBodyLimitLayer::new(most));
    let uploads = Router::new().route(&Route::PhotoUpload.path(), post(photos::save)).layer(limit(photos::MOST_SENT));
    let personal = Router::new()
        .route("/api/{*function}", any(no_such_function))
        .route(&Route::TalkInvitation("{id}".to_owned()).path(), get(calendar_files::invitation))
        .route(&Route::MessageStream("{id}".to_owned()).path(), get(message_stream::stream))
        .route("/photos/a-relire/{name}", get(photos::show_to_vet))
        .merge(for_development(&app))
        .merge(pages(&app, &options, &client))
        .layer(middleware::from_fn(malformed::blame_caller))
        .layer(middleware::from_fn(redirect::complete))
        .layer(limit(BODY_LIMIT))
        .merge(uploads)
        .layer(middleware::from_fn(reader::attach))
        .layer(session_layer(&app, secure))
        .layer(middleware::from_fn_with_state(settings.base_url.clone(), same_origin::require));
    Router::new()
        .merge(personal)
        .route("/photos/{name}", get(photos::show))
        // From mail programs, of other sites and without cookies: the token is the whole authority (RFC 8058).
        .route(&Route::Unsubscribe("{token}".to_owned()).path(), post(one_click::unsubscribe))
        .merge(manifest::router())
        .route("/departements.svg", get(assets::department_shapes))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route(&Route::AgendaFeed("{token}".to_owned()).path(), get(calendar_files::feed))
        .layer(Extension(Live::new(&app)))
        .layer(Extension(app))
        .layer(middleware::from_fn_with_state(settings.behind_proxy, address::attach))
        // Files compressed at build time carry their encoding already and are passed on.
        .layer(
            CompressionLayer::new()
                .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("application/wasm"))),
        )
        .merge(assets::router(&options))
        .layer(CatchPanicLayer::custom(failure::after_panic))
        .layer(middleware::from_fn(time_limit::keep))
        .layer(middleware::from_fn_with_state(client, failure::explain))
        .layer(middleware::from_fn_with_state(secure, security_headers::add))
        .layer(middleware::from_fn(log::log))
}

fn session_layer(app: &AppContext, secure: bool) -> SessionManagerLayer<DbSessionStore> {
    SessionManagerLayer::new(DbSessionStore::new(app.db.clone()))
        // Browsers keep a __Host- cookie to this very host, on https, for every path (RFC 6265bis).
        .with_name(if secure { "__Host-declic" } else { "declic" })
        .with_secure(secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
}

/// What only a development server has, beside its pages.
fn for_development(app: &AppContext) -> Router {
    let router = Router::new();
    if app.development { router.route("/dev/clock", post(development_clock::advance)) } else { router }
}

/// What `/api` has nothing for: every registered function is among the routes of [`pages`] already.
async fn no_such_function() -> StatusCode {
    StatusCode::NOT_FOUND
}

/// Every page of [`App`], and the page for addresses that nothing answers to.
fn pages(app: &AppContext, options: &LeptosOptions, client: &ClientElements) -> Router {
    let provide = {
        let app = app.clone();
        move || {
            provide_context(app.clone());
            set_page_policy();
        }
    };
    let render = {
        let client = client.clone();
        move || shell(&client)
    };
    let not_found = leptos_axum::render_app_async_with_context(provide.clone(), render.clone());
    Router::new()
        .leptos_routes_with_context(options, generate_route_list(App), provide, render)
        .fallback(not_found)
        .with_state(options.clone())
}

fn set_page_policy() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    if let Ok(policy) = HeaderValue::from_str(&security_headers::page_policy(&nonce)) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
