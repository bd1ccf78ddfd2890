//! In place of the page of a professional who takes a break: that they do, and who else there is.

use crate::{
    error::AppError,
    locale::use_locale,
    routes::Route,
    talks::query::TalkQuery,
    ui::{
        empty::{WayOn, ways_on},
        failure::failure_page,
        http_status::set_status,
        page_title::page_title,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// What stands in place of a professional's page, or of a page about their hours, that `error` keeps from the reader.
pub fn away_or_failure(error: &AppError) -> AnyView {
    match error {
        AppError::Away(trade) => away(trade.clone()),
        error => failure_page(error),
    }
}

fn away(trade: String) -> AnyView {
    set_status(404);
    let l = use_locale();
    let similar = TalkQuery { trade, ..TalkQuery::default() };
    let way = |text: &str, query| WayOn { icon: "search", text: text.to_owned(), href: Route::Talks(query).path() };
    let ways = vec![
        way(td_string!(l, talks.away_similar), similar.to_query_string()),
        way(td_string!(l, common.not_found_search), String::new()),
    ];
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            <div class="stack">
                {page_title(td_string!(l, talks.away_title))} <p class="lead">{td_string!(l, talks.away_text)}</p>
            </div>
            {ways_on(ways)}
        </div>
    }
    .into_any()
}
