//! That mails somebody counts on will not come, where they were stopped.

use crate::{
    i18n::*,
    routes::Route,
    ui::notice::{Tone, notice_of},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// `text` says which; with the way to switch them on again.
#[must_use]
pub fn switched_off(text: &str, l: Locale) -> AnyView {
    let content = view! {
        <p>{text.to_owned()}</p>
        <p>
            <a href=Route::MailChoices.path()>{td_string!(l, journey.all_choices)}</a>
        </p>
    };
    notice_of(Tone::Warning, content.into_any())
}
