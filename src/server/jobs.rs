//! What runs beside the requests: sending mail, keeping the search index fresh, sweeping.

use crate::{
    accounts,
    context::{self, AppContext},
    notifications::{self, delivery::Mailer},
    talks,
};
use chrono::Duration as Span;
use std::{future::Future, time::Duration};
use tokio::{sync::watch, task::JoinHandle};

const MAIL_EVERY: Duration = Duration::from_secs(1);
const INDEX_EVERY: Duration = Duration::from_millis(300);
const SWEEP_EVERY: Duration = Duration::from_secs(600);
/// Sent mail is kept this long, for questions about it.
const SENT_MAIL_DAYS: i64 = 30;

/// Starts every job; each ends after its current round when told to stop.
#[must_use]
pub fn start(app: &AppContext, mailer: Option<Mailer>, stopped: &watch::Receiver<bool>) -> Vec<JoinHandle<()>> {
    let mut jobs = vec![
        every(INDEX_EVERY, stopped, {
            let app = app.clone();
            move || {
                let app = app.clone();
                async move {
                    if let Err(error) = talks::indexing::catch_up(&app, context::now()).await {
                        tracing::error!(%error, "search index");
                    }
                }
            }
        }),
        every(SWEEP_EVERY, stopped, {
            let app = app.clone();
            move || sweep(app.clone())
        }),
    ];
    if let Some(mailer) = mailer {
        let db = app.db.clone();
        jobs.push(every(MAIL_EVERY, stopped, move || {
            let (mailer, db) = (mailer.clone(), db.clone());
            async move {
                if let Err(error) = mailer.deliver_due(&db, context::now()).await {
                    tracing::error!(%error, "mail");
                }
            }
        }));
    }
    jobs
}

async fn sweep(app: AppContext) {
    let now = context::now();
    app.limits.forget_idle();
    let sessions = accounts::service::sweep(&app, now).await;
    let mails = notifications::store::delete_sent(&app.db, now - Span::days(SENT_MAIL_DAYS)).await;
    if let Err(error) = sessions.and(mails) {
        tracing::error!(%error, "sweep");
    }
}

fn every<W, F>(pause: Duration, stopped: &watch::Receiver<bool>, work: W) -> JoinHandle<()>
where
    W: Fn() -> F + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let mut stopped = stopped.clone();
    tokio::spawn(async move {
        loop {
            // In a task of its own: a panic ends this round, not the job.
            if let Err(error) = tokio::spawn(work()).await {
                tracing::error!(%error, "job");
            }
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                _ = stopped.wait_for(|stop| *stop) => return,
            }
        }
    })
}
