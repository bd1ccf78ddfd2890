//! Logs: one line an event, level by `RUST_LOG` (default `info`).

use anyhow::anyhow;
use std::{
    env,
    io::{IsTerminal, stderr},
    panic,
};
use tracing_subscriber::EnvFilter;

const LEVELS: &str = "info,tantivy=warn,sqlx=warn";

/// Starts logging to standard error, panics included.
///
/// # Errors
/// A `RUST_LOG` that does not parse.
pub fn start() -> anyhow::Result<()> {
    let filter = match env::var(EnvFilter::DEFAULT_ENV) {
        Ok(levels) if !levels.is_empty() => {
            EnvFilter::try_new(&levels).map_err(|error| anyhow!("RUST_LOG: {error}"))?
        }
        _ => EnvFilter::new(LEVELS),
    };
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(stderr().is_terminal())
        .with_writer(stderr)
        .with_target(false)
        .init();
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, cause = panic.payload_as_str().unwrap_or_default(), "panic");
    }));
    Ok(())
}
