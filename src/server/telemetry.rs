//! Logs: one line an event, level by `RUST_LOG` (default `info`).

use tracing_subscriber::EnvFilter;

/// Starts logging to standard error.
pub fn start() {
    // lettre logs addresses at debug; nothing personal belongs in a log.
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,tantivy=warn,sqlx=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
}
