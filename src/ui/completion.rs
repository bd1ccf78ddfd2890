//! A text field that suggests answers as one types: the browser's own list of suggestions, filled by a
//! server function. Without JavaScript it is a plain field.

use super::field::{Field, Input};
use crate::error::AppError;
use leptos::{ev, nonce::use_nonce, prelude::*, task::spawn_local};
use std::{pin::Pin, time::Duration};

/// Quiet time after a key before the server is asked.
const PAUSE: Duration = Duration::from_millis(150);
/// Fewer characters say too little.
const MINIMUM_CHARACTERS: usize = 2;

/// `field` as a text input with suggestions by the function at `address`, on a page that the client is not loaded on:
/// `public/completion.js`, which [`completion_script`] adds to the page, asks for them.
#[must_use]
pub fn scripted_completion(mut field: Field, address: &'static str) -> AnyView {
    let list = format!("{}-suggestions", field.id);
    field.list = Some(list.clone());
    view! { <div data-completion=address>{field.input(Input::Text)} <datalist id=list></datalist></div> }.into_any()
}

/// What fills the fields of [`scripted_completion`], once on their page.
#[must_use]
pub fn completion_script() -> AnyView {
    view! { <script src="/completion.js" defer nonce=use_nonce()></script> }.into_any()
}

/// Suggestions on their way.
pub type Suggestions = Pin<Box<dyn Future<Output = Result<Vec<String>, AppError>> + Send>>;

/// `field` as an input of `kind` with suggestions by `fetch`: `|text| Box::pin(complete_communes(text))`.
#[must_use]
pub fn completion(mut field: Field, kind: Input, fetch: fn(String) -> Suggestions) -> AnyView {
    let list = format!("{}-suggestions", field.id);
    field.list = Some(list.clone());
    let suggestions = RwSignal::new(Vec::<String>::new());
    // The number of the newest question: an older one's answer comes too late.
    let newest = StoredValue::new(0_u32);
    let ask = debounce(PAUSE, move |text: String| {
        let text = text.trim().to_owned();
        let is_suggestion = suggestions.with_untracked(|known| known.contains(&text));
        if is_suggestion || text.chars().count() < MINIMUM_CHARACTERS {
            return;
        }
        let number = newest.get_value().wrapping_add(1);
        newest.set_value(number);
        spawn_local(async move {
            // A failure leaves a plain field; its form will tell.
            if let Ok(answer) = fetch(text).await
                && newest.try_get_value() == Some(number)
            {
                suggestions.try_set(answer);
            }
        });
    });
    let mut ask = ask;
    let options =
        move || suggestions.get().into_iter().map(|text| view! { <option value=text></option> }).collect_view();
    view! {
        <div on:input=move |event: ev::Event| ask(event_target_value(&event))>
            {field.input(kind)}
            <datalist id=list>{options}</datalist>
        </div>
    }
    .into_any()
}
