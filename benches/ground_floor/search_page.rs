//! The search page as the server renders it, beside the same bytes as a static file of the same site, on one
//! processor.

use super::{
    load::{self, Rate, SERVER_CPU},
    parts::{CARDS, Parts},
    pinning,
    report::{Figure, Goal, Report},
    samples::{Pairs, Samples},
    site::Site,
};
use anyhow::Context;
use axum::{Router, body::Bytes, http::header, routing::get};
use std::{fs, net::SocketAddr, sync::mpsc, time::Duration};

const PAGE: &str = "/rencontres";
const GOAL: f64 = 0.15;
const WINDOW: Duration = Duration::from_millis(1500);
/// The page's bytes as a file, through the router and the layers that every file of the site goes through.
const STATIC: &str = "/icons/same-bytes.html";
/// The page's bytes from memory, without any layer.
const BARE: &str = "/same-bytes";
/// A page of the same layout without any data.
const PLAIN_PAGE: &str = "/connexion";

/// Loads the page, the same bytes, and what the page is made of.
///
/// # Errors
/// An answer that is not what it should be.
pub fn measure(report: &mut Report) -> anyhow::Result<()> {
    let (tell, told) = mpsc::channel();
    let (stop, stopped) = mpsc::channel();
    let server = std::thread::spawn(move || run_server(&tell, &stopped));
    let Ok(address) = told.recv() else {
        return server.join().map_err(|_| anyhow::anyhow!("the server panicked"))?.map(drop);
    };
    let page = load::once(address, PAGE)?;
    let cards = String::from_utf8_lossy(&page).matches(r#"class="card""#).count();
    anyhow::ensure!(cards == CARDS, "{cards} cards on the page");
    let asked = [(PAGE, false), (STATIC, false), (BARE, false), (PAGE, true), ("/healthz", false), (PLAIN_PAGE, false)];
    let rates = load::alternate(address, &asked, WINDOW)?;
    stop.send(()).context("the server stopped")?;
    let parts = server.join().map_err(|_| anyhow::anyhow!("the server panicked"))??;
    let [pages, same_bytes, bare, compressed, health, plain] = rates.as_slice() else {
        anyhow::bail!("a path was not loaded")
    };

    let kilobytes = page.len() as f64 / 1e3;
    let beside = |peers: &[Rate], name: &str, goal: Option<Goal>| {
        let mut pairs = Pairs::default();
        for (page, peer) in pages.iter().zip(peers) {
            pairs.push(page.per_second, peer.per_second);
        }
        let against = format!("{name}, {kilobytes:.0} kB: {:.0}/s", pairs.peers().median());
        let measure = "search page, 24 cards, one processor";
        let figure = Figure::timed(measure, &pairs.values(), "/s", &pairs.ratios(), against);
        goal.into_iter().fold(figure, Figure::goal)
    };
    report.add(beside(same_bytes, "the same bytes as a static file, same router", Some(Goal::RatioAtLeast(GOAL))));
    report.add(beside(bare, "the same bytes from memory, no layer", None));
    let median = |rates: &[Rate], of: fn(&Rate) -> f64| rates.iter().map(of).collect::<Samples>().median();
    let processor = |rates: &[Rate]| median(rates, |rate| rate.processor);
    report.add(Figure::counted(
        "  its processor time",
        processor(pages),
        "µs",
        processor(same_bytes),
        format!("the static file: {:.1} µs", processor(same_bytes)),
    ));
    breakdown(processor(pages), processor(health), processor(plain), &parts, report);
    let mut encoded = Pairs::default();
    for (compressed, page) in compressed.iter().zip(pages) {
        encoded.push(compressed.per_second, page.per_second);
    }
    report.add(Figure::timed(
        "search page, compressed as browsers ask",
        &encoded.values(),
        "/s",
        &encoded.ratios(),
        "the page uncompressed",
    ));
    let busy = |rates: &[Rate]| 100.0 * median(rates, |rate| rate.load_busy);
    report.note(format!(
        "the load worked {:.0} % of the time for the page, {:.0} % for the static file, {:.0} % for the bytes from memory (near 100 % the peer would be faster still)",
        busy(pages),
        busy(same_bytes),
        busy(bare)
    ));
    Ok(())
}

/// Where the page's processor time goes, all in microseconds.
fn breakdown(page: f64, http: f64, plain: f64, parts: &Parts, report: &mut Report) {
    let layout = plain - http;
    let telling = parts.finding - parts.index - parts.database;
    let listed = [
        ("connection, outer layers (as /healthz)", http),
        ("session, router, document, layout (as /connexion)", layout),
        ("index", parts.index),
        ("database", parts.database),
        ("understanding the query, labels, hours", telling),
        ("filters, cards, results for the browser", page - http - layout - parts.finding),
    ];
    for (part, time) in listed {
        report.add(Figure::counted(format!("  of it {part}"), time, "µs", page, "a page"));
    }
}

/// Serves until told to stop, then measures the parts with nothing else running.
fn run_server(tell: &mpsc::Sender<SocketAddr>, stopped: &mpsc::Receiver<()>) -> anyhow::Result<Parts> {
    // Every thread of the server is started from this one and stays on its processor.
    if !pinning::pin(SERVER_CPU) {
        eprintln!("page: taskset is missing; the server is not kept on one processor");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let site = runtime.block_on(Site::demonstration())?;
    let files = site.folder().join("site");
    let router = site.router_over(&files)?;
    let body = Bytes::from(runtime.block_on(page_of(router.clone()))?);
    let file = files.join(STATIC.trim_start_matches('/'));
    fs::create_dir_all(file.parent().context("no folder for the file")?)?;
    fs::write(file, &body)?;
    let router = router
        .merge(Router::new().route(BARE, get(async move || ([(header::CONTENT_TYPE, "text/html")], body.clone()))));
    let address = runtime.block_on(load::serve(router))?;
    tell.send(address)?;
    stopped.recv()?;
    runtime.block_on(runtime.spawn(async move { Parts::measure(&site.app).await }))?
}

async fn page_of(router: Router) -> anyhow::Result<Vec<u8>> {
    use tower::ServiceExt;
    let request =
        axum::http::Request::get(PAGE).header(header::ACCEPT_LANGUAGE, "fr").body(axum::body::Body::empty())?;
    let response = router.oneshot(request).await?;
    Ok(axum::body::to_bytes(response.into_body(), usize::MAX).await?.to_vec())
}
