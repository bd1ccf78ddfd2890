//! Finding a professional. The search stands in the URL and nowhere else: every change is a navigation,
//! with or without JavaScript.

use super::{
    card::cards,
    filters::{FORM_ID, chips, filters},
    labels,
};
use crate::{
    accounts::visitor::use_draft,
    error::{AppError, Problem},
    geo::api::complete_communes,
    i18n::*,
    locale::{error_message, problem_message, use_locale},
    routes::Route,
    talks::{
        api::{AskForTrade, search_talks},
        form::WantedForm,
        query::{SortOrder, TalkQuery},
        types::{Relaxation, SearchResults, Suggestion, Understood},
    },
    trades::api::complete_trades,
    ui::{
        completion::completion,
        demonstration::demonstration_banner,
        empty::{WayOn, empty, ways_on},
        failure::failure,
        field::{Field, Input},
        form::hidden,
        icon::icon,
        live_form,
        notice::{Tone, notice, notice_of, outcome},
        page_title::page_title,
        pagination::pagination,
        tag::chip,
    },
};
use leptos::{ev, prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// The id of the heading over the results.
const RESULTS_ID: &str = "resultats";

/// The search page, `/rencontres`.
#[component]
pub fn SearchPage() -> impl IntoView {
    let l = use_locale();
    let parameters = use_query_map();
    let query = Memo::new(move |_| parameters.with(|parameters| TalkQuery::from_params(|name| parameters.get(name))));
    let results = Resource::new_blocking(move || query.get(), search_talks);
    let answered = results.ready();
    // The page below is made once the answer is there: nothing in it needs what warns of reading too early.
    let results = *results;
    let (is_busy, set_busy) = signal(false);
    // In effects, which run in the browser only: the server never sends a page that waits.
    Effect::new(move |started: Option<()>| {
        query.track();
        if started.is_some() {
            set_busy.set(true);
        }
    });
    Effect::new(move |_| {
        results.track();
        set_busy.set(false);
    });
    // What was typed stays in a field until the search itself changes: not when the page starts.
    Effect::new(move |shown: Option<TalkQuery>| {
        let query = query.get();
        if shown.is_some_and(|shown| shown != query) {
            show_texts(&query);
        }
        query
    });
    let navigate = use_navigate();
    let search = move || {
        if let Some(query) = typed_query() {
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate(&Route::Talks(query.to_query_string()).path(), options);
        }
    };
    let on_change = search.clone();
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        search();
    };
    let with_results = move |show: fn(&TalkQuery, &SearchResults, Locale) -> AnyView| {
        results.with(|answer| answer.as_ref()?.as_ref().ok().map(|results| show(&query.get_untracked(), results, l)))
    };
    let has_asked = move || parameters.with(|parameters| parameters.get_str("demande") == Some("1"));
    let page = move || {
        view! {
            {move || with_results(|_, results, _| results.demonstration.then(demonstration_banner).into_any())}
            <div class="wrap page">
                <div class="stack">
                    {page_title(td_string!(l, talks.search_title))}
                    <p class="lead">{td_string!(l, talks.search_lead)}</p>
                    {asked(l)}
                    {move || has_asked().then(|| outcome(Tone::Success, td_string!(l, talks.asked_for_trade)))}
                    <form
                        class="search-form"
                        id=FORM_ID
                        role="search"
                        method="get"
                        action=Route::Talks(String::new()).path()
                        on:submit=on_submit
                    >
                        {text_field(&query.get_untracked(), l)}
                        {move || results.with(|answer| place_field(&query.get_untracked(), answer.as_ref(), l))}
                        <button class="button button--primary" type="submit">
                            {icon("search")}
                            {td_string!(l, talks.search)}
                        </button>
                        {move || kept_parameters(&query.get())}
                    </form>
                    {move || with_results(understood)}
                </div>
                <div class="results" aria-busy=move || is_busy.get().then_some("true") on:change=move |_| on_change()>
                    {move || results.with(|answer| Some(show_results(&query.get_untracked(), answer.as_ref()?, l)))}
                </div>
            </div>
        }
        .into_any()
    };
    // Not `Transition`: on the server it makes the whole view three times to find out what to wait for.
    Suspend::new(async move {
        answered.await;
        page()
    })
    .into_any()
}

/// The search as it stands in the form, in the browser.
fn typed_query() -> Option<TalkQuery> {
    live_form::read(FORM_ID).map(TalkQuery::from_params)
}

