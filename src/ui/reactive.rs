//! Parts of a page that follow what they read.

use leptos::prelude::*;

/// `view` as it is now and, in the browser, whenever what it reads changes. On the server it is made at once: a
/// closure would run when the page is written, where after a `Suspend` nothing tells any more whose page it is,
/// and so neither its language nor what was typed.
#[must_use]
pub fn reactive(view: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    if is_server() { view() } else { (move || view()).into_any() }
}
