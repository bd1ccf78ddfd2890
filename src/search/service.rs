//! The index as the rest of the server uses it: shared, with the work that takes time on threads that may wait.

use super::{
    checkpoint::Checkpoint,
    criteria::{Criteria, Found},
    document::ProfessionalDocument,
    index::{SearchError, SearchIndex},
};
use crate::error::AppError;
use std::{path::Path, sync::Arc};
use uuid::Uuid;

/// A shared [`SearchIndex`]. Cloning is cheap.
#[derive(Clone)]
pub struct SearchService(Arc<SearchIndex>);

impl SearchService {
    /// Opens the index kept in `dir`.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn open(dir: &Path) -> Result<Self, SearchError> {
        Ok(Self(Arc::new(SearchIndex::open(dir)?)))
    }

    /// An index that is gone with the process.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn in_memory() -> Result<Self, SearchError> {
        Ok(Self(Arc::new(SearchIndex::in_memory()?)))
    }

    /// Whether it is filled, so that searches tell the truth.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        !self.0.needs_rebuild()
    }

    /// The database's change that the index reaches; none when it has to be filled.
    #[must_use]
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        self.0.checkpoint()
    }

    /// Answers a search.
    ///
    /// # Errors
    /// [`AppError::Unavailable`], logged.
    pub async fn search(&self, criteria: Criteria) -> Result<Found, AppError> {
        // Filters alone look at bit sets in memory: it is over before another thread has begun. Words, distances and a
        // choice of people go through them one by one.
        if criteria.text.is_none() && criteria.near.is_none() && criteria.among.is_empty() {
            return self.0.search(&criteria).map_err(|error| failed(&error));
        }
        self.run(move |index| index.search(&criteria)).await
    }

    /// Takes documents up; nobody sees them before the next [`SearchService::apply`].
    ///
    /// # Errors
    /// [`AppError::Unavailable`], logged.
    pub async fn put(&self, documents: Vec<ProfessionalDocument>) -> Result<(), AppError> {
        self.run(move |index| index.replace(&documents)).await
    }

    /// Takes documents up and out, and makes it all visible together with the change it reaches.
    ///
    /// # Errors
    /// [`AppError::Unavailable`], logged.
    pub async fn apply(
        &self,
        replaced: Vec<ProfessionalDocument>,
        removed: Vec<Uuid>,
        checkpoint: Checkpoint,
    ) -> Result<(), AppError> {
        self.run(move |index| {
            index.replace(&replaced)?;
            index.remove(&removed);
            index.commit(checkpoint)
        })
        .await
    }

    /// Empties the index.
    ///
    /// # Errors
    /// [`AppError::Unavailable`], logged.
    pub async fn clear(&self) -> Result<(), AppError> {
        self.run(SearchIndex::clear).await
    }

    /// Joins what a big load left in pieces.
    ///
    /// # Errors
    /// [`AppError::Unavailable`], logged.
    pub async fn compact(&self) -> Result<(), AppError> {
        self.run(SearchIndex::compact).await
    }

    /// Professionals whose next free hour has to be computed again at `now` (Unix seconds).
    ///
    /// # Errors
    /// [`AppError::Unavailable`], logged.
    pub async fn stale(&self, now: i64, limit: usize) -> Result<Vec<Uuid>, AppError> {
        self.run(move |index| Ok(index.stale(now, limit))).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&SearchIndex) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, AppError> {
        let index = Arc::clone(&self.0);
        match tokio::task::spawn_blocking(move || work(&index)).await {
            Ok(outcome) => outcome.map_err(|error| failed(&error)),
            Err(error) => Err(failed(&error)),
        }
    }
}

fn failed(error: &dyn std::fmt::Display) -> AppError {
    tracing::error!(%error, "search index");
    AppError::Unavailable
}
