//! What wishes add up to: how they weigh, who is ranked where, and what is too little to be shown.

use crate::talks::{
    store::WantedRow,
    types::{SHADES, SHOWN_FROM},
};
use std::{cmp::Reverse, collections::BTreeMap};

/// A search in vain tells less of what somebody wants than asking does: so many weigh as much as one wish.
const SEARCHES_A_WISH: u32 = 3;

/// What asks and searches in vain weigh together, in wishes. Who asks after a search in vain counts as one ask and no
/// search, and one person counts once a day: see `store::count_wish`.
#[must_use]
pub fn wishes(asks: u32, searches: u32) -> u32 {
    asks.saturating_add(searches / SEARCHES_A_WISH)
}

/// What is shown of so many wishes.
#[must_use]
pub fn shown(wishes: u32) -> Option<u32> {
    (wishes >= SHOWN_FROM).then_some(wishes)
}

/// Asks and searches in vain.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    asks: u32,
    searches: u32,
}

impl Sum {
    fn add(&mut self, row: &WantedRow) {
        let number = |count: i64| u32::try_from(count).unwrap_or_default();
        self.asks = self.asks.saturating_add(number(row.asks));
        self.searches = self.searches.saturating_add(number(row.searches));
    }

    fn shown(self) -> Option<u32> {
        shown(wishes(self.asks, self.searches))
    }
}

/// The sums of `rows` by `key`, as far as they are shown. Sums are weighed as a whole.
fn sums<'r>(
    rows: impl Iterator<Item = &'r WantedRow>,
    key: impl Fn(&'r WantedRow) -> &'r str,
) -> BTreeMap<&'r str, u32> {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    for row in rows {
        sums.entry(key(row)).or_default().add(row);
    }
    sums.into_iter().filter_map(|(key, sum)| Some((key, sum.shown()?))).collect()
}

/// The trades that are wanted enough to be shown, the most wanted first: in a département, or in France with what
/// was wanted anywhere.
#[must_use]
pub fn ranking<'r>(rows: &'r [WantedRow], department: Option<&str>) -> Vec<(&'r str, u32)> {
    let there = rows.iter().filter(|row| department.is_none_or(|department| row.department == department));
    let mut ranked: Vec<(&str, u32)> = sums(there, |row| &row.trade_code).into_iter().collect();
    ranked.sort_by_key(|(_, wishes)| Reverse(*wishes));
    ranked
}

/// What is wanted by département, where it is enough to be shown.
#[must_use]
pub fn by_department(rows: &[WantedRow]) -> BTreeMap<&str, u32> {
    sums(rows.iter().filter(|row| !row.department.is_empty()), |row| &row.department)
}

/// The fewest wishes of each shade of a map on which `most` is the highest number: up to [`SHADES`] of them, each
/// by the same factor above the one before, as few places have many wishes and many have few.
#[must_use]
pub fn bounds(most: Option<u32>) -> Vec<u32> {
    let Some(most) = most.filter(|most| *most >= SHOWN_FROM) else { return Vec::new() };
    let span = f64::from(most) / f64::from(SHOWN_FROM);
    let bound = |shade: usize| {
        #[expect(clippy::cast_precision_loss, reason = "shades are few")]
        let part = shade as f64 / SHADES as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two numbers of wishes")]
        let bound = (f64::from(SHOWN_FROM) * span.powf(part)).ceil() as u32;
        bound
    };
    let mut bounds: Vec<u32> = (0..SHADES).map(bound).filter(|bound| *bound <= most).collect();
    bounds.dedup();
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::talks::types::WantedMap;
    use proptest::prelude::*;

    fn row(trade: &str, department: &str, asks: i64, searches: i64) -> WantedRow {
        WantedRow { trade_code: trade.into(), department: department.into(), searches, asks, demonstrations: 0 }
    }

    #[test]
    fn asking_weighs_more_than_searching() {
        assert_eq!([wishes(1, 0), wishes(0, 2), wishes(0, 3), wishes(4, 7)], [1, 0, 1, 6]);
    }

    #[test]
    fn what_few_want_is_not_shown() {
        let rows =
            [row("K1706", "81", 4, 2), row("K1706", "", 1, 0), row("D1102", "81", 5, 0), row("A1415", "31", 4, 0)];
        assert_eq!(ranking(&rows, None), [("D1102", 5), ("K1706", 5)]);
        assert_eq!(ranking(&rows, Some("81")), [("D1102", 5)]);
        assert_eq!(ranking(&rows, Some("31")), []);
        assert_eq!(by_department(&rows), BTreeMap::from([("81", 9)]));
    }

    #[test]
    fn the_most_wanted_comes_first_and_equals_by_code() {
        let rows = [row("K1706", "81", 5, 0), row("D1102", "81", 5, 0), row("A1415", "31", 3, 12)];
        assert_eq!(ranking(&rows, None), [("A1415", 7), ("D1102", 5), ("K1706", 5)]);
    }

    #[test]
    fn small_maps_have_few_shades() {
        assert_eq!(bounds(None), [0_u32; 0]);
        assert_eq!(bounds(Some(4)), [0_u32; 0]);
        assert_eq!(bounds(Some(5)), [5]);
        assert_eq!(bounds(Some(6)), [5, 6]);
        assert_eq!(bounds(Some(80)), [5, 10, 20, 40]);
    }

    proptest! {
        /// Nothing below the threshold comes out, whatever goes in, and France has at least what a département has.
        #[test]
        fn nothing_below_the_threshold_is_shown(
            rows in prop::collection::vec(("[A-C]", "(81|31|)", 0_i64..6, 0_i64..9), 0..30)
        ) {
            let rows: Vec<_> = rows.iter().map(|(trade, department, asks, searches)| row(trade, department, *asks, *searches)).collect();
            let france = ranking(&rows, None);
            for department in ["81", "31"] {
                for (trade, wishes) in ranking(&rows, Some(department)) {
                    prop_assert!(wishes >= SHOWN_FROM);
                    prop_assert!(france.iter().any(|(other, more)| *other == trade && *more >= wishes));
                }
            }
            prop_assert!(france.is_sorted_by(|(_, one), (_, other)| one >= other));
            prop_assert!(by_department(&rows).values().all(|wishes| *wishes >= SHOWN_FROM));
        }

        /// Every number shown has a shade, more wishes have no lighter one, and the most have the darkest.
        #[test]
        fn every_number_has_its_shade(most in SHOWN_FROM..2_000_000) {
            let map = WantedMap { departments: Vec::new(), bounds: bounds(Some(most)) };
            prop_assert!(map.bounds.len() <= SHADES && map.bounds.is_sorted_by(|one, other| one < other));
            prop_assert_eq!(map.shade(None), 0);
            prop_assert_eq!(map.shade(Some(SHOWN_FROM)), 1);
            prop_assert_eq!(map.shade(Some(most)), map.bounds.len());
        }
    }
}
