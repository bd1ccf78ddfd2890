//! Finds communes in a gazetteer that does not know their codes: by name, then place and size.
//!
//! A name alone is not enough: a région holds homonyms, and GeoNames holds former communes. So each
//! round of names tries every pair of a commune and an unused place of that name in its territory,
//! and takes the pairs in the order of how unlike they are: a unit for 20 km between the place and
//! where the commune's neighbours are, and the natural logarithm of the ratio of their populations.

use super::{
    Located,
    gazetteer::{Gazetteer, Overseas, Place},
    names,
    neighbours::{Means, median},
    official::Commune,
};
use crate::{
    fold::fold,
    geo::types::{Coordinates, Precision},
};
use std::collections::{BTreeMap, BTreeSet};

/// The first round trusts a name that is alone on both sides, this near the département's centre…
const FIRST_ROUND_KM: f64 = 110.0;
/// …and with populations within about 40 % of each other.
const FIRST_ROUND_POPULATIONS: f64 = 0.35;
/// What it found is dropped when it is this far from all that was found of its intercommunal body.
const ALONE_KM: f64 = 40.0;
const KM_PER_UNIT: f64 = 20.0;
/// What an unknown population costs.
const UNKNOWN_POPULATION: f64 = 0.7;

/// Gives the coordinates of every commune that is found, all [`Precision::Exact`] but those placed
/// by hand, which are as good as [`Precision::Arrondissement`].
pub(super) fn locate(communes: &[Commune], gazetteer: &Gazetteer, by_hand: &BTreeMap<String, Overseas>) -> Located {
    let mut search = Search::new(communes, &gazetteer.places);
    search.lone_names();
    search.drop_strays();
    search.round(2.0, Size::Counts, names::of_place, names::of_commune);
    search.round(1.3, Size::Counts, names::all_of_place, names::bare_of_commune);
    search.round(1.2, Size::Ignored, names::of_place, names::of_seat);
    search.round(1.2, Size::Counts, names::of_place, names::beginnings_of_commune);
    search.overseas(by_hand)
}

#[derive(Clone, Copy, PartialEq)]
enum Size {
    Counts,
    /// The seat of a merged commune is smaller than the whole.
    Ignored,
}

struct Search<'a> {
    communes: &'a [Commune],
    places: &'a [Place],
    /// Commune code → place.
    found: BTreeMap<&'a str, usize>,
    used: BTreeSet<usize>,
}

impl<'a> Search<'a> {
    fn new(communes: &'a [Commune], places: &'a [Place]) -> Self {
        Self { communes, places, found: BTreeMap::new(), used: BTreeSet::new() }
    }

    /// The names that one commune and one place of a territory have: what the rest is measured by.
    fn lone_names(&mut self) {
        let places = self.by_name(names::of_place);
        let mut communes: BTreeMap<(&str, String), Vec<&'a Commune>> = BTreeMap::new();
        for commune in self.communes {
            communes.entry((territory(commune), fold(&commune.name))).or_default().push(commune);
        }
        let pairs: Vec<(&Commune, usize)> = communes
            .iter()
            .filter_map(|(name, communes)| match (communes.as_slice(), places.get(name)?.as_slice()) {
                ([commune], [place]) => Some((*commune, *place)),
                _ => None,
            })
            .collect();
        let mut departments: BTreeMap<&str, Vec<Coordinates>> = BTreeMap::new();
        for (commune, place) in &pairs {
            departments.entry(&commune.department).or_default().extend(self.at(*place));
        }
        for (commune, place) in pairs {
            let near = departments
                .get_mut(commune.department.as_str())
                .and_then(|points| median(points))
                .zip(self.at(place))
                .is_some_and(|(centre, at)| centre.distance_km(at) <= FIRST_ROUND_KM);
            if (near || commune.is_overseas()) && self.unlikeness(commune, place) <= FIRST_ROUND_POPULATIONS {
                self.take(&commune.code, place);
            }
        }
    }

