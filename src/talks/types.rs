//! What talks show to people: cards, a professional's page, an hour, a talk, an agenda. Dates and hours
//! arrive formatted in the reader's language and zone, so that the client needs no calendar of its own.

use crate::error::Problem;
use serde::{Deserialize, Serialize};

/// How the two meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// In a video room.
    Video,
    /// In the same room with sound only, as no phone number is ever shown.
    Phone,
    /// Where the professional works.
    Onsite,
}

impl Way {
    /// Every way, in the order of the interface.
    pub const ALL: [Self; 3] = [Self::Video, Self::Phone, Self::Onsite];

    /// The code in forms, URLs, the schema and the index.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Phone => "phone",
            Self::Onsite => "onsite",
        }
    }

    /// The way of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}

/// The languages that a talk can be held in (ISO 639-1), in the order of the interface.
pub const LANGUAGES: [&str; 12] = ["fr", "en", "es", "de", "it", "pt", "ar", "tr", "uk", "ru", "zh", "nl"];

/// The zones of the inhabited parts of France, IANA names, in the order of the interface: those of
/// `geo::zones::ALL`, which the browser does not have.
pub const TIME_ZONES: [&str; 14] = [
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "America/St_Barthelemy",
    "America/Marigot",
    "Indian/Reunion",
    "Indian/Mayotte",
    "Pacific/Noumea",
    "Pacific/Wallis",
    "Pacific/Tahiti",
    "Pacific/Marquesas",
    "Pacific/Gambier",
];

/// An hour as a reader is told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// RFC 3339, UTC, to the second: `2026-11-25T09:00:00Z`.
    pub iso: String,
    /// `mercredi 25 novembre`, in the reader's zone.
    pub day: String,
    /// `10 h 00` in French, `10:00` in English, in the reader's zone.
    pub time: String,
    /// The reader's zone by its city: `heure de Paris`.
    pub zone: String,
    /// The same hour for the professional, where their clock shows another one.
    pub there: Option<ThereTime>,
}

/// An hour on the professional's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThereTime {
    /// Day, as in [`Moment::day`].
    pub day: String,
    /// Time, as in [`Moment::time`].
    pub time: String,
    /// Zone, as in [`Moment::zone`].
    pub zone: String,
}

/// A professional in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The professional's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Label of their trade.
    pub trade: String,
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

/// One's own published page, as the editor tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPage {
    /// The professional's id.
    pub id: String,
    /// Starts that can be booked now.
    pub free_starts: u32,
    /// The earliest of them.
    pub next_free: Option<Moment>,
}

/// A value that a filter can take, with what it would give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// A page of search results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchResults {
    /// Professionals that match.
    pub total: u32,
    /// This page's professionals; for an empty search those of the first suggestion.
    pub cards: Vec<Card>,
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
    /// What to try instead, when nothing matches.
    pub suggestions: Vec<Suggestion>,
    /// What may be asked for, when nothing matches.
    pub wanted: Option<Wanted>,
    /// Whether invented professionals are among them.
    pub demonstration: bool,
}

/// A day of the slot picker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreeDay {
    /// `2026-11-25`, in the reader's zone.
    pub date: String,
    /// `mercredi 25 novembre`.
    pub label: String,
    /// Its free starts.
    pub hours: Vec<Moment>,
    /// Whether the rules offer any hour that day: without a free one left, it is full, not closed.
    pub is_open: bool,
}

/// A professional's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfessionalDetails {
    /// The professional's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// ROME code of their trade.
    pub trade_code: String,
    /// Label of their trade.
    pub trade: String,
    /// Their job in a sentence.
    pub headline: String,
    /// What they like in it.
    pub likes: String,
    /// What they like less.
    pub dislikes: String,
    /// Where they work for.
    pub organisation: Option<String>,
    /// `Albi (81)`.
    pub place: String,
    /// The ways of meeting they offer.
    pub ways: Vec<Way>,
    /// Codes of the languages they speak.
    pub languages: Vec<String>,
    /// Seven days, some perhaps without a free hour; empty when nothing is free at all.
    pub days: Vec<FreeDay>,
    /// `du 23 au 29 novembre`: the first and last of these days; empty when there are none.
    pub span: String,
    /// `2026-12-09`: the day to ask for to see the next free hours, if there are any later ones.
    pub later: Option<String>,
    /// The day to ask for to see the free hours before these, if there are any.
    pub earlier: Option<String>,
    /// The zone that hours are shown in, IANA name.
    pub zone: String,
    /// Whether that is the reader's own zone (account or chosen), not the professional's by default.
    pub zone_is_readers: bool,
    /// The professional's zone, as in [`Moment::zone`].
    pub zone_there: String,
    /// Whether the reader is this professional.
    pub is_self: bool,
    /// Invented for demonstration.
    pub demonstration: bool,
}

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
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::TIME_ZONES;
    use crate::geo::zones;

    #[test]
    fn the_zones_of_the_interface_are_those_of_the_server() {
        let names: Vec<_> = zones::ALL.iter().map(|zone| zone.name()).collect();
        assert_eq!(names, TIME_ZONES);
    }
}