/// Writes the texts of `query` into their fields, in the browser.
fn show_texts(query: &TalkQuery) {
    live_form::write("q", &query.text);
    live_form::write("lieu", &query.place);
}

fn text_field(query: &TalkQuery, l: Locale) -> AnyView {
    let field = Field::plain("q", td_string!(l, trades.search_label))
        .value(&query.text)
        .placeholder(td_string!(l, trades.search_example))
        .autocomplete("off");
    completion(field, Input::Search, |text| Box::pin(complete_trades(text)))
}

fn place_field(query: &TalkQuery, outcome: Option<&Result<SearchResults, AppError>>, l: Locale) -> AnyView {
    let problem = outcome.and_then(|outcome| outcome.as_ref().ok()).and_then(|results| results.place.problem.clone());
    let field = Field::plain("lieu", td_string!(l, geo.search_label))
        .value(&query.place)
        .placeholder(td_string!(l, geo.search_example))
        .autocomplete("off")
        // Several places are chosen from below the form.
        .problem(problem.filter(|problem| !matches!(problem, Problem::AmbiguousPlace(_))));
    completion(field, Input::Text, |text| Box::pin(complete_communes(text)))
}

/// What the search holds and no field of the page does.
fn kept_parameters(query: &TalkQuery) -> AnyView {
    let keep = |name: &'static str, value: &str| {
        (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value.to_owned() /> })
    };
    view! { {keep("metier", &query.trade)} {keep("tri", &query.sort)} }.into_any()
}

/// What a typed place or trade may have meant.
fn understood(query: &TalkQuery, results: &SearchResults, l: Locale) -> AnyView {
    let place = meanings(&results.place, "pin", &|value| query.with(|query| query.place = value), l);
    let trade = meanings(&results.trade, "search", &|value| query.with(|query| query.trade = value), l);
    let unknown_trade = results.trade.problem.as_ref().filter(|_| trade.is_none());
    let unknown_trade = unknown_trade.map(|problem| notice(Tone::Warning, &problem_message(problem, l)));
    view! { {place} {trade} {unknown_trade} }.into_any()
}

fn meanings(
    understood: &Understood,
    icon: &'static str,
    search: &dyn Fn(String) -> TalkQuery,
    l: Locale,
) -> Option<AnyView> {
    if understood.choices.is_empty() {
        return None;
    }
    let question = understood.problem.as_ref().map(|problem| view! { <p>{problem_message(problem, l)}</p> });
    let ways = understood.choices.iter().map(|(label, value)| WayOn {
        icon,
        text: label.clone(),
        href: address(&search(value.clone())),
    });
    let ways = ways_on(ways.collect());
    Some(notice_of(Tone::Info, view! { {question} {ways} }.into_any()))
}

fn address(query: &TalkQuery) -> String {
    Route::Talks(query.to_query_string()).path()
}

fn show_results(query: &TalkQuery, outcome: &Result<SearchResults, AppError>, l: Locale) -> AnyView {
    let results = match outcome {
        Ok(results) => results,
        Err(error) => return failure(error),
    };
    let heading =
        if results.total == 0 { td_string!(l, talks.nobody).to_owned() } else { labels::people(results.total, l) };
    let active =
        chips(query, results, l).into_iter().map(|(text, without)| view! { <li>{chip(&text, address(&without))}</li> });
    let active = active.collect_view();
    let tags = (!active.is_empty())
        .then(|| view! { <ul class="tags" aria-label=td_string!(l, talks.active_filters)>{active}</ul> });
    let list = if results.total == 0 { nobody(query, results, l) } else { found(query, results, l) };
    view! {
        {filters(query, results, l)}
        <section class="results__list" aria-labelledby=RESULTS_ID>
            <div class="results__bar">
                <h2 id=RESULTS_ID aria-live="polite">{heading}</h2>
                {orders(query, results, l)}
            </div>
            {tags}
            {list}
        </section>
    }
    .into_any()
}

