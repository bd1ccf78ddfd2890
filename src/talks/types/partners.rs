//! What is told of the talks that people give in the name of an organisation.

use super::Card;
use crate::organisations::types::OrganisationDetails;
use serde::{Deserialize, Serialize};

/// An organisation's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerPage {
    /// What it says of itself.
    pub organisation: OrganisationDetails,
    /// A page of those who give time in its name and can be found.
    pub cards: Vec<Card>,
    /// The page, from 1.
    pub page: u32,
    /// How many there are, at least 1.
    pub pages: u32,
    /// Whether the reader moderates and may take it down.
    pub is_moderated: bool,
}

/// What members are told of the talks given in the name of their organisation: nothing about whom they were given to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerSpace {
    /// The organisation.
    pub organisation: OrganisationDetails,
    /// Why it, or a change of it, was refused.
    pub refusal: Option<String>,
    /// The last twelve months in figures.
    pub figures: PartnerFigures,
    /// The explorers who chose to let it know, the latest first.
    pub interested: Vec<InterestedExplorer>,
    /// Whether there are more than are shown.
    pub has_more: bool,
}

/// Talks given in the name of an organisation over the last twelve months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerFigures {
    /// People who can be found.
    pub professionals: u32,
    /// Talks whose hour is over and that nobody says did not take place.
    pub talks: u32,
    /// The hours that they took.
    pub hours: u32,
    /// Different trades among them.
    pub trades: u32,
    /// Requests answered, of a hundred; none while too few asked.
    pub answered_percent: Option<u32>,
}

/// An explorer who let an organisation know: all that it is told of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterestedExplorer {
    /// The name that they show.
    pub name: String,
    /// Label of the trade that they met.
    pub trade: String,
    /// `novembre 2026`.
    pub month: String,
    /// Whom they met; nobody once they left.
    pub professional: Option<String>,
}

/// What an explorer can let an organisation know, from the page of a talk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interest {
    /// The organisation's name.
    pub organisation: String,
    /// Whether it knows.
    pub is_told: bool,
}
