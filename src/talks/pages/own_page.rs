//! What the editor says of one's own page: whether others see it, and whether they can book.

use super::labels;
use crate::{
    i18n::*,
    locale::is_singular,
    moderation::{labels::reason, types::Reason},
    routes::Route,
    talks::types::{Moment, OwnPage, OwnVetting, ProfileOverview, Vetting},
    ui::{
        form::Weight,
        notice::{Tone, notice, notice_of},
        page_title::page_title,
    },
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The page in place of the editor for whoever is too young to give hours: before anything is typed.
pub fn adults_only(l: Locale) -> AnyView {
    view! {
        <div class="wrap wrap--narrow page stack stack--l">
            {page_title(td_string!(l, talks.profile_title))} {notice(Tone::Info, td_string!(l, talks.profile_adults_only))}
            <p class="actions">
                <a class=Weight::Primary.class() href=Route::Talks(String::new()).path()>
                    {td_string!(l, talks.profile_look_around)}
                </a>
            </p>
        </div>
    }
    .into_any()
}

/// How a saved page stands: what waits for whom, and whether it can be booked, or that it is hidden.
pub fn state(overview: &ProfileOverview, l: Locale) -> AnyView {
    let Some(own) = &overview.vetting else { return ().into_any() };
    let vetted = vetting(own, l);
    match &overview.page {
        // Where requests went unanswered that is told instead, with the way back.
        _ if overview.is_paused => vetted,
        Some(page) => {
            let tone = if page.next_free.is_some() { Tone::Info } else { Tone::Warning };
            let will_be = (!own.state.is_open()).then(|| view! { <p>{td_string!(l, moderation.once_listed)}</p> });
            let bookable = notice_of(tone, view! { {will_be} {standing(page, own.state, l)} }.into_any());
            view! { {vetted} {bookable} }.into_any()
        }
        None => view! { {vetted} {notice(Tone::Info, td_string!(l, talks.profile_hidden))} }.into_any(),
    }
}

/// What the profile waits for, or why it is not listed: what happens next, and what its owner can do.
fn vetting(own: &OwnVetting, l: Locale) -> AnyView {
    match own.state {
        Vetting::Draft | Vetting::Approved => ().into_any(),
        Vetting::Submitted => {
            let usual = own.usual_hours.map(|hours| usual(hours, l));
            let content = view! {
                <h2 class="notice__title">{td_string!(l, moderation.own_submitted)}</h2>
                <p>{td_string!(l, moderation.own_submitted_text)}</p>
                {usual.map(|usual| view! { <p>{usual}</p> })}
            };
            notice_of(Tone::Info, content.into_any())
        }
        Vetting::Changed => {
            let minors = own.welcomes_minors.then(|| view! { <p>{td_string!(l, moderation.own_changed_minors)}</p> });
            let content = view! {
                <h2 class="notice__title">{td_string!(l, moderation.own_changed)}</h2>
                <p>{td_string!(l, moderation.own_changed_text)}</p>
                {minors}
            };
            notice_of(Tone::Info, content.into_any())
        }
        Vetting::ChangesAsked => sent_back(td_string!(l, moderation.own_changes_asked), own, l),
        Vetting::Refused => sent_back(td_string!(l, moderation.own_refused), own, l),
    }
}

fn sent_back(title: &'static str, own: &OwnVetting, l: Locale) -> AnyView {
    let why = own.reason.filter(|why| *why != Reason::Other || own.note.is_none());
    let content = view! {
        <h2 class="notice__title">{title}</h2>
        {why.map(|why| view! { <p>{reason(why, l)}</p> })}
        {own.note.clone().map(|note| view! { <p class="log__note">{note}</p> })}
        <p>{td_string!(l, moderation.own_again)}</p>
    };
    notice_of(Tone::Warning, content.into_any())
}

/// How soon the answer came lately.
fn usual(hours: u32, l: Locale) -> String {
    match hours {
        0..=1 => td_string!(l, moderation.usual_hour).to_owned(),
        2..=47 => td_string!(l, moderation.usual_hours, count = hours),
        _ => td_string!(l, moderation.usual_days, count = hours.div_ceil(24)),
    }
}

fn standing(page: &OwnPage, state: Vetting, l: Locale) -> AnyView {
    let bookable = match &page.next_free {
        None => td_string!(l, talks.profile_no_start).to_owned(),
        Some(first) => starts(page.free_starts, first, l),
    };
    let see = match state.is_open() {
        true => td_string!(l, talks.profile_see_page),
        false => td_string!(l, moderation.preview),
    };
    view! {
        <p>{bookable}</p>
        {then_free(page, l)}
        <p>
            <a href=Route::Professional(page.id.clone()).path()>{see}</a>
        </p>
    }
    .into_any()
}

/// A few hours after the first: what the rules, as saved, offer.
fn then_free(page: &OwnPage, l: Locale) -> AnyView {
    if page.then_free.is_empty() {
        return ().into_any();
    }
    let hours = page.then_free.iter().map(|moment| view! { <li>{labels::moment(moment, l)}</li> }).collect_view();
    view! {
        <p>{td_string!(l, agenda.next_hours)}</p>
        <ul>{hours}</ul>
    }
    .into_any()
}

fn starts(count: u32, first: &Moment, l: Locale) -> String {
    let moment = labels::moment(first, l);
    if is_singular(l, u64::from(count)) {
        td_string!(l, talks.profile_one_start, moment = moment)
    } else {
        td_string!(l, talks.profile_starts, count = count, moment = moment)
    }
}
