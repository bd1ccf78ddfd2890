//! Départements and régions.

use super::rows;
use std::sync::LazyLock;

const REGIONS: &str = include_str!("../../../data/regions.csv");
const DEPARTMENTS: &str = include_str!("../../../data/departments.csv");

/// A région, or an overseas collectivity, which counts as one.
#[derive(Debug, PartialEq)]
pub struct Region {
    /// INSEE code: two digits, three for a collectivity.
    pub code: String,
    /// `Occitanie`
    pub name: String,
}

/// A département, or an overseas collectivity, which counts as one.
#[derive(Debug, PartialEq)]
pub struct Department {
    /// `81`, `2A`, `974`.
    pub code: String,
    /// `Tarn`
    pub name: String,
    /// The région it belongs to.
    pub region: &'static Region,
}

/// All régions, sorted by code.
pub fn regions() -> &'static [Region] {
    static ALL: LazyLock<Vec<Region>> =
        LazyLock::new(|| rows(REGIONS, |row| Some(Region { code: row.get(0)?.into(), name: row.get(1)?.into() })));
    &ALL
}

/// All départements, sorted by code.
pub fn departments() -> &'static [Department] {
    static ALL: LazyLock<Vec<Department>> = LazyLock::new(|| {
        rows(DEPARTMENTS, |row| {
            Some(Department { code: row.get(0)?.into(), name: row.get(1)?.into(), region: region(row.get(2)?)? })
        })
    });
    &ALL
}

/// The région of an INSEE code.
pub fn region(code: &str) -> Option<&'static Region> {
    regions().iter().find(|region| region.code == code)
}

/// The département of a code, such as `81` or `2A`.
pub fn department(code: &str) -> Option<&'static Department> {
    departments().iter().find(|department| department.code == code)
}
