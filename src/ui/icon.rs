//! Pictograms, drawn from one cached file.

use super::markup::Markup;
use leptos::prelude::*;

/// [`Markup::icon`] as a view.
#[must_use]
pub fn icon(name: &'static str) -> AnyView {
    Markup::default().icon(name).into_view()
}
