//! What the page of one's journey is told.

use super::{FollowedTrade, TalkSummary};
use serde::{Deserialize, Serialize};

/// How often the mails of a saved search come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Frequency {
    /// Within minutes, once an hour at most.
    Immediate,
    /// Once a week.
    Weekly,
    /// Not at all.
    Never,
}

impl Frequency {
    /// Every frequency, as the interface lists them.
    pub const ALL: [Self; 3] = [Self::Immediate, Self::Weekly, Self::Never];

    /// The code in forms and in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Immediate => "immediate",
            Self::Weekly => "weekly",
            Self::Never => "never",
        }
    }

    /// The frequency of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|frequency| frequency.code() == code)
    }
}

/// One's journey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journey {
    /// The first talks to come, soonest first.
    pub next: Vec<TalkSummary>,
    /// A page of the past ones, latest first.
    pub past: Vec<PastTalk>,
    /// Which page, from 1.
    pub page: u32,
    /// Whether there are older ones.
    pub has_older: bool,
    /// The trades of talks that took place, the latest first.
    pub met: Vec<MetTrade>,
    /// The trades of which one wants to know when somebody joins, the newest first.
    pub followed: Vec<FollowedTrade>,
    /// The saved searches, the newest first.
    pub searches: Vec<SavedSearch>,
}

/// A talk that is past, with what one noted of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastTalk {
    /// What the agenda shows too.
    pub summary: TalkSummary,
    /// One's own note; empty for none.
    pub note: String,
}

/// A trade that one met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetTrade {
    /// ROME code.
    pub code: String,
    /// Its label.
    pub label: String,
    /// In how many talks.
    pub talks: u32,
}

/// A saved search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// Its id.
    pub id: String,
    /// What it looks for, in words.
    pub words: String,
    /// The query string of the search.
    pub query: String,
    /// How often its mails come.
    pub frequency: Frequency,
    /// What of it is understood no more, such as a trade that disappeared: no mail comes before that is mended.
    pub lost: Vec<String>,
    /// Whether the mails of saved searches are switched off altogether, whatever the frequency says.
    pub mails_are_off: bool,
}
