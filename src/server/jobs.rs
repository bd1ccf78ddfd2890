//! What runs beside the requests: sending mail, what time does to talks, telling of messages that wait, keeping the search
//! index fresh, telling who is new in saved searches and moderators what waits, reading calendars, sweeping.

use crate::{
    accounts,
    context::{self, AppContext},
    db::Db,
    error::AppError,
    notifications::{self, dead_letters, delivery::Mailer},
    organisations,
    talks::{self, indexing::Indexer},
};
use chrono::Duration as Span;
use futures::{FutureExt, future};
use std::{future::Future, panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::{
    sync::{Mutex, watch},
    task::JoinSet,
};

const MAIL_EVERY: Duration = Duration::from_secs(1);
const INDEX_EVERY: Duration = Duration::from_millis(300);
const CLOCK_EVERY: Duration = Duration::from_secs(10);
const NOTICES_EVERY: Duration = Duration::from_secs(10);
/// Searches that are due wait this long at most.
const NEWS_EVERY: Duration = Duration::from_secs(60);
const SWEEP_EVERY: Duration = Duration::from_secs(600);
/// Moderators are told once a day; whoever submits a profile should not wait long for that.
const MODERATORS_EVERY: Duration = Duration::from_secs(300);
const CALENDARS_EVERY: Duration = Duration::from_secs(5);
/// Calendars that are read at once: a slow one does not hold up the others.
const CALENDARS_AT_ONCE: usize = 4;
const WARN_EVERY: Duration = Duration::from_secs(3600);
/// What failed is not tried again, nor told again, before this has passed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// That a mail was sent is kept this long, for questions about it,
const SENT_MAIL_DAYS: i64 = 30;
/// and mail that was given up this long, for somebody to see why.
const DEAD_MAIL_DAYS: i64 = 90;

/// Starts every job; each ends after its current round when told to stop.
#[must_use]
pub fn start(app: &AppContext, mailer: Option<Mailer>, stopped: &watch::Receiver<bool>) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    let stopped = || stopped.clone();
    // Nobody else asks for it: a round never waits for another.
    let indexer = Arc::new(Mutex::new(Indexer::new(app.clone())));
    jobs.spawn(every(INDEX_EVERY, stopped(), "search index", move || {
        let indexer = Arc::clone(&indexer);
        async move { indexer.lock().await.catch_up(context::now()).await }
    }));
    let timekeeper = app.clone();
    jobs.spawn(every(CLOCK_EVERY, stopped(), "clock", move || {
        let app = timekeeper.clone();
        async move { talks::clock::tick(&app, context::now()).await }
    }));
    let noticer = app.clone();
    jobs.spawn(every(NOTICES_EVERY, stopped(), "notices", move || {
        let app = noticer.clone();
        async move { talks::conversation::notices::send_due(&app, context::now()).await }
    }));
    let teller = app.clone();
    jobs.spawn(every(NEWS_EVERY, stopped(), "saved searches", move || {
        let app = teller.clone();
        async move { talks::saved_searches::news::tell(&app, context::now()).await }
    }));
    let reporter = app.clone();
    jobs.spawn(every(MODERATORS_EVERY, stopped(), "moderators", move || {
        let app = reporter.clone();
        async move { talks::vetting_digest::tell(&app, context::now()).await }
    }));
    let (reader, until) = (app.clone(), stopped());
    jobs.spawn(every(CALENDARS_EVERY, stopped(), "calendars", move || read_calendars(reader.clone(), until.clone())));
    let sweeper = app.clone();
    jobs.spawn(every(SWEEP_EVERY, stopped(), "sweep", move || sweep(sweeper.clone())));
    let db = app.db.clone();
    jobs.spawn(every(WARN_EVERY, stopped(), "dead letters", move || {
        let db = db.clone();
        async move { Ok(dead_letters::warn(&db).await?) }
    }));
    if let Some(mailer) = mailer {
        let (db, until) = (app.db.clone(), stopped());
        jobs.spawn(every(MAIL_EVERY, stopped(), "mail", move || deliver(mailer.clone(), db.clone(), until.clone())));
    }
    jobs
}

/// Sends what is due, one after the other; begins no other once told to stop.
async fn deliver(mailer: Mailer, db: Db, stopped: watch::Receiver<bool>) -> Result<(), AppError> {
    while !*stopped.borrow() && mailer.deliver_next(&db, context::now()).await? {}
    Ok(())
}

/// Reads the calendars that are due; begins with no other once told to stop.
async fn read_calendars(app: AppContext, stopped: watch::Receiver<bool>) -> Result<(), AppError> {
    let one_after_the_other = || async {
        while !*stopped.borrow() && talks::busy_calendars::read_next(&app, context::now()).await? {}
        Ok(())
    };
    future::try_join_all((0..CALENDARS_AT_ONCE).map(|_| one_after_the_other())).await.map(drop)
}

async fn sweep(app: AppContext) -> Result<(), AppError> {
    let now = context::now();
    let days_ago = |days| now - Span::days(days);
    app.limits.forget_idle();
    // First: what people were promised waits for nothing that may fail.
    talks::wanted::forget_people(&app, now).await?;
    accounts::service::sweep(&app, now).await?;
    notifications::store::delete_old(&app.db, days_ago(SENT_MAIL_DAYS), days_ago(DEAD_MAIL_DAYS)).await?;
    talks::service::sweep(&app, now).await?;
    organisations::invitations::sweep(&app, now).await?;
    talks::indexing::forget_old(&app, now).await
}

/// Does `work` again and again until told to stop. A round that fails or panics ends that round, not the job.
async fn every<F>(
    pause: Duration,
    mut stopped: watch::Receiver<bool>,
    name: &'static str,
    work: impl Fn() -> F + Send + 'static,
) where
    F: Future<Output = Result<(), AppError>> + Send + 'static,
{
    loop {
        // The cause is logged where it happens, of a panic too.
        let succeeded = matches!(AssertUnwindSafe(work()).catch_unwind().await, Ok(Ok(())));
        let pause = if succeeded { pause } else { pause.max(AFTER_FAILURE) };
        if !succeeded {
            tracing::error!(job = name, "failed, trying again in {} s", pause.as_secs());
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}
