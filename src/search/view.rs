//! What searches see of one commit, and the search itself.

use tantivy::Searcher;
use uuid::Uuid;

use super::analysis::query_words;
use super::bits::{Bits, Set};
use super::checkpoint::Checkpoint;
use super::columns::Columns;
use super::criteria::{Criteria, Found, Hit, Near, Sort};
use super::facets::{Filters, Tally, any_of};
use super::matching::Lookup;
use super::part::Part;
use super::place::{Circle, kilometres};
use super::ranking::{Best, Rank};
use super::schema::{Facet, Fields};

/// Below one candidate in so many, trying each of them is quicker than asking the grid.
const FEW_CANDIDATES: usize = 32;

/// The index as of one commit.
pub struct View {
    parts: Vec<Part>,
    checkpoint: Option<Checkpoint>,
}

/// The words of a search in one part.
#[derive(Clone, Copy)]
struct Text<'a> {
    lookup: &'a Lookup<'a>,
    part: usize,
}

/// What a hit is made of, if it comes to that.
struct Candidate {
    id: u128,
    chord2: Option<f64>,
    next_free: Option<i64>,
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
            stale.extend(overdue.map(|at| (columns.stale_at(at), columns.id(at))));
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
        if words.is_empty() {
            return Ok(self.select(criteria, None));
        }
        let mut lookup = Lookup::new(&self.parts, &fields.tiers, &words)?;
        loop {
            let found = self.select(criteria, Some(&lookup));
            if found.total > 0 || !lookup.relax()? {
                return Ok(found);
            }
        }
    }

    fn select(&self, criteria: &Criteria, text: Option<&Lookup<'_>>) -> Found {
        let last = criteria.offset.saturating_add(criteria.limit).min(self.count());
        let mut best = Best::new(if criteria.limit == 0 { 0 } else { last });
        let mut tally = Tally::default();
        let mut total = 0;
        for (at, part) in self.parts.iter().enumerate() {
            let text = text.map(|lookup| Text { lookup, part: at });
            let filters = Filters::new(criteria, &part.columns, part.candidates(criteria, text));
            let passed = filters.passed();
            part.rank(criteria, text, &passed, &mut best);
            let passed = Set::from(passed);
            total += passed.count();
            tally.count(&part.columns, &filters, &passed);
        }
        Found { total, hits: best.into_page(criteria.offset).map(Hit::from).collect(), facets: tally.facets() }
    }
}

impl Part {
    /// Who fits everything in `criteria` but the filters that facets count.
    fn candidates(&self, criteria: &Criteria, text: Option<Text<'_>>) -> Bits {
        let mut candidates = self.alive.clone();
        if let Some(Text { lookup, part }) = text {
            candidates.keep(&lookup.positions(part));
        }
        if let Some(trades) = any_of(&self.columns, Facet::Trade, &criteria.trades) {
            candidates.keep(&trades);
        }
        if let Some(limit) = criteria.free_before {
            candidates.truncate(self.columns.free_by(limit));
        }
        match criteria.near {
            Some(near) => self.inside(near, &candidates),
            None => candidates,
        }
    }

    fn inside(&self, near: Near, candidates: &Bits) -> Bits {
        let circle = Circle::new(near);
        let mut inside = Bits::none(self.columns.size());
        let mut try_all = |positions: &mut dyn Iterator<Item = u32>| {
            for position in positions {
                if circle.holds(self.columns.point(position)) {
                    inside.insert(position);
                }
            }
        };
        if candidates.count() * FEW_CANDIDATES < self.columns.size() {
            try_all(&mut candidates.iter());
        } else {
            try_all(&mut self.columns.grid().around(near));
            inside.keep(candidates);
        }
        inside
    }

    /// Offers those who passed to `best`.
    fn rank(&self, criteria: &Criteria, text: Option<Text<'_>>, passed: &Bits, best: &mut Best<Candidate>) {
        let circle = criteria.near.map(Circle::new);
        let by_distance = circle.is_some() && criteria.sort == Sort::Distance;
        let Some(Text { lookup, part }) = text.filter(|_| criteria.sort != Sort::Soonest && !by_distance) else {
            self.offer(criteria, circle, 0, passed.iter(), best);
            return;
        };
        let Some(groups) = lookup.by_score(part, passed) else {
            for position in passed.iter() {
                self.offer(criteria, circle, lookup.score(part, position), std::iter::once(position), best);
            }
            return;
        };
        let (mut offered, mut last) = (0, 0);
        for (score, group) in groups {
            if offered >= best.keep() && score < last {
                return;
            }
            last = score;
            offered += self.offer(criteria, circle, score, group.iter(), best);
        }
    }

    /// Offers those of one score, in the order of their positions, as long as they may be among the best;
    /// answers how many were.
    fn offer(
        &self,
        criteria: &Criteria,
        circle: Option<Circle>,
        score: u16,
        positions: impl Iterator<Item = u32>,
        best: &mut Best<Candidate>,
    ) -> usize {
        let columns = &self.columns;
        // Where no distance counts, positions follow the rank: no more than a page's worth are needed.
        let by_hour = circle.is_none() || criteria.sort == Sort::Soonest;
        let enough = if by_hour { best.keep() } else { usize::MAX };
        let mut offered = 0;
        for position in positions.take(enough) {
            let next_free = columns.next_free(position);
            // Later ones wait as long or longer, so none can be better than here at no distance.
            if best.is_beyond(Rank::new(criteria.sort, score, circle.map(|_| 0.0), next_free, 0)) {
                break;
            }
            let chord2 = circle.map(|circle| circle.chord2(columns.point(position)));
            let id = columns.id(position);
            let rank = Rank::new(criteria.sort, score, chord2, next_free, id);
            best.offer(rank, Candidate { id, chord2, next_free });
            offered += 1;
        }
        offered
    }
}

impl From<Candidate> for Hit {
    fn from(candidate: Candidate) -> Self {
        Self {
            id: Uuid::from_u128(candidate.id),
            distance_km: candidate.chord2.map(kilometres),
            next_free: candidate.next_free,
        }
    }
}
