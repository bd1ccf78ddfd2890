//! The nearest searches that find somebody, for one that finds nobody, and the place that its words name. Each says what
//! it lets go of, and no two say the same.

use super::{
    meaning::{Meaning, understand},
    place_among_words::place_among_words,
    query::{RADII_KM, TalkQuery},
    types::{Relaxation, Suggestion},
};
use crate::{
    accounts::session::Reader,
    context::AppContext,
    error::AppError,
    geo::communes::{Area, Region},
    locale::Locale,
    search::criteria::Hit,
    trades::catalogue,
};
use chrono::{DateTime, Utc};
use leptos_i18n::td_string;

/// Ways out that are offered at most.
const SUGGESTIONS: usize = 5;
/// Professionals shown for an empty search.
const SHOWN: usize = 6;
/// Neighbouring trades that are tried.
const NEIGHBOURS: usize = 12;

/// Suggestions, and the first professionals of the first one.
#[derive(Default)]
pub struct WaysOut {
    /// The most alike first.
    pub suggestions: Vec<Suggestion>,
    /// Who the first suggestion finds.
    pub hits: Vec<Hit>,
    /// Whether these are people who meet minors, by the ways that are open to them.
    pub meets_minors: bool,
}

/// A search that asks for less.
struct WayOut {
    relaxation: Relaxation,
    text: String,
    query: TalkQuery,
}

/// Searches that let go of the same thing, the most alike first; so many of them are offered at most.
struct Step(usize, Vec<WayOut>);

/// Looks for ways out of a search that found nobody.
///
/// # Errors
/// [`AppError::Unavailable`] when the index does not answer.
pub async fn find(
    app: &AppContext,
    meaning: &Meaning,
    reader: &Reader,
    now: DateTime<Utc>,
) -> Result<WaysOut, AppError> {
    let (l, is_minor) = (reader.locale, reader.is_minor_at(now));
    let mut found = WaysOut::default();
    for Step(most, ways) in steps(meaning, l) {
        let until = SUGGESTIONS.min(found.suggestions.len() + most);
        for way in ways {
            if found.suggestions.len() == until {
                break;
            }
            try_out(app, way, &mut found, is_minor, now).await?;
        }
    }
    Ok(found)
}

/// The same search at a place that its words name, where that finds somebody: also beside one that finds others.
///
/// # Errors
/// [`AppError::Unavailable`] when the index does not answer.
pub async fn at_a_place_of_the_words(
    app: &AppContext,
    meaning: &Meaning,
    reader: &Reader,
    now: DateTime<Utc>,
) -> Result<Vec<Suggestion>, AppError> {
    let Step(_, ways) = a_place_of_the_words(meaning, reader.locale);
    let mut found = WaysOut::default();
    for way in ways {
        try_out(app, way, &mut found, reader.is_minor_at(now), now).await?;
    }
    Ok(found.suggestions)
}

/// Adds the way to what was found if it leads to somebody, and nothing else leads there.
async fn try_out(
    app: &AppContext,
    way: WayOut,
    found: &mut WaysOut,
    is_minor: bool,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let query = way.query.to_query_string();
    if found.suggestions.iter().any(|earlier| earlier.query == query) {
        return Ok(());
    }
    let mut criteria = understand(&way.query, now).asked_by(is_minor).criteria;
    // Only the first that finds somebody is shown; of the others the number is enough.
    criteria.limit = if found.suggestions.is_empty() { SHOWN } else { 0 };
    let meets_minors = criteria.meets_minors;
    let answer = app.search.search(criteria).await?;
    if answer.total > 0 {
        if found.suggestions.is_empty() {
            found.hits = answer.hits;
            found.meets_minors = meets_minors;
        }
        let count = u32::try_from(answer.total).unwrap_or(u32::MAX);
        found.suggestions.push(Suggestion { relaxation: way.relaxation, text: way.text, count, query });
    }
    Ok(())
}

