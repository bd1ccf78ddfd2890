//! What the editor says of one's own page: whether others see it, and whether they can book.

use super::labels;
use crate::{
    i18n::*,
    locale::is_singular,
    routes::Route,
    talks::{
        form::ProfileEditor,
        types::{Moment, OwnPage},
    },
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

/// How a saved page stands: whether it can be booked, or that it is hidden.
pub fn state(editor: &ProfileEditor, l: Locale) -> AnyView {
    match &editor.page {
        Some(page) => {
            let tone = if page.next_free.is_some() { Tone::Info } else { Tone::Warning };
            notice_of(tone, standing(page, l))
        }
        // Without a sentence about the job nothing was ever saved.
        None if !editor.form.headline.is_empty() => notice(Tone::Info, td_string!(l, talks.profile_hidden)),
        None => ().into_any(),
    }
}

fn standing(page: &OwnPage, l: Locale) -> AnyView {
    let bookable = match &page.next_free {
        None => td_string!(l, talks.profile_no_start).to_owned(),
        Some(first) => starts(page.free_starts, first, l),
    };
    view! {
        <p>{bookable}</p>
        {then_free(page, l)}
        <p>
            <a href=Route::Professional(page.id.clone()).path()>{td_string!(l, talks.profile_see_page)}</a>
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
