//! The form that settles a report.

use crate::{
    error::{AppError, Problem},
    form::{Checks, Form},
    moderation::types::Finding,
    talks::types::{Consequence, Outcome},
};
use serde::{Deserialize, Serialize};

/// Longest note, in characters.
const NOTE_LENGTH: u32 = 1000;

/// Settles a report.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SettleReportForm {
    /// The report's id.
    #[serde(default)]
    pub report: String,
    /// Code of the outcome.
    #[serde(default)]
    pub outcome: String,
    /// Code of what it is found to be about.
    #[serde(default)]
    pub finding: String,
    /// Code of the consequence, where it is upheld.
    #[serde(default)]
    pub consequence: String,
    /// A word (optional, needed for "other"): to who is reported where it is upheld, else for the log.
    #[serde(default)]
    pub note: String,
}

/// What a moderator decides on a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// What follows; nothing where it is dismissed.
    pub consequence: Option<Consequence>,
    /// What it is found to be about.
    pub finding: Finding,
    /// What is written with it.
    pub note: Option<String>,
}

impl Settlement {
    /// Whether the report is right.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        if self.consequence.is_some() { Outcome::Upheld } else { Outcome::Dismissed }
    }
}

impl Form for SettleReportForm {
    const NAME: &'static str = "settle_report";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![
            ("report", self.report.clone()),
            ("outcome", self.outcome.clone()),
            ("finding", self.finding.clone()),
            ("consequence", self.consequence.clone()),
            ("note", self.note.clone()),
        ]
    }
}

impl SettleReportForm {
    /// What is decided, if the form is filled in.
    ///
    /// # Errors
    /// [`AppError::Invalid`]; [`AppError::Malformed`] for an outcome that the page does not offer.
    pub fn read(&self) -> Result<Settlement, AppError> {
        let outcome = Outcome::from_code(&self.outcome).ok_or(AppError::Malformed)?;
        let (findings, consequence) = match outcome {
            Outcome::Upheld => (Finding::BREACHES.as_slice(), Consequence::from_code(&self.consequence)),
            Outcome::Dismissed => (Finding::OF_NOTHING.as_slice(), None),
        };
        let finding = findings.iter().copied().find(|finding| finding.code() == self.finding);
        let is_upheld = outcome == Outcome::Upheld;
        let note = self.note.trim();
        Checks::new()
            .require("finding", !self.finding.is_empty(), Problem::ChooseOne)
            .require("finding", finding.is_some(), Problem::NotAChoice)
            .require("consequence", !is_upheld || !self.consequence.is_empty(), Problem::ChooseOne)
            .require("consequence", !is_upheld || consequence.is_some(), Problem::NotAChoice)
            .require("note", finding != Some(Finding::Other) || !note.is_empty(), Problem::Required)
            .text("note", &note.replace("\r\n", "\n"), 0, NOTE_LENGTH)
            .done()?;
        let finding = finding.ok_or(AppError::Malformed)?;
        Ok(Settlement { consequence, finding, note: (!note.is_empty()).then(|| note.to_owned()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(outcome: &str, finding: &str, consequence: &str, note: &str) -> SettleReportForm {
        SettleReportForm {
            outcome: outcome.into(),
            finding: finding.into(),
            consequence: consequence.into(),
            note: note.into(),
            ..SettleReportForm::default()
        }
    }

    #[test]
    fn what_is_upheld_has_a_consequence_and_what_is_dismissed_none() {
        let upheld = form("upheld", "insult", "warn", " Restez poli. ").read().unwrap();
        assert_eq!((upheld.outcome(), upheld.finding), (Outcome::Upheld, Finding::Insult));
        assert_eq!(upheld.note.as_deref(), Some("Restez poli."));
        // What is chosen in the other form does not go along.
        let dismissed = form("dismissed", "no_breach", "refuse_profile", "").read().unwrap();
        assert_eq!((dismissed.outcome(), dismissed.consequence), (Outcome::Dismissed, None));
    }

    #[test]
    fn everything_is_said() {
        let problem = |form: SettleReportForm, field: &str| form.read().unwrap_err().problem(field).cloned();
        assert_eq!(problem(form("upheld", "", "warn", ""), "finding"), Some(Problem::ChooseOne));
        assert_eq!(problem(form("upheld", "no_breach", "warn", ""), "finding"), Some(Problem::NotAChoice));
        assert_eq!(problem(form("dismissed", "insult", "", ""), "finding"), Some(Problem::NotAChoice));
        assert_eq!(problem(form("upheld", "insult", "", ""), "consequence"), Some(Problem::ChooseOne));
        assert_eq!(problem(form("upheld", "insult", "prison", ""), "consequence"), Some(Problem::NotAChoice));
        assert_eq!(problem(form("dismissed", "other", "", " "), "note"), Some(Problem::Required));
        assert_eq!(problem(form("upheld", "insult", "warn", &"a".repeat(1001)), "note"), Some(Problem::TooLong(1000)));
        assert_eq!(form("burned", "insult", "warn", "").read(), Err(AppError::Malformed));
    }
}
