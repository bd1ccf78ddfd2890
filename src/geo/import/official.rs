//! The official geographic code: what `@etalab/decoupage-administratif` says.

use anyhow::{Context, Result};
use serde::{Deserialize, de::DeserializeOwned};
use std::{collections::BTreeMap, fs, path::Path};

/// The current communes, départements and régions, each sorted by code.
pub(super) struct Official {
    pub regions: Vec<Region>,
    pub departments: Vec<Department>,
    pub communes: Vec<Commune>,
}

#[derive(Deserialize)]
pub(super) struct Region {
    pub code: String,
    #[serde(rename = "nom")]
    pub name: String,
}

#[derive(Deserialize)]
pub(super) struct Department {
    pub code: String,
    #[serde(rename = "nom")]
    pub name: String,
    pub region: String,
}

/// A current commune and what helps to find it on a map.
#[derive(Clone, Default)]
pub(super) struct Commune {
    pub code: String,
    pub name: String,
    pub department: String,
    pub region: String,
    /// Sorted, without repeats; empty for the uninhabited territories.
    pub postal_codes: Vec<String>,
    /// Zero where the census does not say.
    pub population: u32,
    pub epci: Option<String>,
    pub arrondissement: Option<String>,
    /// The former commune that is the seat of a merged one.
    pub seat: Option<String>,
}

impl Commune {
    /// Overseas, where names are looked for in the département rather than in the région.
    pub fn is_overseas(&self) -> bool {
        self.department.len() == 3
    }
}

#[derive(Deserialize)]
struct CommuneRecord {
    code: String,
    #[serde(rename = "nom")]
    name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "departement")]
    department: String,
    region: String,
    arrondissement: Option<String>,
    #[serde(rename = "codesPostaux", default)]
    postal_codes: Vec<String>,
    #[serde(default)]
    population: u32,
    #[serde(rename = "chefLieu")]
    seat_of: Option<String>,
}

#[derive(Deserialize)]
struct EpciRecord {
    code: String,
    #[serde(rename = "membres")]
    members: Vec<Member>,
}

#[derive(Deserialize)]
struct Member {
    code: String,
}

impl Official {
    /// Reads the `data` folder of the package.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut regions: Vec<Region> = json(&folder.join("regions.json"))?;
        let mut departments: Vec<Department> = json(&folder.join("departements.json"))?;
        regions.sort_by(|a, b| a.code.cmp(&b.code));
        departments.sort_by(|a, b| a.code.cmp(&b.code));
        let communes = communes(json(&folder.join("communes.json"))?, json(&folder.join("epci.json"))?);
        Ok(Self { regions, departments, communes })
    }
}

/// Keeps the current communes. The municipal arrondissements of Paris, Lyon and Marseille are left
/// out: each city is one commune that has all their postal codes.
fn communes(records: Vec<CommuneRecord>, bodies: Vec<EpciRecord>) -> Vec<Commune> {
    let epci: BTreeMap<String, String> = bodies
        .into_iter()
        .flat_map(|body| {
            let code = body.code;
            body.members.into_iter().map(move |member| (member.code, code.clone()))
        })
        .collect();
    let (current, former): (Vec<_>, Vec<_>) = records.into_iter().partition(|record| record.kind == "commune-actuelle");
    let seats: BTreeMap<String, String> = former
        .into_iter()
        .filter(|record| record.seat_of.as_ref() == Some(&record.code))
        .map(|record| (record.code, record.name))
        .collect();
    let mut communes: Vec<Commune> = current
        .into_iter()
        .map(|record| {
            let mut postal_codes = record.postal_codes;
            postal_codes.sort();
            postal_codes.dedup();
            Commune {
                epci: epci.get(&record.code).cloned(),
                seat: seats.get(&record.code).cloned(),
                code: record.code,
                name: record.name,
                department: record.department,
                region: record.region,
                postal_codes,
                population: record.population,
                arrondissement: record.arrondissement,
            }
        })
        .collect();
    communes.sort_by(|a, b| a.code.cmp(&b.code));
    communes
}

fn json<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} has another shape", path.display()))
}
