//! Déclic: find your way by meeting someone who does the job. One crate, compiled twice: `ssr` is the
//! server, `hydrate` the WebAssembly client. `docs/ARCHITECTURE.md` shows the rooms of the house.
#![recursion_limit = "256"]

include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));

pub mod accounts;
pub mod agenda;
pub mod app;
pub mod error;
pub mod form;
pub mod geo;
pub mod home;
pub mod json;
pub mod layout;
pub mod locale;
pub mod moderation;
pub mod notifications;
pub mod organisations;
pub mod routes;
pub mod talks;
pub mod trades;
pub mod ui;

#[cfg(feature = "ssr")]
pub mod contact_details;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod db;
#[cfg(feature = "ssr")]
pub mod fold;
#[cfg(feature = "ssr")]
pub mod search;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod spelling;

/// Starts the client; called by the generated JavaScript.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::start();
}
