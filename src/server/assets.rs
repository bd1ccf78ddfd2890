//! The built client and the files of `public/`, compressed beforehand and cached by their names.

use crate::geo::shapes;
use axum::{
    Router,
    body::Bytes,
    http::{HeaderName, HeaderValue, header},
    response::IntoResponse,
};
use leptos::config::LeptosOptions;
use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};
use tower::ServiceBuilder;
use tower_http::{services::ServeDir, set_header::SetResponseHeaderLayer};

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

/// Serves `/pkg` for ever (its names change with its content) and the rest for a day.
pub fn router(options: &LeptosOptions) -> Router {
    let root = PathBuf::from(options.site_root.as_ref());
    let hashed = if options.hash_files { "public, max-age=31536000, immutable" } else { "no-cache" };
    Router::new()
        .nest_service("/pkg", files(&root.join("pkg"), hashed))
        .nest_service("/fonts", files(&root.join("fonts"), "public, max-age=31536000, immutable"))
        .nest_service("/icons", files(&root.join("icons"), DAY))
        .merge(
            [
                "favicon.svg",
                "logo.svg",
                "icons.svg",
                "illustration.svg",
                "apple-touch-icon.png",
                "robots.txt",
                "zone.js",
                "messages.js",
                "week-grid.js",
                "hours-preview.js",
                "completion.js",
                "language.js",
            ]
            .into_iter()
            .fold(Router::new(), |router, name| router.nest_service(&format!("/{name}"), file(&root.join(name)))),
        )
}

/// The outlines that maps of France are drawn with.
pub async fn department_shapes() -> impl IntoResponse {
    static FILE: LazyLock<Bytes> = LazyLock::new(|| shapes::file().into());
    ([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, DAY)], FILE.clone())
}

const DAY: &str = "public, max-age=86400";

fn cache(value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    let name: HeaderName = header::CACHE_CONTROL;
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

fn files(folder: &Path, caching: &'static str) -> axum::routing::MethodRouter {
    let service = ServeDir::new(folder).append_index_html_on_directories(false).precompressed_br().precompressed_gzip();
    axum::routing::get_service(ServiceBuilder::new().layer(cache(caching)).service(service))
}

fn file(path: &Path) -> axum::routing::MethodRouter {
    let service = tower_http::services::ServeFile::new(path).precompressed_br().precompressed_gzip();
    axum::routing::get_service(ServiceBuilder::new().layer(cache(DAY)).service(service))
}
