//! Answering a search: what was typed is understood, the index asked, the page's professionals read, and
//! an empty answer turned into the nearest full ones.

use super::{
    meaning::{Meaning, understand},
    query::{LAST_PAGE, PAGE_SIZE, TalkQuery},
    store,
    types::{Card, FacetValue, Facets, FoundPage, SearchResults, Wanted},
    views, wanted,
    ways_out::{self, WaysOut},
};
use crate::{
    accounts::session::Reader,
    context::AppContext,
    error::AppError,
    geo::{
        communes::{self, Area},
        types::Precision,
    },
    search::criteria::{Found, Hit},
    trades,
};
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use uuid::Uuid;

/// A page of search results.
///
/// # Errors
/// [`AppError::Unavailable`] when the index does not answer.
pub async fn search(
    app: &AppContext,
    reader: &Reader,
    query: &TalkQuery,
    now: DateTime<Utc>,
) -> Result<FoundPage, AppError> {
    let query = &query.clone().bounded();
    let is_minor = reader.is_minor_at(now);
    let meaning = understand(query, now).asked_by(is_minor);
    let mut criteria = meaning.criteria.clone();
    criteria.offset = usize::try_from((query.page_number() - 1) * PAGE_SIZE).unwrap_or_default();
    criteria.limit = usize::try_from(PAGE_SIZE).unwrap_or_default();
    let found = app.search.search(criteria).await?;
    let total = u32::try_from(found.total).unwrap_or(u32::MAX);
    let pages = total.div_ceil(PAGE_SIZE).clamp(1, LAST_PAGE);
    // A page beyond the last one is an old link: the last one answers it, not a dead end.
    if found.hits.is_empty() && total > 0 && query.page_number() > pages {
        return Box::pin(search(app, reader, &query.on_page(pages), now)).await;
    }
    let (shown, wanted) = if total == 0 {
        let shown = ways_out::find(app, &meaning, reader, now).await?;
        (shown, Some(missing(app, reader, &meaning, now)))
    } else {
        let meets_minors = meaning.criteria.meets_minors;
        let suggestions = ways_out::at_a_place_of_the_words(app, &meaning, reader, now).await?;
        (WaysOut { suggestions, hits: found.hits.clone(), meets_minors }, None)
    };
    let cards = cards(app, reader, &shown.hits, shown.meets_minors, now).await?;
    let centre = meaning.centre();
    let results = SearchResults {
        total,
        page: query.page_number().min(pages),
        pages,
        facets: facets(&found, &meaning),
        has_distance: centre.is_some(),
        distance_is_rough: centre.is_some_and(|commune| commune.precision != Precision::Exact),
        sought: meaning.sought(reader.locale),
        demonstration: cards.iter().any(|card| card.demonstration),
        place: meaning.place,
        trade: meaning.trade,
        text_problem: meaning.text_problem,
        left_aside: meaning.left_aside,
        for_minor: is_minor,
        wanted,
        suggestions: shown.suggestions,
    };
    Ok(FoundPage { results, cards })
}

/// What may be asked for after a search in vain, which is counted: for its likeliest trade, unless a part of
/// it was not understood.
fn missing(app: &AppContext, reader: &Reader, meaning: &Meaning, now: DateTime<Utc>) -> Wanted {
    let trades = meaning.trades();
    let department = meaning.department();
    let code = department.map(|department| department.code.clone()).unwrap_or_default();
    if let Some(trade) = trades.first().filter(|_| meaning.left_aside.is_empty()) {
        wanted::note_search(app, reader, trade.code.as_str(), &code, now);
    }
    Wanted {
        trades: trades.into_iter().map(|trade| (trade.code.to_string(), trade.label.clone())).collect(),
        department: code,
        department_name: department.map(|department| department.name.clone()).unwrap_or_default(),
    }
}

/// The cards of `hits`, in their order; for a minor, or whoever looks on their behalf, with the ways that are open to minors.
///
/// # Errors
/// [`AppError`] of the read.
pub async fn cards(
    app: &AppContext,
    reader: &Reader,
    hits: &[Hit],
    minors_only: bool,
    now: DateTime<Utc>,
) -> Result<Vec<Card>, AppError> {
    let ids: Vec<Uuid> = hits.iter().map(|hit| hit.id).collect();
    let rows = store::list_cards(&app.db, &ids).await?;
    let mut by_id: HashMap<Uuid, _> = rows.into_iter().map(|row| (row.id, row)).collect();
    // Who left, or meets minors no more, since a moment ago is still in the index, not in the database.
    let told = hits.iter().filter_map(|hit| {
        let row = by_id.remove(&hit.id)?;
        let ways = if minors_only { row.ways_for_minors() } else { row.ways() };
        if ways.is_empty() {
            return None;
        }
        let next_free = hit.next_free.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
        Some(Card { ways, ..views::card(reader, row, hit.distance_km, next_free, now) })
    });
    Ok(told.collect())
}

fn facets(found: &Found, meaning: &Meaning) -> Facets {
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
    let mut regions = values(&found.facets.regions, &region);
    // Inside a département or a région another région would find nobody.
    if matches!(meaning.area, Some(Area::Department(_) | Area::Region(_))) {
        regions.retain(|value| value.value == meaning.query.region);
        regions.iter_mut().for_each(|value| value.count = u32::try_from(found.total).unwrap_or(u32::MAX));
    }
    Facets {
        ways: values(&found.facets.ways, &unlabelled),
        languages: values(&found.facets.languages, &unlabelled),
        regions,
        domains: values(&found.facets.domains, &domain),
    }
}
