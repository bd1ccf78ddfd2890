//! The order of the hits, and the few best of many.

use super::criteria::Sort;
use super::document::LONGEST_ANSWER_WAIT;
use super::place::ranking_metres;

/// Seconds of wait that a metre is worth when near and soon are weighed against each other:
/// five kilometres count as one day.
const SECONDS_PER_METRE: i64 = 86_400 / 5_000;
/// Stands for "never" where an hour is expected: later than every hour, with room for what is added to it.
const NEVER: i64 = i64::MAX / 2;

/// What the order of the hits goes by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Merits {
    /// How well their words fit those of the search; 0 without any.
    pub score: u16,
    /// Square of the chord to the centre of the search, if it has one.
    pub chord2: Option<f64>,
    /// When a talk with them can be [`counted_on`].
    pub counted_on: i64,
    /// Their next free hour in Unix seconds; only [`Sort::Soonest`] asks for it.
    pub next_free: Option<i64>,
}

impl Merits {
    /// No one can be better, wherever they are.
    pub const BEST: Self = Self { score: u16::MAX, chord2: None, counted_on: i64::MIN, next_free: Some(i64::MIN) };
}

/// When a talk can be counted on, in Unix seconds: the next free hour and the wait for an answer, as the answers so
/// far tell it, up to [`LONGEST_ANSWER_WAIT`]. Without a free hour after everybody else's.
pub fn counted_on(next_free: Option<i64>, answer_wait: u32) -> i64 {
    next_free.unwrap_or(NEVER).saturating_add(i64::from(answer_wait.min(LONGEST_ANSWER_WAIT)))
}

/// Place of a professional in the order of the hits, smallest first; no two are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    group: u64,
    within: i64,
    id: u128,
}

impl Rank {
    /// The whole formula. By relevance, in this order:
    ///
    /// 1. the score of the words: nothing else makes up for a worse fit;
    /// 2. whether there is a free hour at all;
    /// 3. seconds until a talk can be counted on, all added up: the next free hour; the wait for an answer, which the
    ///    professional's answers of a year tell and which weighs three days at most; and the distance, five kilometres
    ///    being one day.
    ///
    /// They are added, not multiplied, so that each can only help by being better, none can weigh more than its bound,
    /// and the order does not change as time passes. By distance it is the distance, then what is left of 3. By the
    /// soonest hour it is that hour alone, as it says.
    pub fn new(sort: Sort, of: Merits, id: u128) -> Self {
        let metres = of.chord2.map(ranking_metres);
        let (group, within) = match (sort, metres) {
            (Sort::Distance, Some(metres)) => (metres.unsigned_abs(), of.counted_on),
            (Sort::Soonest, _) => (u64::from(of.next_free.is_none()), of.next_free.unwrap_or(0)),
            (Sort::Relevance | Sort::Distance, _) => {
                let never = u64::from(of.counted_on >= NEVER);
                let detour = metres.unwrap_or(0).saturating_mul(SECONDS_PER_METRE);
                (u64::from(u16::MAX - of.score) * 2 + never, of.counted_on.saturating_add(detour))
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

    /// What merits are made of.
    #[derive(Clone, Copy, Debug)]
    struct Person {
        score: u16,
        chord2: Option<f64>,
        next_free: Option<i64>,
        answer_wait: u32,
    }

    impl Person {
        fn rank(self, sort: Sort) -> Rank {
            let Self { score, chord2, next_free, answer_wait } = self;
            Rank::new(sort, Merits { score, chord2, counted_on: counted_on(next_free, answer_wait), next_free }, 0)
        }
    }

    const NOBODY: Person = Person { score: 0, chord2: None, next_free: None, answer_wait: 0 };
    const DAY: i64 = 86_400;

    fn by_relevance(of: Person) -> Rank {
        of.rank(Sort::Relevance)
    }

    fn away(kilometres: f64) -> Option<f64> {
        Some((kilometres / 6_371.0).powi(2))
    }

    #[test]
    fn text_outweighs_a_free_hour_which_outweighs_the_rest() {
        let order = |score, next_free| by_relevance(Person { score, next_free, ..NOBODY });
        assert!(order(2, None) < order(1, Some(10)));
        assert!(order(1, Some(20)) < order(1, None));
        assert!(order(1, Some(10)) < order(1, Some(20)));
    }

    #[test]
    fn near_and_soon_are_weighed_alike_at_any_time() {
        let at = |km: f64, next_free| by_relevance(Person { chord2: away(km), next_free: Some(next_free), ..NOBODY });
        for now in [0, 1_800_000_000] {
            assert!(at(1.0, now) < at(40.0, now));
            assert!(at(1.0, now + 86_400) < at(40.0, now));
            assert!(at(40.0, now) < at(1.0, now + 30 * 86_400));
        }
    }

    #[test]
    fn who_answers_slowly_loses_days_and_never_more_than_three() {
        let at = |next_free, answer_wait| by_relevance(Person { next_free: Some(next_free), answer_wait, ..NOBODY });
        assert!(at(DAY, 0) < at(DAY, 3_600));
        assert!(at(DAY, 3_600) < at(2 * DAY, 0));
        assert!(at(2 * DAY, 0) < at(0, LONGEST_ANSWER_WAIT));
        assert!(at(0, u32::MAX) < at(3 * DAY + 1, 0));
        let near_and_slow = Person { chord2: away(1.0), next_free: Some(0), answer_wait: u32::MAX, ..NOBODY };
        let far_and_quick = Person { chord2: away(20.0), answer_wait: 0, ..near_and_slow };
        assert!(by_relevance(near_and_slow) < by_relevance(far_and_quick));
    }

    #[test]
    fn who_asks_for_the_soonest_hour_gets_the_soonest() {
        let at = |next_free, answer_wait| Person { next_free, answer_wait, ..NOBODY }.rank(Sort::Soonest);
        assert!(at(Some(1), u32::MAX) < at(Some(2), 0));
        assert!(at(Some(2), u32::MAX) < at(None, 0));
    }

    fn person() -> impl Strategy<Value = Person> {
        let hour = prop::option::of(0..4_000_000_000_i64);
        (any::<u16>(), prop::option::of(0.0..4.0f64), hour, any::<u32>())
            .prop_map(|(score, chord2, next_free, answer_wait)| Person { score, chord2, next_free, answer_wait })
    }

    proptest! {
        #[test]
        fn being_better_in_one_thing_never_costs_a_place(
            of in person(),
            score in any::<u16>(),
            nearer in 0.0..=1.0f64,
            sooner in 0..4_000_000_000_i64,
            quicker in any::<u32>(),
        ) {
            let chord2 = of.chord2.map(|chord2| chord2 * nearer);
            let next_free = Some(of.next_free.map_or(sooner, |hour| hour.min(sooner)));
            for better in [
                Person { score: score.max(of.score), ..of },
                Person { chord2, ..of },
                Person { next_free, ..of },
                Person { answer_wait: quicker.min(of.answer_wait), ..of },
            ] {
                prop_assert!(by_relevance(better) <= by_relevance(of), "{better:?} after {of:?}");
            }
        }

        #[test]
        fn answers_weigh_three_days_at_most(of in person(), quick in any::<u32>(), slow in any::<u32>()) {
            let later = of.next_free.map(|hour| hour + i64::from(LONGEST_ANSWER_WAIT));
            let quick_and_later = Person { next_free: later, answer_wait: quick, ..of };
            let slow = Person { answer_wait: slow, ..of };
            if of.next_free.is_some() {
                prop_assert!(by_relevance(slow) <= by_relevance(quick_and_later));
            }
        }

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
