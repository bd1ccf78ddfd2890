//! The index of professionals: opened, fed from the database, searched. It holds nothing that the
//! database does not: whatever is wrong with its files, it starts again from empty.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::directory::error::LockError;
use tantivy::directory::{INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{Directory, Index, IndexReader, IndexWriter, ReloadPolicy, TantivyError, Term};
use thiserror::Error;
use uuid::Uuid;

use super::checkpoint::Checkpoint;
use super::criteria::{Criteria, Found};
use super::document::ProfessionalDocument;
use super::schema::Fields;
use super::view::View;

/// Memory for documents not yet committed, in bytes. Larger batches are cut into more segments,
/// which [`SearchIndex::compact`] joins.
const WRITER_MEMORY: usize = 30_000_000;
/// Small segments of a like size that are joined in the background.
const SEGMENTS_TO_MERGE: usize = 4;
/// Share of deleted documents from which a segment is rewritten.
const DELETED_SHARE: f32 = 0.3;

/// Why the index did not answer.
#[derive(Debug, Error)]
pub enum SearchError {
    /// Another process has this directory open.
    #[error("the search index is open in another process")]
    InUse,
    /// A file of the directory could not be read or written.
    #[error("search index: {0}")]
    Io(#[from] io::Error),
    /// The engine failed.
    #[error("search index: {0}")]
    Engine(TantivyError),
}

impl From<TantivyError> for SearchError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(LockError::LockBusy, _) => Self::InUse,
            error => Self::Engine(error),
        }
    }
}

/// The index of professionals. Share it behind an `Arc`: writers queue, searches never wait for
/// them. All of it blocks the calling thread.
pub struct SearchIndex {
    fields: Fields,
    reader: IndexReader,
    writer: Mutex<IndexWriter>,
    view: RwLock<Arc<View>>,
}

impl SearchIndex {
    /// Opens the index kept in `dir`, which is made if need be. An index of another layout or
    /// with damaged files is discarded, and [`SearchIndex::needs_rebuild`] tells.
    ///
    /// # Errors
    /// [`SearchError::InUse`] when another process has it open; others when `dir` cannot be used.
    pub fn open(dir: &Path) -> Result<Self, SearchError> {
        fs::create_dir_all(dir)?;
        match Self::open_kept(dir) {
            Ok(Some(index)) => return Ok(index),
            Ok(None) => {}
            Err(SearchError::InUse) => return Err(SearchError::InUse),
            Err(error) => tracing::warn!(%error, "search index discarded"),
        }
        discard(dir)?;
        let (fields, schema) = Fields::new();
        Self::new(Index::create_in_dir(dir, schema)?, fields)
    }

    /// An empty index that is gone with the process.
    ///
    /// # Errors
    /// When the engine cannot start its threads.
    pub fn in_memory() -> Result<Self, SearchError> {
        let (fields, schema) = Fields::new();
        Self::new(Index::create_in_ram(schema), fields)
    }

    /// The index kept in `dir` if it has this layout; all of its files are read and checked.
    fn open_kept(dir: &Path) -> Result<Option<Self>, SearchError> {
        let directory = MmapDirectory::open(dir).map_err(TantivyError::from)?;
        if !Index::exists(&directory).map_err(TantivyError::from)? {
            return Ok(None);
        }
        let (fields, schema) = Fields::new();
        let index = Index::open(directory)?;
        let payload = index.load_metas()?.payload;
        if index.schema() != schema || payload.is_some_and(|it| Checkpoint::of_payload(&it).is_none()) {
            tracing::info!("search index of another layout discarded");
            return Ok(None);
        }
        let damaged = index.validate_checksum()?;
        if !damaged.is_empty() {
            tracing::warn!(files = ?damaged, "damaged search index discarded");
            return Ok(None);
        }
        Self::new(index, fields).map(Some)
    }

    fn new(index: Index, fields: Fields) -> Result<Self, SearchError> {
        let writer: IndexWriter = index.writer_with_num_threads(1, WRITER_MEMORY)?;
        let mut merging = LogMergePolicy::default();
        merging.set_min_num_segments(SEGMENTS_TO_MERGE);
        merging.set_del_docs_ratio_before_merge(DELETED_SHARE);
        writer.set_merge_policy(Box::new(merging));
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let checkpoint = index.load_metas()?.payload.as_deref().and_then(Checkpoint::of_payload);
        let view = View::new(&reader.searcher(), checkpoint, None)?;
        Ok(Self { fields, reader, writer: Mutex::new(writer), view: RwLock::new(Arc::new(view)) })
    }

