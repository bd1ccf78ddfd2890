//! The searches that one keeps, each with how often its mails come and a way to keep it no longer.

use crate::{
    i18n::*,
    notifications::pages::switched_off,
    routes::Route,
    talks::{
        api::{ChooseFrequency, DeleteSearch},
        types::{Frequency, Journey, SavedSearch},
    },
    ui::{
        choice::Choice,
        field::Field,
        form::hidden,
        notice::{Tone, notice},
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;

/// The panel of one's journey.
pub fn saved_searches(journey: &Journey, l: Locale) -> AnyView {
    let content = if journey.searches.is_empty() {
        let search = Route::Talks(String::new()).path();
        view! {
            <p>{td_string!(l, journey.no_search)}</p>
            <p>
                <a href=search>{td_string!(l, agenda.find_someone)}</a>
            </p>
        }
        .into_any()
    } else {
        let items = journey.searches.iter().map(|search| item(search, l));
        let are_off = journey.searches.iter().any(|search| search.mails_are_off);
        let off = are_off.then(|| switched_off(td_string!(l, journey.search_mails_off), l));
        view! { {off} <ul class="followed">{items.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby="recherches">
            <h2 class="panel__title" id="recherches">{td_string!(l, journey.searches_title)}</h2>
            {content}
        </section>
    }
    .into_any()
}

fn item(search: &SavedSearch, l: Locale) -> AnyView {
    let lost = (!search.lost.is_empty()).then(|| {
        let what = search.lost.join(", ");
        notice(Tone::Warning, &td_string!(l, journey.search_lost, what = what))
    });
    view! {
        <li>
            <p>
                <a href=Route::Talks(search.query.clone()).path()>
                    <strong>{search.words.clone()}</strong>
                </a>
            </p>
            {lost}
            <form class="saved-search" method="post" action=ChooseFrequency::url()>
                {hidden("search", &search.id)} {frequency(search, l)}
                <button class="button button--small" type="submit">
                    {td_string!(l, journey.frequency_save)} {of(search)}
                </button>
            </form>
            <form method="post" action=DeleteSearch::url()>
                {hidden("search", &search.id)}
                <button class="button button--small" type="submit">
                    {td_string!(l, journey.search_delete)} {of(search)}
                </button>
            </form>
        </li>
    }
    .into_any()
}

/// Which search a button is about, for who does not see where it stands.
fn of(search: &SavedSearch) -> AnyView {
    view! { <span class="visually-hidden">" : " {search.words.clone()}</span> }.into_any()
}

fn frequency(search: &SavedSearch, l: Locale) -> AnyView {
    let choice = |frequency: Frequency| {
        let label = match frequency {
            Frequency::Immediate => td_string!(l, journey.frequency_immediate),
            Frequency::Weekly => td_string!(l, journey.frequency_weekly),
            Frequency::Never => td_string!(l, journey.frequency_never),
        };
        Choice::new(frequency.code(), label)
    };
    Field::plain("frequency", td_string!(l, journey.frequency))
        .id(&format!("frequence-{}", search.id))
        .posted_as("form[frequency]")
        .value(search.frequency.code())
        .select(Frequency::ALL.into_iter().map(choice).collect())
}
