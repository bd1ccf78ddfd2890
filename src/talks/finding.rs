//! Answering a search: what was typed is understood, the index asked, the page's professionals read, and
//! an empty answer turned into the nearest full ones.

use super::{
    query::{LAST_PAGE, PAGE_SIZE, RADII_KM, SortOrder, TalkQuery},
    store,
    types::{Card, FacetValue, Facets, Relaxation, SearchResults, Suggestion, Understood},
    views, wanted,
};
use crate::{
    accounts::session::Reader,
    context::AppContext,
    error::{AppError, Problem},
    geo::{
        communes::{self, Area, Commune, Resolution},
        types::Precision,
    },
    search::criteria::{Criteria, Found, Hit, Near, Sort},
    trades::{self, types::Trade},
};
use chrono::{DateTime, Duration, Utc};
use std::collections::HashMap;
use uuid::Uuid;

/// Ways out of an empty search that are offered at most.
const SUGGESTIONS: usize = 4;
/// Professionals shown for an empty search.
const SUGGESTED_CARDS: usize = 6;
/// Choices offered for an ambiguous place or trade.
const CHOICES: usize = 12;

/// What a search means.
struct Meaning {
    criteria: Criteria,
    place: Understood,
    trade: Understood,
    centre: Option<&'static Commune>,
    /// The trade that an empty search counts for.
    wanted: Option<&'static Trade>,
    /// Where it was looked for.
    department: String,
}

