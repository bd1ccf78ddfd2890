//! What a professional's hours would offer, as the editor tells it while they are typed.

use serde::{Deserialize, Serialize};

/// What hours would offer if they were saved now, in the reader's words: the editor's page and its script show it alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursPreview {
    /// How many hours would be offered, or why none is.
    pub summary: String,
    /// What has to be put right first: `Mardi : La fin doit venir après le début.`
    pub problems: Vec<String>,
    /// What the days below are; empty without any.
    pub caption: String,
    /// The days of two weeks on which hours would be offered, soonest first.
    pub days: Vec<PreviewedDay>,
}

/// A day of an [`HoursPreview`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewedDay {
    /// `mardi 24 novembre`.
    pub day: String,
    /// When a talk may start: `de 9 h 00 à 11 h 00, 14 h 00`.
    pub starts: String,
}
