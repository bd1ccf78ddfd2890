//! The public board of the trades that people look for in vain: where, and how much.

use super::{
    labels,
    wanted_map::{department_label, map, wishes},
};
use crate::{
    accounts::visitor::use_account,
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::wanted_trades,
        types::{SHOWN_FROM, WantedBoard, WantedTrade},
    },
    ui::{
        choice::Choice,
        demonstration::demonstration_banner,
        empty::{WayOn, empty},
        field::Field,
        form::{Weight, submit},
        loaded::loaded,
        notice::{Tone, notice},
        page_title::{description, page_title},
        pagination::pagination,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::use_query_map;

/// The board, `/metiers-recherches`.
#[component]
pub fn WantedBoardPage() -> impl IntoView {
    let l = use_locale();
    let query = use_query_map().get_untracked();
    let department = query.get("departement").unwrap_or_default();
    let page_number: u32 = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let board = Resource::new_blocking(
        move || (department.clone(), page_number),
        |(department, page)| wanted_trades(department, page),
    );
    loaded(board, move |board| page(&board, l))
}

fn page(board: &WantedBoard, l: Locale) -> AnyView {
    let place = board.department.as_ref().map(department_label);
    let (title, tells) = match &place {
        None => (td_string!(l, wanted.title).to_owned(), td_string!(l, wanted.description).to_owned()),
        Some(place) => (
            td_string!(l, wanted.title_in, department = place.as_str()),
            td_string!(l, wanted.description_in, department = place.as_str()),
        ),
    };
    let route = |department: &str| Route::WantedTrades { department: department.to_owned(), page: 1 }.path();
    view! {
        {board.demonstration.then(demonstration_banner)}
        <div class="wrap page stack stack--l">
            <div class="stack">
                {description(&tells)}
                {page_title(&title)}
                <p class="lead">{td_string!(l, wanted.lead)}</p>
                {board.demonstration.then(|| notice(Tone::Info, td_string!(l, wanted.demonstration)))}
                {choose_department(board, l)}
            </div>
            <div class="wanted">
                <section class="stack" aria-labelledby="carte">
                    <h2 id="carte">{td_string!(l, wanted.map_title)}</h2>
                    {map(&board.map, board.department.as_ref(), &route, l)}
                </section>
                <section class="stack" aria-labelledby="classement">
                    <h2 id="classement">{td_string!(l, wanted.ranking_title)}</h2>
                    {ranking(board, l)}
                </section>
            </div>
            {how_it_is_counted(l)}
        </div>
    }
    .into_any()
}

fn choose_department(board: &WantedBoard, l: Locale) -> AnyView {
    let mut choices = vec![Choice::new("", td_string!(l, wanted.all_france))];
    let departments = board.map.departments.iter().map(|wanted| &wanted.department);
    choices.extend(departments.map(|department| Choice::new(&department.code, &department_label(department))));
    let chosen = board.department.as_ref().map(|department| department.code.as_str()).unwrap_or_default();
    let field = Field::plain("departement", td_string!(l, wanted.department)).value(chosen).select(choices);
    let action = Route::WantedTrades { department: String::new(), page: 1 }.path();
    view! {
        <form class="wanted__choice" method="get" action=action>
            {field}
            {submit(Weight::Plain, td_string!(l, wanted.show))}
        </form>
    }
    .into_any()
}

fn ranking(board: &WantedBoard, l: Locale) -> AnyView {
    let department = board.department.as_ref().map(|department| department.code.clone()).unwrap_or_default();
    if board.trades.is_empty() {
        let whole = WayOn {
            icon: "globe",
            text: td_string!(l, wanted.see_france).to_owned(),
            href: Route::WantedTrades { department: String::new(), page: 1 }.path(),
        };
        let search = WayOn {
            icon: "search",
            text: td_string!(l, wanted.search).to_owned(),
            href: Route::Talks(String::new()).path(),
        };
        let ways = if department.is_empty() { vec![search] } else { vec![whole, search] };
        return empty(&td_string!(l, wanted.none_yet, count = SHOWN_FROM), ways);
    }
    let items = board.trades.iter().map(|trade| item(trade, &department, l));
    let href = |page| Route::WantedTrades { department: department.clone(), page }.path();
    view! {
        <ol class="ranking" start=board.first_rank>{items.collect_view()}</ol>
        {pagination(board.page, board.pages, td_string!(l, wanted.pages), &href)}
    }
    .into_any()
}

fn item(trade: &WantedTrade, department: &str, l: Locale) -> AnyView {
    let about = Route::WantedTrade { trade: trade.code.clone(), department: department.to_owned() }.path();
    let french = labels::lang(labels::FRENCH, l);
    view! {
        <li class="ranking__item">
            <h3>
                <a href=about lang=french>{trade.label.clone()}</a>
            </h3>
            <p class="ranking__meta">
                <strong>{wishes(Some(trade.wishes), l)}</strong>
                " "
                <a href=join_path(&trade.code)>
                    {td_string!(l, wanted.mine)} <span class="visually-hidden">", " {trade.label.clone()}</span>
                </a>
            </p>
        </li>
    }
    .into_any()
}

/// Where a professional of this trade goes on: to their profile, by way of an account.
pub fn join_path(trade: &str) -> String {
    let editor = Route::ProfessionalEditorOf(trade.to_owned());
    match use_account() {
        Some(_) => editor.path(),
        None => Route::SignUp(Some(editor.path())).path(),
    }
}

fn how_it_is_counted(l: Locale) -> AnyView {
    view! {
        <section class="stack" aria-labelledby="comptage">
            <h2 id="comptage">{td_string!(l, wanted.how_title)}</h2>
            <p class="measure">{td_string!(l, wanted.how_text, count = SHOWN_FROM)}</p>
            <p class="measure">{td_string!(l, wanted.how_private)}</p>
        </section>
    }
    .into_any()
}
