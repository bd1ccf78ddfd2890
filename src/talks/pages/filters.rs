//! What narrows a search down: its filters, and the chips that take one off again.

use super::labels;
use crate::{
    i18n::*,
    talks::{
        query::{DEFAULT_RADIUS_KM, MINORS, RADII_KM, TalkQuery, WITHIN_DAYS},
        types::{FacetValue, Facets, SearchResults, Way},
    },
    ui::{icon::icon, markup::Markup},
};
use leptos::{attr, prelude::*, tachys::html::property};
use leptos_i18n::td_string;

/// The id of the search form: the filters stand outside of it and belong to it by this.
pub const FORM_ID: &str = "recherche";

/// About the bytes of a radio's text.
const RADIO_BYTES: usize = 240;

/// The filters of `query` with what each of their values would give.
pub fn filters(query: &TalkQuery, results: &SearchResults, l: Locale) -> AnyView {
    let facets = &results.facets;
    let way_label = |value: &FacetValue| {
        Way::from_code(&value.value).map_or_else(|| value.value.clone(), |way| labels::capital(labels::way(way, l)))
    };
    let language_label = |value: &FacetValue| labels::capital(&labels::language(&value.value, l));
    let own_label = |value: &FacetValue| if value.label.is_empty() { value.value.clone() } else { value.label.clone() };
    let active = chips(query, results, l).len();
    let french = labels::lang(labels::FRENCH, l);
    let summary = if active == 0 {
        td_string!(l, talks.filters).to_owned()
    } else {
        td_string!(l, talks.filters_active, count = active)
    };
    view! {
        <details class="filters">
            <summary>{icon("filter")}{summary}{icon("chevron-down")}</summary>
            <div class="filters__form stack">
                <h2 class="visually-hidden">{td_string!(l, talks.filters)}</h2>
                // Around a commune only: elsewhere it would change nothing.
                {results.has_distance.then(|| select("rayon", td_string!(l, geo.radius), radii(query, l)))}
                {select("jours", td_string!(l, talks.within), days(query, l))}
                {facet("maniere", td_string!(l, talks.how), None, &facets.ways, &query.way, &way_label, l)}
                // Whoever is under age is shown nobody else.
                {(!results.for_minor).then(|| minors(query, l))}
                {facet("langue", td_string!(l, talks.language), None, &facets.languages, &query.language, &language_label, l)}
                {facet("region", td_string!(l, geo.region), french, &facets.regions, &query.region, &own_label, l)}
                {facet("domaine", td_string!(l, trades.domain), french, &facets.domains, &query.domain, &own_label, l)}
                <button class="button" type="submit" form=FORM_ID>{td_string!(l, talks.apply_filters)}</button>
            </div>
        </details>
    }
    .into_any()
}

/// The filters in force: what each says, and the search without it.
pub fn chips(query: &TalkQuery, results: &SearchResults, l: Locale) -> Vec<(String, TalkQuery)> {
    let facets: &Facets = &results.facets;
    let label = |values: &[FacetValue], code: &str| {
        let value = values.iter().find(|value| value.value == code);
        value.map(|value| value.label.clone()).filter(|label| !label.is_empty()).unwrap_or_else(|| code.to_owned())
    };
    let trade = results.trade.label.clone().unwrap_or_else(|| query.trade.clone());
    let way = Way::from_code(&query.way).map_or_else(|| query.way.clone(), |way| labels::capital(labels::way(way, l)));
    let all = [
        (!query.trade.is_empty(), trade, query.with(|query| query.trade.clear())),
        (
            query.radius_km != 0 && results.has_distance,
            td_string!(l, geo.within_km, km = query.radius_km),
            query.with(|query| query.radius_km = 0),
        ),
        (
            query.within_days != 0,
            td_string!(l, talks.within_days, days = query.within_days),
            query.with(|query| query.within_days = 0),
        ),
        (!query.way.is_empty(), way, query.with(|query| query.way.clear())),
        (
            !query.language.is_empty(),
            labels::capital(&labels::language(&query.language, l)),
            query.with(|query| query.language.clear()),
        ),
        (
            query.minors && !results.for_minor,
            td_string!(l, talks.meets_minors).to_owned(),
            query.with(|query| query.minors = false),
        ),
        (!query.region.is_empty(), label(&facets.regions, &query.region), query.with(|query| query.region.clear())),
        (!query.domain.is_empty(), label(&facets.domains, &query.domain), query.with(|query| query.domain.clear())),
    ];
    all.into_iter().filter(|(is_active, ..)| *is_active).map(|(_, text, without)| (text, without)).collect()
}

