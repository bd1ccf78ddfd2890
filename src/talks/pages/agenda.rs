//! One's agenda: what is coming, what is past, and the private feed for one's own calendar.

use super::{card::meta, conversation::unread_link, labels};
use crate::{
    accounts::visitor::{use_account, use_draft},
    agenda::{
        api::{RenewFeed, RevokeFeed},
        form::FeedForm,
    },
    i18n::*,
    locale::use_locale,
    routes::Route,
    talks::{
        api::my_agenda,
        types::{AgendaOverview, Side, Stage, TalkSummary, Way},
    },
    ui::{
        demonstration::demonstration_banner,
        empty::{WayOn, empty},
        failure::current_path,
        form::{FormState, Weight},
        loaded::loaded,
        notice::{Tone, notice_of},
        page_title::page_title,
        tag::tag,
    },
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_i18n::td_string;
use leptos_router::components::Redirect;
use std::collections::BTreeMap;

/// The reader's agenda, `/agenda`.
#[component]
pub fn AgendaPage() -> impl IntoView {
    if use_account().is_none() {
        return view! { <Redirect path=Route::SignIn(Some(current_path())).path() /> }.into_any();
    }
    let l = use_locale();
    let agenda = Resource::new_blocking(|| (), |()| my_agenda());
    let draft = use_draft::<FeedForm>();
    loaded(agenda, move |agenda| page(&agenda, &FormState::new(draft.clone()), l))
}

fn page(agenda: &AgendaOverview, form: &FormState, l: Locale) -> AnyView {
    let coming = if agenda.coming.is_empty() {
        let search = WayOn {
            icon: "search",
            text: td_string!(l, agenda.find_someone).to_owned(),
            href: Route::Talks(String::new()).path(),
        };
        empty(td_string!(l, agenda.nothing_coming), vec![search])
    } else {
        bookings(&agenda.coming, &agenda.unread, false, l)
    };
    let past = if agenda.past.is_empty() {
        view! { <p class="muted">{td_string!(l, agenda.nothing_past)}</p> }.into_any()
    } else {
        bookings(&agenda.past, &agenda.unread, true, l)
    };
    let older = agenda.has_older.then(|| view! { <p class="muted">{td_string!(l, agenda.older)}</p> });
    let invented = agenda.coming.iter().chain(&agenda.past).any(|talk| talk.demonstration);
    view! {
        {invented.then(demonstration_banner)}
        <div class="wrap page">
            <div class="columns">
                <div class="stack stack--l">
                    {page_title(td_string!(l, agenda.title))}
                    {to_answer(agenda, l)}
                    <section class="stack" aria-labelledby="a-venir">
                        <h2 id="a-venir">{td_string!(l, agenda.coming)}</h2>
                        {coming}
                    </section>
                    <section class="stack" aria-labelledby="passees">
                        <h2 id="passees">{td_string!(l, agenda.past)}</h2>
                        {past}
                        {older}
                    </section>
                </div>
                <div class="stack stack--l">{feed(agenda.feed_url.as_deref(), form, l)} {own_profile(agenda.is_professional, l)}</div>
            </div>
        </div>
    }
    .into_any()
}

/// What waits for the reader's answer comes first.
fn to_answer(agenda: &AgendaOverview, l: Locale) -> Option<AnyView> {
    let waits = |talk: &&TalkSummary| talk.awaits == Some(talk.side);
    let count = agenda.coming.iter().filter(waits).count();
    let content = view! {
        <p class="notice__title">{td_string!(l, talks.requests_count, count = count)}</p>
        <p>
            <a href=Route::Requests.path()>{td_string!(l, talks.requests_link)}</a>
        </p>
    };
    (count > 0).then(|| notice_of(Tone::Info, content.into_any()))
}

/// Talks in a list, each with how many messages of it are unread.
pub fn bookings(talks: &[TalkSummary], unread: &BTreeMap<String, u32>, past: bool, l: Locale) -> AnyView {
    let items = talks.iter().map(|talk| booking(talk, unread.get(&talk.id), past, None, l));
    view! { <ol class="bookings">{items.collect_view()}</ol> }.into_any()
}

/// A talk in a list, with the messages of it that are unread and what stands under it.
pub fn booking(talk: &TalkSummary, unread: Option<&u32>, past: bool, under: Option<AnyView>, l: Locale) -> AnyView {
    let is_off = matches!(talk.stage, Stage::Cancelled | Stage::Declined | Stage::Expired);
    let class = match (past, is_off) {
        (_, true) => "booking booking--past booking--cancelled",
        (true, false) => "booking booking--past",
        (false, false) => "booking",
    };
    let (title, gives) = match talk.side {
        Side::Explorer => (labels::name_and_trade(talk, l), false),
        Side::Professional => (labels::other_first(talk.other.as_deref(), l), true),
    };
    // Who goes there has to know what the clock says there.
    let there = (talk.way == Way::Onsite).then(|| labels::moment_there(&talk.moment, l)).flatten();
    let gives = gives.then(|| view! { <li>{tag(td_string!(l, agenda.you_give))}</li> });
    // That it is confirmed is what one expects of it.
    let state = (talk.stage != Stage::Confirmed).then(|| view! { <li>{tag(labels::stage(talk.stage, l))}</li> });
    view! {
        <li class=class>
            // The big date repeats the line beside it for the eye.
            <p class="booking__date" aria-hidden="true">
                <span>{talk.leaf.weekday.clone()}</span>
                " "
                <span class="booking__day">{talk.leaf.date.clone()}</span>
            </p>
            <div>
                <h3>
                    <a href=Route::Talk(talk.id.clone()).path()>{title}</a>
                </h3>
                <ul class="meta booking__meta">
                    {meta("clock", &labels::moment(&talk.moment, l))}
                    {there.map(|there| meta("globe", &there))}
                    {meta(labels::way_icon(talk.way), labels::way(talk.way, l))}
                    {talk.demonstration.then(|| meta("info", td_string!(l, talks.demonstration_profile)))}
                    {gives}
                    {state}
                    {unread_link(&talk.id, unread, l)}
                </ul>
                {under}
            </div>
        </li>
    }
    .into_any()
}

fn feed(url: Option<&str>, form: &FormState, l: Locale) -> AnyView {
    let content = match url {
        Some(url) => view! {
            <div class="field">
                <label class="field__label" for="flux-adresse">{td_string!(l, agenda.feed_label)}</label>
                <p class="field__hint" id="flux-aide">{td_string!(l, agenda.feed_hint)}</p>
                <input class="input" id="flux-adresse" readonly=true value=url.to_owned() aria-describedby="flux-aide" />
            </div>
            {button(RenewFeed::url(), td_string!(l, agenda.feed_renew))}
            {button(RevokeFeed::url(), td_string!(l, agenda.feed_revoke))}
        }
        .into_any(),
        None => button(RenewFeed::url(), td_string!(l, agenda.feed_create)),
    };
    view! {
        <section class="panel" aria-labelledby="flux">
            <h2 class="panel__title" id="flux">{td_string!(l, agenda.feed_title)}</h2>
            {form.summary(&[])}
            <p>{td_string!(l, agenda.feed_text)}</p>
            {content}
        </section>
    }
    .into_any()
}

fn button(action: &'static str, label: &'static str) -> AnyView {
    view! {
        <form method="post" action=action>
            <button class="button button--small" type="submit">{label}</button>
        </form>
    }
    .into_any()
}

fn own_profile(is_professional: bool, l: Locale) -> AnyView {
    let (text, link) = if is_professional {
        (td_string!(l, agenda.hours_text), td_string!(l, agenda.hours_link))
    } else {
        (td_string!(l, agenda.give_text), td_string!(l, agenda.give_link))
    };
    // Their answers and thanks are there, whether or not a request waits.
    let requests = is_professional
        .then(|| view! { <p><a href=Route::Requests.path()>{td_string!(l, agenda.requests_link)}</a></p> });
    view! {
        <section class="panel" aria-labelledby="metier">
            <h2 class="panel__title" id="metier">{td_string!(l, agenda.give_title)}</h2>
            <p>{text}</p>
            <p>
                <a class=Weight::Plain.class() href=Route::ProfessionalEditor.path()>{link}</a>
            </p>
            {requests}
        </section>
    }
    .into_any()
}
