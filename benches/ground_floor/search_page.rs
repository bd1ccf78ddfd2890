//! The search page as the server renders it, beside the same bytes sent without any work, on one processor.

use super::{
    load::{self, CONNECTIONS, Rate, SERVER_CPU},
    pinning,
    report::{Figure, Goal, Report},
    samples::{Pairs, REPETITIONS, Samples},
    site::Site,
};
use anyhow::Context;
use axum::{Router, body::Bytes, http::header, routing::get};
use declic::{
    accounts::session::Reader,
    context::{self, AppContext},
    error::AppError,
    locale::Locale,
    search::criteria::Criteria,
    talks::{finding, query::TalkQuery, store},
};
use std::{
    future::Future,
    net::SocketAddr,
    sync::mpsc,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;
use uuid::Uuid;

const PAGE: &str = "/rencontres";
const CARDS: usize = 24;
const GOAL: f64 = 0.15;
const WINDOW: Duration = Duration::from_millis(1500);
const PART_WINDOW: Duration = Duration::from_millis(400);
const STATIC: &str = "/same-bytes";
/// A page of the same layout without any data.
const PLAIN_PAGE: &str = "/connexion";

/// What the server's thread measured inside itself: operations a second, at each repetition.
struct Parts {
    index: Samples,
    database: Samples,
    finding: Samples,
}

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
    let asked = [(PAGE, false), (STATIC, false), (PAGE, true), ("/healthz", false), (PLAIN_PAGE, false)];
    let rates = load::alternate(address, &asked, WINDOW)?;
    stop.send(()).context("the server stopped")?;
    let parts = server.join().map_err(|_| anyhow::anyhow!("the server panicked"))??;
    let [pages, same_bytes, compressed, health, plain] = rates.as_slice() else {
        anyhow::bail!("a path was not loaded")
    };

    let mut pairs = Pairs::default();
    for (page, same) in pages.iter().zip(same_bytes) {
        pairs.push(page.per_second, same.per_second);
    }
    let against = format!("the same {:.0} kB static: {:.0}/s", page.len() as f64 / 1e3, pairs.peers().median());
    let figure = Figure::timed("search page, 24 cards, one processor", &pairs.values(), "/s", &pairs.ratios(), against);
    report.add(figure.goal(Goal::RatioAtLeast(GOAL)));
    breakdown(&pairs, &rate(health), &rate(plain), &parts, report);
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
    let busy = |rates: &[Rate]| rates.iter().map(|rate| rate.load_busy).collect::<Samples>().median() * 100.0;
    report.note(format!(
        "the load worked {:.0} % of the time for the page, {:.0} % for the static bytes (near 100 % the peer would be faster still)",
        busy(pages),
        busy(same_bytes)
    ));
    Ok(())
}

fn rate(rates: &[Rate]) -> Samples {
    rates.iter().map(|rate| rate.per_second).collect()
}

/// Where the page's time goes, each part by what it takes the one processor.
fn breakdown(pages: &Pairs, health: &Samples, plain: &Samples, parts: &Parts, report: &mut Report) {
    let microseconds = |rate: f64| 1e6 / rate;
    let page = microseconds(pages.values().median());
    let http = microseconds(health.median());
    let layout = microseconds(plain.median()) - http;
    let (index, database) = (microseconds(parts.index.median()), microseconds(parts.database.median()));
    let telling = microseconds(parts.finding.median()) - index - database;
    let cards = page - http - layout - index - database - telling;
    let listed = [
        ("connection, outer layers (as /healthz)", http),
        ("session, router, document, layout (as /connexion)", layout),
        ("index", index),
        ("database", database),
        ("understanding the query, labels, hours", telling),
        ("filters, cards, results for the browser", cards),
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
    let router = site.router()?;
    let body = Bytes::from(runtime.block_on(page_of(router.clone()))?);
    let router = router
        .merge(Router::new().route(STATIC, get(async move || ([(header::CONTENT_TYPE, "text/html")], body.clone()))));
    let address = runtime.block_on(load::serve(router))?;
    tell.send(address)?;
    stopped.recv()?;
    runtime.block_on(runtime.spawn(async move { parts(&site).await }))?
}

async fn page_of(router: Router) -> anyhow::Result<Vec<u8>> {
    use tower::ServiceExt;
    let request =
        axum::http::Request::get(PAGE).header(header::ACCEPT_LANGUAGE, "fr").body(axum::body::Body::empty())?;
    let response = router.oneshot(request).await?;
    Ok(axum::body::to_bytes(response.into_body(), usize::MAX).await?.to_vec())
}

async fn parts(site: &Site) -> anyhow::Result<Parts> {
    let app = &site.app;
    let criteria = Criteria { limit: CARDS, ..Criteria::default() };
    let found = app.search.search(criteria.clone()).await?;
    let ids: Vec<Uuid> = found.hits.iter().map(|hit| hit.id).collect();
    let (mut index, mut database, mut finding) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..REPETITIONS {
        index.push(
            rate_of(app, |app| {
                let criteria = criteria.clone();
                async move { app.search.search(criteria).await.map(drop) }
            })
            .await?,
        );
        database.push(
            rate_of(app, |app| {
                let ids = ids.clone();
                async move { Ok(store::list_professionals(&app.db, &ids).await.map(drop)?) }
            })
            .await?,
        );
        finding.push(
            rate_of(app, |app| async move {
                let reader = Reader { user: None, locale: Locale::default(), draft: None };
                finding::search(&app, &reader, &TalkQuery::default(), context::now()).await.map(drop)
            })
            .await?,
        );
    }
    let samples = |values: Vec<f64>| values.into_iter().collect();
    Ok(Parts { index: samples(index), database: samples(database), finding: samples(finding) })
}

/// How often a second `work` is done when as many do it at once as there are connections.
async fn rate_of<W, F>(app: &AppContext, work: W) -> anyhow::Result<f64>
where
    W: Fn(AppContext) -> F,
    F: Future<Output = Result<(), AppError>> + Send + 'static,
{
    let started = Instant::now();
    let mut running = JoinSet::new();
    for _ in 0..CONNECTIONS {
        running.spawn(work(app.clone()));
    }
    let mut done = 0_u32;
    while let Some(outcome) = running.join_next().await {
        outcome??;
        done += 1;
        if started.elapsed() < PART_WINDOW {
            running.spawn(work(app.clone()));
        }
    }
    Ok(f64::from(done) / started.elapsed().as_secs_f64())
}