/// From the smallest concession to everybody.
fn steps(meaning: &Meaning, l: Locale) -> Vec<Step> {
    let mut steps = vec![a_place_of_the_words(meaning, l)];
    steps.extend(without_filters(&meaning.query, l));
    steps.extend(farther_away(meaning, l));
    steps.extend(neighbouring_trades(meaning, l));
    steps.push(any_trade_there(meaning, l));
    let everybody = td_string!(l, talks.relaxed_everything).to_owned();
    steps.push(Step(1, vec![WayOut { relaxation: Relaxation::Trade, text: everybody, query: TalkQuery::default() }]));
    steps
}

/// The same search at the place that its words name, where it was given none.
fn a_place_of_the_words(meaning: &Meaning, l: Locale) -> Step {
    let query = &meaning.query;
    let is_given = meaning.area.is_some() || meaning.place.problem.is_some();
    let named = if is_given { None } else { place_among_words(&query.text) };
    let Some((words, areas)) = named else { return Step(0, Vec::new()) };
    let ways: Vec<_> = areas
        .into_iter()
        .map(|area| {
            let query = query.with(|query| {
                query.text.clone_from(&words);
                query.place = match area {
                    // Vienne is a commune as well.
                    Area::Department(department) => department.code.clone(),
                    area => area.label(),
                };
            });
            let place = Meaning::place_in_words(area, query.radius(), l);
            let text = td_string!(l, talks.relaxed_place_of_words, words = words.as_str(), place = place);
            WayOut { relaxation: Relaxation::Place, text, query }
        })
        .collect();
    Step(ways.len(), ways)
}

