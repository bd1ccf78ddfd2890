//! What searches see of one commit, and the search itself.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use tantivy::Searcher;
use uuid::Uuid;

use super::analysis::query_words;
use super::bits::{Bits, Set};
use super::checkpoint::Checkpoint;
use super::columns::{Columns, Row};
use super::criteria::{Criteria, Found, Hit, Near, Sort};
use super::facets::{Filters, Tally};
use super::matching::Lookup;
use super::part::Part;
use super::place::{Circle, Spot, kilometres, ranking_metres};
use super::ranking::{Best, Merits, Rank};
use super::schema::{Facet, Fields};

/// Below one candidate in so many, trying each of them is quicker than looking for them among all.
const FEW_CANDIDATES: usize = 32;
/// So many people are taken from the grid in the time that somebody's place is looked up.
const PEOPLE_OF_THE_GRID: usize = 6;

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
        if candidates.count() * PEOPLE_OF_THE_GRID < grid.count_around(near) {
            let near = candidates.iter().filter(|position| circle.holds(grid.point(*position)));
            near.for_each(|position| inside.insert(position));
        } else {
            let spots = grid.around(near).filter(|spot| circle.holds(spot.point));
            spots.flat_map(|spot| grid.people(spot)).for_each(|position| inside.insert(*position));
            inside.keep(candidates);
        }
        inside
    }

    /// Whether trying each of `candidates` is quicker than looking for them among all.
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
            (Sort::Distance, Some(near)) => {
                self.offer_nearest(near, passed, best);
                return;
            }
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
        let (circle, grid) = (Circle::new(near), self.columns.grid());
        let spots: Vec<&Spot> = grid.around(near).filter(|spot| circle.holds(spot.point)).collect();
        let offer = |chord2, position, best: &mut Best<Candidate>| {
            let (rank, candidate) = self.ranked(Sort::Distance, 0, Some(chord2), position);
            let beyond = best.is_beyond(rank);
            best.offer(rank, candidate);
            beyond
        };
        // Fewer people than spots are asked one by one.
        if passed.count() < spots.len() {
            for position in passed.iter() {
                offer(circle.chord2(grid.point(position)), position, best);
            }
            return;
        }
        let distances = spots.iter().map(|spot| ranking_metres(circle.chord2(spot.point)));
        // A heap gives the first few of many without sorting the rest.
        let mut nearest: BinaryHeap<_> = distances.zip(0_usize..).map(Reverse).collect();
        while let Some(spot) = nearest.pop().and_then(|Reverse((_, at))| spots.get(at)) {
            let chord2 = circle.chord2(spot.point);
            if best.is_beyond(Rank::new(Sort::Distance, Merits { chord2: Some(chord2), ..Merits::BEST }, 0)) {
                return;
            }
            let mut there = grid.people(spot).iter().copied().filter(|position| passed.has(*position));
            // Later positions of a spot come as late or later.
            there.find(|position| offer(chord2, *position, best));
        }
    }

    /// Offers those who passed whose next hour is the soonest, no more than there is room for.
    fn offer_soonest(&self, circle: Option<Circle>, passed: &Bits, best: &mut Best<Candidate>) {
        let room = best.keep();
        let offer = |position| {
            let chord2 = circle.map(|circle| circle.chord2(self.columns.grid().point(position)));
            let (rank, candidate) = self.ranked(Sort::Soonest, 0, chord2, position);
            best.offer(rank, candidate);
        };
        if self.are_few(passed) {
            passed.iter().for_each(offer);
            return;
        }
        let soonest = self.columns.hours().soonest().filter(|position| passed.has(*position));
        soonest.take(room).for_each(offer);
    }

    fn ranked(&self, sort: Sort, score: u16, chord2: Option<f64>, position: u32) -> (Rank, Candidate) {
        let Row { id, next_free } = *self.columns.row(position);
        let merits = Merits { score, chord2, counted_on: self.columns.counted_on(position), next_free };
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
        // Where no distance counts, positions follow the rank: no more than a page's worth are needed.
        let enough = if circle.is_none() { best.keep() } else { usize::MAX };
        let mut offered = 0;
        for position in positions.take(enough) {
            let counted_on = self.columns.counted_on(position);
            let bound = |chord2| Rank::new(criteria.sort, Merits { score, chord2, counted_on, next_free: None }, 0);
            // Later ones can be counted on as late or later, so none can be better than here at no distance.
            if best.is_beyond(bound(circle.map(|_| 0.0))) {
                break;
            }
            offered += 1;
            let chord2 = circle.map(|circle| circle.chord2(self.columns.grid().point(position)));
            // Most are too far to be asked for more.
            if !best.is_beyond(bound(chord2)) {
                let (rank, candidate) = self.ranked(criteria.sort, score, chord2, position);
                best.offer(rank, candidate);
            }
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