/// The orders to choose from; distance only where there is a place to start from.
fn orders(query: &TalkQuery, results: &SearchResults, l: Locale) -> Option<AnyView> {
    if results.total < 2 {
        return None;
    }
    let link = |order: SortOrder| {
        let text = match order {
            SortOrder::Relevance => td_string!(l, talks.sort_relevance),
            SortOrder::Distance => td_string!(l, talks.sort_distance),
            SortOrder::Soonest => td_string!(l, talks.sort_soonest),
        };
        let sort = if order == SortOrder::default() { "" } else { order.code() };
        let href = address(&query.with(|query| query.sort = sort.to_owned()));
        view! { <a href=href data-noscroll="" aria-current=(order == query.order()).then_some("true")>{text}</a> }
    };
    let orders = SortOrder::ALL.into_iter().filter(|order| *order != SortOrder::Distance || results.has_distance);
    Some(
        view! {
            <nav class="results__sort" aria-label=td_string!(l, talks.sort_label)>
                <span class="muted">{td_string!(l, talks.sort)}</span>
                {orders.map(link).collect_view()}
            </nav>
        }
        .into_any(),
    )
}

fn found(query: &TalkQuery, results: &SearchResults, l: Locale) -> AnyView {
    if results.cards.is_empty() {
        let first = WayOn {
            icon: "search",
            text: td_string!(l, talks.first_page).to_owned(),
            href: address(&query.on_page(1)),
        };
        return empty(td_string!(l, talks.page_too_far), vec![first]);
    }
    let pages =
        pagination(results.page, results.pages, td_string!(l, talks.pages), &|page| address(&query.on_page(page)));
    view! { {cards(&results.cards, results.distance_is_rough, l)} {pages} }.into_any()
}

/// An empty search never ends here: what is near it, who that is, and asking for the trade.
fn nobody(query: &TalkQuery, results: &SearchResults, l: Locale) -> AnyView {
    let ways = results.suggestions.iter().map(|suggestion| way_on(suggestion, l)).collect();
    let reason = match (query.text.is_empty(), query.place.is_empty()) {
        (false, false) => {
            td_string!(l, talks.nobody_for_near, text = query.text.as_str(), place = query.place.as_str())
        }
        (false, true) => td_string!(l, talks.nobody_for, text = query.text.as_str()),
        (true, false) => td_string!(l, talks.nobody_near, place = query.place.as_str()),
        (true, true) => td_string!(l, talks.nobody_at_all).to_owned(),
    };
    let wanted = results.wanted.as_ref().map(|(code, label)| wanted(code, label, &results.wanted_department, l));
    let first = results.suggestions.first().filter(|_| !results.cards.is_empty()).map(|suggestion| {
        view! {
            <h3>{relaxed(suggestion, l)}</h3>
            {cards(&results.cards, results.distance_is_rough, l)}
        }
    });
    view! { {empty(&reason, ways)} {wanted} {first} }.into_any()
}

fn way_on(suggestion: &Suggestion, l: Locale) -> WayOn {
    let icon = match suggestion.relaxation {
        Relaxation::WiderRadius(_) | Relaxation::Anywhere => "pin",
        Relaxation::AnyDate => "calendar",
        Relaxation::AnyWay => "talk",
        Relaxation::NeighbourTrade(_) | Relaxation::Everything => "search",
    };
    WayOn { icon, text: relaxed(suggestion, l), href: Route::Talks(suggestion.query.clone()).path() }
}

fn relaxed(suggestion: &Suggestion, l: Locale) -> String {
    let people = labels::people(suggestion.count, l);
    match &suggestion.relaxation {
        Relaxation::WiderRadius(km) => td_string!(l, talks.relaxed_radius, people = people, km = *km),
        Relaxation::Anywhere => td_string!(l, talks.relaxed_anywhere, people = people),
        Relaxation::NeighbourTrade(trade) => {
            td_string!(l, talks.relaxed_trade, people = people, trade = trade.as_str())
        }
        Relaxation::AnyDate => td_string!(l, talks.relaxed_date, people = people),
        Relaxation::AnyWay => td_string!(l, talks.relaxed_way, people = people),
        Relaxation::Everything => td_string!(l, talks.relaxed_everything, people = people),
    }
}

fn wanted(code: &str, label: &str, department: &str, l: Locale) -> AnyView {
    view! {
        <form method="post" action=AskForTrade::url() class="panel">
            <h3>{td_string!(l, talks.wanted_title, trade = label)}</h3>
            <p>{td_string!(l, talks.wanted_text)}</p>
            {hidden("trade", code)}
            {hidden("department", department)}
            <button class="button" type="submit">{td_string!(l, talks.wanted_button)}</button>
        </form>
    }
    .into_any()
}

/// Why asking for a trade was refused.
fn asked(l: Locale) -> Option<AnyView> {
    use_draft::<WantedForm>().map(|draft| outcome(Tone::Error, &error_message(&draft.error, l)))
}
