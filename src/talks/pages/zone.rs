//! The reader's own clock. The server does not know that of a reader without an account; their browser does.

use leptos::{nonce::use_nonce, prelude::*};

/// Where hours are shown in `zone` only because the reader's is not known: has the browser ask again with
/// `fuseau`.
pub fn ask_for_zone(zone: &str, is_readers: bool) -> Option<AnyView> {
    let zone = zone.to_owned();
    let script = || view! { <script src="/zone.js" nonce=use_nonce() data-zone=zone></script> }.into_any();
    (!is_readers).then(script)
}
