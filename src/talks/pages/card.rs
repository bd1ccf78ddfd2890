//! A professional in a list.

use super::labels;
use crate::{
    i18n::*,
    routes::Route,
    talks::types::{Card, Moment, Way},
    ui::icon::icon,
};
use leptos::prelude::*;
use leptos_i18n::td_string;

/// The cards of `cards`; `rough` says that distances are only about right.
pub fn cards(cards: Vec<Card>, rough: bool, l: Locale) -> AnyView {
    view! { <ul class="cards">{cards.into_iter().map(|card| item(card, rough, l)).collect_view()}</ul> }.into_any()
}

fn item(card: Card, rough: bool, l: Locale) -> AnyView {
    let href = Route::Professional(card.id).path();
    let place = match card.distance_km {
        None => card.place,
        Some(km) => distance(&card.place, km, rough, l),
    };
    view! {
        <li class="card">
            <h3 class="card__title">
                <a rel="external" href=href>
                    <span class="card__trade">{card.trade}</span>
                    " "
                    <span class="card__name">{card.name}</span>
                </a>
            </h3>
            <p>{card.headline}</p>
            <ul class="meta card__meta">
                {meta("pin", place)} {card.organisation.map(|organisation| meta("user", organisation))}
                {ways(&card.ways, l)} {meta("globe", labels::languages(&card.languages, l))}
                {card.demonstration.then(|| meta("info", td_string!(l, talks.demonstration_profile).to_owned()))}
            </ul>
            {next(card.next_free, card.names_zone, l)}
        </li>
    }
    .into_any()
}

/// An icon and a text in a `.meta` list.
pub fn meta(name: &'static str, text: String) -> AnyView {
    view! { <li>{icon(name)}<span>{text}</span></li> }.into_any()
}

/// The ways of meeting, each in a line of a `.meta` list.
pub fn ways(ways: &[Way], l: Locale) -> Vec<AnyView> {
    ways.iter().map(|way| meta(labels::way_icon(*way), labels::way(*way, l).to_owned())).collect()
}

fn distance(place: &str, km: u32, rough: bool, l: Locale) -> String {
    match (km, rough) {
        (0, false) => place.to_owned(),
        (_, false) => td_string!(l, geo.at_distance, place = place, km = km),
        (_, true) => td_string!(l, geo.at_rough_distance, place = place, km = km.max(1)),
    }
}

fn next(moment: Option<Moment>, names_zone: bool, l: Locale) -> AnyView {
    let told = |moment: &Moment| match names_zone {
        true => labels::moment_in_zone(&moment.day, &moment.time, &moment.zone, l),
        false => labels::moment(moment, l),
    };
    let (class, text) = match moment {
        Some(moment) => ("card__next", td_string!(l, talks.next_free, moment = told(&moment))),
        None => ("card__next card__next--none", td_string!(l, talks.no_next_free).to_owned()),
    };
    view! { <p class=class>{icon("clock")}<span>{text}</span></p> }.into_any()
}
