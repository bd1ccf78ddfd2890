//! A profile that takes a break, comes back or goes.

use crate::form::{Form, Secret};
use serde::{Deserialize, Serialize};

/// Brings a paused profile back.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ResumeForm {
    /// Of the link in a mail, for who returns without signing in.
    #[serde(default)]
    pub token: Secret,
}

impl Form for ResumeForm {
    const NAME: &'static str = "resume";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Lets a profile be seen, or takes a break.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct VisibilityForm {
    /// `on` when explorers can find and book them.
    #[serde(default)]
    pub published: String,
}

impl Form for VisibilityForm {
    const NAME: &'static str = "visibility";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Takes a professional's profile away.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RemoveProfileForm {}

impl Form for RemoveProfileForm {
    const NAME: &'static str = "remove_profile";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
