//! What a search means: its texts understood as a place and a trade, and the question put to the index.
//! What cannot be understood is left aside and told, so that it never looks as if there were nobody.

use super::{
    query::{SortOrder, TalkQuery},
    types::Understood,
};
use crate::{
    error::Problem,
    fold::fold_query,
    geo::communes::{self, Area, Commune, Department, Resolution},
    locale::Locale,
    search::criteria::{Criteria, Near, Sort},
    trades::{
        catalogue::{self, Resolution as TradeResolution},
        types::Trade,
    },
};
use chrono::{DateTime, Duration, Utc};
use leptos_i18n::td_string;

/// Choices offered for an ambiguous place or trade.
const CHOICES: usize = 12;
/// Choices offered for a place or trade that is nearly spelled so.
const SIMILAR: usize = 5;
/// Trades offered to be asked for.
const WANTED: usize = 6;

/// What a search means.
pub struct Meaning {
    /// The search without what was left aside.
    pub query: TalkQuery,
    /// The question put to the index.
    pub criteria: Criteria,
    /// How the place was understood.
    pub place: Understood,
    /// How the trade was understood.
    pub trade: Understood,
    /// Why the words could not be searched for.
    pub text_problem: Option<Problem>,
    /// What was typed and left aside.
    pub left_aside: Vec<String>,
    /// The place.
    pub area: Option<Area>,
    trade_found: Option<&'static Trade>,
}

/// Understands `query` at the instant `now`.
pub fn understand(query: &TalkQuery, now: DateTime<Utc>) -> Meaning {
    let mut kept = query.clone();
    let mut left_aside = Vec::new();
    let mut leave = |text: &mut String| left_aside.push(std::mem::take(text));
    let is_unsearchable = !query.text.is_empty() && fold_query(&query.text).is_empty();
    if is_unsearchable {
        leave(&mut kept.text);
    }
    let (trade, trade_found) = understand_trade(&query.trade);
    if trade.problem.is_some() {
        leave(&mut kept.trade);
    }
    // The whole country is no place to be near to.
    if matches!(fold_query(&kept.place).as_str(), "france" | "toute la france" | "partout en france" | "partout") {
        kept.place.clear();
    }
    let (place, area) = understand_place(&kept.place);
    if place.problem.is_some() {
        leave(&mut kept.place);
    }
    Meaning {
        criteria: criteria(&kept, trade_found, area, now),
        query: kept,
        place,
        trade,
        text_problem: is_unsearchable.then_some(Problem::NoWords),
        left_aside,
        area,
        trade_found,
    }
}

impl Meaning {
    /// The same search as it is answered to somebody who may be under age: with those only whom they can meet.
    pub fn asked_by(mut self, is_minor: bool) -> Self {
        self.criteria.meets_minors |= is_minor;
        self
    }

    /// The commune that distances are measured from.
    pub fn centre(&self) -> Option<&'static Commune> {
        match self.area {
            Some(Area::Commune(commune)) => Some(commune),
            _ => None,
        }
    }

    /// The département that was searched; an overseas région is one.
    pub fn department(&self) -> Option<&'static Department> {
        match self.area {
            Some(Area::Commune(commune)) => Some(commune.department),
            Some(Area::Department(department)) => Some(department),
            Some(Area::Region(region)) => only_department(&region.code),
            None => only_department(&self.query.region),
        }
    }

    /// The trades that the search may be for, the likeliest first; none when it holds no word of any.
    pub fn trades(&self) -> Vec<&'static Trade> {
        match self.trade_found {
            Some(trade) => vec![trade],
            None => trades_of(&self.query.text),
        }
    }

    /// What was searched, in words: `boulanger · Albi (81), 50 km`.
    pub fn sought(&self, l: Locale) -> String {
        let trade = self.trade_found.map(|trade| trade.label.clone());
        let text = Some(self.query.text.clone()).filter(|text| !text.is_empty());
        let place = self.area.map(|area| Self::place_in_words(area, self.query.radius(), l));
        [text, trade, place].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// A place in words, with the radius (in kilometres) where it has one: `Albi (81), 50 km`, `Occitanie`.
    pub fn place_in_words(area: Area, radius: u32, l: Locale) -> String {
        match area {
            Area::Commune(commune) => td_string!(l, geo.around, place = commune.label(), km = radius),
            Area::Department(_) | Area::Region(_) => area.label(),
        }
    }
}

