//! Sets of positions in a segment, on which filters and counts are a few instructions for 64
//! professionals at once.

use multiversion::multiversion;

/// Below one position in so many, a list is quicker to count than bits.
const SPARSE: usize = 256;

/// A set as one bit for each position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    size: usize,
    words: Vec<u64>,
}

impl Bits {
    /// No position of `size`.
    pub fn none(size: usize) -> Self {
        Self { size, words: vec![0; size.div_ceil(64)] }
    }

    /// Every position of `size`.
    pub fn all(size: usize) -> Self {
        let mut bits = Self { size, words: vec![u64::MAX; size.div_ceil(64)] };
        bits.truncate(size);
        bits
    }

    /// Adds a position.
    pub fn insert(&mut self, position: u32) {
        self.words[position as usize / 64] |= 1 << (position % 64);
    }

    /// Whether it holds a position.
    pub fn has(&self, position: u32) -> bool {
        self.words[position as usize / 64] >> (position % 64) & 1 == 1
    }

    /// Leaves only the positions that `other` has too.
    pub fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Leaves out the positions that `other` has.
    pub fn remove(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= !other;
        }
    }

    /// Whether it holds no position.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Adds the positions of `other`.
    pub fn add(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// Leaves only positions before `end`.
    fn truncate(&mut self, end: usize) {
        for (at, word) in self.words.iter_mut().enumerate().skip(end / 64) {
            *word &= if at == end / 64 { (1 << (end % 64)) - 1 } else { 0 };
        }
    }

    /// How many positions it holds.
    pub fn count(&self) -> usize {
        count(&self.words)
    }

    /// Its positions, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        positions(self.words.iter().copied())
    }
}

// Counting is most of what a search does. Processors have had an instruction for it since 2008, which a
// program for every x86-64 may only use after asking for it.

#[multiversion(targets("x86_64+avx2+popcnt", "x86_64+popcnt"))]
fn count(words: &[u64]) -> usize {
    words.iter().map(|word| word.count_ones() as usize).sum()
}

#[multiversion(targets("x86_64+avx2+popcnt", "x86_64+popcnt"))]
fn count_common(one: &[u64], two: &[u64]) -> usize {
    one.iter().zip(two).map(|(one, two)| (one & two).count_ones() as usize).sum()
}

/// The positions of the ones in a row of words.
fn positions(words: impl Iterator<Item = u64>) -> impl Iterator<Item = u32> {
    words.zip((0u32..).step_by(64)).flat_map(|(mut rest, first)| {
        std::iter::from_fn(move || {
            let bit = rest.trailing_zeros();
            rest &= rest.wrapping_sub(1);
            (bit < 64).then_some(first + bit)
        })
    })
}

/// A set in the form that suits its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Set {
    /// A sorted list.
    Few(Vec<u32>),
    /// Bits.
    Many(Bits),
}

impl Set {
    /// The set of a sorted list of positions below `size`.
    pub fn new(positions: Vec<u32>, size: usize) -> Self {
        if positions.len() * SPARSE <= size {
            return Self::Few(positions);
        }
        let mut bits = Bits::none(size);
        positions.into_iter().for_each(|position| bits.insert(position));
        Self::Many(bits)
    }

    /// Adds its positions to `bits`.
    pub fn add_to(&self, bits: &mut Bits) {
        match self {
            Self::Few(list) => list.iter().for_each(|position| bits.insert(*position)),
            Self::Many(mine) => bits.add(mine),
        }
    }

    /// How many positions it holds.
    pub fn count(&self) -> usize {
        match self {
            Self::Few(list) => list.len(),
            Self::Many(bits) => bits.count(),
        }
    }

    /// How many of its positions `bits` holds.
    pub fn overlap(&self, bits: &Bits) -> usize {
        match self {
            Self::Few(list) => list.iter().filter(|position| bits.has(**position)).count(),
            Self::Many(mine) => count_common(&mine.words, &bits.words),
        }
    }
}

impl From<Bits> for Set {
    fn from(bits: Bits) -> Self {
        if bits.count() * SPARSE <= bits.size { Self::Few(bits.iter().collect()) } else { Self::Many(bits) }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    const SIZE: usize = 300;

    fn bits(positions: &BTreeSet<u32>) -> Bits {
        let mut bits = Bits::none(SIZE);
        positions.iter().for_each(|position| bits.insert(*position));
        bits
    }

    fn some_positions() -> impl Strategy<Value = BTreeSet<u32>> {
        prop_oneof![
            prop::collection::btree_set(0..SIZE as u32, 0..6),
            prop::collection::btree_set(0..SIZE as u32, 0..SIZE),
        ]
    }

    proptest! {
        #[test]
        fn both_forms_agree_with_a_plain_set(
            one in some_positions(), two in some_positions(), end in 0..SIZE,
        ) {
            let both: BTreeSet<u32> = one.intersection(&two).copied().collect();
            let either: BTreeSet<u32> = one.union(&two).copied().collect();
            let (a, b) = (Set::from(bits(&one)), Set::new(two.iter().copied().collect(), SIZE));
            prop_assert_eq!(a.overlap(&bits(&two)), both.len());
            prop_assert_eq!(b.overlap(&bits(&one)), both.len());
            prop_assert_eq!(a.count(), one.len());

            let mut kept = bits(&one);
            kept.keep(&bits(&two));
            prop_assert_eq!(kept.iter().collect::<BTreeSet<_>>(), both);
            let mut left = bits(&one);
            left.remove(&bits(&two));
            prop_assert!(left.iter().eq(one.difference(&two).copied()));
            prop_assert_eq!(left.is_empty(), one.is_subset(&two));

            let mut added = bits(&one);
            b.add_to(&mut added);
            prop_assert_eq!(added.iter().collect::<BTreeSet<_>>(), either);
            let mut cut = bits(&one);
            cut.truncate(end);
            prop_assert!(cut.iter().eq(one.iter().copied().filter(|at| (*at as usize) < end)));
        }
    }

    #[test]
    fn all_holds_every_position_and_no_more() {
        for size in [0, 1, 63, 64, 65, 128] {
            assert_eq!(Bits::all(size).count(), size);
        }
    }
}
