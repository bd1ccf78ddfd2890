//! What the index knows of a professional: one flat record, copied from the database.

use uuid::Uuid;

/// The longest wait for an answer that counts, in seconds: three days, as much as fifteen kilometres.
pub const LONGEST_ANSWER_WAIT: u32 = 3 * 86_400;

/// A trade, as far as it is found by.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentTrade {
    /// ROME code, such as `D1102`.
    pub code: String,
    /// Label in French, such as `Boulanger / Boulangère`.
    pub label: String,
    /// Other names, as good as the label to find it by.
    pub terms: Vec<String>,
    /// Label of the ROME family, or of the domain where families have none.
    pub family: String,
    /// Letter of the ROME domain.
    pub domain: String,
}

/// A professional as the search index sees them. Only what may be searched, filtered, ordered or
/// counted is here; pages read everything else from the database by `id`.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfessionalDocument {
    /// The professional's identifier: replacing a document goes by it.
    pub id: Uuid,
    /// The name shown to the public.
    pub name: String,
    /// Their trades: each finds them as well as the others.
    pub trades: Vec<DocumentTrade>,
    /// One line that the professional wrote about their work.
    pub headline: String,
    /// What they like in their trade.
    pub likes: String,
    /// What they like less.
    pub dislikes: String,
    /// What a day is like.
    pub day: String,
    /// How they came to it, and what they studied.
    pub path: String,
    /// Name of the organisation they work for.
    pub organisation: Option<String>,
    /// Languages they can talk in, as codes such as `fr`.
    pub languages: Vec<String>,
    /// Ways to meet them, as codes such as `video`.
    pub ways: Vec<String>,
    /// The ways among them in which they meet somebody under 18; none where they meet adults only.
    pub ways_for_minors: Vec<String>,
    /// INSEE code of their commune.
    pub commune_code: String,
    /// Name of their commune.
    pub commune_name: String,
    /// INSEE code of their département.
    pub department: String,
    /// Name of their département, so that its words find them.
    pub department_name: String,
    /// INSEE code of their région.
    pub region: String,
    /// Name of their région, so that its words find them.
    pub region_name: String,
    /// Latitude in degrees.
    pub lat: f64,
    /// Longitude in degrees.
    pub lon: f64,
    /// Start of the next hour that can be booked, in Unix seconds (UTC); none when nothing is free.
    pub next_free: Option<i64>,
    /// How long an answer of theirs is waited for, in seconds, as their answers so far tell; at most
    /// [`LONGEST_ANSWER_WAIT`].
    pub answer_wait: u32,
    /// When `next_free` and `answer_wait` must be computed again, in Unix seconds (UTC).
    pub stale_at: i64,
}
