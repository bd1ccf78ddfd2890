//! The reader of the page, for any component: the same value on the server and in the browser.

use super::types::{Visitor, VisitorAccount};
use crate::form::{Draft, Form};
use leptos::prelude::*;

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

/// The refused form `F`, if it is what this page has to show again.
#[must_use]
pub fn use_draft<F: Form>() -> Option<Draft> {
    use_visitor().draft.filter(|draft| draft.form == F::NAME)
}
