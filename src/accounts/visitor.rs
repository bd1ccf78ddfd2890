//! The reader of the page, for any component: the same value on the server and in the browser.

use super::types::{Visitor, VisitorAccount};
use crate::form::{Draft, Form};
use leptos::prelude::*;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// The reader of the page. It changes only with a new page (signing in posts a form), so it is no signal.
#[must_use]
pub fn use_visitor() -> Visitor {
    use_context::<Visitor>().unwrap_or_default()
}

/// The signed-in reader.
#[must_use]
pub fn use_account() -> Option<VisitorAccount> {
    use_visitor().account
}

/// On the server: whether the page has shown the draft that was left for it.
#[derive(Clone, Debug, Default)]
pub struct DraftShown(Arc<AtomicBool>);

impl DraftShown {
    /// Whether it was.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The refused form `F`, if it is what this page has to show again.
#[must_use]
pub fn use_draft<F: Form>() -> Option<Draft> {
    let draft = use_visitor().draft.filter(|draft| draft.form == F::NAME)?;
    if let Some(shown) = use_context::<DraftShown>() {
        shown.0.store(true, Ordering::Relaxed);
    }
    Some(draft)
}
