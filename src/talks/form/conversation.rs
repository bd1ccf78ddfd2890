//! The forms of a conversation: writing, reporting, blocking.

use super::super::types::ReportReason;
use crate::{
    error::{AppError, Problem},
    form::{Checks, Form},
};
use serde::{Deserialize, Serialize};

/// Longest message, in characters: that of the schema.
const MESSAGE_LENGTH: u32 = 2000;
/// Longest note with a report, in characters: that of the schema.
const REPORT_NOTE_LENGTH: u32 = 1000;

/// Writes a message.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MessageForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// What it says.
    #[serde(default)]
    pub body: String,
}

impl Form for MessageForm {
    const NAME: &'static str = "message";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("body", self.body.clone())]
    }
}

impl MessageForm {
    /// What it says, as it is kept and sent on: the end of a line is one sign, where browsers send two.
    #[must_use]
    pub fn text(&self) -> String {
        self.body.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
    }

    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        // A smile is an answer: not every message is made of words.
        Checks::new().signs("body", &self.text(), MESSAGE_LENGTH).done()
    }
}

/// Notes that messages were read while the page was open.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ReadForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// The number of the last message that was read.
    #[serde(default)]
    pub number: i32,
}

/// Reports the other side of a talk.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ReportForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// The number of the message that is reported; empty for the person.
    #[serde(default)]
    pub message: String,
    /// Code of the reason.
    #[serde(default)]
    pub reason: String,
    /// In their own words (optional, needed for "other").
    #[serde(default)]
    pub note: String,
}

impl Form for ReportForm {
    const NAME: &'static str = "report";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![
            ("talk", self.talk.clone()),
            ("message", self.message.clone()),
            ("reason", self.reason.clone()),
            ("note", self.note.clone()),
        ]
    }
}

impl ReportForm {
    /// Checks what can be told from the form alone; gives the reason.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<ReportReason, AppError> {
        let reason = ReportReason::from_code(&self.reason);
        let needs_note = reason == Some(ReportReason::Other);
        Checks::new()
            .require("reason", !self.reason.is_empty(), Problem::ChooseOne)
            .require("reason", reason.is_some(), Problem::NotAChoice)
            .require("note", !needs_note || !self.note.trim().is_empty(), Problem::Required)
            .text("note", &self.note.replace("\r\n", "\n"), 0, REPORT_NOTE_LENGTH)
            .done()?;
        reason.ok_or(AppError::Malformed)
    }
}

/// Blocks the other side of a talk, or no longer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct BlockForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
}

impl Form for BlockForm {
    const NAME: &'static str = "block";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(body: &str) -> Option<Problem> {
        let form = MessageForm { talk: String::new(), body: body.to_owned() };
        form.check().err().and_then(|error| error.problem("body").cloned())
    }

    #[test]
    fn a_message_says_something() {
        for body in ["Bonjour !", "ok", "👍", "?", "Une ligne\r\nune autre"] {
            assert_eq!(problem(body), None, "{body:?}");
        }
        for body in ["", " \r\n ", "\u{200b}"] {
            assert_eq!(problem(body), Some(Problem::Required), "{body:?}");
        }
        assert_eq!(problem("a\u{202e}b"), Some(Problem::HiddenSigns));
    }

    #[test]
    fn the_end_of_a_line_is_one_sign() {
        let lines = "a\r\n".repeat(1000);
        assert_eq!(problem(&lines), None);
        assert_eq!(problem(&"é".repeat(2000)), None);
        assert_eq!(problem(&"é".repeat(2001)), Some(Problem::TooLong(2000)));
    }

    #[test]
    fn a_report_has_a_reason() {
        let form =
            |reason: &str, note: &str| ReportForm { reason: reason.into(), note: note.into(), ..ReportForm::default() };
        assert_eq!(form("insult", "").check().unwrap(), ReportReason::Insult);
        assert_eq!(form("", "").check().unwrap_err().problem("reason"), Some(&Problem::ChooseOne));
        assert_eq!(form("else", "").check().unwrap_err().problem("reason"), Some(&Problem::NotAChoice));
        assert_eq!(form("other", " ").check().unwrap_err().problem("note"), Some(&Problem::Required));
    }
}
