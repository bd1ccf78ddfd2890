//! The forms of moderation: naming a relay, and taking the role back.

use crate::{
    error::{AppError, Problem},
    form::{Checks, Form},
};
use serde::{Deserialize, Serialize};

/// Names a relay.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NameRelayForm {
    /// Address of an account.
    #[serde(default)]
    pub email: String,
    /// INSEE code of a région.
    #[serde(default)]
    pub region: String,
}

impl Form for NameRelayForm {
    const NAME: &'static str = "name_relay";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("email", self.email.clone()), ("region", self.region.clone())]
    }
}

impl NameRelayForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new()
            .require("email", !self.email.trim().is_empty(), Problem::Required)
            .require("region", !self.region.is_empty(), Problem::ChooseOne)
            .done()
    }
}

/// Takes the role of a relay back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DismissRelayForm {
    /// Id of the account.
    #[serde(default)]
    pub account: String,
    /// INSEE code of the région.
    #[serde(default)]
    pub region: String,
}

impl Form for DismissRelayForm {
    const NAME: &'static str = "dismiss_relay";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("account", self.account.clone()), ("region", self.region.clone())]
    }
}
