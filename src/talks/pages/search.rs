//! Finding a professional. The search stands in the URL and nowhere else: every change is a navigation,
//! with or without JavaScript.

use super::{
    ask_for_trade::{AskedOn, ask_for, not_asked},
    card::cards,
    filters::{FORM_ID, chips, filters},
    labels,
};
use crate::{
    accounts::visitor::{use_account, use_draft},
    error::{AppError, Problem},
    geo::api::complete_communes,
    i18n::*,
    json::Json,
    locale::{error_message, problem_message, use_locale},
    routes::Route,
    talks::{
        api::{SaveSearch, search_talks},
        form::SaveSearchForm,
        query::{SortOrder, TalkQuery},
        types::{Relaxation, SearchResults, ShownPage, Suggestion, Understood},
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
        notice::{Tone, notice_of, outcome},
        page_title::live_page_title,
        pagination::pagination,
        reactive::reactive,
        tag::chip,
    },
};
use leptos::{ev, prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::{
    NavigateOptions,
    components::Redirect,
    hooks::{use_navigate, use_query_map},
};

/// The id of the heading over the results.
const RESULTS_ID: &str = "resultats";

/// What the server answered.
type Answer = Result<ShownPage, AppError>;

/// The search page, `/rencontres`.
#[component]
pub fn SearchPage() -> impl IntoView {
    let l = use_locale();
    let parameters = use_query_map();
    let query = Memo::new(move |_| parameters.with(|parameters| TalkQuery::from_params(|name| parameters.get(name))));
    // One search has one address: a form without scripts also sends what is empty, an old link what is no more.
    let is_address = parameters
        .with_untracked(|parameters| query.with_untracked(|query| query.is_addressed_by(|name| parameters.get(name))));
    if !is_address {
        let address = address(&query.get_untracked());
        // The link is for whoever does not follow.
        return view! {
            <Redirect path=address.clone() />
            <p class="wrap page"><a href=address>{td_string!(l, talks.search_title)}</a></p>
        }
        .into_any();
    }
    let find = |query| async move { search_talks(query).await.map(ShownPage::from) };
    let results = Resource::<Answer, Json>::new_with_options(move || query.get(), find, true);
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
    Effect::new(move |shown: Option<TalkQuery>| {
        results.track();
        set_busy.set(false);
        // Another page of the same results replaces what was read: reading goes on at its heading.
        let query = query.get_untracked();
        if shown.is_some_and(|shown| shown.page != query.page && shown.on_page(0) == query.on_page(0)) {
            live_form::focus(RESULTS_ID);
        }
        query
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
    let with_answer = move |show: fn(&TalkQuery, Option<&Answer>, Locale) -> AnyView| {
        reactive(move || results.with(|answer| show(&query.get_untracked(), answer.as_ref(), l)))
    };
    let searched = move || results.with(|answer| title(answer.as_ref(), l));
    let page = move || {
        view! {
            {with_answer(invented)}
            <div class="wrap page">
                <div class="stack">
                    {live_page_title(searched)}
                    <p class="lead">{td_string!(l, talks.search_lead)}</p>
                    {not_asked(l)}
                    {not_kept(l)}
                    <form
                        class="search-form"
                        id=FORM_ID
                        role="search"
                        method="get"
                        action=Route::Talks(String::new()).path()
                        on:submit=on_submit
                    >
                        {with_answer(text_field)}
                        {with_answer(place_field)}
                        <button class="button button--primary" type="submit">
                            {icon("search")}
                            {td_string!(l, talks.search)}
                        </button>
                        {reactive(move || query.with(kept_parameters))}
                    </form>
                    // Told when a live search leaves something aside; the count is told by its heading.
                    <div aria-live="polite">{with_answer(understood)}</div>
                </div>
                <div class="results" aria-busy=move || is_busy.get().then_some("true") on:change=move |_| on_change()>
                    {with_answer(show_results)}
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

/// The results of an answer that is not an error.
fn found_by(answer: Option<&Answer>) -> Option<&SearchResults> {
    answer?.as_ref().ok().map(|shown| &shown.results)
}

/// Says that invented people are among the results.
fn invented(_: &TalkQuery, answer: Option<&Answer>, _: Locale) -> AnyView {
    let invented = found_by(answer).is_some_and(|results| results.demonstration);
    invented.then(demonstration_banner).into_any()
}

/// What was searched, for the page's title.
fn title(outcome: Option<&Answer>, l: Locale) -> String {
    match found_by(outcome) {
        Some(results) if !results.sought.is_empty() => {
            td_string!(l, talks.search_title_of, sought = results.sought.as_str())
        }
        _ => td_string!(l, talks.search_title).to_owned(),
    }
}

fn text_field(query: &TalkQuery, outcome: Option<&Answer>, l: Locale) -> AnyView {
    let problem = found_by(outcome).and_then(|results| results.text_problem.clone());
    let field = Field::plain("q", td_string!(l, trades.search_label))
        .value(&query.text)
        .placeholder(td_string!(l, trades.search_example))
        .autocomplete("off")
        .problem(problem);
    completion(field, Input::Search, |text| Box::pin(complete_trades(text)))
}

fn place_field(query: &TalkQuery, outcome: Option<&Answer>, l: Locale) -> AnyView {
    let problem = found_by(outcome).and_then(|results| results.place.problem.clone());
    let field = Field::plain("lieu", td_string!(l, geo.search_label))
        .value(&query.place)
        .placeholder(td_string!(l, geo.search_example))
        .autocomplete("off")
        .problem(problem);
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
fn understood(query: &TalkQuery, answer: Option<&Answer>, l: Locale) -> AnyView {
    let Some(results) = found_by(answer) else { return ().into_any() };
    // What is wrong with the place stands beside its field; a trade in the address has none.
    let question = match results.place.problem {
        Some(Problem::AmbiguousPlace(_)) => td_string!(l, talks.which_place),
        _ => td_string!(l, talks.did_you_mean),
    };
    let place = (!results.place.choices.is_empty())
        .then(|| meanings(question, &results.place, "pin", &|value| query.with(|query| query.place = value)));
    let trade = results.trade.problem.as_ref().map(|problem| {
        let problem = problem_message(problem, l);
        meanings(&problem, &results.trade, "search", &|value| query.with(|query| query.trade = value))
    });
    view! { {place} {trade} }.into_any()
}

fn meanings(
    question: &str,
    understood: &Understood,
    icon: &'static str,
    search: &dyn Fn(String) -> TalkQuery,
) -> AnyView {
    let ways = understood.choices.iter().map(|(label, value)| WayOn {
        icon,
        text: label.clone(),
        href: address(&search(value.clone())),
    });
    let ways: Vec<_> = ways.collect();
    let tone = if ways.is_empty() { Tone::Warning } else { Tone::Info };
    let ways = (!ways.is_empty()).then(|| ways_on(ways));
    notice_of(tone, view! { <p>{question.to_owned()}</p> {ways} }.into_any())
}

fn address(query: &TalkQuery) -> String {
    Route::Talks(query.to_query_string()).path()
}

fn show_results(query: &TalkQuery, answer: Option<&Answer>, l: Locale) -> AnyView {
    let shown = match answer {
        Some(Ok(shown)) => shown,
        Some(Err(error)) => return failure(error),
        None => return ().into_any(),
    };
    let results = &shown.results;
    let heading =
        if results.total == 0 { td_string!(l, talks.nobody).to_owned() } else { labels::people(results.total, l) };
    let active =
        chips(query, results, l).into_iter().map(|(text, without)| view! { <li>{chip(&text, address(&without))}</li> });
    let active = active.collect_view();
    let tags = (!active.is_empty())
        .then(|| view! { <ul class="tags" aria-label=td_string!(l, talks.active_filters)>{active}</ul> });
    let list = if results.total == 0 { nobody(query, shown, l) } else { found(query, shown, l) };
    view! {
        {filters(query, results, l)}
        <section class="results__list" aria-labelledby=RESULTS_ID>
            <div class="results__bar">
                <h2 id=RESULTS_ID tabindex="-1" aria-live="polite">{heading}</h2>
                {orders(query, results, l)}
            </div>
            {tags}
            <div aria-live="polite">{remarks(query, results, l)}</div>
            {list}
            {keep(query, results, l)}
        </section>
    }
    .into_any()
}

/// How the results differ from what was asked.
fn remarks(query: &TalkQuery, results: &SearchResults, l: Locale) -> AnyView {
    let left_aside = results.left_aside.iter().map(|text| td_string!(l, talks.left_aside, text = text.as_str()));
    let for_minor = results.for_minor.then(|| td_string!(l, talks.shown_to_minors).to_owned());
    let too_far = (query.page > results.page).then(|| td_string!(l, talks.page_too_far).to_owned());
    left_aside.chain(for_minor).chain(too_far).map(|text| view! { <p>{text}</p> }).collect_view().into_any()
}

/// The orders to choose from; distance only where there is a place to start from.
fn orders(query: &TalkQuery, results: &SearchResults, l: Locale) -> Option<AnyView> {
    if results.total < 2 {
        return None;
    }
    // Without a place to start from there is no distance.
    let applied = Some(query.order()).filter(|order| *order != SortOrder::Distance || results.has_distance);
    let link = |order: SortOrder| {
        let text = match order {
            SortOrder::Relevance => td_string!(l, talks.sort_relevance),
            SortOrder::Distance => td_string!(l, talks.sort_distance),
            SortOrder::Soonest => td_string!(l, talks.sort_soonest),
        };
        let sort = if order == SortOrder::default() { "" } else { order.code() };
        let href = address(&query.with(|query| query.sort = sort.to_owned()));
        view! { <a href=href data-noscroll="" aria-current=(order == applied.unwrap_or_default()).then_some("true")>{text}</a> }
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

fn found(query: &TalkQuery, shown: &ShownPage, l: Locale) -> AnyView {
    let results = &shown.results;
    if !shown.has_cards {
        let first = WayOn {
            icon: "search",
            text: td_string!(l, talks.first_page).to_owned(),
            href: address(&query.on_page(1)),
        };
        return empty(td_string!(l, talks.page_is_empty), vec![first]);
    }
    let pages =
        pagination(results.page, results.pages, td_string!(l, talks.pages), &|page| address(&query.on_page(page)));
    let meant: Vec<_> = results.suggestions.iter().map(|suggestion| way_on(suggestion, l)).collect();
    let meant = (!meant.is_empty()).then(|| ways_on(meant));
    view! { {meant} {cards(&shown.cards, results.distance_is_rough, &query.to_query_string(), l)} {pages} }.into_any()
}

/// An empty search never ends here: what is near it, who that is, and asking for the trade.
fn nobody(query: &TalkQuery, shown: &ShownPage, l: Locale) -> AnyView {
    let results = &shown.results;
    let ways = results.suggestions.iter().map(|suggestion| way_on(suggestion, l)).collect();
    let reason = match results.sought.as_str() {
        "" => td_string!(l, talks.nobody_at_all).to_owned(),
        sought => td_string!(l, talks.nobody_for, sought = sought),
    };
    let wanted = results.wanted.as_ref().map(|wanted| ask_for(wanted, &AskedOn::Search(query), l));
    let first = results.suggestions.first().filter(|_| shown.has_cards).map(|suggestion| {
        view! {
            <h3>{way_out(suggestion, l)}</h3>
            {cards(&shown.cards, results.distance_is_rough, &query.to_query_string(), l)}
        }
    });
    let in_french = (l != Locale::fr).then(|| view! { <p>{td_string!(l, talks.in_french)}</p> });
    view! { {empty(&reason, ways)} {in_french} {wanted} {first} }.into_any()
}

fn way_on(suggestion: &Suggestion, l: Locale) -> WayOn {
    let icon = match suggestion.relaxation {
        Relaxation::Place => "pin",
        Relaxation::Date => "calendar",
        Relaxation::Filter => "filter",
        Relaxation::Trade => "search",
    };
    WayOn { icon, text: way_out(suggestion, l), href: Route::Talks(suggestion.query.clone()).path() }
}

fn way_out(suggestion: &Suggestion, l: Locale) -> String {
    td_string!(l, talks.way_out, what = suggestion.text.as_str(), people = labels::people(suggestion.count, l))
}

/// Keeping this search, for who is signed in; nothing where nothing is looked for, or part of it was not understood.
fn keep(query: &TalkQuery, results: &SearchResults, l: Locale) -> Option<AnyView> {
    let search = query.with(|query| query.sort.clear()).to_query_string();
    if use_account().is_none() || search.is_empty() || !results.left_aside.is_empty() {
        return None;
    }
    let form = view! {
        <form method="post" action=SaveSearch::url() class="keep-search">
            {hidden("search", &search)}
            <button class="button button--small" type="submit">{icon("mail")}{td_string!(l, journey.keep_search)}</button>
        </form>
    };
    Some(form.into_any())
}

/// Why keeping a search was refused.
fn not_kept(l: Locale) -> Option<AnyView> {
    let error = use_draft::<SaveSearchForm>()?.error?;
    let told = error.problem("search").map_or_else(|| error_message(&error, l), |problem| problem_message(problem, l));
    Some(outcome(Tone::Error, &told))
}
