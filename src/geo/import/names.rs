//! The folded names under which a commune and a place of the gazetteer may be the same.

use super::{gazetteer::Place, official::Commune};
use crate::fold::fold;
use std::collections::BTreeSet;

/// The name of a place.
pub(super) fn of_place(place: &Place) -> Vec<String> {
    vec![fold(&place.name)]
}

/// All names of a place, without their articles.
pub(super) fn all_of_place(place: &Place) -> Vec<String> {
    let names = place.other_names.iter().chain([&place.name]);
    let names: BTreeSet<String> = names.map(|name| without_article(&fold(name))).collect();
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

/// The name of a commune.
pub(super) fn of_commune(commune: &Commune) -> Vec<String> {
    vec![fold(&commune.name)]
}

/// The name of a commune without its article.
pub(super) fn bare_of_commune(commune: &Commune) -> Vec<String> {
    vec![without_article(&fold(&commune.name))]
}

/// The name of the former commune that is the seat of a merged one.
pub(super) fn of_seat(commune: &Commune) -> Vec<String> {
    commune.seat.iter().map(|seat| fold(seat)).collect()
}

/// `Évry-Courcouronnes` may be found as `Évry`: the name without its last words, but never a word
/// that begins the names of many.
pub(super) fn beginnings_of_commune(commune: &Commune) -> Vec<String> {
    let folded = fold(&commune.name);
    folded
        .match_indices(' ')
        .filter_map(|(end, _)| folded.get(..end))
        .filter(|part| !matches!(*part, "le" | "la" | "les" | "l" | "saint" | "sainte" | "val" | "mont"))
        .map(str::to_owned)
        .collect()
}

fn without_article(folded: &str) -> String {
    ["le ", "la ", "les ", "l "].iter().find_map(|article| folded.strip_prefix(article)).unwrap_or(folded).to_owned()
}
