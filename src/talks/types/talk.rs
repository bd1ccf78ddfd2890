//! What the pages of a talk, from its choice to its end, and of the agenda are told.

use super::{AfterTalk, Card, Interest, Moment, OwnAnswers, Way};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The page that asks to confirm an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingOffer {
    /// The professional.
    pub card: Card,
    /// The hour asked for.
    pub moment: Moment,
    /// What the reader can do with it.
    pub state: HourState,
    /// Until when the reader holds it, on their clock: `14:32`.
    pub held_until: Option<String>,
    /// Whether a guardian has to be asked.
    pub guardian: GuardianAsk,
    /// Whom the reader, under age, named before.
    pub known_guardian: Option<String>,
    /// The ways in which the two can meet.
    pub ways: Vec<Way>,
    /// Whether the place of talks on site can be entered in a wheelchair.
    pub wheelchair: bool,
    /// Whether the professional confirms each request by hand.
    pub confirms_by_hand: bool,
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
    /// See their talk: they asked for it already, and somebody has to answer yet.
    Asked(String),
    /// Nothing before they are of age: the professional meets adults only.
    AdultsOnly,
    /// Nothing before they are of age, until somebody has looked at what has changed in the profile.
    MinorsLater,
    /// Choose between it and another talk of theirs.
    Busy(Box<TalkSummary>),
}

/// Where a talk stands; `talks::lifecycle` tells what leads from one to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The hour is kept while the explorer fills the form.
    Held,
    /// It waits for the answer of one side.
    Requested,
    /// Both agree, and a guardian has to.
    AwaitingGuardian,
    /// It takes place, or took place and is still talked about.
    Confirmed,
    /// It took place.
    Done,
    /// Somebody did not come.
    Absent,
    /// It was called off.
    Cancelled,
    /// Who was asked does not want it.
    Declined,
    /// Nobody answered in time.
    Expired,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 9] = [
        Self::Held,
        Self::Requested,
        Self::AwaitingGuardian,
        Self::Confirmed,
        Self::Done,
        Self::Absent,
        Self::Cancelled,
        Self::Declined,
        Self::Expired,
    ];

    /// The code in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Requested => "requested",
            Self::AwaitingGuardian => "awaiting_guardian",
            Self::Confirmed => "confirmed",
            Self::Done => "done",
            Self::Absent => "absent",
            Self::Cancelled => "cancelled",
            Self::Declined => "declined",
            Self::Expired => "expired",
        }
    }

    /// The stage of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// Whether it takes the time of both.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Held | Self::Requested | Self::AwaitingGuardian | Self::Confirmed)
    }
}

/// Which side of a talk somebody is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
    pub fn cancel_reasons(self) -> &'static [EndReason] {
        match self {
            Self::Explorer => &[
                EndReason::Unavailable,
                EndReason::Emergency,
                EndReason::Mistake,
                EndReason::Answered,
                EndReason::Other,
            ],
            Self::Professional => &[EndReason::Unavailable, EndReason::Emergency, EndReason::Other],
        }
    }

    /// The reasons to decline what the other side proposes.
    #[must_use]
    pub fn decline_reasons(self) -> &'static [EndReason] {
        match self {
            Self::Explorer => &[EndReason::Unavailable, EndReason::Answered, EndReason::Other],
            Self::Professional => &[EndReason::Unavailable, EndReason::NotMyTrade, EndReason::Other],
        }
    }

    /// The side of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::BOTH.into_iter().find(|side| side.code() == code)
    }
}

/// Why a talk is cancelled or declined: codes, so that they can be counted and translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// Cannot make it.
    Unavailable,
    /// Ill, or an emergency.
    Emergency,
    /// Booked by mistake.
    Mistake,
    /// Found the answers elsewhere.
    Answered,
    /// The question is not about what they do.
    NotMyTrade,
    /// The guardian does not agree; nobody chooses it.
    Guardian,
    /// Something else, told in the note.
    Other,
    /// Who cancelled deleted their account; nobody chooses it.
    AccountDeleted,
    /// The professional who cancelled gives no more time; nobody chooses it.
    ProfileDeleted,
    /// A moderator ended it, so that somebody is safe; neither side chooses it.
    Moderation,
}

impl EndReason {
    const ALL: [Self; 10] = [
        Self::Unavailable,
        Self::Emergency,
        Self::Mistake,
        Self::Answered,
        Self::NotMyTrade,
        Self::Guardian,
        Self::Other,
        Self::AccountDeleted,
        Self::ProfileDeleted,
        Self::Moderation,
    ];

    /// The code in forms and in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unavailable => "unavailable",
            Self::Emergency => "emergency",
            Self::Mistake => "mistake",
            Self::Answered => "answered",
            Self::NotMyTrade => "not_my_trade",
            Self::Guardian => "guardian",
            Self::Other => "other",
            Self::AccountDeleted => "account_deleted",
            Self::ProfileDeleted => "profile_deleted",
            Self::Moderation => "moderation",
        }
    }

    /// The reason of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Who ends a talk before its hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EndedBy {
    /// One of the two.
    Party(Side),
    /// Who answers for the explorer.
    Guardian,
    /// Who looks after everybody on the site.
    Moderator,
}

impl EndedBy {
    /// The code in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Party(side) => side.code(),
            Self::Guardian => "guardian",
            Self::Moderator => "moderator",
        }
    }

    /// Who has this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "guardian" => Some(Self::Guardian),
            "moderator" => Some(Self::Moderator),
            code => Side::from_code(code).map(Self::Party),
        }
    }
}

