//! What the guardian of a minor answers, and where they are asked.

use crate::{
    error::{AppError, Problem},
    form::{Checks, Form, Secret},
};
use serde::{Deserialize, Serialize};

/// A guardian agrees to a minor's talk.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ConsentForm {
    /// Of the link in the mail.
    #[serde(default)]
    pub token: Secret,
    /// [`CONSENT_TALK`] or [`CONSENT_SIX_MONTHS`].
    #[serde(default)]
    pub scope: String,
    /// `on` when they say that they answer for the minor.
    #[serde(default)]
    pub responsible: String,
}

/// A guardian agrees to one talk.
pub const CONSENT_TALK: &str = "talk";
/// A guardian agrees to every talk of six months.
pub const CONSENT_SIX_MONTHS: &str = "six_months";

impl Form for ConsentForm {
    const NAME: &'static str = "consent";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("scope", self.scope.clone()), ("responsible", self.responsible.clone())]
    }
}

impl ConsentForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new()
            .require("scope", !self.scope.is_empty(), Problem::ChooseOne)
            .require("scope", [CONSENT_TALK, CONSENT_SIX_MONTHS].contains(&self.scope.as_str()), Problem::NotAChoice)
            .require("responsible", self.responsible == "on", Problem::NotTicked)
            .done()
    }
}

/// A guardian does not agree, or no longer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ObjectForm {
    /// Of the link in the mail.
    #[serde(default)]
    pub token: Secret,
}

impl Form for ObjectForm {
    const NAME: &'static str = "object";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Corrects the address of the guardian whom a minor's talk waits for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TalkGuardianForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// The address, as typed.
    #[serde(default)]
    pub guardian_email: String,
}

impl Form for TalkGuardianForm {
    const NAME: &'static str = "correct_guardian";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("guardian_email", self.guardian_email.clone())]
    }
}