    /// Puts professionals in, in place of those of the same identifier. Searches see it after
    /// [`SearchIndex::commit`].
    ///
    /// # Errors
    /// When the engine fails.
    pub fn replace(&self, documents: &[ProfessionalDocument]) -> Result<(), SearchError> {
        let writer = self.writer();
        for document in documents {
            writer.delete_term(self.id_term(document.id));
            writer.add_document(self.fields.document(document))?;
        }
        Ok(())
    }

    /// Takes professionals out; unknown ones are passed over. Searches see it after
    /// [`SearchIndex::commit`].
    pub fn remove(&self, ids: &[Uuid]) {
        let writer = self.writer();
        for id in ids {
            writer.delete_term(self.id_term(*id));
        }
    }

    /// Makes all changes durable and visible to every search that starts from now on, together
    /// with `checkpoint`, the database's change that they reach.
    ///
    /// # Errors
    /// When the engine fails; the index is then as before.
    pub fn commit(&self, checkpoint: Checkpoint) -> Result<(), SearchError> {
        let mut writer = self.writer();
        let mut commit = writer.prepare_commit()?;
        commit.set_payload(&checkpoint.payload());
        commit.commit()?;
        self.show(Some(checkpoint))
    }

    /// Joins all segments into one and forgets deleted documents: worth it after a big load.
    /// Commits nothing.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn compact(&self) -> Result<(), SearchError> {
        let mut writer = self.writer();
        let segments = writer.index().searchable_segment_ids()?;
        if !segments.is_empty() {
            writer.merge(&segments).wait()?;
        }
        self.show(self.checkpoint())
    }

    /// Empties the index and forgets the checkpoint, at once.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn clear(&self) -> Result<(), SearchError> {
        let mut writer = self.writer();
        writer.delete_all_documents()?;
        writer.commit()?;
        self.show(None)
    }

    /// The change that the last commit reaches; none when the index was never filled.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        self.view().checkpoint()
    }

    /// Whether the index must be filled from the whole database: it is new, was discarded when
    /// opened, or was cleared.
    pub fn needs_rebuild(&self) -> bool {
        self.checkpoint().is_none()
    }

    /// How many professionals searches can find.
    pub fn count(&self) -> usize {
        self.view().count()
    }

    /// Professionals whose next free hour must be computed again at `now` (Unix seconds), the
    /// longest overdue first, at most `limit`.
    pub fn stale(&self, now: i64, limit: usize) -> Vec<Uuid> {
        self.view().stale(now, limit)
    }

    /// Searches. The same question on the same commit gives the same answer.
    ///
    /// # Errors
    /// When a file of the index cannot be read; never because of what was typed.
    pub fn search(&self, criteria: &Criteria) -> Result<Found, SearchError> {
        Ok(self.view().search(&self.fields, criteria)?)
    }

    /// Shows searches what is committed. The caller holds the writer, so that views follow one
    /// another in order.
    fn show(&self, checkpoint: Option<Checkpoint>) -> Result<(), SearchError> {
        self.reader.reload()?;
        let view = View::new(&self.reader.searcher(), checkpoint, Some(&self.view()))?;
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
        Ok(())
    }

    fn view(&self) -> Arc<View> {
        self.view.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn writer(&self) -> MutexGuard<'_, IndexWriter> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn id_term(&self, id: Uuid) -> Term {
        Term::from_field_bytes(self.fields.id, id.as_bytes())
    }
}

/// Deletes an index's own files from `dir`, and no others.
fn discard(dir: &Path) -> Result<(), SearchError> {
    let lock = MmapDirectory::open(dir)
        .map_err(TantivyError::from)?
        .acquire_lock(&INDEX_WRITER_LOCK)
        .map_err(|error| TantivyError::LockFailure(error, None))?;
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_str().is_some_and(is_of_index) {
            fs::remove_file(entry.path())?;
        }
    }
    drop(lock);
    Ok(())
}

fn is_of_index(file: &str) -> bool {
    let segment = file.split('.').next().unwrap_or_default();
    matches!(file, "meta.json" | ".managed.json")
        || segment.len() == 32 && segment.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests;