/// A page of search results.
///
/// # Errors
/// [`AppError::Unavailable`] when the index does not answer.
pub async fn search(
    app: &AppContext,
    reader: &Reader,
    query: &TalkQuery,
    now: DateTime<Utc>,
) -> Result<SearchResults, AppError> {
    let query = &query.clone().bounded();
    let meaning = understand(query, now);
    let found = app.search.search(meaning.criteria.clone()).await?;
    let total = count(found.total);
    let pages = total.div_ceil(PAGE_SIZE).clamp(1, LAST_PAGE);
    // A page beyond the last one is an old link: its answer is the first page's, not a dead end.
    if found.hits.is_empty() && total > 0 && query.page_number() > pages {
        return Box::pin(search(app, reader, &query.on_page(pages), now)).await;
    }
    let understood = meaning.place.problem.is_none() && meaning.trade.problem.is_none();
    let (cards, suggestions) = if total == 0 && understood {
        if let Some(trade) = meaning.wanted {
            wanted::note_search(app, trade.code.as_str(), &meaning.department, now).await;
        }
        suggest(app, reader, query, &meaning, now).await?
    } else {
        (cards(app, reader, &found.hits, now).await?, Vec::new())
    };
    Ok(SearchResults {
        total,
        page: query.page_number().min(pages),
        pages,
        facets: facets(&found),
        has_distance: meaning.centre.is_some(),
        distance_is_rough: meaning.centre.is_some_and(|commune| commune.precision != Precision::Exact),
        wanted: meaning.wanted.filter(|_| total == 0).map(|trade| (trade.code.to_string(), trade.label.clone())),
        wanted_department: meaning.department,
        demonstration: cards.iter().any(|card| card.demonstration),
        place: meaning.place,
        trade: meaning.trade,
        cards,
        suggestions,
    })
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn understand(query: &TalkQuery, now: DateTime<Utc>) -> Meaning {
    let one = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let (trade, trade_choices) = understand_trade(&query.trade);
    let mut criteria = Criteria {
        text: one(&query.text),
        trades: trade.map(|trade| trade.code.to_string()).into_iter().collect(),
        domain: one(&query.domain),
        region: one(&query.region),
        way: one(&query.way),
        languages: one(&query.language).into_iter().collect(),
        free_before: (query.within_days > 0).then(|| (now + Duration::days(i64::from(query.within_days))).timestamp()),
        offset: usize::try_from((query.page_number() - 1) * PAGE_SIZE).unwrap_or_default(),
        limit: usize::try_from(PAGE_SIZE).unwrap_or_default(),
        sort: match query.order() {
            SortOrder::Relevance => Sort::Relevance,
            SortOrder::Distance => Sort::Distance,
            SortOrder::Soonest => Sort::Soonest,
        },
        ..Criteria::default()
    };
    let mut place = Understood::default();
    let mut centre = None;
    let mut department = String::new();
    match resolve_place(&query.place) {
        Place::Nothing => {}
        Place::Unknown => place.problem = Some(Problem::UnknownPlace),
        Place::Several(areas) => {
            place.problem = Some(Problem::AmbiguousPlace(Vec::new()));
            place.choices = areas.into_iter().take(CHOICES).map(|area| (area.label(), area.label())).collect();
        }
        Place::One(area) => {
            place.label = Some(area.label());
            match area {
                Area::Commune(commune) => {
                    let at = commune.coordinates;
                    criteria.near = Some(Near { lat: at.lat, lon: at.lon, radius_km: f64::from(query.radius()) });
                    centre = Some(commune);
                    department = commune.department.code.to_string();
                }
                Area::Department(found) => {
                    department = found.code.to_string();
                    criteria.department = Some(department.clone());
                }
                Area::Region(found) => criteria.region = Some(found.code.to_string()),
            }
        }
    }
    let trade_problem = match (&trade, query.trade.is_empty(), trade_choices.is_empty()) {
        (Some(_), ..) | (None, true, _) => None,
        (None, false, true) => Some(Problem::UnknownTrade),
        (None, false, false) => Some(Problem::AmbiguousTrade(Vec::new())),
    };
    if place.problem.is_some() || trade_problem.is_some() {
        // Nothing can be told before the reader has chosen.
        criteria.trades = vec![String::new()];
    }
    let typed = || match trades::catalogue::resolve(&query.text) {
        trades::catalogue::Resolution::One(trade) => Some(trade),
        trades::catalogue::Resolution::Several(several) => several.into_iter().next(),
        trades::catalogue::Resolution::None => None,
    };
    Meaning {
        criteria,
        place,
        trade: Understood {
            label: trade.map(|trade| trade.label.clone()),
            problem: trade_problem,
            choices: trade_choices,
        },
        centre,
        wanted: trade.or_else(typed),
        department,
    }
}

fn understand_trade(text: &str) -> (Option<&'static Trade>, Vec<(String, String)>) {
    if text.is_empty() {
        return (None, Vec::new());
    }
    match trades::catalogue::resolve(text) {
        trades::catalogue::Resolution::One(trade) => (Some(trade), Vec::new()),
        trades::catalogue::Resolution::Several(several) => (
            None,
            several.into_iter().take(CHOICES).map(|trade| (trade.label.clone(), trade.code.to_string())).collect(),
        ),
        trades::catalogue::Resolution::None => (None, Vec::new()),
    }
}

enum Place {
    Nothing,
    One(Area),
    Several(Vec<Area>),
    Unknown,
}

fn resolve_place(text: &str) -> Place {
    if text.is_empty() {
        return Place::Nothing;
    }
    match communes::resolve(text) {
        Resolution::One(area) => Place::One(area),
        Resolution::Several(areas) => Place::Several(areas),
        Resolution::None => Place::Unknown,
    }
}

async fn cards(app: &AppContext, reader: &Reader, hits: &[Hit], now: DateTime<Utc>) -> Result<Vec<Card>, AppError> {
    let ids: Vec<Uuid> = hits.iter().map(|hit| hit.id).collect();
    let rows = store::list_professionals(&app.db, &ids).await?;
    let mut by_id: HashMap<Uuid, _> = rows.into_iter().map(|row| (row.id, row)).collect();
    // A professional who left a moment ago is still in the index, not in the database.
    let told = hits.iter().filter_map(|hit| {
        let row = by_id.remove(&hit.id).filter(|row| row.published)?;
        let next_free = hit.next_free.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        Some(views::card(reader, &row, hit.distance_km, next_free, now))
    });
    Ok(told.collect())
}

fn facets(found: &Found) -> Facets {
    let values = |counts: &[(String, u64)], label: &dyn Fn(&str) -> String| -> Vec<FacetValue> {
        let value = |(value, count): &(String, u64)| FacetValue {
            value: value.clone(),
            label: label(value),
            count: u32::try_from(*count).unwrap_or(u32::MAX),
        };
        counts.iter().map(value).collect()
    };
    let region = |code: &str| communes::region(code).map_or_else(|| code.to_owned(), |region| region.name.clone());
    let domain = |letter: &str| trades::catalogue::domain(letter).unwrap_or(letter).to_owned();
    let unlabelled = |_: &str| String::new();
    Facets {
        ways: values(&found.facets.ways, &unlabelled),
        languages: values(&found.facets.languages, &unlabelled),
        regions: values(&found.facets.regions, &region),
        domains: values(&found.facets.domains, &domain),
    }
}

/// The nearest searches that find somebody, and the professionals of the first one.
async fn suggest(
    app: &AppContext,
    reader: &Reader,
    query: &TalkQuery,
    meaning: &Meaning,
    now: DateTime<Utc>,
) -> Result<(Vec<Card>, Vec<Suggestion>), AppError> {
    let mut suggestions = Vec::new();
    let mut first_cards = Vec::new();
    for (relaxation, relaxed) in relaxations(query, meaning) {
        let mut criteria = understand(&relaxed, now).criteria;
        criteria.limit = SUGGESTED_CARDS;
        let found = app.search.search(criteria).await?;
        if found.total == 0 {
            continue;
        }
        if suggestions.is_empty() {
            first_cards = cards(app, reader, &found.hits, now).await?;
        }
        suggestions.push(Suggestion { relaxation, count: count(found.total), query: relaxed.to_query_string() });
        if suggestions.len() == SUGGESTIONS {
            break;
        }
    }
    Ok((first_cards, suggestions))
}

/// Searches that ask for less, the most alike first.
fn relaxations(query: &TalkQuery, meaning: &Meaning) -> Vec<(Relaxation, TalkQuery)> {
    let mut ways_out = Vec::new();
    if query.within_days > 0 {
        ways_out.push((Relaxation::AnyDate, query.with(|query| query.within_days = 0)));
    }
    if !query.way.is_empty() || !query.language.is_empty() {
        let any = query.with(|query| {
            query.way.clear();
            query.language.clear();
        });
        ways_out.push((Relaxation::AnyWay, any));
    }
    if meaning.centre.is_some() {
        let wider = RADII_KM.into_iter().filter(|radius| *radius > query.radius());
        ways_out.extend(
            wider.map(|radius| (Relaxation::WiderRadius(radius), query.with(|query| query.radius_km = radius))),
        );
    }
    if meaning.place.label.is_some() || !query.region.is_empty() {
        let anywhere = query.with(|query| {
            query.place.clear();
            query.region.clear();
            query.radius_km = 0;
        });
        ways_out.push((Relaxation::Anywhere, anywhere));
    }
    if let Some(trade) = meaning.wanted {
        let neighbours = trades::catalogue::siblings(trade.code.as_str()).into_iter().take(6);
        ways_out.extend(neighbours.map(|neighbour| {
            let instead = query.with(|query| {
                query.text.clear();
                query.domain.clear();
                query.place.clear();
                query.radius_km = 0;
                query.trade = neighbour.code.to_string();
            });
            (Relaxation::NeighbourTrade(neighbour.label.clone()), instead)
        }));
    }
    let everything = TalkQuery { place: query.place.clone(), radius_km: query.radius_km, ..TalkQuery::default() };
    ways_out.push((Relaxation::Everything, everything));
    ways_out.push((Relaxation::Everything, TalkQuery::default()));
    ways_out
}
