//! How invented data is marked.

use crate::locale::use_locale;
use leptos::prelude::*;
use leptos_i18n::td_string;

/// Says that people and hours on this page are invented. First thing of the page, over its whole width.
#[must_use]
pub fn demonstration_banner() -> AnyView {
    let l = use_locale();
    view! {
        <div class="demo-banner">
            <p class="wrap">
                <strong>{td_string!(l, common.demonstration_title)}</strong>
                " "
                {td_string!(l, common.demonstration_text)}
            </p>
        </div>
    }
    .into_any()
}
