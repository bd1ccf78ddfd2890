//! Trades that are asked for.

use crate::{
    error::{AppError, Problem},
    form::{Checks, Form},
};
use serde::{Deserialize, Serialize};

/// Asks for a trade that nobody offers near a place.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct WantedForm {
    /// ROME code.
    #[serde(default)]
    pub trade: String,
    /// INSEE code of a département, or empty.
    #[serde(default)]
    pub department: String,
    /// Query string of the search to go back to.
    #[serde(default)]
    pub search: String,
    /// `on` to go back to the page of the trade.
    #[serde(default)]
    pub on_trade_page: String,
    /// `on` to be told when somebody joins.
    #[serde(default)]
    pub follow: String,
}

impl Form for WantedForm {
    const NAME: &'static str = "wanted";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("trade", self.trade.clone()), ("follow", self.follow.clone())]
    }
}

impl WantedForm {
    /// Checks what can be told from the form alone.
    ///
    /// # Errors
    /// [`AppError::Invalid`].
    pub fn check(&self) -> Result<(), AppError> {
        Checks::new().require("trade", !self.trade.is_empty(), Problem::NotAChoice).done()
    }
}

/// Follows a trade no longer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct UnfollowForm {
    /// ROME code.
    #[serde(default)]
    pub trade: String,
    /// INSEE code of a département; empty for anywhere.
    #[serde(default)]
    pub department: String,
}

impl Form for UnfollowForm {
    const NAME: &'static str = "unfollow";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
