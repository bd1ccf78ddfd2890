//! Serving until told to stop, then letting what runs finish.

use super::{assets, config::Settings, connections, jobs, router, state};
use anyhow::Context;
use std::time::Duration;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    time::timeout,
};

/// A request's head has to be there after this; a connection that asks nothing is kept as long.
const HEAD: Duration = Duration::from_secs(10);

/// What still runs after a stop gets, one after the other (a supervisor waits 30 s): requests, which may
/// themselves take 20 s,
const DRAIN: Duration = Duration::from_secs(22);
/// the current round of each job, such as a mail that is being sent,
const LAST_ROUND: Duration = Duration::from_secs(4);
/// and connections to the database.
const CLOSE: Duration = Duration::from_secs(2);

/// Serves the site until SIGTERM or SIGINT.
///
/// # Errors
/// Whatever keeps it from starting.
pub async fn serve(settings: &Settings) -> anyhow::Result<()> {
    let mailer = state::mailer(settings)?;
    let app = state::build(settings).await?;
    let options = assets::leptos_options(&assets::site_dir(settings.site_dir.as_deref()));
    let router = router::build(app.clone(), options.clone(), settings);
    let listener =
        TcpListener::bind(settings.addr).await.with_context(|| format!("cannot listen on {}", settings.addr))?;
    assets::warn_if_missing(&options);
    let stopped = app.stopping.subscribe();
    let mut jobs = jobs::start(&app, mailer, &stopped);
    tracing::info!(address = %listener.local_addr()?, url = %settings.base_url, "serving");
    if settings.development {
        tracing::warn!("development: everybody can read all mail at /dev/mail");
    } else if settings.smtp_url.is_none() {
        tracing::warn!("no mail server is set (DECLIC_SMTP_URL): mail waits in the outbox");
    }

    let server = tokio::spawn(connections::serve(listener, router, HEAD, stopped));

    wait_for_signal().await?;
    tracing::info!("stopping");
    app.stopping.send_replace(true);
    if timeout(DRAIN, server).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
    let finish_round = async { while jobs.join_next().await.is_some() {} };
    if timeout(LAST_ROUND, finish_round).await.is_err() {
        tracing::warn!("a job did not finish its round in time");
    }
    jobs.shutdown().await;
    if timeout(CLOSE, app.db.close()).await.is_err() {
        tracing::warn!("the database did not close in time");
    }
    tracing::info!("stopped");
    Ok(())
}

async fn wait_for_signal() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}