/// A choice in a `<select>`: what the URL holds, what it says, whether it is chosen.
type SelectChoice = (String, String, bool);

/// The default stands in the URL as nothing at all, so that one search has one address.
fn radii(query: &TalkQuery, l: Locale) -> Vec<SelectChoice> {
    let choice = |km: u32| {
        let value = if km == DEFAULT_RADIUS_KM { String::new() } else { km.to_string() };
        (value, td_string!(l, geo.within_km, km = km), km == query.radius())
    };
    RADII_KM.into_iter().map(choice).collect()
}

fn days(query: &TalkQuery, l: Locale) -> Vec<SelectChoice> {
    let any = (String::new(), td_string!(l, talks.any_date).to_owned(), query.within_days == 0);
    let choice =
        |days: u32| (days.to_string(), td_string!(l, talks.within_days, days = days), days == query.within_days);
    std::iter::once(any).chain(WITHIN_DAYS.into_iter().map(choice)).collect()
}

fn select(name: &'static str, label: &'static str, choices: Vec<SelectChoice>) -> AnyView {
    let options = choices.into_iter().map(|(value, text, chosen)| {
        view! { <option value=value selected=chosen prop:selected=chosen>{text}</option> }
    });
    view! {
        <div class="field">
            <label class="field__label" for=name>{label}</label>
            <select class="input" id=name name=name form=FORM_ID>{options.collect_view()}</select>
        </div>
    }
    .into_any()
}

/// For parents and teachers, who look on behalf of somebody under age.
fn minors(query: &TalkQuery, l: Locale) -> AnyView {
    let chosen = query.minors;
    view! {
        <fieldset class="facet">
            <legend class="field__legend">{td_string!(l, talks.meets_minors_legend)}</legend>
            <div class="choices">
                <label class="choice">
                    <input type="checkbox" form=FORM_ID name="mineurs" value=MINORS checked=chosen prop:checked=chosen />
                    <span>{td_string!(l, talks.meets_minors)}</span>
                </label>
            </div>
        </fieldset>
    }
    .into_any()
}

/// One facet as radios, its values in the language `lang` where that is not the page's; nothing where there is
/// nothing to choose.
fn facet(
    name: &'static str,
    legend: &'static str,
    lang: Option<&'static str>,
    values: &[FacetValue],
    chosen: &str,
    label: &dyn Fn(&FacetValue) -> String,
    l: Locale,
) -> Option<AnyView> {
    if values.len() < 2 && chosen.is_empty() {
        return None;
    }
    let mut choices = vec![(String::new(), td_string!(l, talks.all_values).to_owned(), None)];
    choices.extend(values.iter().map(|value| (value.value.clone(), label(value), Some(value.count))));
    if !chosen.is_empty() && !values.iter().any(|value| value.value == chosen) {
        let missing = FacetValue { value: chosen.to_owned(), label: String::new(), count: 0 };
        choices.push((chosen.to_owned(), label(&missing), Some(0)));
    }
    let radios = choices.into_iter().map(|(value, text, count)| {
        let lang = lang.filter(|_| count.is_some());
        radio(name, value == chosen, value, &text, lang, count, l)
    });
    Some(
        view! {
            <fieldset class="facet">
                <legend class="field__legend">{legend}</legend>
                <div class="choices">{radios.collect_view()}</div>
            </fieldset>
        }
        .into_any(),
    )
}

/// `prop:checked` besides the attribute: once a radio was touched, the attribute no longer moves it.
fn radio(
    name: &'static str,
    chosen: bool,
    value: String,
    label: &str,
    lang: Option<&'static str>,
    count: Option<u32>,
    l: Locale,
) -> AnyView {
    let text = Markup::with_capacity(RADIO_BYTES).raw(r#"<span class="choice__text"><span"#);
    let text = text.lang(lang).raw(">").text(label).raw("</span>");
    let text = match count {
        Some(count) => text
            .raw(r#" <span class="choice__count"><span aria-hidden="true">"#)
            .text(&count.to_string())
            .raw(r#"</span><span class="visually-hidden">"#)
            .text(&labels::people(count, l))
            .raw("</span></span>"),
        None => text,
    };
    // As one attribute: a page holds dozens of radios, and each attribute by itself costs some allocations.
    let attributes = (
        attr::form(FORM_ID),
        attr::name(name),
        attr::value(value),
        attr::checked(chosen),
        property::prop("checked", chosen),
    );
    view! {
        <label class="choice">
            <input type="radio" {..attributes} />
            {text.raw("</span>").into_view()}
        </label>
    }
    .into_any()
}
