//! What the pages of the reports that somebody settles are told.

use super::{Moment, ReportReason, Side, Stage};
use crate::moderation::types::AuditLine;
use serde::{Deserialize, Serialize};

/// What follows for whoever a report is right about; each goes further than the one before, and does what that does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consequence {
    /// They are told by mail which rule they broke.
    Warn,
    /// The talk is called off if it is still ahead, and its conversation is closed for both.
    Separate,
    /// Their profile as a professional is refused: it is listed no more, and minors' talks with them are called off.
    RefuseProfile,
}

impl Consequence {
    /// Every consequence, in the order of the interface.
    pub const ALL: [Self; 3] = [Self::Warn, Self::Separate, Self::RefuseProfile];

    /// The code in forms.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Warn => "warn",
            Self::Separate => "separate",
            Self::RefuseProfile => "refuse_profile",
        }
    }

    /// The consequence of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|consequence| consequence.code() == code)
    }
}

/// Whether a report is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is, and something follows.
    Upheld,
    /// There is nothing to act on.
    Dismissed,
}

impl Outcome {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Upheld, Self::Dismissed];

    /// The code in forms and in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Dismissed => "dismissed",
        }
    }

    /// The outcome of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// A report in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingReport {
    /// Its id.
    pub id: String,
    /// Name of who is reported; nobody once they left.
    pub reported: Option<String>,
    /// What whoever reports says that it is about.
    pub reason: ReportReason,
    /// Whether it is about one message, not a person.
    pub is_of_message: bool,
    /// Whether the talk is one of a minor.
    pub concerns_minor: bool,
    /// Whole hours that it has waited.
    pub waited_hours: u32,
}

/// A page of the reports that wait, the longest waiting first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportList {
    /// The reports.
    pub reports: Vec<WaitingReport>,
    /// How many wait, on all pages.
    pub total: u32,
    /// The page, from 1.
    pub page: u32,
    /// How many there are, at least 1.
    pub pages: u32,
    /// Whether the reader is an administrator.
    pub is_administrator: bool,
}

/// A report in the list of those that are settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettledReport {
    /// Its id.
    pub id: String,
    /// Name of who is reported; nobody once they left.
    pub reported: Option<String>,
    /// What whoever reports says that it is about.
    pub reason: ReportReason,
    /// Whether it was found to be right.
    pub outcome: Outcome,
    /// `dimanche 22 novembre à 14 h 05 (heure de Paris)`.
    pub settled_at: String,
}

/// A page of the reports that are settled, the last settled first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettledReportList {
    /// The reports.
    pub reports: Vec<SettledReport>,
    /// The page, from 1.
    pub page: u32,
    /// How many there are, at least 1.
    pub pages: u32,
    /// Whether the reader is an administrator.
    pub is_administrator: bool,
}

/// A message beside the one that is reported, or that one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedMessage {
    /// Name of who wrote it.
    pub author: Option<String>,
    /// When it was sent.
    pub moment: Moment,
    /// What it says.
    pub body: String,
    /// Whether it is the one that is reported.
    pub is_reported: bool,
}

/// The talk that a report is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedTalk {
    /// Label of the trade.
    pub trade: String,
    /// When it starts.
    pub moment: Moment,
    /// Where it stands.
    pub stage: Stage,
    /// Which side is reported.
    pub reported: Side,
    /// Whether the explorer is under 18.
    pub concerns_minor: bool,
}

/// A report, for whoever settles it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportCase {
    /// Its id.
    pub id: String,
    /// What whoever reports says that it is about.
    pub reason: ReportReason,
    /// Their words.
    pub note: Option<String>,
    /// When they reported it.
    pub reported_at: Moment,
    /// Whole hours since then.
    pub waited_hours: u32,
    /// Name of who reports; nobody once they left.
    pub reporter: Option<String>,
    /// Name of who is reported; nobody once they left.
    pub reported: Option<String>,
    /// The talk; nothing once both left.
    pub talk: Option<ReportedTalk>,
    /// The message that is reported with those around it, as long as there is something to decide; else what was kept.
    pub messages: Vec<ReportedMessage>,
    /// Whether these are the messages that were kept with the report, all of who is reported.
    pub are_kept: bool,
    /// What can follow if it is right; nothing where nobody is there any more.
    pub consequences: Vec<Consequence>,
    /// Whether somebody settled it.
    pub is_settled: bool,
    /// How it was settled.
    pub last: Option<AuditLine>,
    /// Whether the reader is an administrator.
    pub is_administrator: bool,
}
