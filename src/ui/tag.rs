//! Short labels beside a text.

use super::icon::icon;
use crate::locale::use_locale;
use leptos::prelude::*;
use leptos_i18n::td_string;

/// A label.
#[must_use]
pub fn tag(text: &str) -> AnyView {
    view! { <span class="tag">{text.to_owned()}</span> }.into_any()
}

/// A label that counts more than its neighbours.
#[must_use]
pub fn strong_tag(text: &str) -> AnyView {
    view! { <span class="tag tag--strong">{text.to_owned()}</span> }.into_any()
}

/// An active filter: a link to the same page without it.
#[must_use]
pub fn chip(text: &str, href: String) -> AnyView {
    view! {
        <a class="chip" href=href>
            {text.to_owned()}
            {icon("close")}
            <span class="visually-hidden">{td_string!(use_locale(), common.remove_filter)}</span>
        </a>
    }
    .into_any()
}
