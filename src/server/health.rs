//! For whoever watches the process: `/healthz` says it runs, `/readyz` that it can serve.

use crate::context::AppContext;
use axum::{Extension, http::StatusCode};
use std::time::Duration;
use tokio::time::timeout;

/// Whoever asks wants to know now.
const PATIENCE: Duration = Duration::from_secs(2);

/// 200 while the process runs.
pub async fn healthz() -> &'static str {
    "ok"
}

/// 200 when the database and the search index answer, else 503 naming what does not.
pub async fn readyz(Extension(app): Extension<AppContext>) -> (StatusCode, &'static str) {
    let database = timeout(PATIENCE, app.db.is_ready()).await.unwrap_or(false);
    match (database, app.search.is_ready()) {
        (true, true) => (StatusCode::OK, "ready"),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, "database"),
        (true, false) => (StatusCode::SERVICE_UNAVAILABLE, "index"),
    }
}
