//! A segment of the index as searches see it.

use std::sync::Arc;

use tantivy::SegmentReader;

use super::bits::Bits;
use super::columns::Columns;

/// A segment of one commit.
pub struct Part {
    /// The segment's terms.
    pub segment: SegmentReader,
    /// Its columns.
    pub columns: Arc<Columns>,
    /// Who was not deleted since.
    pub alive: Bits,
}

impl Part {
    /// The part of `segment`; `columns` are its own.
    pub fn new(segment: SegmentReader, columns: Arc<Columns>) -> Self {
        let mut alive = Bits::all(columns.size());
        if segment.has_deletes() {
            alive = Bits::none(columns.size());
            segment.doc_ids_alive().for_each(|document| alive.insert(columns.position(document)));
        }
        Self { segment, columns, alive }
    }
}
