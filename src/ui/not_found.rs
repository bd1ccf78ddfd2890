//! The page for addresses that lead nowhere.

use super::{
    empty::{WayOn, ways_on},
    http_status::set_status,
    page_title::document_title,
};
use crate::{locale::use_locale, routes::Route};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// Says that there is nothing here, answers 404, and shows the safe ways.
#[must_use]
pub fn not_found() -> AnyView {
    set_status(404);
    let l = use_locale();
    let way = |icon, text: &str, route: Route| WayOn { icon, text: text.to_owned(), href: route.path() };
    let ways = vec![
        way("search", td_string!(l, common.not_found_search), Route::Talks(String::new())),
        way("calendar", td_string!(l, common.not_found_agenda), Route::Agenda),
        way("chevron-left", td_string!(l, common.not_found_home), Route::Home),
    ];
    view! {
        {document_title(td_string!(l, common.not_found_tab))}
        <div class="wrap wrap--narrow page">
            <div class="empty">
                <p class="empty__code" aria-hidden="true">"404"</p>
                <h1>{td_string!(l, common.not_found_title)}</h1>
                <p class="lead">{td_string!(l, common.not_found_text)}</p>
                {ways_on(ways)}
            </div>
        </div>
    }
    .into_any()
}
