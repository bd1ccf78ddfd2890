//! What the search page is told.

use super::{Moment, Way};
use crate::error::Problem;
use serde::{Deserialize, Serialize};
use serde_tuple::{Deserialize_tuple, Serialize_tuple};

/// A professional in a list. As a tuple: a live search sends many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize_tuple)]
pub struct Card {
    /// The professional's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Label of their main trade.
    pub trade: String,
    /// Labels of their other trades.
    pub other_trades: Vec<String>,
    /// Their job in a sentence.
    pub headline: String,
    /// Where they work for.
    pub organisation: Option<String>,
    /// `Albi (81)`.
    pub place: String,
    /// Whole kilometres from the place asked for.
    pub distance_km: Option<u32>,
    /// The ways of meeting they offer.
    pub ways: Vec<Way>,
    /// Codes of the languages they speak.
    pub languages: Vec<String>,
    /// Their next free hour.
    pub next_free: Option<Moment>,
    /// Whether that hour must name its zone: it is on the professional's clock, as the reader's is not known.
    pub names_zone: bool,
    /// Invented for demonstration.
    pub demonstration: bool,
}

/// A value that a filter can take, with what it would give. As a tuple, like [`Card`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize_tuple, Deserialize_tuple)]
pub struct FacetValue {
    /// Its code in the URL.
    pub value: String,
    /// How it is called; empty where the interface knows the code (ways, languages).
    pub label: String,
    /// Professionals that match.
    pub count: u32,
}

/// What can be narrowed down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// Ways of meeting.
    pub ways: Vec<FacetValue>,
    /// Languages.
    pub languages: Vec<FacetValue>,
    /// Régions.
    pub regions: Vec<FacetValue>,
    /// Domains of trades (ROME letters).
    pub domains: Vec<FacetValue>,
}

/// How a typed place or trade was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Understood {
    /// The label of what was found.
    pub label: Option<String>,
    /// Why nothing was.
    pub problem: Option<Problem>,
    /// What to choose from, when several match or some are spelled nearly so: label and value for the URL.
    pub choices: Vec<(String, String)>,
}

/// What a way out of an empty search lets go of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Relaxation {
    /// How far, or where at all.
    Place,
    /// When.
    Date,
    /// How, in which language, in which domain.
    Filter,
    /// Which trade.
    Trade,
}

/// One way out of an empty search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What is let go of.
    pub relaxation: Relaxation,
    /// The same in words, in the reader's language; no two suggestions say the same.
    pub text: String,
    /// Professionals that it gives.
    pub count: u32,
    /// The query string of that search.
    pub query: String,
}

/// What may be asked for after a search that found nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Trades to ask for, the likeliest first: code and label. None when the search holds no word that any
    /// trade has.
    pub trades: Vec<(String, String)>,
    /// INSEE code of the département that the wish counts for; empty for all of France.
    pub department: String,
    /// Its name.
    pub department_name: String,
}

/// What a search found, but for the people on its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchResults {
    /// Professionals that match.
    pub total: u32,
    /// This page, from 1.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
    /// What can be narrowed down.
    pub facets: Facets,
    /// How the place was understood.
    pub place: Understood,
    /// How the trade was understood.
    pub trade: Understood,
    /// Why the words could not be searched for.
    pub text_problem: Option<Problem>,
    /// What was typed and left aside, because it was not understood.
    pub left_aside: Vec<String>,
    /// What was searched, in words: `boulanger · Albi (81), 50 km`. Empty for everybody and for filters alone.
    pub sought: String,
    /// Whether distances can be told (a commune was given).
    pub has_distance: bool,
    /// Whether distances are rounded because the commune's own coordinates are derived.
    pub distance_is_rough: bool,
    /// What to try instead, when nothing matches; else the place that the words may mean.
    pub suggestions: Vec<Suggestion>,
    /// Whether the reader is under age, and shown only whom they can meet.
    pub for_minor: bool,
    /// What may be asked for, when nothing matches.
    pub wanted: Option<Wanted>,
    /// Whether invented professionals are among them.
    pub demonstration: bool,
}

/// A page of search results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPage {
    /// What was found.
    pub results: SearchResults,
    /// This page's professionals; for an empty search those of the first suggestion.
    pub cards: Vec<Card>,
}

/// A page of search results as it is shown. To the browser it goes without its cards: those stand in the page as markup,
/// which the browser takes over as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownPage {
    /// What was found.
    pub results: SearchResults,
    /// The cards; none in a browser that has just taken the page over.
    #[serde(skip)]
    pub cards: Vec<Card>,
    /// Whether there are any.
    pub has_cards: bool,
}

impl From<FoundPage> for ShownPage {
    fn from(found: FoundPage) -> Self {
        Self { results: found.results, has_cards: !found.cards.is_empty(), cards: found.cards }
    }
}
