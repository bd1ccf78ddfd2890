//! What is said of a talk that is over.

use super::Moment;
use serde::{Deserialize, Serialize};

/// Characters that thanks or a note may have.
pub const WORDS_LENGTH: u32 = 1_000;

/// Whether the explorer learned what they came for: the answers, by their codes.
pub const LEARNED: [&str; 3] = ["yes", "partly", "no"];
/// What the trade is to them now.
pub const ATTRACTION: [&str; 3] = ["more", "same", "less"];
/// Whether they would tell a friend to have such a talk.
pub const RECOMMENDS: [&str; 3] = ["yes", "perhaps", "no"];

/// What an explorer answered about a talk, for nobody but themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackAnswers {
    /// One of [`LEARNED`].
    pub learned: String,
    /// One of [`ATTRACTION`].
    pub attraction: String,
    /// One of [`RECOMMENDS`].
    pub recommends: String,
}

/// What one side of a talk that is over can say of it, and has said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AfterTalk {
    /// The explorer's.
    Explorer {
        /// Their own thanks.
        thanks: Option<String>,
        /// Whether they can write or change them.
        can_thank: bool,
        /// Their own answers.
        answers: Option<FeedbackAnswers>,
        /// Whether they can give or change them.
        can_answer: bool,
        /// Until when they can.
        until: Box<Moment>,
    },
    /// The professional's.
    Professional {
        /// What the explorer thanks them with.
        thanks: Option<String>,
        /// Their own note.
        note: Option<String>,
    },
}

/// A page of the thanks that a professional got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThanksPage {
    /// All of them.
    pub total: u32,
    /// Those of this page, of the latest talk first.
    pub thanks: Vec<Thanks>,
    /// This page, from 1.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
}

/// One explorer's thanks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thanks {
    /// The talk's id.
    pub talk: String,
    /// The explorer's name.
    pub explorer: String,
    /// When the talk was.
    pub moment: Moment,
    /// What they say.
    pub words: String,
}
