//! A professional's calendars elsewhere.

use crate::{
    error::{AppError, Problem},
    form::{Checks, Form},
};
use serde::{Deserialize, Serialize};

/// Adds a calendar whose busy times are not offered.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct BusyCalendarForm {
    /// Where it is read: a secret once it is kept.
    #[serde(default)]
    pub url: String,
}

impl std::fmt::Debug for BusyCalendarForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BusyCalendarForm")
    }
}

impl Form for BusyCalendarForm {
    const NAME: &'static str = "calendar";

    fn kept(&self) -> Vec<(&'static str, String)> {
        // Refused, it is nobody's yet, and a letter may be all that is wrong.
        vec![("url", self.url.clone())]
    }
}

impl BusyCalendarForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new().require("url", !self.url.trim().is_empty(), Problem::Required).done()
    }
}

/// Removes a calendar.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RemoveCalendarForm {
    /// Its id.
    #[serde(default)]
    pub calendar: String,
}

impl Form for RemoveCalendarForm {
    const NAME: &'static str = "remove_calendar";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