    /// A lone name may still be another commune's, which has been merged since.
    fn drop_strays(&mut self) {
        let mut bodies: BTreeMap<&str, Vec<(&'a str, usize, Coordinates)>> = BTreeMap::new();
        for commune in self.communes.iter().filter(|commune| !commune.is_overseas()) {
            let place = self.found.get(commune.code.as_str()).copied();
            if let (Some(body), Some(place)) = (&commune.epci, place) {
                let known = self.at(place).map(|at| (commune.code.as_str(), place, at));
                bodies.entry(body).or_default().extend(known);
            }
        }
        for members in bodies.values() {
            for (code, place, at) in members {
                let others = || members.iter().filter(|(other, ..)| other != code);
                if others().count() > 1 && others().all(|(_, _, other)| at.distance_km(*other) > ALONE_KM) {
                    self.found.remove(code);
                    self.used.remove(place);
                }
            }
        }
    }

    fn round(
        &mut self,
        limit: f64,
        size: Size,
        place_names: impl Fn(&Place) -> Vec<String>,
        commune_names: impl Fn(&Commune) -> Vec<String>,
    ) {
        let by_name = self.by_name(place_names);
        let means = Means::new(self.communes, |commune| self.at(*self.found.get(commune.code.as_str())?));
        let mut pairs = Vec::new();
        for commune in self.communes {
            if self.found.contains_key(commune.code.as_str()) {
                continue;
            }
            let centre = means.around(commune).map(|(centre, _)| centre);
            for name in commune_names(commune) {
                for place in by_name.get(&(territory(commune), name)).into_iter().flatten() {
                    let distance = match (centre, self.at(*place)) {
                        (Some(centre), Some(at)) if !commune.is_overseas() => centre.distance_km(at) / KM_PER_UNIT,
                        _ => 0.0,
                    };
                    let size = if size == Size::Counts { self.unlikeness(commune, *place) } else { 0.0 };
                    if distance + size <= limit {
                        pairs.push((distance + size, commune.code.as_str(), *place));
                    }
                }
            }
        }
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
        for (_, code, place) in pairs {
            if !self.found.contains_key(code) && !self.used.contains(&place) {
                self.take(code, place);
            }
        }
    }

    fn overseas(self, by_hand: &BTreeMap<String, Overseas>) -> Located {
        let mut located: Located = self
            .found
            .iter()
            .filter_map(|(code, place)| Some((code.to_string(), (self.at(*place)?, Precision::Exact))))
            .collect();
        for commune in self.communes.iter().filter(|commune| !self.found.contains_key(commune.code.as_str())) {
            let known = match by_hand.get(&commune.code) {
                Some(Overseas::At(at)) => Some((*at, Precision::Arrondissement)),
                Some(Overseas::Village(name)) => self
                    .places
                    .iter()
                    .find(|place| place.territory == commune.department && place.name == *name)
                    .map(|place| (place.at, Precision::Exact)),
                None => None,
            };
            located.extend(known.map(|known| (commune.code.clone(), known)));
        }
        located
    }

    fn take(&mut self, code: &'a str, place: usize) {
        self.found.insert(code, place);
        self.used.insert(place);
    }

    fn at(&self, place: usize) -> Option<Coordinates> {
        self.places.get(place).map(|place| place.at)
    }

    fn by_name(&self, names: impl Fn(&Place) -> Vec<String>) -> BTreeMap<(&'a str, String), Vec<usize>> {
        let mut by_name: BTreeMap<(&str, String), Vec<usize>> = BTreeMap::new();
        for (index, place) in self.places.iter().enumerate() {
            if !self.used.contains(&index) {
                for name in names(place) {
                    by_name.entry((&place.territory, name)).or_default().push(index);
                }
            }
        }
        by_name
    }

    /// How unlike the populations are. A hundred is added to both: villages vary by chance.
    fn unlikeness(&self, commune: &Commune, place: usize) -> f64 {
        match self.places.get(place).map_or(0, |place| place.population) {
            0 => UNKNOWN_POPULATION,
            _ if commune.population == 0 => UNKNOWN_POPULATION,
            there => {
                let ratio = (f64::from(commune.population) + 100.0) / (f64::from(there) + 100.0);
                ratio.ln().abs()
            }
        }
    }
}

fn territory(commune: &Commune) -> &str {
    if commune.is_overseas() { &commune.department } else { &commune.region }
}
