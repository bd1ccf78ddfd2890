//! What stands where there is nothing to list: always a way on.

use super::icon::icon;
use leptos::prelude::*;

/// A way on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayOn {
    /// Pictogram before the text.
    pub icon: &'static str,
    /// What is there.
    pub text: String,
    /// Its address.
    pub href: String,
}

/// A list of ways on.
#[must_use]
pub fn ways_on(ways: Vec<WayOn>) -> AnyView {
    let items = ways.into_iter().map(|way| {
        view! {
            <li>
                <a href=way.href>{icon(way.icon)}<span>{way.text}</span>{icon("arrow")}</a>
            </li>
        }
    });
    view! { <ul class="suggestions">{items.collect_view()}</ul> }.into_any()
}

/// Why there is nothing, and where to go from here.
#[must_use]
pub fn empty(reason: &str, ways: Vec<WayOn>) -> AnyView {
    view! {
        <div class="empty">
            <p class="lead">{reason.to_owned()}</p>
            {(!ways.is_empty()).then(|| ways_on(ways))}
        </div>
    }
    .into_any()
}
