//! What the pages of a talk, from its choice to its end, and of the agenda are told.

use super::{Card, FollowedTrade, Moment, Way};
use serde::{Deserialize, Serialize};

/// The page that asks to confirm an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingOffer {
    /// The professional.
    pub card: Card,
    /// The hour asked for.
    pub moment: Moment,
    /// What the reader can do with it.
    pub state: HourState,
    /// The free hours nearest to it at which the reader has nothing else.
    pub nearest: Vec<Moment>,
    /// The zone that hours are shown in, IANA name.
    pub zone: String,
    /// Whether that is the reader's own zone (account or asked for), not the professional's by default.
    pub zone_is_readers: bool,
}

/// What a reader can do with an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HourState {
    /// Book it.
    Free,
    /// Nothing: it is not offered, or no longer.
    Gone,
    /// See their talk: it is theirs already, by this id.
    Booked(String),
    /// Nothing before they are of age, as a guardian would have to agree.
    NeedsGuardian,
    /// Choose between it and another talk of theirs.
    Busy(Box<TalkSummary>),
}

/// Which side of a talk somebody is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The one who asks.
    Explorer,
    /// The one who does the job.
    Professional,
}

impl Side {
    /// Both sides.
    pub const BOTH: [Self; 2] = [Self::Explorer, Self::Professional];

    /// The code in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Explorer => "explorer",
            Self::Professional => "professional",
        }
    }

    /// The one across.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Explorer => Self::Professional,
            Self::Professional => Self::Explorer,
        }
    }

    /// The reasons to cancel that make sense for a side: only an explorer books by mistake or finds answers
    /// elsewhere.
    #[must_use]
    pub fn cancel_reasons(self) -> &'static [CancelReason] {
        match self {
            Self::Explorer => &CancelReason::CHOICES,
            Self::Professional => &[CancelReason::Unavailable, CancelReason::Emergency, CancelReason::Other],
        }
    }

    /// The side of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::BOTH.into_iter().find(|side| side.code() == code)
    }
}

/// Why a talk is cancelled: codes, so that they can be counted and translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelReason {
    /// Cannot make it.
    Unavailable,
    /// Ill, or an emergency.
    Emergency,
    /// Booked by mistake.
    Mistake,
    /// Found the answers elsewhere.
    Answered,
    /// Something else, told in the note.
    Other,
    /// Who cancelled deleted their account; nobody chooses it.
    AccountDeleted,
}

impl CancelReason {
    /// The reasons that people choose from, in the order of the interface.
    pub const CHOICES: [Self; 5] = [Self::Unavailable, Self::Emergency, Self::Mistake, Self::Answered, Self::Other];

    /// The code in forms and in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Emergency => "emergency",
            Self::Mistake => "mistake",
            Self::Answered => "answered",
            Self::Other => "other",
            Self::AccountDeleted => "account_deleted",
        }
    }

    /// The reason of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::CHOICES.into_iter().chain([Self::AccountDeleted]).find(|reason| reason.code() == code)
    }
}

/// How a cancelled talk came to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// Who cancelled.
    pub by: Side,
    /// Why.
    pub reason: CancelReason,
    /// In their own words.
    pub note: Option<String>,
}

/// A talk in an agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkSummary {
    /// The talk's id.
    pub id: String,
    /// The reader's side.
    pub side: Side,
    /// The other one's name; none once they deleted their account.
    pub other: Option<String>,
    /// Label of the professional's trade.
    pub trade: String,
    /// When.
    pub moment: Moment,
    /// The same day in as few letters as a calendar's leaf has room for.
    pub leaf: Leaf,
    /// How they meet.
    pub way: Way,
    /// Set when it was cancelled.
    pub cancellation: Option<Cancellation>,
    /// Whether the professional is invented for demonstration.
    pub demonstration: bool,
}

/// A day as a calendar's leaf shows it, in the reader's zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leaf {
    /// `lundi`.
    pub weekday: String,
    /// `23 nov.`
    pub date: String,
}

/// One talk, as one of its two parties sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkDetails {
    /// What the agenda shows too.
    pub summary: TalkSummary,
    /// The professional's id, for the way back to their page; gone while they don't show it.
    pub professional_id: Option<String>,
    /// The room of a talk by video or phone; gone once cancelled.
    pub room_url: Option<String>,
    /// Where to go, for a talk on site; gone once cancelled.
    pub meeting_place: Option<String>,
    /// The explorer's question.
    pub question: Option<String>,
    /// Whether it can still be cancelled: it has neither begun nor been cancelled.
    pub can_cancel: bool,
    /// Invented for demonstration.
    pub demonstration: bool,
}

/// What is coming and past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaOverview {
    /// Talks to come, soonest first.
    pub coming: Vec<TalkSummary>,
    /// Talks past or cancelled, latest first.
    pub past: Vec<TalkSummary>,
    /// Whether there are past talks that are not shown.
    pub has_older: bool,
    /// The private feed's full address, when it is switched on.
    pub feed_url: Option<String>,
    /// Whether the reader has a profile as a professional.
    pub is_professional: bool,
    /// The trades of which the reader wants to know when somebody joins, the newest first.
    pub followed: Vec<FollowedTrade>,
}
