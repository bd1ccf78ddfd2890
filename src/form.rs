//! What every form shares: checking fields, and bringing back what was typed when the answer is no.
//!
//! Forms are plain HTML posts to a server function, with and without JavaScript: one path to build, to
//! test and to download. A refused form comes back through the session as a [`Draft`] (post, redirect,
//! get), so nothing typed is lost and nothing personal appears in a URL.

use crate::error::{AppError, FieldError, Problem};
use serde::{Deserialize, Serialize};

/// A form that a person fills in.
pub trait Form {
    /// Its name in drafts, unique in the app.
    const NAME: &'static str;

    /// What to show again after a refusal, by field name. Never a password.
    fn kept(&self) -> Vec<(&'static str, String)>;
}

/// What must appear in no log, page or draft: a password.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// A form that comes back: what was typed and, if it was refused, why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// [`Form::NAME`] of the form it belongs to.
    pub form: String,
    /// What was typed, by field name.
    pub values: Vec<(String, String)>,
    /// Why it was refused; nothing where the form only changed on the way.
    pub error: Option<AppError>,
}

impl Draft {
    /// What was typed in `field`.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }
}

/// Collects the problems of one form, field by field.
#[derive(Debug, Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// Starts with nothing wrong.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes `problem` at `field` unless `holds`.
    pub fn require(&mut self, field: &str, holds: bool, problem: Problem) -> &mut Self {
        if !holds && !self.0.iter().any(|error| error.field == field) {
            self.0.push(FieldError { field: field.to_owned(), problem });
        }
        self
    }

    /// A text that must be there and be between `minimum` and `maximum` characters once trimmed.
    pub fn text(&mut self, field: &str, value: &str, minimum: u32, maximum: u32) -> &mut Self {
        let length = u32::try_from(value.trim().chars().count()).unwrap_or(u32::MAX);
        self.require(field, length > 0 || minimum == 0, Problem::Required)
            .require(field, length >= minimum, Problem::TooShort(minimum))
            .require(field, length <= maximum, Problem::TooLong(maximum))
    }

    /// Everything noted so far as one error.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when anything was noted.
    pub fn done(&mut self) -> Result<(), AppError> {
        if self.0.is_empty() { Ok(()) } else { Err(AppError::Invalid(std::mem::take(&mut self.0))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_keeps_its_first_problem() {
        let error = Checks::new()
            .text("name", " ", 2, 5)
            .text("title", "abcdef", 2, 5)
            .text("ok", "abc", 2, 5)
            .done()
            .unwrap_err();
        assert_eq!(error.problem("name"), Some(&Problem::Required));
        assert_eq!(error.problem("title"), Some(&Problem::TooLong(5)));
        assert_eq!(error.problem("ok"), None);
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        assert!(Checks::new().text("name", "éééé", 2, 4).done().is_ok());
    }

    #[test]
    fn an_empty_optional_text_is_fine() {
        assert!(Checks::new().text("note", "", 0, 4).done().is_ok());
    }
}
