//! The time zone of the browser.

/// Its IANA name, such as `Indian/Reunion`, where the browser tells.
#[must_use]
pub fn browser_zone() -> Option<String> {
    use js_sys::{Array, Intl::DateTimeFormat, JsString, Object, Reflect};
    use leptos::wasm_bindgen::JsCast;
    let options = DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let zone = Reflect::get(&options, &JsString::from("timeZone")).ok()?;
    zone.dyn_into::<JsString>().ok().map(String::from).filter(|zone| !zone.is_empty())
}