fn criteria(query: &TalkQuery, trade: Option<&'static Trade>, area: Option<Area>, now: DateTime<Utc>) -> Criteria {
    let one = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let mut criteria = Criteria {
        text: one(&query.text),
        trades: trade.map(|trade| trade.code.to_string()).into_iter().collect(),
        domain: one(&query.domain),
        region: one(&query.region),
        way: one(&query.way),
        languages: one(&query.language).into_iter().collect(),
        meets_minors: query.minors,
        free_before: (query.within_days > 0).then(|| (now + Duration::days(i64::from(query.within_days))).timestamp()),
        sort: match query.order() {
            SortOrder::Relevance => Sort::Relevance,
            SortOrder::Distance => Sort::Distance,
            SortOrder::Soonest => Sort::Soonest,
        },
        ..Criteria::default()
    };
    match area {
        None => {}
        Some(Area::Commune(commune)) => {
            let at = commune.coordinates;
            criteria.near = Some(Near { lat: at.lat, lon: at.lon, radius_km: f64::from(query.radius()) });
        }
        Some(Area::Department(department)) => criteria.department = Some(department.code.clone()),
        Some(Area::Region(region)) => {
            let filter = criteria.region.replace(region.code.clone());
            // The filter asks for another région: nobody is in both.
            criteria.department = filter.filter(|filter| *filter != region.code).map(|_| String::new());
        }
    }
    criteria
}

fn understand_trade(text: &str) -> (Understood, Option<&'static Trade>) {
    let choices = |trades: Vec<&Trade>, most: usize| {
        trades.into_iter().take(most).map(|trade| (trade.label.clone(), trade.code.to_string())).collect()
    };
    if text.is_empty() {
        return (Understood::default(), None);
    }
    match catalogue::resolve(text) {
        TradeResolution::One(trade) => {
            (Understood { label: Some(trade.label.clone()), ..Understood::default() }, Some(trade))
        }
        TradeResolution::Several(several) => {
            let problem = Some(Problem::AmbiguousTrade(Vec::new()));
            (Understood { problem, choices: choices(several, CHOICES), ..Understood::default() }, None)
        }
        TradeResolution::None => {
            let similar = choices(catalogue::nearest(text, SIMILAR), SIMILAR);
            (Understood { problem: Some(Problem::UnknownTrade), choices: similar, ..Understood::default() }, None)
        }
    }
}

fn understand_place(text: &str) -> (Understood, Option<Area>) {
    let choices =
        |areas: Vec<Area>, most: usize| areas.into_iter().take(most).map(|area| (area.label(), area.label())).collect();
    if text.is_empty() {
        return (Understood::default(), None);
    }
    match communes::resolve(text) {
        Resolution::One(area) => (Understood { label: Some(area.label()), ..Understood::default() }, Some(area)),
        Resolution::Several(several) => {
            let problem = Some(Problem::AmbiguousPlace(Vec::new()));
            (Understood { problem, choices: choices(several, CHOICES), ..Understood::default() }, None)
        }
        Resolution::None => {
            let similar = choices(communes::similar(text, SIMILAR), SIMILAR);
            (Understood { problem: Some(Problem::UnknownPlace), choices: similar, ..Understood::default() }, None)
        }
    }
}

fn trades_of(text: &str) -> Vec<&'static Trade> {
    match catalogue::resolve(text) {
        TradeResolution::One(trade) => vec![trade],
        TradeResolution::Several(several) => several.into_iter().take(WANTED).collect(),
        TradeResolution::None => catalogue::nearest(text, WANTED),
    }
}

fn only_department(region: &str) -> Option<&'static Department> {
    let mut of_region = communes::departments().iter().filter(|department| department.region.code == region);
    of_region.next().filter(|_| of_region.next().is_none())
}
