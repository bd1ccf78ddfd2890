//! What a page is called, on itself and in the browser's tab.

use crate::locale::use_locale;
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_meta::Title;

/// The tab's title, "… · Déclic", for a page with an `<h1>` of its own.
#[must_use]
pub fn document_title(text: &str) -> AnyView {
    view! { <Title text=td_string!(use_locale(), common.title_of, page = text) /> }.into_any()
}

/// The page's `<h1>`, and the same in the tab.
#[must_use]
pub fn page_title(text: &str) -> AnyView {
    view! {
        {document_title(text)}
        <h1 class="page-title">{text.to_owned()}</h1>
    }
    .into_any()
}

/// [`page_title`] of a form; a refusal is the first thing in the tab's title, as it is the first thing
/// that a screen reader says of a new page.
#[must_use]
pub fn form_title(text: &str, refused: bool) -> AnyView {
    let tab = if refused { td_string!(use_locale(), common.title_refused, page = text) } else { text.to_owned() };
    view! {
        {document_title(&tab)}
        <h1 class="page-title">{text.to_owned()}</h1>
    }
    .into_any()
}
