//! What searches see of one commit, and the search itself.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use tantivy::Searcher;
use uuid::Uuid;

use super::analysis::query_words;
use super::bits::{Bits, Set};
use super::checkpoint::Checkpoint;
use super::columns::Columns;
use super::criteria::{Criteria, Found, Hit, Near, Sort};
use super::facets::{Filters, Tally, any_of, any_value};
use super::matching::Lookup;
use super::part::Part;
use super::place::{Circle, Spot, kilometres, ranking_metres};
use super::ranking::{Best, Merits, Rank};
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
    lookup: &'a Lookup,
    part: usize,
}

/// Who passes in one part.
struct Passing {
    everybody: Bits,
    filters: Filters,
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

    /// Who passes the filters among the candidates of each part.
    fn passing(&self, criteria: &Criteria, candidates: Vec<Bits>) -> Vec<Passing> {
        let filtered = self.parts.iter().zip(candidates).map(|(part, candidates)| {
            let filters = Filters::new(criteria, &part.columns, candidates);
            Passing { everybody: filters.passed(), filters }
        });
        filtered.collect()
    }

    /// The page that was asked for of those who pass, and the counts of all.
    fn found(&self, criteria: &Criteria, mut passing: Vec<Passing>, text: Option<&Lookup>) -> Found {
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
    fn best(&self, criteria: &Criteria, passing: &[Passing], text: Option<&Lookup>) -> Vec<Hit> {
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
    /// Who fits everything in `criteria` but its words and the filters that facets count.
    fn candidates(&self, criteria: &Criteria) -> Bits {
        let mut candidates = self.alive.clone();
        if let Some(trades) = any_of(&self.columns, Facet::Trade, &criteria.trades) {
            candidates.keep(&trades);
        }
        if criteria.meets_minors {
            candidates.keep(&any_value(&self.columns, Facet::WaysForMinors));
        }
        if let Some(limit) = criteria.free_before {
            self.columns.keep_free_by(&mut candidates, limit);
        }
        match criteria.near {
            Some(near) => self.inside(near, &candidates),
            None => candidates,
        }
    }

    /// Those of `passed` who have one of these identifiers.
    fn among(&self, ids: &[Uuid], passed: &Bits) -> Bits {
        let ids: HashSet<u128> = ids.iter().map(Uuid::as_u128).collect();
        let mut among = Bits::none(self.columns.size());
        let asked = passed.iter().filter(|position| ids.contains(&self.columns.id(*position)));
        asked.for_each(|position| among.insert(position));
        among
    }

    fn inside(&self, near: Near, candidates: &Bits) -> Bits {
        let circle = Circle::new(near);
        let mut inside = Bits::none(self.columns.size());
        if self.are_few(candidates) {
            let near = candidates.iter().filter(|position| circle.holds(self.columns.point(*position)));
            near.for_each(|position| inside.insert(position));
        } else {
            let spots = self.columns.grid().around(near).filter(|spot| circle.holds(spot.point));
            spots.for_each(|spot| spot.people.add_to(&mut inside));
            inside.keep(candidates);
        }
        inside
    }

    /// Whether trying each of `candidates` is quicker than asking the grid.
    fn are_few(&self, candidates: &Bits) -> bool {
        candidates.count() * FEW_CANDIDATES < self.columns.size()
    }

    /// The page that was asked for where positions follow the rank: it is cut out of them.
    fn page_in_order(&self, criteria: &Criteria, passed: &Bits) -> Vec<Hit> {
        let page = passed.iter().skip(criteria.offset).take(criteria.limit);
        page.map(|position| Hit::from(self.ranked(criteria.sort, 0, None, position).1)).collect()
    }

    /// Offers those who passed to `best`.
    fn rank(&self, criteria: &Criteria, text: Option<Text<'_>>, passed: &Bits, best: &mut Best<Candidate>) {
        if best.keep() == 0 {
            return;
        }
        let circle = criteria.near.map(Circle::new);
        let by_relevance = match (criteria.sort, criteria.near) {
            (Sort::Soonest, _) => {
                self.offer_soonest(circle, passed, best);
                return;
            }
            (Sort::Distance, Some(near)) if !self.are_few(passed) => {
                self.offer_nearest(near, passed, best);
                return;
            }
            (Sort::Distance, Some(_)) => None,
            (Sort::Relevance | Sort::Distance, _) => text,
        };
        let Some(Text { lookup, part }) = by_relevance else {
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

    /// Offers those who passed from spot to spot, the nearest first, as long as they may be among the best.
    fn offer_nearest(&self, near: Near, passed: &Bits, best: &mut Best<Candidate>) {
        let circle = Circle::new(near);
        let spots: Vec<&Spot> = self.columns.grid().around(near).collect();
        let distances = spots.iter().map(|spot| ranking_metres(circle.chord2(spot.point)));
        // A heap gives the first few of many without sorting the rest.
        let mut nearest: BinaryHeap<_> = distances.zip(0_usize..).map(Reverse).collect();
        while let Some(spot) = nearest.pop().and_then(|Reverse((_, at))| spots.get(at)) {
            let chord2 = Some(circle.chord2(spot.point));
            if best.is_beyond(Rank::new(Sort::Distance, Merits { chord2, ..Merits::BEST }, 0)) {
                return;
            }
            for position in spot.people.common(passed) {
                let (rank, candidate) = self.ranked(Sort::Distance, 0, chord2, position);
                // Later positions of a spot come as late or later.
                if best.is_beyond(rank) {
                    break;
                }
                best.offer(rank, candidate);
            }
        }
    }

    /// Offers those who passed whose next hour is the soonest, no more than there is room for.
    fn offer_soonest(&self, circle: Option<Circle>, passed: &Bits, best: &mut Best<Candidate>) {
        let room = best.keep();
        let offer = |position| {
            let chord2 = circle.map(|circle| circle.chord2(self.columns.point(position)));
            let (rank, candidate) = self.ranked(Sort::Soonest, 0, chord2, position);
            best.offer(rank, candidate);
        };
        if self.are_few(passed) {
            passed.iter().for_each(offer);
            return;
        }
        let soonest = self.columns.by_hour().iter().copied().filter(|position| passed.has(*position));
        soonest.take(room).for_each(offer);
    }

    fn ranked(&self, sort: Sort, score: u16, chord2: Option<f64>, position: u32) -> (Rank, Candidate) {
        let (id, next_free) = (self.columns.id(position), self.columns.next_free(position));
        let merits = Merits { score, chord2, next_free, answer_wait: self.columns.answer_wait(position) };
        (Rank::new(sort, merits, id), Candidate { id, chord2, next_free })
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
        let enough = if circle.is_none() { best.keep() } else { usize::MAX };
        let mut offered = 0;
        for position in positions.take(enough) {
            let (next_free, answer_wait) = (columns.next_free(position), columns.answer_wait(position));
            // Later ones wait as long or longer, so none can be better than here at no distance.
            let bound = Merits { score, chord2: circle.map(|_| 0.0), next_free, answer_wait };
            if best.is_beyond(Rank::new(criteria.sort, bound, 0)) {
                break;
            }
            let chord2 = circle.map(|circle| circle.chord2(columns.point(position)));
            let (rank, candidate) = self.ranked(criteria.sort, score, chord2, position);
            best.offer(rank, candidate);
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
