//! What either side does with a talk: call it off, answer, move it.

use crate::{
    error::{AppError, Problem},
    form::{Checks, Form, Secret},
    talks::types::EndReason,
};
use serde::{Deserialize, Serialize};

/// Longest note with a cancellation, in characters.
const NOTE_LENGTH: u32 = 500;

/// Cancels a talk.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct CancelForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// Code of the reason.
    #[serde(default)]
    pub reason: String,
    /// A word to the other one (optional, needed for "other").
    #[serde(default)]
    pub note: String,
}

impl Form for CancelForm {
    const NAME: &'static str = "cancel";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("reason", self.reason.clone()), ("note", self.note.clone())]
    }
}

impl CancelForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        let needs_note = EndReason::from_code(&self.reason) == Some(EndReason::Other);
        Checks::new()
            .require("reason", !self.reason.is_empty(), Problem::ChooseOne)
            .require("reason", EndReason::from_code(&self.reason).is_some(), Problem::NotAChoice)
            .require("note", !needs_note || !self.note.trim().is_empty(), Problem::Required)
            .text("note", &self.note, 0, NOTE_LENGTH)
            .done()
    }
}

/// Accepts what the other side asks for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AcceptForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// Of the link in a mail, for who answers without signing in.
    #[serde(default)]
    pub token: Secret,
    /// The hour that was shown, RFC 3339 UTC: no other one is answered. Empty where none was.
    #[serde(default)]
    pub hour: String,
}

impl Form for AcceptForm {
    const NAME: &'static str = "accept";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone())]
    }
}

/// Declines what the other side asks for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DeclineForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// Of the link in a mail, for who answers without signing in.
    #[serde(default)]
    pub token: Secret,
    /// The hour that was shown, RFC 3339 UTC: no other one is answered. Empty where none was.
    #[serde(default)]
    pub hour: String,
    /// Code of the reason.
    #[serde(default)]
    pub reason: String,
    /// A word to the other one (optional, needed for "other").
    #[serde(default)]
    pub note: String,
}

impl Form for DeclineForm {
    const NAME: &'static str = "decline";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("reason", self.reason.clone()), ("note", self.note.clone())]
    }
}

impl DeclineForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        let cancel = CancelForm { talk: self.talk.clone(), reason: self.reason.clone(), note: self.note.clone() };
        cancel.check()
    }
}

/// Moves a talk to another hour.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RescheduleForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// Of the link in a mail, for who answers without signing in.
    #[serde(default)]
    pub token: Secret,
    /// RFC 3339 UTC.
    #[serde(default)]
    pub start: String,
}

impl Form for RescheduleForm {
    const NAME: &'static str = "reschedule";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("start", self.start.clone())]
    }
}

impl RescheduleForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new().require("start", !self.start.is_empty(), Problem::ChooseOne).done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_reason_needs_words() {
        let form = CancelForm { reason: "other".into(), ..CancelForm::default() };
        assert_eq!(form.check().unwrap_err().problem("note"), Some(&Problem::Required));
        assert!(CancelForm { note: "Grève".into(), ..form }.check().is_ok());
    }
}
