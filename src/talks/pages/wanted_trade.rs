//! One wanted trade, to be passed on to who does it: how much it is wanted, where, and what giving an hour takes.

use super::{
    ask_for_trade::{AskedOn, ask_for, not_asked},
    wanted_board::join_path,
    wanted_map::{department_label, map},
};
use crate::{
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::wanted_trade,
        query::TalkQuery,
        types::{SHOWN_FROM, Wanted, WantedTradeDetails},
    },
    ui::{
        demonstration::demonstration_banner,
        form::Weight,
        icon::icon,
        loaded::loaded,
        notice::{Tone, notice},
        page_title::{description, document_title},
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;
use leptos_router::hooks::{use_params_map, use_query_map};

/// A wanted trade, `/metiers-recherches/:code`.
#[component]
pub fn WantedTradePage() -> impl IntoView {
    let l = use_locale();
    let code = use_params_map().get_untracked().get("code").unwrap_or_default();
    let department = use_query_map().get_untracked().get("departement").unwrap_or_default();
    let details = Resource::new_blocking(
        move || (code.clone(), department.clone()),
        |(code, department)| wanted_trade(code, department),
    );
    loaded(details, move |details| page(&details, l))
}

fn page(details: &WantedTradeDetails, l: Locale) -> AnyView {
    let place = details.department.as_ref().map(department_label);
    let title = match &place {
        None => td_string!(l, wanted.trade_title, trade = details.label.as_str()),
        Some(place) => {
            td_string!(l, wanted.trade_title_in, trade = details.label.as_str(), department = place.as_str())
        }
    };
    let count = count(details, place.as_deref(), l);
    let tells = td_string!(l, wanted.trade_description, title = title.as_str(), count = count.as_str());
    let code = details.code.clone();
    let route = |department: &str| Route::WantedTrade { trade: code.clone(), department: department.to_owned() }.path();
    let department = details.department.as_ref().map(|department| department.code.clone()).unwrap_or_default();
    let whole = (!department.is_empty()).then(|| {
        view! { <p><a href=route("")>{td_string!(l, wanted.see_france)}</a></p> }
    });
    view! {
        {document_title(&title)}
        {description(&tells)}
        {details.demonstration.then(demonstration_banner)}
        <div class="wrap page">
            <p class="crumbs">
                <a href=Route::WantedTrades { department, page: 1 }.path()>
                    {icon("chevron-left")} {td_string!(l, wanted.back)}
                </a>
            </p>
            <div class="columns">
                <div class="stack stack--l">
                    <header class="stack">
                        <h1 class="page-title">{title.clone()}</h1>
                        <p class="lead">{count}</p>
                        {not_asked(l)}
                        {details.demonstration.then(|| notice(Tone::Info, td_string!(l, wanted.demonstration)))}
                    </header>
                    {join(details, l)}
                    <section class="stack" aria-labelledby="carte">
                        <h2 id="carte">{td_string!(l, wanted.map_title)}</h2>
                        {map(&details.map, details.department.as_ref(), &route, l)}
                        {whole}
                    </section>
                </div>
                <div class="stack stack--l">{ask(details, l)} {meet(details, l)} {share(details, l)}</div>
            </div>
        </div>
    }
    .into_any()
}

/// How much it is wanted, as a sentence.
fn count(details: &WantedTradeDetails, place: Option<&str>, l: Locale) -> String {
    match (details.wishes, place) {
        (Some(wishes), None) => td_string!(l, wanted.trade_wishes, count = wishes),
        (Some(wishes), Some(place)) => td_string!(l, wanted.trade_wishes_in, count = wishes, department = place),
        (None, None) => td_string!(l, wanted.trade_few, count = SHOWN_FROM),
        (None, Some(place)) => td_string!(l, wanted.trade_few_in, count = SHOWN_FROM, department = place),
    }
}

/// What giving an hour takes, and the way there.
fn join(details: &WantedTradeDetails, l: Locale) -> AnyView {
    let reason = |pictogram, text: &'static str| view! { <li>{icon(pictogram)}<span>{text}</span></li> }.into_any();
    view! {
        <section class="panel stack" aria-labelledby="rejoindre">
            <h2 class="panel__title" id="rejoindre">{td_string!(l, wanted.join_title)}</h2>
            <ul class="reasons">
                {reason("clock", td_string!(l, wanted.join_hour))}
                {reason("calendar", td_string!(l, wanted.join_when))}
                {reason("video", td_string!(l, wanted.join_how))}
                {reason("user", td_string!(l, wanted.join_safe))}
            </ul>
            <p class="actions">
                <a class=Weight::Primary.class() href=join_path(&details.code)>{td_string!(l, wanted.join)}</a>
            </p>
        </section>
    }
    .into_any()
}

fn share(details: &WantedTradeDetails, l: Locale) -> AnyView {
    view! {
        <section class="panel" aria-labelledby="partager">
            <h2 class="panel__title" id="partager">{td_string!(l, wanted.share_title)}</h2>
            <div class="field">
                <label class="field__label" for="adresse">{td_string!(l, wanted.share_label)}</label>
                <p class="field__hint" id="adresse-aide">{td_string!(l, wanted.share_hint)}</p>
                <input
                    class="input"
                    id="adresse"
                    readonly=true
                    value=details.address.clone()
                    aria-describedby="adresse-aide"
                />
            </div>
        </section>
    }
    .into_any()
}

/// Asking for this trade, where its page is about.
fn ask(details: &WantedTradeDetails, l: Locale) -> AnyView {
    let department = details.department.as_ref();
    let wanted = Wanted {
        trades: vec![(details.code.clone(), details.label.clone())],
        department: department.map(|department| department.code.clone()).unwrap_or_default(),
        department_name: department.map(|department| department.name.clone()).unwrap_or_default(),
    };
    ask_for(&wanted, &AskedOn::TradePage(details.code.clone()), l)
}

/// The way to those who are there already.
fn meet(details: &WantedTradeDetails, l: Locale) -> AnyView {
    let query = TalkQuery {
        trade: details.code.clone(),
        // A code is of one place only; a name may be of several.
        place: details.department.as_ref().map(|department| department.code.clone()).unwrap_or_default(),
        ..TalkQuery::default()
    };
    view! {
        <section class="panel" aria-labelledby="rencontrer">
            <h2 class="panel__title" id="rencontrer">{td_string!(l, wanted.meet_title)}</h2>
            <p>{td_string!(l, wanted.meet_text)}</p>
            <p>
                <a class=Weight::Plain.class() href=Route::Talks(query.to_query_string()).path()>
                    {td_string!(l, wanted.meet)}
                </a>
            </p>
        </section>
    }
    .into_any()
}
