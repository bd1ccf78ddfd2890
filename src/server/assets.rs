//! The built client and the files of `public/`, compressed beforehand and cached by their names.

use crate::geo::shapes;
use axum::{
    Router,
    body::Bytes,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get_service},
};
use leptos::config::LeptosOptions;
use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

/// Where the built client is: as set, else `site` beside the program, else where cargo-leptos puts it.
#[must_use]
pub fn site_dir(set: Option<&Path>) -> PathBuf {
    let beside = std::env::current_exe().ok().and_then(|program| program.parent().map(|folder| folder.join("site")));
    set.map(Path::to_path_buf)
        .or_else(|| beside.filter(|folder| folder.is_dir()))
        .unwrap_or_else(|| PathBuf::from("target/site"))
}

/// Leptos's options, whatever folder the program is started in. File names carry their hash when
/// cargo-leptos left `hash.txt` beside the program.
#[must_use]
pub fn leptos_options(site_dir: &Path) -> LeptosOptions {
    let hashes =
        std::env::current_exe().ok().and_then(|program| program.parent().map(|folder| folder.join("hash.txt")));
    LeptosOptions::builder()
        .output_name("declic")
        .site_root(site_dir.display().to_string())
        .hash_files(hashes.is_some_and(|file| file.is_file()))
        .build()
}

/// Warns when the folder lacks the stylesheet that pages name.
pub fn warn_if_missing(options: &LeptosOptions) {
    let folder = Path::new(options.site_root.as_ref());
    let css = std::fs::read_dir(folder.join("pkg")).into_iter().flatten().flatten().map(|file| file.file_name());
    let names: Vec<_> = css.filter_map(|name| name.into_string().ok()).filter(|name| name.ends_with(".css")).collect();
    let fits = names.iter().any(|name| (name != "declic.css") == options.hash_files);
    if !fits {
        tracing::warn!(
            folder = %folder.display(),
            "no built client here: pages have no style. Build it, or set DECLIC_SITE_DIR; hash.txt belongs beside the program"
        );
    }
}

/// Serves `/pkg` for ever (its names change with its content), pictures for a day, and scripts of the same names as they
/// are: they read what pages of the same release write.
pub fn router(options: &LeptosOptions) -> Router {
    let root = PathBuf::from(options.site_root.as_ref());
    let hashed = if options.hash_files { FOR_EVER } else { ASKED_EACH_TIME };
    Router::new()
        .nest_service("/pkg", files(&root.join("pkg"), hashed))
        .nest_service("/fonts", files(&root.join("fonts"), FOR_EVER))
        .nest_service("/icons", files(&root.join("icons"), DAY))
        .merge(named(
            &root,
            &["favicon.svg", "logo.svg", "icons.svg", "illustration.svg", "apple-touch-icon.png", "robots.txt"],
            DAY,
        ))
        .merge(named(
            &root,
            &["zone.js", "messages.js", "week-grid.js", "hours-preview.js", "completion.js", "language.js"],
            ASKED_EACH_TIME,
        ))
}

/// The outlines that maps of France are drawn with.
pub async fn department_shapes() -> impl IntoResponse {
    static FILE: LazyLock<Bytes> = LazyLock::new(|| shapes::file().into());
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, DAY)], FILE.clone())
}

const DAY: &str = "public, max-age=86400";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Kept, and shown once the server has said that it is still the same.
const ASKED_EACH_TIME: &str = "no-cache";

/// How long what is there may be kept. Nothing is said of what is not: while a release replaces another, a file may be
/// missing here for a moment.
fn cached(files: MethodRouter, value: &'static str) -> MethodRouter {
    let value = HeaderValue::from_static(value);
    files.layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, move |response: &Response| {
        let is_there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
        is_there.then(|| value.clone())
    }))
}

fn files(folder: &Path, caching: &'static str) -> MethodRouter {
    let service = ServeDir::new(folder).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    cached(get_service(service), caching)
}

fn named(root: &Path, names: &[&str], caching: &'static str) -> Router {
    names.iter().fold(Router::new(), |router, name| {
        let service = ServeFile::new(root.join(name)).precompressed_br().precompressed_gzip();
        router.nest_service(&format!("/{name}"), cached(get_service(service), caching))
    })
}
