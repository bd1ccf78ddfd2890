//! Reading and writing a form in the browser as it stands, for pages that react while one types.

use leptos::{
    prelude::document,
    wasm_bindgen::JsCast,
    web_sys::{FormData, HtmlElement, HtmlFormElement, HtmlInputElement},
};

/// What the form of this id would send, by field name; nothing when there is no such form.
#[must_use]
pub fn read(form_id: &str) -> Option<impl Fn(&str) -> Option<String>> {
    let form = document().get_element_by_id(form_id)?.dyn_into::<HtmlFormElement>().ok()?;
    let data = FormData::new_with_form(&form).ok()?;
    Some(move |name: &str| data.get(name).as_string())
}

/// Writes `text` into the input of this id, if it is there.
pub fn write(input_id: &str, text: &str) {
    let input = document().get_element_by_id(input_id).and_then(|element| element.dyn_into::<HtmlInputElement>().ok());
    if let Some(input) = input {
        input.set_value(text);
    }
}

/// Moves the focus to the element of this id, if it is there and can have it.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        // Without focus the page is still right.
        let _ = element.focus();
    }
}
