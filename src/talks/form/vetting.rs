//! The form that decides on a profile.

use crate::{
    error::{AppError, Problem},
    form::{Checks, Form},
    moderation::types::Reason,
    talks::types::Decision,
};
use serde::{Deserialize, Serialize};

/// Longest note to a professional, in characters.
const NOTE_LENGTH: u32 = 1000;

/// Decides on a profile.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DecisionForm {
    /// The professional's id.
    #[serde(default)]
    pub profile: String,
    /// What the page that it is sent from showed.
    #[serde(default)]
    pub seen: String,
    /// Code of the decision.
    #[serde(default)]
    pub decision: String,
    /// Code of the reason, unless it is approved.
    #[serde(default)]
    pub reason: String,
    /// A word to the professional (optional, needed for "other").
    #[serde(default)]
    pub note: String,
}

impl Form for DecisionForm {
    const NAME: &'static str = "decision";

    fn kept(&self) -> Vec<(&'static str, String)> {
        // Not what was seen: the page shows what there is to see now.
        vec![
            ("profile", self.profile.clone()),
            ("decision", self.decision.clone()),
            ("reason", self.reason.clone()),
            ("note", self.note.clone()),
        ]
    }
}

impl DecisionForm {
    /// The decision with its reason and note, if the form is filled in.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn read(&self) -> Result<(Decision, Option<Reason>, Option<String>), AppError> {
        let decision = Decision::from_code(&self.decision);
        let reason = Reason::from_code(&self.reason);
        let note = self.note.trim();
        let mut checks = Checks::new();
        checks.require("decision", !self.decision.is_empty(), Problem::ChooseOne).require(
            "decision",
            decision.is_some(),
            Problem::NotAChoice,
        );
        if decision == Some(Decision::Approve) {
            checks.done()?;
            return Ok((Decision::Approve, None, None));
        }
        checks
            .require("reason", !self.reason.is_empty(), Problem::ChooseOne)
            .require("reason", reason.is_some(), Problem::NotAChoice)
            .require("note", reason != Some(Reason::Other) || !note.is_empty(), Problem::Required)
            .text("note", note, 0, NOTE_LENGTH)
            .done()?;
        let decision = decision.ok_or_else(|| AppError::field("decision", Problem::NotAChoice))?;
        Ok((decision, reason, (!note.is_empty()).then(|| note.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(decision: &str, reason: &str, note: &str) -> DecisionForm {
        DecisionForm { decision: decision.into(), reason: reason.into(), note: note.into(), ..DecisionForm::default() }
    }

    #[test]
    fn approving_needs_no_reason() {
        assert_eq!(form("approve", "", "").read(), Ok((Decision::Approve, None, None)));
        // What is typed in the other form does not go along.
        assert_eq!(form("approve", "vague", "Bravo").read(), Ok((Decision::Approve, None, None)));
    }

    #[test]
    fn everything_else_says_why() {
        let read = form("refuse", "vague", " Dites-en plus. ").read();
        assert_eq!(read, Ok((Decision::Refuse, Some(Reason::Vague), Some("Dites-en plus.".to_owned()))));
        assert_eq!(form("ask_changes", "vague", " ").read(), Ok((Decision::AskChanges, Some(Reason::Vague), None)));
        let problem = |form: DecisionForm, field: &str| form.read().unwrap_err().problem(field).cloned();
        assert_eq!(problem(form("refuse", "", ""), "reason"), Some(Problem::ChooseOne));
        assert_eq!(problem(form("refuse", "because", ""), "reason"), Some(Problem::NotAChoice));
        assert_eq!(problem(form("refuse", "other", "  "), "note"), Some(Problem::Required));
        assert_eq!(problem(form("refuse", "vague", &"a".repeat(1001)), "note"), Some(Problem::TooLong(1000)));
        assert_eq!(problem(form("", "", ""), "decision"), Some(Problem::ChooseOne));
        assert_eq!(problem(form("burn", "vague", ""), "decision"), Some(Problem::NotAChoice));
    }
}
