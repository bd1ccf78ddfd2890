//! Pictograms, drawn from one cached file.

use leptos::prelude::*;

/// The pictogram `name` of `public/icons.svg`. It only accompanies a text: assistive technology skips it.
#[must_use]
pub fn icon(name: &'static str) -> AnyView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("/icons.svg#{name}")></use>
        </svg>
    }
    .into_any()
}
