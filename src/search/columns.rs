//! The columns of the index in memory, arranged so that a search does little for each
//! professional. A segment never changes, so its columns are read once, when it first appears.
//!
//! Professionals are numbered in the order in which a talk with them can be counted on
//! ([`counted_on`]), then of their identifier, which is their order by relevance where no word and no place
//! counts: the best of any set are its first. Their order by the next free hour is kept beside it.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use super::frequent::Frequent;
use super::hours::Hours;
use super::labels::Labels;
use super::place::Grid;
use super::ranking::counted_on;
use super::schema::{FACET_COLUMNS, Facet, column};

/// What else a search asks of a professional who may come first. It is kept side by side, as one such professional is far
/// from the next in memory.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The professional's identifier.
    pub id: u128,
    /// Their next free hour in Unix seconds.
    pub next_free: Option<i64>,
}

/// The columns of one segment. A position is a professional's rank by [`counted_on`].
#[derive(Debug)]
pub struct Columns {
    positions: Vec<u32>,
    counted_on: Vec<i64>,
    rows: Vec<Row>,
    stale_at: Vec<i64>,
    hours: Hours,
    grid: Grid,
    labels: [Labels; Facet::COUNT],
    frequent: Frequent,
}

impl Columns {
    /// Reads the columns of a segment.
    ///
    /// # Errors
    /// When a file of the segment cannot be read.
    pub fn read(segment: &SegmentReader) -> tantivy::Result<Arc<Self>> {
        let fast = segment.fast_fields();
        let size = segment.max_doc();
        let next_free = fast.column_opt::<i64>(column::NEXT_FREE)?.unwrap_or_else(|| Column::build_empty_column(size));
        let answer_wait = fast.u64(column::ANSWER_WAIT)?;
        let (high, low) = (fast.u64(column::ID_HIGH)?, fast.u64(column::ID_LOW)?);
        let half = |column: &Column<u64>, document| u128::from(column.first(document).unwrap_or(0));
        let (lat, lon) = (fast.f64(column::LAT)?, fast.f64(column::LON)?);
        let place = |document| [&lat, &lon].map(|column| column.first(document).unwrap_or(f64::NAN));
        let wait = |document| answer_wait.first(document).and_then(|wait| u32::try_from(wait).ok()).unwrap_or_default();
        let row = |document| {
            let id = half(&high, document) << 64 | half(&low, document);
            Row { id, next_free: next_free.first(document) }
        };
        let mut order: Vec<(i64, Row, DocId)> = (0..size)
            .map(|document| (row(document), document))
            .map(|(row, document)| (counted_on(row.next_free, wait(document)), row, document))
            .collect();
        order.sort_unstable_by_key(|(counted_on, row, _)| (*counted_on, row.id));

        let documents: Vec<DocId> = order.iter().map(|(.., document)| *document).collect();
        let rows: Vec<Row> = order.iter().map(|(_, row, _)| *row).collect();
        let mut positions = vec![0; documents.len()];
        for (position, document) in (0..).zip(&documents) {
            positions[*document as usize] = position;
        }
        let stale_at = fast.i64(column::STALE_AT)?;
        let places: Vec<[f64; 2]> = documents.iter().map(|document| place(*document)).collect();
        let mut labels = [const { Labels::NONE }; Facet::COUNT];
        for (name, labels) in FACET_COLUMNS.into_iter().zip(&mut labels) {
            *labels = Labels::read(segment, name, &documents)?;
        }
        Ok(Arc::new(Self {
            stale_at: documents.iter().map(|document| stale_at.first(*document).unwrap_or(i64::MAX)).collect(),
            counted_on: order.iter().map(|(counted_on, ..)| *counted_on).collect(),
            hours: Hours::new(&rows),
            grid: Grid::new(&places),
            labels,
            frequent: Frequent::read(segment, &positions)?,
            positions,
            rows,
        }))
    }

    /// How many positions there are, deleted documents included.
    pub fn size(&self) -> usize {
        self.rows.len()
    }

    /// The position of a document of tantivy's.
    pub fn position(&self, document: DocId) -> u32 {
        self.positions[document as usize]
    }

    /// When a talk with them can be [`counted_on`].
    pub fn counted_on(&self, position: u32) -> i64 {
        self.counted_on[position as usize]
    }

    /// Who they are and their next free hour.
    pub fn row(&self, position: u32) -> &Row {
        &self.rows[position as usize]
    }

    /// When what changes with time must be computed again, in Unix seconds.
    pub fn stale_at(&self, position: u32) -> i64 {
        self.stale_at[position as usize]
    }

    /// Everybody's next free hour.
    pub fn hours(&self) -> &Hours {
        &self.hours
    }

    /// Where everybody is.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The values of a facet and who has them.
    pub fn labels(&self, facet: Facet) -> &Labels {
        &self.labels[facet as usize]
    }

    /// The frequent words and who holds them.
    pub fn frequent(&self) -> &Frequent {
        &self.frequent
    }
}
