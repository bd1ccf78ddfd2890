//! What a page is called, on itself and in the browser's tab.

use super::{markup::Markup, reactive::reactive};
use crate::locale::use_locale;
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_meta::{Meta, Title};

/// The tab's title, "… · Déclic", for a page with an `<h1>` of its own.
#[must_use]
pub fn document_title(text: &str) -> AnyView {
    let title = td_string!(use_locale(), common.title_of, page = text);
    // leptos_meta 0.8 writes a title into the document as it is; in the browser it sets it as a text.
    let title = if is_server() { Markup::default().text(&title).into_string() } else { title };
    view! { <Title text=title /> }.into_any()
}

/// What search engines and who passes the page on show of it: a sentence or two.
#[must_use]
pub fn description(text: &str) -> AnyView {
    view! { <Meta name="description" content=text.to_owned() /> }.into_any()
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

/// [`page_title`] that follows what `text` reads.
#[must_use]
pub fn live_page_title(text: impl Fn() -> String + Clone + Send + Sync + 'static) -> AnyView {
    let l = use_locale();
    let heading = text.clone();
    let tab = if is_server() {
        document_title(&text())
    } else {
        let title = move || td_string!(l, common.title_of, page = text());
        view! { <Title text=title /> }.into_any()
    };
    view! {
        {tab}
        <h1 class="page-title">{reactive(move || heading().into_any())}</h1>
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
