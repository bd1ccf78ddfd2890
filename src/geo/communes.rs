//! The communes, départements and régions of France, and how a typed place is understood.

mod areas;
mod index;
mod query;
mod resolve;
mod slips;

pub use areas::{Department, Region, department, departments, region, regions};
pub use index::complete;
pub use resolve::{Area, Resolution, resolve, resolve_whole};
pub use slips::similar;

use super::types::{CommuneCode, Coordinates, Place, Precision};
use std::{collections::HashMap, sync::LazyLock};

const COMMUNES: &str = include_str!("../../data/communes.csv");

/// A current commune. The arrondissements of Paris, Lyon and Marseille are part of their city.
#[derive(Clone, Debug, PartialEq)]
pub struct Commune {
    /// INSEE code.
    pub code: CommuneCode,
    /// Official name, with its article: `Le Havre`.
    pub name: String,
    /// Its département or overseas collectivity.
    pub department: &'static Department,
    /// Sorted; empty for the uninhabited territories.
    pub postal_codes: Vec<String>,
    /// Inhabitants; zero where there is no census.
    pub population: u32,
    /// Where it is.
    pub coordinates: Coordinates,
    /// How well that is known.
    pub precision: Precision,
}

impl Commune {
    /// `Albi (81)`: short, no other commune has it, and [`resolve`] always finds it again.
    pub fn label(&self) -> String {
        format!("{} ({})", self.name, self.department.code)
    }
}

impl From<&Commune> for Place {
    fn from(commune: &Commune) -> Self {
        Self {
            code: commune.code.clone(),
            name: commune.name.clone(),
            label: commune.label(),
            department: commune.department.code.clone(),
            department_name: commune.department.name.clone(),
            region_name: commune.department.region.name.clone(),
            coordinates: commune.coordinates,
            precision: commune.precision,
        }
    }
}

/// All communes, sorted by code.
pub fn all() -> &'static [Commune] {
    static ALL: LazyLock<Vec<Commune>> = LazyLock::new(|| rows(COMMUNES, read));
    &ALL
}

/// The commune of an INSEE code.
pub fn find(code: &str) -> Option<&'static Commune> {
    static BY_CODE: LazyLock<HashMap<&str, &Commune>> =
        LazyLock::new(|| all().iter().map(|commune| (commune.code.as_str(), commune)).collect());
    BY_CODE.get(code).copied()
}

/// The rows of an embedded file. One that cannot be read is left out: a test makes sure that none is.
fn rows<T>(text: &str, read: impl Fn(&csv::StringRecord) -> Option<T>) -> Vec<T> {
    csv::Reader::from_reader(text.as_bytes()).records().filter_map(|record| read(&record.ok()?)).collect()
}

fn read(row: &csv::StringRecord) -> Option<Commune> {
    Some(Commune {
        code: CommuneCode::parse(row.get(0)?).ok()?,
        name: row.get(1)?.to_owned(),
        department: department(row.get(2)?)?,
        postal_codes: row.get(4)?.split_whitespace().map(str::to_owned).collect(),
        population: row.get(5)?.parse().ok()?,
        coordinates: Coordinates { lat: row.get(6)?.parse().ok()?, lon: row.get(7)?.parse().ok()? },
        precision: precision(row.get(8)?)?,
    })
}

fn precision(word: &str) -> Option<Precision> {
    use Precision::{Arrondissement, Department, Epci, Exact, Postal};
    [Exact, Postal, Epci, Arrondissement, Department].into_iter().find(|precision| precision.as_str() == word)
}

#[cfg(test)]
mod tests;
