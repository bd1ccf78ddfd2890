//! What the search page is made of before it is rendered, each part by itself.

use super::{
    load::CONNECTIONS,
    pinning,
    samples::{REPETITIONS, Samples},
};
use declic::{
    accounts::session::Reader,
    context::{self, AppContext},
    error::AppError,
    search::criteria::Criteria,
    talks::{finding, query::TalkQuery, store},
};
use std::{
    future::Future,
    time::{Duration, Instant},
};
use tokio::task::JoinSet;
use uuid::Uuid;

/// Cards on the page.
pub const CARDS: usize = 24;
/// Long enough for the hundredths that processor time is counted in.
const WINDOW: Duration = Duration::from_millis(800);

/// Microseconds of processor time for each part of a search.
pub struct Parts {
    /// The index answers.
    pub index: f64,
    /// The page's professionals are read.
    pub database: f64,
    /// All of it: both of these, understanding the query, labels and hours.
    pub finding: f64,
}

impl Parts {
    /// Measures them with nothing else running in this program.
    ///
    /// # Errors
    /// A search that fails.
    pub async fn measure(app: &AppContext) -> anyhow::Result<Self> {
        let criteria = Criteria { limit: CARDS, ..Criteria::default() };
        let found = app.search.search(criteria.clone()).await?;
        let ids: Vec<Uuid> = found.hits.iter().map(|hit| hit.id).collect();
        let (mut index, mut database, mut finding) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..REPETITIONS {
            let search = |app: AppContext| {
                let criteria = criteria.clone();
                async move { app.search.search(criteria).await.map(drop) }
            };
            let read = |app: AppContext| {
                let ids = ids.clone();
                async move { Ok(store::list_cards(&app.db, &ids).await.map(drop)?) }
            };
            let find = |app: AppContext| async move {
                let reader = Reader::default();
                finding::search(&app, &reader, &TalkQuery::default(), context::now()).await.map(drop)
            };
            index.push(processor_time(app, search).await?);
            database.push(processor_time(app, read).await?);
            finding.push(processor_time(app, find).await?);
        }
        let median = |times: Vec<f64>| times.into_iter().collect::<Samples>().median();
        Ok(Self { index: median(index), database: median(database), finding: median(finding) })
    }
}

/// Of `work`, in microseconds, when as many do it at once as the load has connections.
async fn processor_time<W, F>(app: &AppContext, work: W) -> anyhow::Result<f64>
where
    W: Fn(AppContext) -> F,
    F: Future<Output = Result<(), AppError>> + Send + 'static,
{
    let (started, before) = (Instant::now(), pinning::seconds_of_program());
    let mut running = JoinSet::new();
    for _ in 0..CONNECTIONS {
        running.spawn(work(app.clone()));
    }
    let mut done = 0_u32;
    while let Some(outcome) = running.join_next().await {
        outcome??;
        done += 1;
        if started.elapsed() < WINDOW {
            running.spawn(work(app.clone()));
        }
    }
    Ok((pinning::seconds_of_program() - before) * 1e6 / f64::from(done))
}
