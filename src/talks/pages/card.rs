//! A professional in a list.

use super::labels;
use crate::{
    i18n::*,
    routes::Route,
    talks::types::{Card, Moment, Way},
    ui::markup::Markup,
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// About the bytes of a card.
const CARD_BYTES: usize = 1_300;

/// The cards of `cards`, as one text. In a page that a browser has just taken over `cards` is empty
/// ([`ShownPage`](crate::talks::types::ShownPage)): the cards that the server wrote stay until another answer comes.
/// `rough` says that distances are only about right. `search` is the query that found them, which their pages lead back
/// to.
pub fn cards(cards: &[Card], rough: bool, search: &str, l: Locale) -> AnyView {
    let list = Markup::with_capacity(cards.len() * CARD_BYTES).raw(r#"<ul class="cards">"#);
    cards.iter().fold(list, |list, card| item(list, card, rough, search, l)).raw("</ul>").into_view()
}

fn item(list: Markup, card: &Card, rough: bool, search: &str, l: Locale) -> Markup {
    let french = labels::lang(labels::FRENCH, l);
    let place = card.distance_km.map(|km| distance(&card.place, km, rough, l));
    let item = list
        .raw(r#"<li class="card"><h3 class="card__title"><a rel="external" href=""#)
        .text(&Route::FoundProfessional { id: card.id.clone(), search: search.to_owned() }.path())
        .raw(r#""><span class="card__trade""#)
        .lang(french)
        .raw(">")
        .text(&card.trade)
        .raw(r#"</span> <span class="card__name">"#)
        .text(&card.name)
        .raw("</span></a></h3>");
    let item = match card.other_trades.join(", ") {
        others if others.is_empty() => item,
        others => item
            .raw("<p>")
            .text(td_string!(l, talks.also))
            .raw(" <span")
            .lang(french)
            .raw(">")
            .text(&others)
            .raw("</span></p>"),
    };
    let item = item.raw("<p").lang(french).raw(">").text(&card.headline).raw(r#"</p><ul class="meta card__meta">"#);
    let item = line(item, "pin", place.as_ref().unwrap_or(&card.place));
    let item = card.organisation.iter().fold(item, |item, organisation| line(item, "user", organisation));
    let item = card.ways.iter().fold(item, |item, way| line(item, labels::way_icon(*way), labels::way(*way, l)));
    let item = line(item, "globe", &labels::languages(&card.languages, l));
    let item = if card.demonstration { line(item, "info", td_string!(l, talks.demonstration_profile)) } else { item };
    next(item.raw("</ul>"), card, l).raw("</li>")
}

/// An icon and a text in a `.meta` list.
fn line(list: Markup, icon: &'static str, text: &str) -> Markup {
    list.raw("<li>").icon(icon).raw("<span>").text(text).raw("</span></li>")
}

/// An icon and a text in a `.meta` list, as a view.
pub fn meta(name: &'static str, text: &str) -> AnyView {
    line(Markup::default(), name, text).into_view()
}

/// The ways of meeting, each in a line of a `.meta` list.
pub fn ways(ways: &[Way], l: Locale) -> Vec<AnyView> {
    ways.iter().map(|way| meta(labels::way_icon(*way), labels::way(*way, l))).collect()
}

fn distance(place: &str, km: u32, rough: bool, l: Locale) -> String {
    match (km, rough) {
        (0, false) => place.to_owned(),
        (_, false) => td_string!(l, geo.at_distance, place = place, km = km),
        (_, true) => td_string!(l, geo.at_rough_distance, place = place, km = km.max(1)),
    }
}

fn next(item: Markup, card: &Card, l: Locale) -> Markup {
    let told = |moment: &Moment| match card.names_zone {
        true => labels::moment_in_zone(&moment.day, &moment.time, &moment.zone, l),
        false => labels::moment(moment, l),
    };
    let item = match &card.next_free {
        Some(moment) => {
            let text = td_string!(l, talks.next_free, moment = told(moment));
            item.raw(r#"<p class="card__next">"#).icon("clock").raw("<span>").text(&text)
        }
        None => {
            let text = td_string!(l, talks.no_next_free);
            item.raw(r#"<p class="card__next card__next--none">"#).icon("clock").raw("<span>").text(text)
        }
    };
    item.raw("</span></p>")
}
