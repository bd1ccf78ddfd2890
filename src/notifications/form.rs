//! What people say of their mail.

use crate::form::{Form, Secret};
use serde::{Deserialize, Serialize};

/// Which kinds of mail somebody wants.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct MailChoicesForm {
    /// The codes of those that are wanted.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The codes of those that the page showed, with spaces between: a box that is not ticked sends nothing.
    #[serde(default)]
    pub shown: String,
}

impl Form for MailChoicesForm {
    const NAME: &'static str = "mail_choices";

    fn kept(&self) -> Vec<(&'static str, String)> {
        vec![("kinds", self.kinds.join(" "))]
    }
}

/// Switches off what a link of a mail is about.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct UnsubscribeForm {
    /// The link's token.
    #[serde(default)]
    pub token: Secret,
}

impl Form for UnsubscribeForm {
    const NAME: &'static str = "unsubscribe";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
