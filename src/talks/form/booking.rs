//! The forms that hold an hour and ask for it.

use crate::{
    error::{AppError, Problem},
    form::{Checks, Form},
    talks::types::Way,
};
use serde::{Deserialize, Serialize};

/// Longest question to a professional, in characters.
const QUESTION_LENGTH: u32 = 1000;

/// Holds an hour while its booking form is filled in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct HoldForm {
    /// The professional's id.
    #[serde(default)]
    pub professional: String,
    /// RFC 3339 UTC.
    #[serde(default)]
    pub start: String,
    /// The IANA zone that the reader asked for; may be empty.
    #[serde(default)]
    pub zone: String,
}

impl Form for HoldForm {
    const NAME: &'static str = "hold";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("professional", self.professional.clone())]
    }
}

/// Books an hour.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct BookingForm {
    /// The professional's id.
    #[serde(default)]
    pub professional: String,
    /// RFC 3339 UTC.
    #[serde(default)]
    pub start: String,
    /// Code of the way of meeting.
    #[serde(default)]
    pub way: String,
    /// What the explorer would like to know (optional).
    #[serde(default)]
    pub question: String,
    /// Address of who answers for a minor.
    #[serde(default)]
    pub guardian_email: String,
}

impl Form for BookingForm {
    const NAME: &'static str = "book";

    fn kept(&self) -> Vec<(&'static str, String)> {
        // Which hour it was for: what was refused there is nothing against another one.
        vec![
            ("professional", self.professional.clone()),
            ("start", self.start.clone()),
            ("way", self.way.clone()),
            ("question", self.question.clone()),
            ("guardian_email", self.guardian_email.clone()),
        ]
    }
}

impl BookingForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new()
            .require("start", !self.start.is_empty(), Problem::ChooseOne)
            .require("way", !self.way.is_empty(), Problem::ChooseOne)
            .require("way", Way::from_code(&self.way).is_some(), Problem::NotAChoice)
            .text("question", &self.question, 0, QUESTION_LENGTH)
            .done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_way_is_refused() {
        let form = BookingForm { start: "2026-11-25T09:00:00Z".into(), way: "pigeon".into(), ..BookingForm::default() };
        assert_eq!(form.check().unwrap_err().problem("way"), Some(&Problem::NotAChoice));
    }
}
