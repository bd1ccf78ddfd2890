//! One facet of a segment: its values, who has each of them, and which of them each professional has.

use std::collections::{BTreeSet, HashMap};

use tantivy::{DocId, SegmentReader};

use super::bits::{Bits, Set};
use super::schema::split;

/// The values of a column of labels. A label is the values of one professional, written one after the other: there
/// are far fewer of them than of professionals.
#[derive(Debug)]
pub struct Labels {
    /// In the order of the values.
    values: Vec<(String, Set)>,
    /// Where the values of each label are in `values`; the first label has none.
    of_label: Vec<Vec<usize>>,
    /// The label of each position.
    of_position: Vec<u32>,
}

impl Labels {
    /// No values of nobody.
    pub const NONE: Self = Self { values: Vec::new(), of_label: Vec::new(), of_position: Vec::new() };

    /// Reads the column `name` of a segment; `documents` are in the order of their positions.
    ///
    /// # Errors
    /// When a file of the segment cannot be read.
    pub fn read(segment: &SegmentReader, name: &str, documents: &[DocId]) -> tantivy::Result<Self> {
        let Some(column) = segment.fast_fields().str(name)? else { return Ok(Self::of(&[], vec![0; documents.len()])) };
        let mut labels = Vec::with_capacity(column.num_terms());
        for ordinal in 0..column.num_terms() as u64 {
            let mut label = String::new();
            column.ord_to_str(ordinal, &mut label)?;
            labels.push(label);
        }
        let ordinal = |document| column.ords().first(document).and_then(|at| u32::try_from(at).ok());
        let of_position = documents.iter().map(|document| ordinal(*document).map_or(0, |at| at + 1)).collect();
        Ok(Self::of(&labels, of_position))
    }

    /// The facet whose positions have these labels: the first is 1, and 0 is none.
    fn of(labels: &[String], of_position: Vec<u32>) -> Self {
        let names: BTreeSet<&str> = labels.iter().flat_map(|label| split(label)).collect();
        let at: HashMap<&str, usize> = names.iter().copied().zip(0..).collect();
        let of_known = labels.iter().map(|label| split(label).filter_map(|value| at.get(value).copied()).collect());
        let of_label: Vec<Vec<usize>> = std::iter::once(Vec::new()).chain(of_known).collect();
        let mut holders = vec![Vec::new(); names.len()];
        for (position, label) in (0..).zip(&of_position) {
            for value in &of_label[*label as usize] {
                holders[*value].push(position);
            }
        }
        let sets = holders.into_iter().map(|positions| Set::new(positions, of_position.len()));
        Self { values: names.into_iter().map(str::to_owned).zip(sets).collect(), of_label, of_position }
    }

    /// Who has any of the values.
    pub fn any_of(&self, wanted: &[String]) -> Bits {
        let mut bits = Bits::none(self.of_position.len());
        for value in wanted {
            if let Ok(at) = self.values.binary_search_by(|(known, _)| known.cmp(value)) {
                self.values[at].1.add_to(&mut bits);
            }
        }
        bits
    }

    /// Who has a value at all.
    pub fn any_value(&self) -> Bits {
        let mut bits = Bits::none(self.of_position.len());
        self.values.iter().for_each(|(_, set)| set.add_to(&mut bits));
        bits
    }

    /// How many of `among` have each value.
    pub fn count(&self, among: &Set) -> impl Iterator<Item = (&str, usize)> {
        let counts: Vec<usize> = match among {
            // One look at each of a few is quicker than one at each for every value.
            Set::Few(list) => {
                let mut counts = vec![0; self.values.len()];
                for position in list {
                    let label = self.of_position[*position as usize];
                    self.of_label[label as usize].iter().for_each(|value| counts[*value] += 1);
                }
                counts
            }
            Set::Many(bits) => self.values.iter().map(|(_, set)| set.overlap(bits)).collect(),
        };
        self.values.iter().map(|(value, _)| value.as_str()).zip(counts)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    const LABELS: [&str; 5] = ["", "fr", "en fr", "de en fr", "br"];

    proptest! {
        #[test]
        fn both_ways_to_count_agree_with_a_plain_count(
            people in prop::collection::vec(0..=LABELS.len() as u32, 1..400),
            among in prop::collection::btree_set(0..400u32, 0..400),
        ) {
            let labels = Labels::of(&LABELS.map(str::to_owned), people.clone());
            let among: Vec<u32> = among.into_iter().filter(|at| (*at as usize) < people.len()).collect();
            let mut plain: BTreeMap<&str, usize> = BTreeMap::new();
            for position in &among {
                let label = people[*position as usize].checked_sub(1).map_or("", |at| LABELS[at as usize]);
                label.split_whitespace().for_each(|value| *plain.entry(value).or_default() += 1);
            }
            let mut bits = Bits::none(people.len());
            among.iter().for_each(|position| bits.insert(*position));
            for among in [Set::Few(among.clone()), Set::Many(bits)] {
                let counts = labels.count(&among).filter(|(_, count)| *count > 0).collect::<BTreeMap<_, _>>();
                prop_assert_eq!(&counts, &plain);
            }
        }
    }

    #[test]
    fn those_with_a_wanted_value_are_found_whatever_else_they_have() {
        let labels = Labels::of(&LABELS.map(str::to_owned), vec![0, 3, 1, 5, 4, 2]);
        let any_of = |wanted: &[&str]| {
            let wanted: Vec<String> = wanted.iter().map(|value| (*value).to_owned()).collect();
            labels.any_of(&wanted).iter().collect::<Vec<_>>()
        };
        assert_eq!(any_of(&["en"]), [1, 4]);
        assert_eq!(any_of(&["br", "de"]), [3, 4]);
        assert_eq!(any_of(&["it"]), [0; 0]);
        assert!(labels.any_value().iter().eq([1, 3, 4, 5]));
    }
}
