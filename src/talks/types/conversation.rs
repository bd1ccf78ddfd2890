//! What the page of a conversation is told.

use super::{Moment, TalkSummary};
use serde::{Deserialize, Serialize};

/// Whether a reader may write in a conversation now, or why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Writing {
    /// They may.
    Open,
    /// A guardian has to agree first.
    AwaitsGuardian,
    /// The time to write is over.
    Over,
    /// The other one deleted their account.
    OtherLeft,
    /// The reader blocks the other one.
    Blocked,
    /// It is closed; the reader is not told why.
    Closed,
}

/// A message as one of the two reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its number in the conversation, from 1.
    pub number: i32,
    /// Whether the reader wrote it.
    pub is_own: bool,
    /// The other one's name.
    pub other: Option<String>,
    /// When it was sent, in the reader's zone.
    pub moment: Moment,
    /// What it says.
    pub body: String,
}

/// The conversation of a talk, as one of its two parties sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationDetails {
    /// The talk that it is about.
    pub talk: TalkSummary,
    /// Messages, the oldest first.
    pub messages: Vec<Message>,
    /// The number before which there are older ones.
    pub older_before: Option<i32>,
    /// Whether the newest messages are shown, not older ones.
    pub is_newest: bool,
    /// The number of the last message there is.
    pub last: i32,
    /// Whether the reader may write.
    pub writing: Writing,
    /// Until when, where that is known.
    pub until: Option<Moment>,
    /// Whether there is still somebody to report or to block.
    pub has_other: bool,
    /// The message that the reader is about to report.
    pub reported: Option<Message>,
}

/// Why somebody is reported: codes, so that they can be counted and translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportReason {
    /// They ask for contact details or want to go on elsewhere.
    ContactDetails,
    /// They insult or humiliate.
    Insult,
    /// They insist or threaten.
    Harassment,
    /// Advances, or sexual words.
    Sexual,
    /// Somebody may be in danger.
    Danger,
    /// They sell or recruit for something.
    Advertising,
    /// Something else, told in the note.
    Other,
}

impl ReportReason {
    /// Every reason, in the order of the interface.
    pub const ALL: [Self; 7] = [
        Self::Danger,
        Self::Sexual,
        Self::Harassment,
        Self::Insult,
        Self::ContactDetails,
        Self::Advertising,
        Self::Other,
    ];

    /// The code in forms and in the schema.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ContactDetails => "contact_details",
            Self::Insult => "insult",
            Self::Harassment => "harassment",
            Self::Sexual => "sexual",
            Self::Danger => "danger",
            Self::Advertising => "advertising",
            Self::Other => "other",
        }
    }

    /// The reason of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}
