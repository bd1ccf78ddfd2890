//! What the pages of wanted trades are told.

use serde::{Deserialize, Serialize};

/// Fewer wishes than this are not shown: a number that small may be one household's.
pub const SHOWN_FROM: u32 = 5;
/// Shades of a map, from [`SHOWN_FROM`] on.
pub const SHADES: usize = 4;

/// A département.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentName {
    /// `81`
    pub code: String,
    /// `Tarn`
    pub name: String,
}

/// A trade of the ranking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedTrade {
    /// ROME code.
    pub code: String,
    /// Its label.
    pub label: String,
    /// How many wish to meet one; at least [`SHOWN_FROM`].
    pub wishes: u32,
}

/// How much is wanted in a département.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedIn {
    /// Which one.
    pub department: DepartmentName,
    /// How many wishes; none below [`SHOWN_FROM`].
    pub wishes: Option<u32>,
}

/// What is wanted where: every inhabited département, and the shades that a map of them has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedMap {
    /// The départements, by code.
    pub departments: Vec<WantedIn>,
    /// The fewest wishes of each shade, rising; at most [`SHADES`].
    pub bounds: Vec<u32>,
}

impl WantedMap {
    /// The shade of so many wishes, from 1; 0 where nothing is shown.
    #[must_use]
    pub fn shade(&self, wishes: Option<u32>) -> usize {
        wishes.map_or(0, |wishes| self.bounds.iter().filter(|bound| **bound <= wishes).count())
    }
}

/// A page of the ranking, for France or one département.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedBoard {
    /// The département it is of; none for all of France.
    pub department: Option<DepartmentName>,
    /// This page's trades, the most wanted first.
    pub trades: Vec<WantedTrade>,
    /// The rank of the first of them, from 1.
    pub first_rank: u32,
    /// This page, from 1.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
    /// All trades together, by département.
    pub map: WantedMap,
    /// Whether invented wishes are counted.
    pub demonstration: bool,
}

/// One wanted trade, in France or one département.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WantedTradeDetails {
    /// ROME code.
    pub code: String,
    /// Its label.
    pub label: String,
    /// The département it is about; none for all of France.
    pub department: Option<DepartmentName>,
    /// How many wishes there; none below [`SHOWN_FROM`].
    pub wishes: Option<u32>,
    /// The trade by département.
    pub map: WantedMap,
    /// The page's full address, to be passed on.
    pub address: String,
    /// Whether invented wishes are counted.
    pub demonstration: bool,
}

/// A trade that the reader follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowedTrade {
    /// ROME code.
    pub code: String,
    /// Its label.
    pub label: String,
    /// Where; none for anywhere.
    pub department: Option<DepartmentName>,
    /// Whether the reader stopped such mails.
    pub mails_are_off: bool,
}
