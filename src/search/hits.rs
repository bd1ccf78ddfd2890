//! The best of one part: those who pass, offered in the order that finds the first of them soonest.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use uuid::Uuid;

use super::bits::Bits;
use super::columns::Row;
use super::criteria::{Criteria, Hit, Near, Sort};
use super::matching::Lookup;
use super::part::Part;
use super::place::{Circle, Spot, kilometres, ranking_metres};
use super::ranking::{Best, Merits, Rank};

/// Below one of those who passed in so many, asking each of them is quicker than looking for them among all.
const FEW: usize = 32;

/// What a hit is made of, if it comes to that.
pub struct Candidate {
    id: u128,
    chord2: Option<f64>,
    next_free: Option<i64>,
}

/// The words of a search in one part.
#[derive(Clone, Copy)]
pub struct Text<'a> {
    /// Who holds them, in every part.
    pub lookup: &'a Lookup<'a>,
    /// Which part it is.
    pub part: usize,
}

impl Part {
    /// The page that was asked for where positions follow the rank: it is cut out of them.
    pub fn page_in_order(&self, criteria: &Criteria, passed: &Bits) -> Vec<Hit> {
        let page = passed.iter().skip(criteria.offset).take(criteria.limit);
        page.map(|position| Hit::from(self.ranked(criteria.sort, 0, None, position).1)).collect()
    }

    /// Offers those who passed to `best`.
    pub fn rank(&self, criteria: &Criteria, text: Option<Text<'_>>, passed: &Bits, best: &mut Best<Candidate>) {
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
        let count = passed.count();
        if count < spots.len() || grid.is_slower_around(near, count) {
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
        if passed.count() * FEW < self.columns.size() {
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
    /// answers how many were looked at.
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