/// How a cancelled or declined talk came to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Who ended it.
    pub by: EndedBy,
    /// Why.
    pub reason: EndReason,
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
    /// The hour before, where another one is proposed and not agreed to yet.
    pub instead_of: Option<Moment>,
    /// The same day in as few letters as a calendar's leaf has room for.
    pub leaf: Leaf,
    /// How they meet.
    pub way: Way,
    /// Where it stands.
    pub stage: Stage,
    /// Who has to answer; of a request only.
    pub awaits: Option<Side>,
    /// How it ended, where it was cancelled or declined.
    pub ending: Option<Ending>,
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
    /// The room of a talk by video or phone; gone once cancelled, or over.
    pub room_url: Option<String>,
    /// Where to go, for a talk on site; gone once cancelled.
    pub meeting_place: Option<String>,
    /// The explorer's question.
    pub question: Option<String>,
    /// Whether its hour is over.
    pub is_over: bool,
    /// What the reader can do with it now.
    pub choices: TalkChoices,
    /// Whether a guardian has to agree still.
    pub awaits_guardian: bool,
    /// Whether the professional knows of it yet.
    pub professional_knows: bool,
    /// To the explorer: who is asked to agree, while that is waited for.
    pub guardian: Option<GuardianAsked>,
    /// Until when the answer that is waited for is worth something.
    pub answer_by: Option<Moment>,
    /// How many messages of the other one the reader has not read.
    pub unread: u32,
    /// What the reader said of it once it was over.
    pub own_word: Option<String>,
    /// What else they can say of it, and have said, once it is over.
    pub after: Option<AfterTalk>,
    /// What they can let the professional's organisation know.
    pub interest: Option<Interest>,
    /// Invented for demonstration.
    pub demonstration: bool,
}

/// What a party can do with a talk now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkChoices {
    /// Accept or decline what the other side asks for.
    pub answer: bool,
    /// Propose another hour, or move it.
    pub reschedule: bool,
    /// Call it off.
    pub cancel: bool,
    /// Say whether it took place.
    pub tell: bool,
    /// Put it into one's own calendar.
    pub calendar: bool,
}

/// The requests of a professional.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestsOverview {
    /// Those that wait for the reader, the most urgent first.
    pub to_answer: Vec<TalkRequest>,
    /// Those that wait for somebody else.
    pub waiting: Vec<TalkRequest>,
    /// Whether the profile is paused because requests went unanswered.
    pub is_paused: bool,
    /// How many messages of each talk the reader has not read, by the talk's id.
    pub unread: BTreeMap<String, u32>,
    /// How the reader answers, who has a profile.
    pub answers: Option<OwnAnswers>,
}

/// The hours that a talk can move to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherHours {
    /// The talk as it is.
    pub talk: TalkSummary,
    /// Free hours of the professional, soonest first.
    pub hours: Vec<Moment>,
    /// The day from which later ones are shown, `YYYY-MM-DD`.
    pub later: Option<String>,
    /// Whether the new hour is confirmed at once, not asked for.
    pub confirms_at_once: bool,
}

/// What a guardian is asked, or has agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRequest {
    /// The minor's name.
    pub explorer: String,
    /// The professional's name; of one talk only, as all that follows up to the question.
    pub professional: Option<String>,
    /// The professional's id, for their page.
    pub professional_id: Option<String>,
    /// Label of their trade.
    pub trade: Option<String>,
    /// When.
    pub moment: Option<Moment>,
    /// How they meet.
    pub way: Option<Way>,
    /// Where, of a talk on site: the organisation and the commune. The address is for who meets there.
    pub place: Option<String>,
    /// What the minor would like to know.
    pub question: Option<String>,
    /// Whether the guardian agreed already.
    pub agreed: bool,
    /// Whether that talk is over or called off: of it nothing is left to take back but its conversation.
    pub is_over: bool,
    /// Until which day they agreed to every talk, if they did.
    pub covers_until: Option<String>,
    /// The talks that this stands for, to come or under way.
    pub covered: Vec<CoveredTalk>,
    /// Whether somebody who is met is invented for demonstration.
    pub demonstration: bool,
}

/// A talk to come to which a guardian agreed with all others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoveredTalk {
    /// The professional's name.
    pub professional: String,
    /// Label of their trade.
    pub trade: String,
    /// When.
    pub moment: Moment,
}

/// Whom a minor waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuardianAsked {
    /// The guardian's address, as the minor gave it.
    pub email: String,
    /// Whether it may still be corrected.
    pub may_correct: bool,
    /// Whether they agreed to the account: nobody else is asked then.
    pub is_of_account: bool,
}

/// Whether a guardian has to be asked for an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GuardianAsk {
    /// The reader is of age then, or not known yet.
    NotNeeded,
    /// A guardian's address is needed.
    Needed,
    /// Who agreed to the account is asked, at this address.
    Known(String),
    /// A guardian has agreed to every talk.
    Covered,
}

/// What the link of a mail asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedRequest {
    /// The request.
    pub request: TalkRequest,
    /// Free hours of the professional that could be proposed instead.
    pub hours: Vec<Moment>,
    /// The day after the last one that is shown.
    pub later: Option<String>,
}

/// A request in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TalkRequest {
    /// What the agenda shows too.
    pub summary: TalkSummary,
    /// The explorer's question.
    pub question: Option<String>,
    /// Until when an answer is worth something.
    pub answer_by: Option<Moment>,
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
    /// How many messages of each talk the reader has not read, by the talk's id.
    pub unread: BTreeMap<String, u32>,
    /// The private feed's full address, when it is switched on.
    pub feed_url: Option<String>,
    /// Whether the reader has a profile as a professional.
    pub is_professional: bool,
}
