//! Letting an organisation know that one is interested, and taking it back.

use crate::form::Form;
use serde::{Deserialize, Serialize};

/// Lets the organisation of whom one meets know.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TellInterestForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
}

impl Form for TellInterestForm {
    const NAME: &'static str = "tell_interest";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone())]
    }
}

/// Takes it back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TakeInterestBackForm {
    /// The talk's id.
    #[serde(default)]
    pub talk: String,
}

impl Form for TakeInterestBackForm {
    const NAME: &'static str = "take_interest_back";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("talk", self.talk.clone())]
    }
}
