//! The columns of the index in memory, arranged so that a search does little for each
//! professional. A segment never changes, so its columns are read once, when it first appears.
//!
//! Professionals are numbered in the order in which a talk with them can be counted on
//! ([`counted_on`]), then of their identifier, which is their order by relevance where no word and no place
//! counts: the best of any set are its first. Their order by the next free hour is kept beside it.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use super::bits::{Bits, Set};
use super::frequent::Frequent;
use super::place::{Grid, Point};
use super::ranking::{counted_on, counted_on_by};
use super::schema::{FACET_COLUMNS, Facet, column, split};

/// Stands for "never" where an hour is expected; comes after every hour.
const NEVER: i64 = i64::MAX;

/// The columns of one segment. A position is a professional's rank by [`counted_on`].
#[derive(Debug)]
pub struct Columns {
    positions: Vec<u32>,
    ids: Vec<u128>,
    points: Vec<Point>,
    counted_on: Vec<i64>,
    next_free: Vec<i64>,
    by_hour: Vec<u32>,
    answer_wait: Vec<u32>,
    stale_at: Vec<i64>,
    grid: Grid,
    values: [Vec<(String, Set)>; Facet::COUNT],
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
        let wait = |document| answer_wait.first(document).and_then(|wait| u32::try_from(wait).ok()).unwrap_or_default();
        let high = fast.u64(column::ID_HIGH)?;
        let low = fast.u64(column::ID_LOW)?;
        let half = |column: &Column<u64>, document| u128::from(column.first(document).unwrap_or(0));
        let mut order: Vec<(i64, u128, DocId)> = (0..size)
            .map(|document| {
                let id = half(&high, document) << 64 | half(&low, document);
                (counted_on(next_free.first(document), wait(document)), id, document)
            })
            .collect();
        order.sort_unstable();

        let documents: Vec<DocId> = order.iter().map(|(.., document)| *document).collect();
        let mut positions = vec![0; documents.len()];
        for (position, document) in (0..).zip(&documents) {
            positions[*document as usize] = position;
        }
        let lat = arranged(&fast.f64(column::LAT)?, &documents, f64::NAN);
        let lon = arranged(&fast.f64(column::LON)?, &documents, f64::NAN);
        let places: Vec<(f64, f64)> = lat.into_iter().zip(lon).collect();
        let mut values = [const { Vec::new() }; Facet::COUNT];
        for (name, values) in FACET_COLUMNS.into_iter().zip(&mut values) {
            *values = sets(segment, name, &documents)?;
        }
        let frequent = Frequent::read(segment, &positions)?;
        let next_free = arranged(&next_free, &documents, NEVER);
        Ok(Arc::new(Self {
            positions,
            ids: order.iter().map(|(_, id, _)| *id).collect(),
            points: places.iter().map(|(lat, lon)| Point::at(*lat, *lon)).collect(),
            counted_on: order.iter().map(|(counted_on, ..)| *counted_on).collect(),
            by_hour: by_hour(&next_free, &order),
            next_free,
            answer_wait: documents.iter().map(|document| wait(*document)).collect(),
            stale_at: arranged(&fast.i64(column::STALE_AT)?, &documents, NEVER),
            grid: Grid::new(&places),
            values,
            frequent,
        }))
    }

    /// How many positions there are, deleted documents included.
    pub fn size(&self) -> usize {
        self.ids.len()
    }

    /// The position of a document of tantivy's.
    pub fn position(&self, document: DocId) -> u32 {
        self.positions[document as usize]
    }

    /// Leaves those of `candidates` that have a free hour at or before `limit` (Unix seconds).
    pub fn keep_free_by(&self, candidates: &mut Bits, limit: i64) {
        let reach = |moment| self.counted_on.partition_point(|at| *at <= moment);
        // Who can be counted on by then is free by then; beyond, the wait for an answer hides the hour.
        let (surely, perhaps) = (reach(limit.min(counted_on_by(limit))), reach(counted_on_by(limit)));
        candidates.truncate(perhaps);
        for (position, next_free) in (0..).zip(&self.next_free).take(perhaps).skip(surely) {
            if *next_free > limit {
                candidates.clear(position);
            }
        }
    }

    /// Where everybody is.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The values of a facet and who has them.
    pub fn values(&self, facet: Facet) -> &[(String, Set)] {
        &self.values[facet as usize]
    }

    /// The frequent words and who holds them.
    pub fn frequent(&self) -> &Frequent {
        &self.frequent
    }

    /// The professional's identifier.
    pub fn id(&self, position: u32) -> u128 {
        self.ids[position as usize]
    }

    /// Where they are.
    pub fn point(&self, position: u32) -> Point {
        self.points[position as usize]
    }

    /// Their next free hour in Unix seconds.
    pub fn next_free(&self, position: u32) -> Option<i64> {
        Some(self.next_free[position as usize]).filter(|at| *at != NEVER)
    }

    /// All positions, the soonest free hour first, then by identifier; those without an hour come last.
    pub fn by_hour(&self) -> &[u32] {
        &self.by_hour
    }

    /// Seconds that an answer of theirs is waited for.
    pub fn answer_wait(&self, position: u32) -> u32 {
        self.answer_wait[position as usize]
    }

    /// When what changes with time must be computed again, in Unix seconds.
    pub fn stale_at(&self, position: u32) -> i64 {
        self.stale_at[position as usize]
    }
}

/// Positions in the order of `next_free`, then of the identifiers in `order`, which is that of positions.
fn by_hour(next_free: &[i64], order: &[(i64, u128, DocId)]) -> Vec<u32> {
    let mut hours: Vec<(i64, u128, u32)> =
        next_free.iter().zip(order).zip(0..).map(|((hour, (_, id, _)), position)| (*hour, *id, position)).collect();
    hours.sort_unstable();
    hours.into_iter().map(|(.., position)| position).collect()
}

/// A column in the order of positions.
fn arranged<T: PartialOrd + Copy + std::fmt::Debug + Send + Sync + 'static>(
    column: &Column<T>,
    documents: &[DocId],
    missing: T,
) -> Vec<T> {
    documents.iter().map(|document| column.first(*document).unwrap_or(missing)).collect()
}

/// The values of a column of labels, and the positions that have each.
fn sets(segment: &SegmentReader, name: &str, documents: &[DocId]) -> tantivy::Result<Vec<(String, Set)>> {
    let Some(column) = segment.fast_fields().str(name)? else { return Ok(Vec::new()) };
    let mut lists: Vec<(String, Vec<u32>)> = Vec::new();
    let mut lists_of_label: Vec<Vec<usize>> = Vec::with_capacity(column.num_terms());
    let mut list_of_value: HashMap<String, usize> = HashMap::new();
    let mut label = String::new();
    for ordinal in 0..column.num_terms() as u64 {
        column.ord_to_str(ordinal, &mut label)?;
        let lists_of_value = split(&label).map(|value| {
            *list_of_value.entry(value.to_owned()).or_insert_with(|| {
                lists.push((value.to_owned(), Vec::new()));
                lists.len() - 1
            })
        });
        lists_of_label.push(lists_of_value.collect());
    }
    for (position, document) in (0..).zip(documents) {
        let label = column.ords().first(*document).and_then(|at| usize::try_from(at).ok());
        for list in label.and_then(|at| lists_of_label.get(at)).into_iter().flatten() {
            lists[*list].1.push(position);
        }
    }
    let size = documents.len();
    Ok(lists.into_iter().map(|(value, list)| (value, Set::new(list, size))).collect())
}
