//! What somebody keeps: a search, how often its mails come, a note of a talk.

use crate::{
    error::{AppError, Problem},
    form::{Checks, Form},
    talks::types::Frequency,
};
use serde::{Deserialize, Serialize};

/// Longest note to oneself, in characters.
const NOTE_LENGTH: u32 = 2_000;

/// Keeps a search.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SaveSearchForm {
    /// Its query string.
    #[serde(default)]
    pub search: String,
}

impl Form for SaveSearchForm {
    const NAME: &'static str = "save_search";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Changes how often the mails of a saved search come.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FrequencyForm {
    /// The search's id.
    #[serde(default)]
    pub search: String,
    /// Code of the frequency.
    #[serde(default)]
    pub frequency: String,
}

impl Form for FrequencyForm {
    const NAME: &'static str = "search_frequency";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl FrequencyForm {
    /// The frequency that was chosen.
    ///
    /// # Errors
    /// [`AppError::Invalid`] when it is none.
    pub fn chosen(&self) -> Result<Frequency, AppError> {
        Frequency::from_code(&self.frequency).ok_or_else(|| AppError::field("frequency", Problem::NotAChoice))
    }
}

/// Keeps a search no longer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DeleteSearchForm {
    /// The search's id.
    #[serde(default)]
    pub search: String,
}

impl Form for DeleteSearchForm {
    const NAME: &'static str = "delete_search";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Writes a note to oneself about a talk; an empty one deletes it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NoteForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// What to keep in mind.
    #[serde(default)]
    pub note: String,
    /// The page of past talks that it is on.
    #[serde(default)]
    pub page: u32,
}

impl Form for NoteForm {
    const NAME: &'static str = "note";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("note", self.note.clone())]
    }
}

impl NoteForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new().text("note", &self.written(), 0, NOTE_LENGTH).done()
    }

    /// The note, with the ends of its lines as one sign: browsers send two, and people count one.
    #[must_use]
    pub fn written(&self) -> String {
        self.note.replace("\r\n", "\n").trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_counted_as_people_do() {
        let note = |note: String| NoteForm { note, ..NoteForm::default() }.check();
        assert!(note(String::new()).is_ok());
        assert!(note("é\r\n".repeat(1_000)).is_ok());
        assert_eq!(note("é".repeat(2_001)).unwrap_err().problem("note"), Some(&Problem::TooLong(2_000)));
        assert_eq!(note("a\u{202e}b".to_owned()).unwrap_err().problem("note"), Some(&Problem::HiddenSigns));
    }

    #[test]
    fn a_frequency_is_one_of_three() {
        let chosen =
            |frequency: &str| FrequencyForm { frequency: frequency.to_owned(), ..FrequencyForm::default() }.chosen();
        assert_eq!(chosen("weekly"), Ok(Frequency::Weekly));
        assert!(chosen("hourly").is_err() && chosen("").is_err());
    }
}
