//! What people ask of their agenda: nothing but buttons.

use crate::form::Form;

/// The buttons of the private feed: nothing is typed, but a refusal has to come back.
#[derive(Clone, Copy, Debug)]
pub struct FeedForm;

impl Form for FeedForm {
    const NAME: &'static str = "feed";

    fn kept(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}
