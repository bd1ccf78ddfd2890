//! Filters on the values of facets, and the counts of each value.

use std::collections::BTreeMap;

use super::bits::{Bits, Set};
use super::columns::Columns;
use super::criteria::{Counts, Criteria, Facets};
use super::schema::Facet;

/// Facets with a filter, in the order of [`Filters`].
const FILTERED: [Facet; 5] = [Facet::Domain, Facet::Ways, Facet::Languages, Facet::Region, Facet::Department];

/// What the filters of a search leave of one segment.
pub struct Filters {
    /// Who passes everything but the filters of facets.
    base: Bits,
    /// Who passes each filter, where there is one.
    chosen: [Option<Bits>; FILTERED.len()],
    /// The column of the ways that are filtered by and counted.
    ways: Facet,
}

impl Filters {
    /// The filters of `criteria` among the people of `base`.
    pub fn new(criteria: &Criteria, columns: &Columns, base: Bits) -> Self {
        let ways = if criteria.meets_minors { Facet::WaysForMinors } else { Facet::Ways };
        let chosen = FILTERED.map(|facet| {
            let wanted = match facet {
                Facet::Trade => &criteria.trades,
                Facet::Domain => criteria.domain.as_slice(),
                Facet::Ways | Facet::WaysForMinors => criteria.way.as_slice(),
                Facet::Languages => &criteria.languages,
                Facet::Region => criteria.region.as_slice(),
                Facet::Department => criteria.department.as_slice(),
            };
            let labels = columns.labels(if facet == Facet::Ways { ways } else { facet });
            (!wanted.is_empty()).then(|| labels.any_of(wanted))
        });
        Self { base, chosen, ways }
    }

    /// Who passes every filter.
    pub fn passed(&self) -> Bits {
        self.passed_but(&[])
    }

    /// Who passes every filter, those of the facets in `aside` left aside.
    fn passed_but(&self, aside: &[Facet]) -> Bits {
        let mut passed = self.base.clone();
        for (facet, chosen) in FILTERED.iter().zip(&self.chosen) {
            if let Some(chosen) = chosen.as_ref().filter(|_| !aside.contains(facet)) {
                passed.keep(chosen);
            }
        }
        passed
    }

    fn is_set(&self, facets: &[Facet]) -> bool {
        let mut filters = FILTERED.iter().zip(&self.chosen);
        filters.any(|(facet, chosen)| facets.contains(facet) && chosen.is_some())
    }
}

/// Counts of values, over the segments.
#[derive(Default)]
pub struct Tally<'a> {
    ways: BTreeMap<&'a str, u64>,
    languages: BTreeMap<&'a str, u64>,
    regions: BTreeMap<&'a str, u64>,
    domains: BTreeMap<&'a str, u64>,
}

impl<'a> Tally<'a> {
    /// Counts those of a segment who pass its filters; `passed` are those who pass them all.
    pub fn count(&mut self, columns: &'a Columns, filters: &Filters, passed: &Set) {
        let count = |sums: &mut BTreeMap<&'a str, u64>, facet, aside: &[Facet]| {
            let more = filters.is_set(aside).then(|| Set::from(filters.passed_but(aside)));
            let among = more.as_ref().unwrap_or(passed);
            for (value, count) in columns.labels(facet).count(among) {
                *sums.entry(value).or_default() += count as u64;
            }
        };
        count(&mut self.ways, filters.ways, &[Facet::Ways]);
        count(&mut self.languages, Facet::Languages, &[Facet::Languages]);
        // Another région has other départements.
        count(&mut self.regions, Facet::Region, &[Facet::Region, Facet::Department]);
        count(&mut self.domains, Facet::Domain, &[Facet::Domain]);
    }

    /// The counts, largest first.
    pub fn facets(self) -> Facets {
        Facets {
            ways: largest_first(self.ways),
            languages: largest_first(self.languages),
            regions: largest_first(self.regions),
            domains: largest_first(self.domains),
        }
    }
}

fn largest_first(sums: BTreeMap<&str, u64>) -> Counts {
    let mut counts: Counts =
        sums.into_iter().filter(|(_, count)| *count > 0).map(|(value, count)| (value.to_owned(), count)).collect();
    // A stable sort: equal counts stay in the order of their values.
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}
