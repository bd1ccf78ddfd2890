//! The browser's address bar, where the router (0.8) loses sight of it: it forgets where Forward led, and takes a step back
//! to there for one that is made already (`complete_navigation` compares with a stack that only links and Back change).

use leptos::{prelude::window, wasm_bindgen::JsValue};
use leptos_router::{
    location::{BrowserUrl, LocationProvider},
    params::ParamsMap,
};

/// The path and the parameters that it shows, in the browser.
#[must_use]
pub fn shown() -> Option<(String, ParamsMap)> {
    let url = BrowserUrl::current().ok()?;
    Some((url.path().to_owned(), url.search_params().clone()))
}

/// Makes it show `address`, as a step of its own for the Back button.
pub fn push(address: &str) {
    if let Ok(history) = window().history() {
        // Refused, the page is still right.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(address));
    }
}
