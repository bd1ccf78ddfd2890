//! What people fill in once a talk is over.

use super::super::types::{ATTRACTION, FeedbackAnswers, LEARNED, RECOMMENDS, WORDS_LENGTH};
use crate::{
    error::{AppError, Problem},
    form::{Checks, Form},
};
use serde::{Deserialize, Serialize};

/// Says whether a talk took place.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct WordForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// Code of the word.
    #[serde(default)]
    pub word: String,
}

impl Form for WordForm {
    const NAME: &'static str = "word";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("word", self.word.clone())]
    }
}

/// An explorer thanks a professional.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ThanksForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// What they say.
    #[serde(default)]
    pub words: String,
}

impl Form for ThanksForm {
    const NAME: &'static str = "thanks";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("words", self.words.clone())]
    }
}

impl ThanksForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new().text("words", &self.words, 1, WORDS_LENGTH).done()
    }
}

/// An explorer takes their thanks back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TakeThanksBackForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
}

impl Form for TakeThanksBackForm {
    const NAME: &'static str = "take_thanks_back";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone())]
    }
}

/// An explorer's private answers about a talk.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FeedbackForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// One of [`LEARNED`].
    #[serde(default)]
    pub learned: String,
    /// One of [`ATTRACTION`].
    #[serde(default)]
    pub attraction: String,
    /// One of [`RECOMMENDS`].
    #[serde(default)]
    pub recommends: String,
}

impl Form for FeedbackForm {
    const NAME: &'static str = "feedback";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![
            ("talk", self.talk.clone()),
            ("learned", self.learned.clone()),
            ("attraction", self.attraction.clone()),
            ("recommends", self.recommends.clone()),
        ]
    }
}

impl FeedbackForm {
    /// The answers.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn answers(&self) -> Result<FeedbackAnswers, AppError> {
        let mut checks = Checks::new();
        for (field, answer, choices) in [
            ("learned", &self.learned, LEARNED),
            ("attraction", &self.attraction, ATTRACTION),
            ("recommends", &self.recommends, RECOMMENDS),
        ] {
            checks.require(field, !answer.is_empty(), Problem::ChooseOne).require(
                field,
                choices.contains(&answer.as_str()),
                Problem::NotAChoice,
            );
        }
        checks.done()?;
        Ok(FeedbackAnswers {
            learned: self.learned.clone(),
            attraction: self.attraction.clone(),
            recommends: self.recommends.clone(),
        })
    }
}

/// A professional's note to themselves; empty to have none.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ProfessionalNoteForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
    /// What they note.
    #[serde(default)]
    pub words: String,
}

impl Form for ProfessionalNoteForm {
    const NAME: &'static str = "professional_note";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone()), ("words", self.words.clone())]
    }
}

impl ProfessionalNoteForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new().text("words", &self.words, 0, WORDS_LENGTH).done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thanks_are_words_of_a_thousand_signs_at_most() {
        let check = |words: &str| ThanksForm { words: words.to_owned(), ..ThanksForm::default() }.check();
        assert!(check("Merci !").is_ok());
        assert!(check(&"é".repeat(1_000)).is_ok());
        assert_eq!(check(&"é".repeat(1_001)), Err(AppError::field("words", Problem::TooLong(1_000))));
        assert_eq!(check(" \n "), Err(AppError::field("words", Problem::Required)));
    }

    #[test]
    fn each_question_is_answered_by_one_of_its_choices() {
        let form = FeedbackForm { learned: "yes".into(), attraction: "most".into(), ..FeedbackForm::default() };
        let error = form.answers().unwrap_err();
        assert_eq!(error.problem("learned"), None);
        assert_eq!(error.problem("attraction"), Some(&Problem::NotAChoice));
        assert_eq!(error.problem("recommends"), Some(&Problem::ChooseOne));
        let form = FeedbackForm { attraction: "less".into(), recommends: "perhaps".into(), ..form };
        assert!(form.answers().is_ok());
    }
}
