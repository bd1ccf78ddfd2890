//! What there is to know of a person, an hour or a talk, as a list of terms.

use super::labels;
use crate::{
    i18n::*,
    talks::types::{Moment, TalkSummary},
    ui::icon::icon,
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// A list of [`fact`]s.
pub fn facts(facts: Vec<AnyView>) -> AnyView {
    view! { <dl class="facts">{facts}</dl> }.into_any()
}

/// A term and what it is.
pub fn fact(name: &'static str, term: &'static str, text: String) -> AnyView {
    fact_of(name, term, text.into_any())
}

/// A term and what it is, with more than a text in it.
pub fn fact_of(name: &'static str, term: &'static str, content: AnyView) -> AnyView {
    view! { <div>{icon(name)}<dt>{term}</dt><dd>{content}</dd></div> }.into_any()
}

/// What is good to know of a fact, in a line of its own below it.
pub fn hint(text: String) -> AnyView {
    view! { <span class="facts__hint">{text}</span> }.into_any()
}

/// When: on the reader's clock and, where it shows another hour, on the professional's.
pub fn when(moment: &Moment, l: Locale) -> AnyView {
    let here = labels::moment_in_zone(&moment.day, &moment.time, &moment.zone, l);
    let there = labels::moment_there(moment, l).map(hint);
    let content = view! { <time datetime=moment.iso.clone()>{here}</time> {there} };
    fact_of("calendar", td_string!(l, talks.when), content.into_any())
}

/// Among facts, the hour before of a talk for which another one is proposed; nothing otherwise.
pub fn instead_of(talk: &TalkSummary, l: Locale) -> AnyView {
    let before = talk.instead_of.as_ref();
    let before = before.map(|before| fact("clock", td_string!(l, talks.instead_of), labels::moment(before, l)));
    before.into_any()
}
