//! The first page: one sentence, the search, and what Déclic is.

use crate::{
    geo::api::complete_communes,
    locale::use_locale,
    routes::Route,
    trades::api::complete_trades,
    ui::{
        completion::completion,
        field::{Field, Input},
        icon::icon,
        page_title::document_title,
        tag::tag,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The home page.
#[component]
pub fn HomePage() -> impl IntoView {
    let l = use_locale();
    view! {
        {document_title(td_string!(l, home.tab))}
        <div class="hero">
            <div class="wrap hero__grid">
                <div class="stack">
                    <h1 class="hero__title">{td_string!(l, home.title)}</h1>
                    <p class="hero__lead">{td_string!(l, home.lead)}</p>
                </div>
                <div class="hero__search">{search()}</div>
                <img class="hero__poster" src="/illustration.svg" alt="" width="800" height="800" />
            </div>
        </div>
        {ways()}
        {steps()}
        {invitation()}
    }
    .into_any()
}

fn search() -> AnyView {
    let l = use_locale();
    let what = Field::plain("q", td_string!(l, home.what)).placeholder(td_string!(l, home.what_example));
    let place = Field::plain("lieu", td_string!(l, home.place)).placeholder(td_string!(l, home.place_example));
    view! {
        <form
            class="search-form"
            role="search"
            method="get"
            action=Route::Talks(String::new()).path()
            aria-label=td_string!(l, home.search_label)
        >
            {completion(what, Input::Search, |text| Box::pin(complete_trades(text)))}
            {completion(place, Input::Text, |text| Box::pin(complete_communes(text)))}
            <button class="button button--primary" type="submit">{icon("search")}{td_string!(l, home.search)}</button>
        </form>
    }
    .into_any()
}

fn ways() -> AnyView {
    let l = use_locale();
    let coming = |pictogram, title: &'static str, text: &'static str| {
        view! {
            <li class="way">
                {icon(pictogram)}
                <h3 class="way__title">{title} " " {tag(td_string!(l, home.soon))}</h3>
                <p>{text}</p>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="section section--sunk" aria-labelledby="voies">
            <div class="wrap stack stack--l">
                <h2 id="voies">{td_string!(l, home.ways_title)}</h2>
                <ul class="ways">
                    <li class="way">
                        {icon("talk")}
                        <h3 class="way__title">
                            <a href=Route::Talks(String::new()).path()>{td_string!(l, home.meet)}</a>
                        </h3>
                        <p>{td_string!(l, home.meet_text)}</p>
                    </li>
                    {coming("workshop", td_string!(l, home.take_part), td_string!(l, home.take_part_text))}
                    {coming("immersion", td_string!(l, home.try_out), td_string!(l, home.try_out_text))}
                    {coming("training", td_string!(l, home.train), td_string!(l, home.train_text))}
                </ul>
            </div>
        </section>
    }
    .into_any()
}

fn steps() -> AnyView {
    let l = use_locale();
    let step = |title: &'static str, text: &'static str| {
        view! { <li class="step"><h3>{title}</h3><p>{text}</p></li> }.into_any()
    };
    view! {
        <section class="section" aria-labelledby="comment">
            <div class="wrap stack stack--l">
                <h2 id="comment">{td_string!(l, home.steps_title)}</h2>
                <ol class="steps">
                    {step(td_string!(l, home.step_search), td_string!(l, home.step_search_text))}
                    {step(td_string!(l, home.step_choose), td_string!(l, home.step_choose_text))}
                    {step(td_string!(l, home.step_ask), td_string!(l, home.step_ask_text))}
                </ol>
            </div>
        </section>
    }
    .into_any()
}

fn invitation() -> AnyView {
    let l = use_locale();
    view! {
        <section class="section section--band" aria-labelledby="donner">
            <div class="wrap stack">
                <h2 id="donner">{td_string!(l, home.give_title)}</h2>
                <p class="lead">{td_string!(l, home.give_text)}</p>
                <p class="actions">
                    <a class="button button--primary" rel="external" href=Route::ProfessionalEditor.path()>{td_string!(l, home.give)}</a>
                </p>
            </div>
        </section>
    }
    .into_any()
}
