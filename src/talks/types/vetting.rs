//! Where a profile stands with those who look at it before it is listed, and what they are told of it.

use super::{Moment, ProfessionalDetails};
use crate::moderation::types::{AuditLine, Reason, RegionName};
use serde::{Deserialize, Serialize};

/// Where a profile stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Vetting {
    /// Its owner does not want it to be listed yet.
    Draft,
    /// It waits for a decision, and is not listed.
    Submitted,
    /// It is listed.
    Approved,
    /// It is listed, and waits for a decision on what has changed since it was approved.
    Changed,
    /// It is not listed before its owner has changed something.
    ChangesAsked,
    /// It is not listed.
    Refused,
}

impl Vetting {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Submitted, Self::Approved, Self::Changed, Self::ChangesAsked, Self::Refused];

    /// The code in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Changed => "changed",
            Self::ChangesAsked => "changes_asked",
            Self::Refused => "refused",
        }
    }

    /// The state of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it waits for a decision.
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Self::Submitted | Self::Changed)
    }

    /// Whether it may be listed.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Approved | Self::Changed)
    }
}

/// What a moderator decides on a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Decision {
    /// It is listed.
    Approve,
    /// It is not, before something has changed.
    AskChanges,
    /// It is not.
    Refuse,
}

impl Decision {
    /// Every decision.
    pub const ALL: [Self; 3] = [Self::Approve, Self::AskChanges, Self::Refuse];

    /// The code in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::AskChanges => "ask_changes",
            Self::Refuse => "refuse",
        }
    }

    /// The decision of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.code() == code)
    }
}

/// What of a profile is looked at again when it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum VettedField {
    /// The main trade.
    Trade,
    /// The others.
    OtherTrades,
    /// The job in a sentence.
    Headline,
    /// What they like in it.
    Likes,
    /// What they like less.
    Dislikes,
    /// What a day is like.
    Day,
    /// How they came to it.
    Path,
    /// Where they work for.
    Organisation,
    /// The address of talks on site.
    MeetingPlace,
    /// Where they work.
    Commune,
    /// Their photo.
    Photo,
    /// That they meet minors.
    Minors,
}

/// What has changed since a profile was approved; of a photo and of minors there is nothing to tell but that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What.
    pub field: VettedField,
    /// As it was; empty where there was nothing.
    pub before: String,
    /// As it is; empty where there is nothing.
    pub now: String,
}

/// Where one's own profile stands, as the editor tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnVetting {
    /// Where.
    pub state: Vetting,
    /// Whether they meet minors once it is approved.
    pub welcomes_minors: bool,
    /// Why it is not listed.
    pub reason: Option<Reason>,
    /// What was written with it.
    pub note: Option<String>,
    /// Hours within which half of the decisions came lately; nothing while too few are known.
    pub usual_hours: Option<u32>,
}

/// A profile in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingProfile {
    /// The professional's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Label of their trade.
    pub trade: String,
    /// `Albi (81)`.
    pub place: String,
    /// `Occitanie`.
    pub region: String,
    /// Whether it was approved before, and has changed.
    pub is_change: bool,
    /// Whether they want to meet minors.
    pub welcomes_minors: bool,
    /// Whole hours that it has waited.
    pub waited_hours: u32,
    /// Invented for demonstration.
    pub demonstration: bool,
}

/// A page of the profiles that wait, the longest waiting first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VettingQueue {
    /// The profiles.
    pub profiles: Vec<WaitingProfile>,
    /// How many wait, on all pages.
    pub total: u32,
    /// The page, from 1.
    pub page: u32,
    /// How many there are, at least 1.
    pub pages: u32,
    /// INSEE code of the région that it is of; empty for all that the reader looks after.
    pub region: String,
    /// Those that the reader looks after, by name.
    pub regions: Vec<RegionName>,
    /// How many reports wait for the reader.
    pub reports: u32,
    /// Whether the reader is an administrator.
    pub is_administrator: bool,
}

/// A profile, for whoever decides on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VettingCase {
    /// The profile as explorers see it.
    pub profile: ProfessionalDetails,
    /// Where it stands.
    pub state: Vetting,
    /// Whether its owner wants it to be seen.
    pub is_published: bool,
    /// The address of talks on site.
    pub meeting_place: Option<String>,
    /// Whether they have signed the charter for meeting minors.
    pub welcomes_minors: bool,
    /// Since when it waits.
    pub since: Option<Moment>,
    /// Whole hours since then.
    pub waited_hours: u32,
    /// What has changed since it was approved last.
    pub differences: Vec<Difference>,
    /// What the decision is about, for the form: it no longer fits once something has changed.
    pub seen: String,
    /// What can be decided; nothing on one's own profile.
    pub decisions: Vec<Decision>,
    /// Whether it is the reader's own.
    pub is_own: bool,
    /// What was last decided on it.
    pub last: Option<AuditLine>,
    /// Whether the reader is an administrator.
    pub is_administrator: bool,
}
