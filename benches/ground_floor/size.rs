//! Bytes over the wire of a cold visit: what the page's HTML makes a browser load, as this server sends it.

use super::{
    report::{Figure, Goal, Report},
    site::{self, SITE, Site},
    wasm,
};
use anyhow::Context;
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use http_body_util::BodyExt;
use std::{collections::BTreeSet, fs, path::Path};
use tower::ServiceExt;

/// JS, WASM and CSS of a page: the ground floor's limit.
const LIMIT: f64 = 250_000.0;
/// Where the built client is served.
const CODE: &str = "/pkg/";
const PAGES: [&str; 2] = ["/", "/rencontres"];
/// The client before wasm-bindgen and wasm-opt: the last form of it that names its functions.
const NAMED_CLIENT: &str = "front/wasm32-unknown-unknown/wasm-release/declic.wasm";
const LARGEST: usize = 12;

/// Measures both pages and tells what they are made of.
///
/// # Errors
/// A page or file that does not answer, or is sent uncompressed.
pub fn measure(report: &mut Report) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let code = runtime.block_on(visits(report))?;
    for file in &code {
        if file.ends_with(".wasm") {
            describe(&Path::new(SITE).join(file.trim_start_matches('/')), report)?;
        }
    }
    Ok(())
}

/// Visits every page; gives the code that they load.
async fn visits(report: &mut Report) -> anyhow::Result<BTreeSet<String>> {
    let router = Site::demonstration().await?.router()?;
    let mut code = BTreeSet::new();
    for page in PAGES {
        let (html, html_bytes) = page_of(&router, page).await?;
        let mut sizes: Vec<(String, usize)> = Vec::new();
        for file in loaded(&router, &html).await? {
            let bytes = fetch(&router, &file, true).await?.len();
            sizes.push((file, bytes));
        }
        let (counted, beside): (Vec<_>, Vec<_>) = sizes.into_iter().partition(|(file, _)| file.starts_with(CODE));
        let total: usize = counted.iter().map(|(_, bytes)| bytes).sum();
        let figure = Figure::counted(
            format!("size of {page}, JS + WASM + CSS, brotli"),
            total as f64 / 1e3,
            "kB",
            LIMIT / 1e3,
            "limit of 250 kB",
        );
        report.add(figure.goal(Goal::RatioAtMost(1.0)));
        for (file, bytes) in &counted {
            let kind = Path::new(file).extension().unwrap_or_default().to_string_lossy();
            let figure =
                Figure::counted(format!("  of it {kind}"), *bytes as f64 / 1e3, "kB", total as f64 / 1e3, "all of it");
            report.add(figure);
        }
        let beside: usize = beside.iter().map(|(_, bytes)| bytes).sum();
        report.note(format!(
            "{page} also loads {:.1} kB of HTML and {:.1} kB of fonts and icons that its head names",
            html_bytes as f64 / 1e3,
            beside as f64 / 1e3,
        ));
        code.extend(counted.into_iter().map(|(file, _)| file));
    }
    Ok(code)
}

/// A page and its compressed length.
async fn page_of(router: &Router, page: &str) -> anyhow::Result<(String, usize)> {
    let compressed = fetch(router, page, true).await?.len();
    let html = fetch(router, page, false).await?;
    Ok((String::from_utf8(html)?, compressed))
}

/// What the server sends for a path.
async fn fetch(router: &Router, path: &str, compressed: bool) -> anyhow::Result<Vec<u8>> {
    let mut request = Request::get(path).header(header::HOST, "localhost").header(header::ACCEPT, "*/*");
    if compressed {
        request = request.header(header::ACCEPT_ENCODING, "br, gzip");
    }
    let response = router.clone().oneshot(request.body(Body::empty())?).await?;
    anyhow::ensure!(response.status() == StatusCode::OK, "{path} answers {}", response.status());
    let encoded = response.headers().get(header::CONTENT_ENCODING).is_some_and(|encoding| encoding == "br");
    let has_its_own = [".woff2", ".png"].iter().any(|ending| path.ends_with(ending));
    let body = response.into_body().collect().await?.to_bytes().to_vec();
    anyhow::ensure!(!compressed || encoded || has_its_own, "{path} is sent uncompressed");
    Ok(body)
}

/// Everything that the page loads at once: what its HTML names, and what its scripts import.
async fn loaded(router: &Router, html: &str) -> anyhow::Result<BTreeSet<String>> {
    let mut loaded = named_by(html);
    let mut scripts: Vec<String> = loaded.iter().filter(|file| file.ends_with(".js")).cloned().collect();
    while let Some(script) = scripts.pop() {
        let text = String::from_utf8(fetch(router, &script, false).await?)?;
        for imported in imported_by(&text, &script) {
            if loaded.insert(imported.clone()) {
                scripts.push(imported);
            }
        }
    }
    Ok(loaded)
}

/// The scripts that a script imports, by path; dynamic imports are for later.
fn imported_by(text: &str, script: &str) -> Vec<String> {
    let folder = script.rsplit_once('/').map_or("", |(folder, _)| folder);
    let specifiers = text.split("from").skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        rest.get(1..)?.split(quote).next()?.strip_prefix("./")
    });
    specifiers.map(|path| format!("{folder}/{path}")).collect()
}

/// The files that the page's attributes name; links and forms lead to pages, not to files.
fn named_by(html: &str) -> BTreeSet<String> {
    let values = ["href=\"", "src=\""].into_iter().flat_map(|attribute| html.split(attribute).skip(1));
    let paths = values.filter_map(|rest| rest.split(['"', '#', '?']).next());
    let is_file = |path: &&str| path.starts_with('/') && Path::new(path).extension().is_some();
    paths.filter(is_file).map(str::to_owned).collect()
}

/// The sections of the client as it is sent, and the functions of the client that still has their names.
fn describe(sent: &Path, report: &mut Report) -> anyhow::Result<()> {
    let module = fs::read(sent).with_context(|| sent.display().to_string())?;
    let sections = wasm::sections(&module).context("a WebAssembly module that cannot be read")?;
    let large = sections.iter().filter(|(_, bytes)| *bytes >= 1_000);
    let list: Vec<String> = large.map(|(name, bytes)| format!("{name} {:.0} kB", *bytes as f64 / 1e3)).collect();
    report.note(format!("WASM before compression: {}", list.join(", ")));
    let named = site::release_folder()?.with_file_name(NAMED_CLIENT);
    let Ok(module) = fs::read(&named) else {
        report.note("no function sizes: the client before wasm-opt is not where cargo-leptos leaves it");
        return Ok(());
    };
    let functions = wasm::functions(&module).context("the unoptimised client cannot be read")?;
    let total: usize = functions.iter().map(|function| function.bytes).sum();
    report.note(format!("largest functions before wasm-opt, all instances of each, of {:.0} kB:", total as f64 / 1e3));
    for function in functions.iter().take(LARGEST) {
        let share = 100.0 * function.bytes as f64 / total as f64;
        report.note(format!("  {:5.1} %  {:4} ×  {}", share, function.instances, function.name));
    }
    Ok(())
}
