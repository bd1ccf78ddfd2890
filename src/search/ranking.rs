//! The order of the hits, and the few best of many.

use super::criteria::Sort;
use super::place::ranking_metres;

/// Seconds of wait that a metre is worth when near and soon are weighed against each other:
/// five kilometres count as one day.
const SECONDS_PER_METRE: i64 = 86_400 / 5_000;

/// Place of a professional in the order of the hits, smallest first; no two are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    group: u64,
    within: i64,
    id: u128,
}

impl Rank {
    /// Ranks a professional from their text score (0 without text), the square of the chord to
    /// the centre of the search if it has one, and their next free hour in Unix seconds.
    ///
    /// Near and soon are added up, not multiplied, so the order does not change as time passes.
    pub fn new(sort: Sort, score: u16, chord2: Option<f64>, next_free: Option<i64>, id: u128) -> Self {
        let never = u64::from(next_free.is_none());
        let metres = chord2.map(ranking_metres);
        let (group, within) = match (sort, metres) {
            (Sort::Distance, Some(metres)) => (metres.unsigned_abs(), next_free.unwrap_or(i64::MAX)),
            (Sort::Soonest, _) => (never, next_free.unwrap_or(0)),
            (Sort::Relevance | Sort::Distance, _) => {
                let wait = next_free.unwrap_or(0);
                let detour = metres.unwrap_or(0).saturating_mul(SECONDS_PER_METRE);
                (u64::from(u16::MAX - score) * 2 + never, wait.saturating_add(detour))
            }
        };
        Self { group, within, id }
    }
}

/// Keeps the first `keep` of the ranks it is offered, in time proportional to the offers.
pub struct Best<T> {
    keep: usize,
    kept: Vec<(Rank, T)>,
    bar: Option<Rank>,
}

impl<T> Best<T> {
    /// Keeps `keep` items.
    pub fn new(keep: usize) -> Self {
        Self { keep, kept: Vec::new(), bar: None }
    }

    /// How many items it keeps.
    pub fn keep(&self) -> usize {
        self.keep
    }

    /// Whether enough were offered that are better than `rank`.
    pub fn is_beyond(&self, rank: Rank) -> bool {
        self.bar.is_some_and(|bar| rank > bar)
    }

    /// Takes an item in, unless enough better ones were offered before.
    pub fn offer(&mut self, rank: Rank, item: T) {
        if self.keep == 0 || self.is_beyond(rank) {
            return;
        }
        self.kept.push((rank, item));
        if self.kept.len() >= self.keep.saturating_mul(2).max(64) {
            self.shed();
        }
    }

    fn shed(&mut self) {
        let (_, last, _) = self.kept.select_nth_unstable_by_key(self.keep - 1, |(rank, _)| *rank);
        self.bar = Some(last.0);
        self.kept.truncate(self.keep);
    }

    /// The kept items in order, without the first `skip`.
    pub fn into_page(mut self, skip: usize) -> impl Iterator<Item = T> {
        self.kept.sort_unstable_by_key(|(rank, _)| *rank);
        self.kept.into_iter().map(|(_, item)| item).take(self.keep).skip(skip)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rank(id: u128) -> Rank {
        Rank { group: 0, within: 0, id }
    }

    #[test]
    fn text_outweighs_a_free_hour_which_outweighs_the_rest() {
        let order = |score, next_free| Rank::new(Sort::Relevance, score, None, next_free, 0);
        assert!(order(2, None) < order(1, Some(10)));
        assert!(order(1, Some(20)) < order(1, None));
        assert!(order(1, Some(10)) < order(1, Some(20)));
    }

    #[test]
    fn near_and_soon_are_weighed_alike_at_any_time() {
        let at = |km: f64, next_free| Rank::new(Sort::Relevance, 0, Some((km / 6_371.0).powi(2)), Some(next_free), 0);
        for now in [0, 1_800_000_000] {
            assert!(at(1.0, now) < at(40.0, now));
            assert!(at(1.0, now + 86_400) < at(40.0, now));
            assert!(at(40.0, now) < at(1.0, now + 30 * 86_400));
        }
    }

    proptest! {
        #[test]
        fn the_best_are_those_of_a_full_sort(
            ids in prop::collection::hash_set(any::<u128>(), 0..500),
            keep in 0usize..200,
            skip in 0usize..50,
        ) {
            let mut best = Best::new(keep);
            for id in &ids {
                best.offer(rank(*id), *id);
            }
            let mut sorted: Vec<u128> = ids.into_iter().collect();
            sorted.sort_unstable();
            let expected: Vec<u128> = sorted.into_iter().take(keep).skip(skip).collect();
            prop_assert_eq!(best.into_page(skip).collect::<Vec<_>>(), expected);
        }
    }
}
