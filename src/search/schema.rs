//! How a professional is laid out in tantivy: three indexed fields of words, by weight, and
//! columns of plain values. Nothing is stored as written.

use tantivy::TantivyDocument;
use tantivy::schema::{BytesOptions, FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};

use super::analysis::document_terms;
use super::document::ProfessionalDocument;

/// Raise it when the terms or the columns of a document change: older indexes are then rebuilt.
pub const LAYOUT: u32 = 4;

/// Columns of single values.
pub mod column {
    /// Upper half of the identifier.
    pub const ID_HIGH: &str = "id_high";
    /// Lower half of the identifier.
    pub const ID_LOW: &str = "id_low";
    /// Latitude in degrees.
    pub const LAT: &str = "lat";
    /// Longitude in degrees.
    pub const LON: &str = "lon";
    /// Next free hour in Unix seconds; may be missing.
    pub const NEXT_FREE: &str = "next_free";
    /// Seconds that an answer is waited for.
    pub const ANSWER_WAIT: &str = "answer_wait";
    /// When the next free hour and that wait must be computed again, in Unix seconds.
    pub const STALE_AT: &str = "stale_at";
}

/// Columns of labels, by [`Facet`].
pub const FACET_COLUMNS: [&str; Facet::COUNT] =
    ["trade", "domain", "ways", "languages", "region", "department", "ways_for_minors"];

/// A property that is filtered by, and counted by value but for trades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Facet {
    /// ROME codes; several for one professional.
    Trade,
    /// Letters of the ROME domains.
    Domain,
    /// Ways to meet; several for one professional.
    Ways,
    /// Languages; several for one professional.
    Languages,
    /// INSEE code of the région.
    Region,
    /// INSEE code of the département.
    Department,
    /// Ways to meet that are open to minors; none of who meets adults only.
    WaysForMinors,
}

impl Facet {
    /// How many there are.
    pub const COUNT: usize = 7;
}

/// Stands between the values of a column that holds several.
const SEPARATOR: char = ' ';

/// How many fields of words there are.
pub const TIERS: usize = 3;

/// The fields of words, as [`Fields::tiers`].
pub const TIER_FIELDS: [&str; TIERS] = ["trade_words", "about_words", "more_words"];

/// The fields of the index.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The identifier, to replace and remove by.
    pub id: Field,
    /// Words of the trades, then of the person and place, then of what they tell.
    pub tiers: [Field; TIERS],
    facets: [Field; Facet::COUNT],
    id_high: Field,
    id_low: Field,
    lat: Field,
    lon: Field,
    next_free: Field,
    answer_wait: Field,
    stale_at: Field,
}

impl Fields {
    /// The fields and the schema they belong to.
    pub fn new() -> (Self, Schema) {
        let mut schema = Schema::builder();
        // Which documents hold a term is all that scoring needs: no positions, no lengths.
        let words = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("raw")
                .set_index_option(IndexRecordOption::Basic)
                .set_fieldnorms(false),
        );
        let label = TextOptions::default().set_fast("raw");
        let fields = Self {
            id: schema.add_bytes_field("id", BytesOptions::default().set_indexed()),
            tiers: TIER_FIELDS.map(|name| schema.add_text_field(name, words.clone())),
            facets: FACET_COLUMNS.map(|name| schema.add_text_field(name, label.clone())),
            id_high: schema.add_u64_field(column::ID_HIGH, FAST),
            id_low: schema.add_u64_field(column::ID_LOW, FAST),
            lat: schema.add_f64_field(column::LAT, FAST),
            lon: schema.add_f64_field(column::LON, FAST),
            next_free: schema.add_i64_field(column::NEXT_FREE, FAST),
            answer_wait: schema.add_u64_field(column::ANSWER_WAIT, FAST),
            stale_at: schema.add_i64_field(column::STALE_AT, FAST),
        };
        (fields, schema.build())
    }

    /// A professional as tantivy takes it.
    pub fn document(&self, from: &ProfessionalDocument) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_bytes(self.id, from.id.as_bytes());
        let mut trades: Vec<&str> = Vec::new();
        for trade in &from.trades {
            trades.extend([trade.label.as_str(), &trade.code]);
            trades.extend(trade.terms.iter().map(String::as_str));
        }
        let mut about = vec![
            from.headline.as_str(),
            from.organisation.as_deref().unwrap_or_default(),
            &from.name,
            &from.commune_name,
            &from.department,
            &from.department_name,
            &from.region_name,
        ];
        about.extend(from.trades.iter().map(|trade| trade.family.as_str()));
        let tiers: [&[&str]; TIERS] = [&trades, &about, &[&from.likes, &from.dislikes, &from.day, &from.path]];
        for (field, texts) in self.tiers.into_iter().zip(tiers) {
            document.add_pre_tokenized_text(field, document_terms(texts.iter().copied()));
        }
        let codes = join(from.trades.iter().map(|trade| &trade.code));
        let domains = join(from.trades.iter().map(|trade| &trade.domain));
        let ways = join(&from.ways);
        let languages = join(&from.languages);
        let ways_for_minors = join(&from.ways_for_minors);
        let labels: [&str; Facet::COUNT] =
            [&codes, &domains, &ways, &languages, &from.region, &from.department, &ways_for_minors];
        for (field, label) in self.facets.into_iter().zip(labels) {
            document.add_text(field, label);
        }
        let (high, low) = from.id.as_u64_pair();
        document.add_u64(self.id_high, high);
        document.add_u64(self.id_low, low);
        document.add_f64(self.lat, from.lat);
        document.add_f64(self.lon, from.lon);
        if let Some(next_free) = from.next_free {
            document.add_i64(self.next_free, next_free);
        }
        document.add_u64(self.answer_wait, u64::from(from.answer_wait));
        document.add_i64(self.stale_at, from.stale_at);
        document
    }
}

/// Values as one label, the same for the same set.
fn join<'v>(values: impl IntoIterator<Item = &'v String>) -> String {
    let mut values: Vec<&str> = values.into_iter().flat_map(|value| split(value)).collect();
    values.sort_unstable();
    values.dedup();
    values.join(&SEPARATOR.to_string())
}

/// The values of a label.
pub fn split(label: &str) -> impl Iterator<Item = &str> {
    label.split(SEPARATOR).filter(|value| !value.is_empty())
}
