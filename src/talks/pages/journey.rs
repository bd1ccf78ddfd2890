//! One's journey, `/mon-parcours`: what is next, what is past with notes to oneself, trades, saved searches.

use super::{agenda::booking, followed::followed, labels, saved_searches::saved_searches};
use crate::{
    accounts::visitor::{use_account, use_draft},
    form::Draft,
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::{SaveNote, my_journey},
        form::NoteForm,
        query::TalkQuery,
        types::{Journey, MetTrade, PastTalk},
    },
    ui::{
        demonstration::demonstration_banner,
        empty::{WayOn, empty},
        failure::current_path,
        form::{FormState, hidden},
        icon::icon,
        loaded::loaded,
        page_title::form_title,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::{components::Redirect, hooks::use_query_map};

/// The page of past talks in this page's address, from 1.
fn page_number() -> u32 {
    use_query_map().read_untracked().get("page").and_then(|page| page.parse().ok()).unwrap_or(1)
}

/// The reader's journey.
#[component]
pub fn JourneyPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let draft = use_draft::<NoteForm>();
    loaded(Resource::new_blocking(page_number, my_journey), move |journey| page(&journey, draft.as_ref(), l))
}

fn page(journey: &Journey, draft: Option<&Draft>, l: Locale) -> AnyView {
    let invented = journey.next.iter().chain(journey.past.iter().map(|talk| &talk.summary));
    let invented = invented.into_iter().any(|talk| talk.demonstration);
    view! {
        {invented.then(demonstration_banner)}
        <div class="wrap page">
            <div class="columns">
                <div class="stack stack--l">
                    {form_title(td_string!(l, journey.title), draft.is_some_and(|draft| draft.error.is_some()))}
                    <p class="lead">{td_string!(l, journey.lead)}</p>
                    {next(journey, l)}
                    {past(journey, draft, l)}
                </div>
                <div class="stack stack--l">
                    {saved_searches(journey, l)} {met(&journey.met, l)} {followed(&journey.followed, l)}
                    <p>
                        <a href=Route::MailChoices.path()>{td_string!(l, journey.mails_link)}</a>
                    </p>
                </div>
            </div>
        </div>
    }
    .into_any()
}

fn next(journey: &Journey, l: Locale) -> AnyView {
    let content = if journey.next.is_empty() {
        let search = WayOn {
            icon: "search",
            text: td_string!(l, agenda.find_someone).to_owned(),
            href: Route::Talks(String::new()).path(),
        };
        empty(td_string!(l, agenda.nothing_coming), vec![search])
    } else {
        let items = journey.next.iter().map(|talk| booking(talk, None, false, None, l));
        view! { <ol class="bookings">{items.collect_view()}</ol> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="a-venir">
            <h2 id="a-venir">{td_string!(l, journey.next)}</h2>
            {content}
            <p>
                <a href=Route::Agenda.path()>{td_string!(l, journey.agenda_link)}</a>
            </p>
        </section>
    }
    .into_any()
}

fn past(journey: &Journey, draft: Option<&Draft>, l: Locale) -> AnyView {
    let content = if journey.past.is_empty() {
        view! { <p class="muted">{td_string!(l, journey.nothing_past)}</p> }.into_any()
    } else {
        let items = journey.past.iter().map(|talk| {
            // What was refused comes back where it was written.
            let draft = draft.filter(|draft| draft.value("talk") == Some(&talk.summary.id)).cloned();
            booking(&talk.summary, None, true, Some(note(talk, draft, journey.page, l)), l)
        });
        view! { <ol class="bookings">{items.collect_view()}</ol> }.into_any()
    };
    view! {
        <section class="stack" aria-labelledby="passees">
            <h2 id="passees">{td_string!(l, journey.past)}</h2>
            <p class="muted">{td_string!(l, journey.notes_hint)}</p>
            {content}
            {pages(journey, l)}
        </section>
    }
    .into_any()
}

/// What one noted of a talk, to be written on; open where there is something, or something was refused.
fn note(talk: &PastTalk, draft: Option<Draft>, page: u32, l: Locale) -> AnyView {
    let id = &talk.summary.id;
    let form = FormState::new(draft).id_prefix(format!("{id}-"));
    let label = td_string!(l, journey.note_label);
    let with = labels::name_and_trade(&talk.summary, l);
    let title =
        if talk.note.is_empty() { td_string!(l, journey.note_write) } else { td_string!(l, journey.note_title) };
    view! {
        <details class="note" open=!talk.note.is_empty() || form.is_refused()>
            <summary>
                {title}
                <span class="visually-hidden">" : " {with}</span>
            </summary>
            <form class="form" method="post" action=SaveNote::url() novalidate>
                {form.summary(&[("note", label)])} {hidden("talk", id)} {hidden("page", &page.to_string())}
                {form.field("note", label).value(&talk.note).not_required().textarea(4)}
                <p>
                    <button class="button button--small" type="submit">{td_string!(l, journey.note_save)}</button>
                </p>
            </form>
        </details>
    }
    .into_any()
}

/// To newer and older talks: how many pages there are would be one more question to the database.
fn pages(journey: &Journey, l: Locale) -> Option<AnyView> {
    let newer = (journey.page > 1).then(|| {
        let href = Route::Journey(journey.page - 1).path();
        view! { <li><a rel="prev" href=href>{icon("chevron-left")}{td_string!(l, journey.newer)}</a></li> }
    });
    let older = journey.has_older.then(|| {
        let href = Route::Journey(journey.page + 1).path();
        view! { <li><a rel="next" href=href>{td_string!(l, journey.older)}{icon("chevron")}</a></li> }
    });
    let pages = || {
        view! { <nav class="pagination" aria-label=td_string!(l, journey.pages)><ul>{newer}{older}</ul></nav> }
            .into_any()
    };
    (journey.page > 1 || journey.has_older).then(pages)
}

fn met(met: &[MetTrade], l: Locale) -> AnyView {
    if met.is_empty() {
        return ().into_any();
    }
    let items = met.iter().map(|trade| {
        let search = TalkQuery { trade: trade.code.clone(), ..TalkQuery::default() };
        let times = (trade.talks > 1).then(|| view! { <span class="muted">{times(trade.talks, l)}</span> });
        view! {
            <li>
                <p>
                    <a href=Route::Talks(search.to_query_string()).path() lang=labels::lang(labels::FRENCH, l)>
                        {trade.label.clone()}
                    </a>
                    {times}
                </p>
            </li>
        }
    });
    view! {
        <section class="panel" aria-labelledby="rencontres">
            <h2 class="panel__title" id="rencontres">{td_string!(l, journey.met_title)}</h2>
            <p>{td_string!(l, journey.met_text)}</p>
            <ul class="followed">{items.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn times(count: u32, l: Locale) -> String {
    td_string!(l, journey.times, count = count)
}
