//! What searches see of one commit, and the search itself.

use std::collections::HashSet;

use tantivy::Searcher;
use uuid::Uuid;

use super::analysis::query_words;
use super::bits::{Bits, Set};
use super::checkpoint::Checkpoint;
use super::columns::Columns;
use super::criteria::{Criteria, Found, Hit, Near, Sort};
use super::facets::{Filters, Tally};
use super::hits::Text;
use super::matching::Lookup;
use super::part::Part;
use super::place::Circle;
use super::ranking::Best;
use super::schema::{Facet, Fields};

/// The index as of one commit.
pub struct View {
    parts: Vec<Part>,
    checkpoint: Option<Checkpoint>,
}

/// Who passes in one part.
struct Passing {
    everybody: Bits,
    filters: Filters,
}

impl View {
    /// The view of what `searcher` sees. Columns of segments that `before` also had are shared.
    ///
    /// # Errors
    /// When a file of the index cannot be read.
    pub fn new(searcher: &Searcher, checkpoint: Option<Checkpoint>, before: Option<&Self>) -> tantivy::Result<Self> {
        let mut parts = Vec::with_capacity(searcher.segment_readers().len());
        for segment in searcher.segment_readers() {
            let id = segment.segment_id();
            let mut known = before.into_iter().flat_map(|view| &view.parts);
            let columns = match known.find(|part| part.segment.segment_id() == id) {
                Some(part) => part.columns.clone(),
                None => Columns::read(segment)?,
            };
            parts.push(Part::new(segment.clone(), columns));
        }
        Ok(Self { parts, checkpoint })
    }

    /// The change that the commit reaches.
    pub fn checkpoint(&self) -> Option<Checkpoint> {
        self.checkpoint
    }

    /// How many professionals there are.
    pub fn count(&self) -> usize {
        self.parts.iter().map(|part| part.segment.num_docs() as usize).sum()
    }

    /// Those to be computed again at `now`, the longest overdue first.
    pub fn stale(&self, now: i64, limit: usize) -> Vec<Uuid> {
        let mut stale: Vec<(i64, u128)> = Vec::new();
        for Part { columns, alive, .. } in &self.parts {
            let overdue = alive.iter().filter(|at| columns.stale_at(*at) <= now);
            stale.extend(overdue.map(|at| (columns.stale_at(at), columns.row(at).id)));
        }
        stale.sort_unstable();
        stale.into_iter().take(limit).map(|(_, id)| Uuid::from_u128(id)).collect()
    }

    /// Answers `criteria`.
    ///
    /// # Errors
    /// When a file of the index cannot be read.
    pub fn search(&self, fields: &Fields, criteria: &Criteria) -> tantivy::Result<Found> {
        let words = criteria.text.as_deref().map(query_words).unwrap_or_default();
        let candidates: Vec<Bits> = self.parts.iter().map(|part| part.candidates(criteria)).collect();
        if words.is_empty() || candidates.iter().all(Bits::is_empty) {
            return Ok(self.found(criteria, self.passing(criteria, candidates), None));
        }
        let mut lookup = Lookup::new(&self.parts, &fields.tiers, &words)?;
        loop {
            let holders = candidates.iter().enumerate().map(|(at, candidates)| {
                let mut holders = lookup.positions(at);
                holders.keep(candidates);
                holders
            });
            let passing = self.passing(criteria, holders.collect());
            if passing.iter().any(|part| !part.everybody.is_empty()) || !lookup.relax() {
                return Ok(self.found(criteria, passing, Some(&lookup)));
            }
        }
    }

    /// Who is in the place and passes the filters among the candidates of each part.
    fn passing(&self, criteria: &Criteria, candidates: Vec<Bits>) -> Vec<Passing> {
        let filtered = self.parts.iter().zip(candidates).map(|(part, candidates)| {
            // Of the filters that facets do not count the place is the last: those whom it would take in are many.
            let candidates = match criteria.near {
                Some(near) => part.inside(near, &candidates),
                None => candidates,
            };
            let filters = Filters::new(criteria, &part.columns, candidates);
            Passing { everybody: filters.passed(), filters }
        });
        filtered.collect()
    }

    /// The page that was asked for of those who pass, and the counts of all.
    fn found(&self, criteria: &Criteria, mut passing: Vec<Passing>, text: Option<&Lookup<'_>>) -> Found {
        // Last of all: what is forgiven in the words depends on whom the whole search finds.
        if !criteria.among.is_empty() {
            for (part, passing) in self.parts.iter().zip(&mut passing) {
                passing.everybody = part.among(&criteria.among, &passing.everybody);
            }
        }
        let in_order = criteria.sort != Sort::Soonest && text.is_none() && criteria.near.is_none();
        let hits = match (self.parts.as_slice(), passing.as_slice()) {
            ([part], [passing]) if in_order => part.page_in_order(criteria, &passing.everybody),
            _ => self.best(criteria, &passing, text),
        };
        let mut tally = Tally::default();
        let mut total = 0;
        for (part, Passing { filters, everybody }) in self.parts.iter().zip(passing) {
            let everybody = Set::from(everybody);
            total += everybody.count();
            tally.count(&part.columns, &filters, &everybody);
        }
        Found { total, hits, facets: tally.facets() }
    }

    /// The page that was asked for, out of all parts.
    fn best(&self, criteria: &Criteria, passing: &[Passing], text: Option<&Lookup<'_>>) -> Vec<Hit> {
        let last = criteria.offset.saturating_add(criteria.limit).min(self.count());
        let mut best = Best::new(if criteria.limit == 0 { 0 } else { last });
        for (at, (part, passing)) in self.parts.iter().zip(passing).enumerate() {
            let text = text.map(|lookup| Text { lookup, part: at });
            part.rank(criteria, text, &passing.everybody, &mut best);
        }
        best.into_page(criteria.offset).map(Hit::from).collect()
    }
}

impl Part {
    /// Who fits everything in `criteria` but its words, its place and the filters that facets count.
    fn candidates(&self, criteria: &Criteria) -> Bits {
        let mut candidates = self.alive.clone();
        if !criteria.trades.is_empty() {
            candidates.keep(&self.columns.labels(Facet::Trade).any_of(&criteria.trades));
        }
        if criteria.meets_minors {
            candidates.keep(&self.columns.labels(Facet::WaysForMinors).any_value());
        }
        if let Some(limit) = criteria.free_before {
            candidates.keep(&self.columns.hours().free_by(limit));
        }
        candidates
    }

    /// Those of `passed` who have one of these identifiers.
    fn among(&self, ids: &[Uuid], passed: &Bits) -> Bits {
        let ids: HashSet<u128> = ids.iter().map(Uuid::as_u128).collect();
        let mut among = Bits::none(self.columns.size());
        let asked = passed.iter().filter(|position| ids.contains(&self.columns.row(*position).id));
        asked.for_each(|position| among.insert(position));
        among
    }

    fn inside(&self, near: Near, candidates: &Bits) -> Bits {
        let (circle, grid) = (Circle::new(near), self.columns.grid());
        let mut inside = Bits::none(self.columns.size());
        if grid.is_slower_around(near, candidates.count()) {
            let near = candidates.iter().filter(|position| circle.holds(grid.point(*position)));
            near.for_each(|position| inside.insert(position));
        } else {
            let spots = grid.around(near).filter(|spot| circle.holds(spot.point));
            spots.flat_map(|spot| grid.people(spot)).for_each(|position| inside.insert(*position));
            inside.keep(candidates);
        }
        inside
    }
}
