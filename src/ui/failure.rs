//! What a page shows when its data did not come.

use super::{
    http_status::set_status,
    not_found::not_found,
    notice::{Tone, notice_of},
    page_title::page_title,
};
use crate::{
    error::AppError,
    locale::{error_message, use_locale},
    routes::Route,
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::use_location;

/// The path and query of the page being shown.
#[must_use]
pub fn current_path() -> String {
    let location = use_location();
    let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
    match search.trim_start_matches('?') {
        "" => path,
        query => format!("{path}?{query}"),
    }
}

/// A whole page in place of one whose data did not come: not found, sign in first, or try again. Brings
/// its own `<h1>` and answers with the error's status.
#[must_use]
pub fn failure_page(error: &AppError) -> AnyView {
    if *error == AppError::NotFound {
        return not_found();
    }
    let l = use_locale();
    let title = match error {
        AppError::SignInRequired => td_string!(l, common.failure_sign_in_title),
        _ => td_string!(l, common.failure_title),
    };
    view! {
        <div class="wrap wrap--narrow page stack stack--l">{page_title(title)} {failure(error)}</div>
    }
    .into_any()
}

/// The part of a page whose data did not come: what happened and the next step. Answers with the
/// error's status.
#[must_use]
pub fn failure(error: &AppError) -> AnyView {
    set_status(error.status());
    let l = use_locale();
    let message = error_message(error, l);
    let here = current_path();
    let (tone, href, next) = match error {
        AppError::SignInRequired => (Tone::Info, Route::SignIn(Some(here)).path(), td_string!(l, common.sign_in)),
        AppError::NotFound => (Tone::Info, Route::Home.path(), td_string!(l, common.not_found_home)),
        _ => (Tone::Error, here, td_string!(l, common.try_again)),
    };
    // `external`: the router would take a link to this very page for no move at all.
    let content = view! {
        <p>{message}</p>
        <p><a href=href rel="external">{next}</a></p>
    };
    notice_of(tone, content.into_any())
}
