//! The question put to the index and its answer.

use uuid::Uuid;

/// What to look for. Every part that is set must hold; the default asks for everybody.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Criteria {
    /// Words typed by the visitor, taken as plain words whatever they contain.
    pub text: Option<String>,
    /// ROME codes, any of which will do; empty for all trades.
    pub trades: Vec<String>,
    /// Letter of a ROME domain.
    pub domain: Option<String>,
    /// Around a place.
    pub near: Option<Near>,
    /// INSEE code of a département.
    pub department: Option<String>,
    /// INSEE code of a région.
    pub region: Option<String>,
    /// A way to meet that must be offered.
    pub way: Option<String>,
    /// Languages, any of which will do; empty for all.
    pub languages: Vec<String>,
    /// Only those who meet somebody under 18; a way to meet is then one that is open to minors, also in the counts.
    pub meets_minors: bool,
    /// Only those whose next free hour starts at or before this instant, in Unix seconds (UTC).
    pub free_before: Option<i64>,
    /// Only these of those whom the rest finds; empty for all. Facets count as if it were.
    pub among: Vec<Uuid>,
    /// Order of the hits.
    pub sort: Sort,
    /// Hits to skip.
    pub offset: usize,
    /// Most hits to return; 0 for the total and the facets alone.
    pub limit: usize,
}

/// A circle on the globe.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// Latitude of the centre in degrees.
    pub lat: f64,
    /// Longitude of the centre in degrees.
    pub lon: f64,
    /// Radius in kilometres.
    pub radius_km: f64,
}

/// Order of the hits. The identifier settles every tie, so pages never overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Best words first; among equals those with a free hour, then the sooner, the nearer and the quicker to answer
    /// (`ranking::Rank::new`).
    #[default]
    Relevance,
    /// Nearest first, then the sooner and the quicker to answer; without [`Criteria::near`], as [`Sort::Relevance`].
    Distance,
    /// Soonest free hour first; those without one come last.
    Soonest,
}

/// The answer to [`Criteria`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Professionals that match, on all pages.
    pub total: usize,
    /// The page asked for.
    pub hits: Vec<Hit>,
    /// What each choice of a filter would give.
    pub facets: Facets,
}

/// One professional found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The professional's identifier.
    pub id: Uuid,
    /// Great-circle distance from the centre of [`Criteria::near`], in kilometres.
    pub distance_km: Option<f64>,
    /// Start of their next free hour, in Unix seconds (UTC).
    pub next_free: Option<i64>,
}

/// A value of a facet and how many professionals choosing it would give.
pub type Counts = Vec<(String, u64)>;

/// Counts by value, largest first, then by value; values that would give nothing are left out.
///
/// Each facet leaves its own filter aside and applies all the others, so it says what choosing
/// another value would give.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facets {
    /// By way to meet. Somebody who offers two ways counts in both.
    pub ways: Counts,
    /// By language. Somebody who speaks two counts in both.
    pub languages: Counts,
    /// By région, whatever région or département is chosen.
    pub regions: Counts,
    /// By ROME domain.
    pub domains: Counts,
}
