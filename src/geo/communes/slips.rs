//! Places whose names are nearly what was typed.

use super::{
    index::Index,
    query::Query,
    resolve::{Area, areas},
};
use crate::spelling::slips;
use std::cmp::Reverse;

/// The articles that names begin with and people leave out.
const ARTICLES: [&str; 4] = ["le ", "la ", "les ", "l "];

/// At most `limit` places that a person may have meant who made a slip: the nearest spelling first, then
/// the bigger place. Nothing for a short text, in which any letter may be meant.
pub fn similar(text: &str, limit: usize) -> Vec<Area> {
    let query = Query::read(text);
    let typed = query.spelled_out.as_str();
    let near = |name: &str| {
        let bare = ARTICLES.into_iter().find_map(|article| name.strip_prefix(article));
        [Some(name), bare].into_iter().flatten().filter_map(|name| slips(typed, name)).min()
    };
    let communes = Index::get()
        .all_named()
        .filter(|(commune, _)| query.number_fits(commune))
        .filter_map(|(commune, name)| Some((near(name)?, Area::Commune(commune))));
    let areas = areas().iter().filter(|_| query.number.is_none()).filter_map(|(name, area)| Some((near(name)?, *area)));
    let mut found: Vec<(usize, Area)> = communes.chain(areas).collect();
    found.sort_by_cached_key(|(slips, area)| (*slips, Reverse(area.population())));
    found.into_iter().map(|(_, area)| area).take(limit).collect()
}