/// Whether a filter is set, what it is about, what letting go of it says, and how that is done.
type Filter = (bool, Relaxation, &'static str, fn(&mut TalkQuery));

/// Each filter let go of, and where that is not enough all of them.
fn without_filters(query: &TalkQuery, l: Locale) -> Vec<Step> {
    let filters: [Filter; 6] = [
        (query.within_days > 0, Relaxation::Date, td_string!(l, talks.relaxed_date), |query| query.within_days = 0),
        (!query.way.is_empty(), Relaxation::Filter, td_string!(l, talks.relaxed_way), |query| query.way.clear()),
        (!query.language.is_empty(), Relaxation::Filter, td_string!(l, talks.relaxed_language), |query| {
            query.language.clear();
        }),
        (query.minors, Relaxation::Filter, td_string!(l, talks.relaxed_minors), |query| query.minors = false),
        (!query.domain.is_empty(), Relaxation::Filter, td_string!(l, talks.relaxed_domain), |query| {
            query.domain.clear();
        }),
        (!query.region.is_empty(), Relaxation::Place, td_string!(l, talks.relaxed_region), |query| {
            query.region.clear();
        }),
    ];
    let active: Vec<_> = filters.into_iter().filter(|(is_active, ..)| *is_active).collect();
    let one_less = active.iter().map(|(_, relaxation, text, clear)| {
        Step(1, vec![WayOut { relaxation: *relaxation, text: (*text).to_owned(), query: query.with(clear) }])
    });
    let mut steps: Vec<Step> = one_less.collect();
    if active.len() > 1 {
        let none = query.with(|query| active.iter().for_each(|(.., clear)| clear(query)));
        let text = td_string!(l, talks.relaxed_filters).to_owned();
        steps.push(Step(1, vec![WayOut { relaxation: Relaxation::Filter, text, query: none }]));
    }
    steps
}

/// A wider circle, the région around, all of France.
fn farther_away(meaning: &Meaning, l: Locale) -> Vec<Step> {
    let query = &meaning.query;
    let Some(area) = meaning.area else { return Vec::new() };
    let way = |text: String, query: TalkQuery| WayOut { relaxation: Relaxation::Place, text, query };
    let wider = wider_radii(meaning)
        .map(|km| way(td_string!(l, talks.relaxed_radius, km = km), query.with(|query| query.radius_km = km)));
    let region = region_around(area).map(|region| {
        let query = query.with(|query| {
            query.place.clone_from(&region.name);
            query.radius_km = 0;
            query.region.clear();
        });
        way(td_string!(l, talks.relaxed_to_region, region = region.name.as_str()), query)
    });
    let anywhere = way(td_string!(l, talks.relaxed_anywhere).to_owned(), anywhere(query));
    vec![Step(1, wider.collect()), Step(1, region.into_iter().collect()), Step(1, vec![anywhere])]
}

/// The trades that words may be for, then those of the same family: at the same place first, for the rest of the search
/// stays as it is.
fn neighbouring_trades(meaning: &Meaning, l: Locale) -> Vec<Step> {
    let named = meaning.trades();
    let Some(trade) = named.first() else { return Vec::new() };
    let mut family = catalogue::siblings(trade.code.as_str());
    family.retain(|sibling| named.iter().all(|named| named.code != sibling.code));
    // A trade that was chosen was searched for; what words may be for was not.
    let guessed = if meaning.query.trade.is_empty() { named } else { Vec::new() };
    let guessed = guessed.into_iter().map(|trade| (trade, true));
    let siblings: Vec<_> = guessed.chain(family.into_iter().map(|trade| (trade, false))).collect();
    let instead = |of: &TalkQuery, text: fn(Locale, &str, bool) -> String| {
        let ways = siblings.iter().take(NEIGHBOURS).map(|(sibling, is_named)| WayOut {
            relaxation: Relaxation::Trade,
            text: text(l, &sibling.label, *is_named),
            query: of.with(|query| {
                query.text.clear();
                query.domain.clear();
                query.trade = sibling.code.to_string();
            }),
        });
        ways.collect::<Vec<_>>()
    };
    if meaning.area.is_none() && meaning.query.region.is_empty() {
        let text = |l: Locale, trade: &str, is_named: bool| match is_named {
            true => td_string!(l, talks.relaxed_named, trade = trade),
            false => td_string!(l, talks.relaxed_trade, trade = trade),
        };
        return vec![Step(2, instead(&meaning.query, text))];
    }
    let here = |l: Locale, trade: &str, is_named: bool| match is_named {
        true => td_string!(l, talks.relaxed_named_here, trade = trade),
        false => td_string!(l, talks.relaxed_trade_here, trade = trade),
    };
    let everywhere = |l: Locale, trade: &str, is_named: bool| match is_named {
        true => td_string!(l, talks.relaxed_named_anywhere, trade = trade),
        false => td_string!(l, talks.relaxed_trade_anywhere, trade = trade),
    };
    vec![Step(2, instead(&meaning.query, here)), Step(1, instead(&anywhere(&meaning.query), everywhere))]
}

/// Everybody around the place, whatever they do.
fn any_trade_there(meaning: &Meaning, l: Locale) -> Step {
    let Some(area) = meaning.area else { return Step(0, Vec::new()) };
    let radii = std::iter::once(meaning.query.radius_km).chain(wider_radii(meaning));
    let ways = radii.map(|radius_km| {
        let query = TalkQuery { place: meaning.query.place.clone(), radius_km, ..TalkQuery::default() };
        let place = Meaning::place_in_words(area, query.radius(), l);
        WayOut { relaxation: Relaxation::Trade, text: td_string!(l, talks.relaxed_any_trade, place = place), query }
    });
    Step(1, ways.collect())
}

/// The radii beyond the one that was searched, around a commune.
fn wider_radii(meaning: &Meaning) -> impl Iterator<Item = u32> {
    let searched = meaning.query.radius();
    let has_radius = matches!(meaning.area, Some(Area::Commune(_)));
    RADII_KM.into_iter().filter(move |radius| has_radius && *radius > searched)
}

fn region_around(area: Area) -> Option<&'static Region> {
    let region = match area {
        Area::Commune(commune) => commune.department.region,
        Area::Department(department) => department.region,
        Area::Region(_) => return None,
    };
    Some(region)
}

fn anywhere(query: &TalkQuery) -> TalkQuery {
    query.with(|query| {
        query.place.clear();
        query.region.clear();
        query.radius_km = 0;
    })
}
