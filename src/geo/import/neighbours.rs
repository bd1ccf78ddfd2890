//! Where the neighbours of a commune are: what a match is checked against, and the coordinates of
//! the communes that the gazetteer does not know.

use super::{Located, official::Commune};
use crate::geo::types::{Coordinates, Precision};
use std::collections::BTreeMap;

/// The mean of the found communes of each neighbourhood.
pub(super) struct Means<'a>(BTreeMap<(Precision, &'a str), Coordinates>);

impl<'a> Means<'a> {
    /// The means of what has been found so far.
    pub fn new(communes: &'a [Commune], found: impl Fn(&Commune) -> Option<Coordinates>) -> Self {
        let mut points: BTreeMap<(Precision, &str), Vec<Coordinates>> = BTreeMap::new();
        for commune in communes {
            if let Some(at) = found(commune) {
                for neighbourhood in neighbourhoods(commune) {
                    points.entry(neighbourhood).or_default().push(at);
                }
            }
        }
        let means = points.into_iter();
        Self(means.filter_map(|(neighbourhood, points)| Some((neighbourhood, mean(&points)?))).collect())
    }

    /// The mean of the tightest neighbourhood of a commune in which something was found.
    pub fn around(&self, commune: &Commune) -> Option<(Coordinates, Precision)> {
        neighbourhoods(commune).find_map(|neighbourhood| Some((*self.0.get(&neighbourhood)?, neighbourhood.0)))
    }
}

/// Adds to the found communes the mean around each of the others.
pub(super) fn complete(communes: &[Commune], found: Located) -> Located {
    let means = Means::new(communes, |commune| match found.get(&commune.code) {
        Some((at, Precision::Exact)) => Some(*at),
        _ => None,
    });
    let missing = communes.iter().filter(|commune| !found.contains_key(&commune.code));
    let derived: Located = missing.filter_map(|commune| Some((commune.code.clone(), means.around(commune)?))).collect();
    found.into_iter().chain(derived).collect()
}

/// The neighbourhoods of a commune, the tightest first.
fn neighbourhoods(commune: &Commune) -> impl Iterator<Item = (Precision, &str)> {
    let postal = commune.postal_codes.iter().map(|code| (Precision::Postal, code.as_str()));
    postal
        .chain(commune.epci.as_deref().map(|code| (Precision::Epci, code)))
        .chain(commune.arrondissement.as_deref().map(|code| (Precision::Arrondissement, code)))
        .chain([(Precision::Department, commune.department.as_str())])
}

/// The middle of some points that lie near each other; nothing of none.
fn mean(points: &[Coordinates]) -> Option<Coordinates> {
    let count = points.len() as f64;
    (!points.is_empty()).then(|| Coordinates {
        lat: points.iter().map(|point| point.lat).sum::<f64>() / count,
        lon: points.iter().map(|point| point.lon).sum::<f64>() / count,
    })
}

/// The middle of some points of which a few may be wrong; nothing of none.
pub(super) fn median(points: &mut [Coordinates]) -> Option<Coordinates> {
    let middle = points.len() / 2;
    points.sort_by(|a, b| a.lat.total_cmp(&b.lat));
    let lat = points.get(middle)?.lat;
    points.sort_by(|a, b| a.lon.total_cmp(&b.lon));
    Some(Coordinates { lat, lon: points.get(middle)?.lon })
}
