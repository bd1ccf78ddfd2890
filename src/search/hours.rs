//! Professionals in the order of their next free hour: who is free by a moment, and who is free first.

use super::bits::Bits;
use super::columns::Row;

/// Who is free by a moment is kept ready for so many moments, with equally many professionals between them: the
/// bits take four bytes for each professional.
const STEPS: usize = 32;

/// The positions of a segment by their next free hour.
#[derive(Debug)]
pub struct Hours {
    /// Positions, the soonest hour first; those without an hour come last.
    order: Vec<u32>,
    /// The hours of those in `order` who have one, in Unix seconds.
    hours: Vec<i64>,
    /// How many of `order` each step adds.
    step: usize,
    /// The first of `order`, step by step, from none.
    first: Vec<Bits>,
}

impl Hours {
    /// The order of `rows`, which are given by position.
    pub fn new(rows: &[Row]) -> Self {
        let mut order: Vec<u32> = (0..).zip(rows).map(|(position, _)| position).collect();
        order.sort_unstable_by_key(|position| {
            let row = rows[*position as usize];
            (row.next_free.is_none(), row.next_free, row.id)
        });
        let hours: Vec<i64> = order.iter().map_while(|position| rows[*position as usize].next_free).collect();
        let step = order.len().div_ceil(STEPS).max(1);
        let mut first = vec![Bits::none(order.len())];
        for added in order[..hours.len()].chunks_exact(step) {
            let mut bits = first[first.len() - 1].clone();
            added.iter().for_each(|position| bits.insert(*position));
            first.push(bits);
        }
        Self { order, hours, step, first }
    }

    /// Who has a free hour at or before `limit` (Unix seconds).
    pub fn free_by(&self, limit: i64) -> Bits {
        let count = self.hours.partition_point(|hour| *hour <= limit);
        let mut free = self.first[count / self.step].clone();
        self.order[count / self.step * self.step..count].iter().for_each(|position| free.insert(*position));
        free
    }

    /// All positions, the soonest free hour first, then by identifier; those without an hour come last.
    pub fn soonest(&self) -> impl Iterator<Item = u32> {
        self.order.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn those_free_by_a_moment_are_those_whose_hour_has_come(
            next_free in prop::collection::vec(prop::option::of(0..100i64), 0..300),
            limit in -1..101i64,
        ) {
            let ids = (0..next_free.len() as u128).rev();
            let rows: Vec<Row> = ids.zip(&next_free).map(|(id, next_free)| Row { id, next_free: *next_free }).collect();
            let hours = Hours::new(&rows);
            let free = (0..).zip(&next_free).filter(|(_, hour)| hour.is_some_and(|hour| hour <= limit));
            prop_assert!(hours.free_by(limit).iter().eq(free.map(|(position, _)| position)));

            let mut soonest: Vec<u32> = (0..next_free.len() as u32).collect();
            soonest.sort_by_key(|at| (next_free[*at as usize].unwrap_or(i64::MAX), rows[*at as usize].id));
            prop_assert!(hours.soonest().eq(soonest));
        }
    }
}
