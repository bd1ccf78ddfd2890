//! A place that was typed among the words of a search: "boulangère à Albi", "paris plombier". It is only ever offered: "bois"
//! and "son" are communes, and words of trades.

use crate::{
    fold::fold_query,
    geo::communes::{self, Area, Resolution},
    trades::catalogue,
};

/// Words of the longest names that are looked for.
const LONGEST: usize = 5;
/// Places of one name that are offered: there is a Saint-Denis by Paris and one in La Réunion.
const CHOICES: usize = 2;
/// What ties a place to the words before it, folded, longest first.
#[rustfmt::skip]
const TIES: [&str; 13] = [
    "aux environs de", "a cote de", "autour de", "pres de", "near", "dans", "vers", "sur", "in", "en", "aux", "au", "a",
];
/// What ties any other word to those before it: "chef de rang" is no chef in Rang.
const ARTICLES: [&str; 9] = ["de", "du", "des", "d", "la", "le", "les", "l", "et"];
/// Inhabitants from which on the name of a commune is its name even where nothing says so: of smaller ones
/// many are words.
const WELL_KNOWN: u32 = 2_000;
/// The same where it is a word of trades as well and something says that it is a place: "maçon à Mâcon".
const WELL_KNOWN_AS_A_PLACE: u32 = 10_000;

/// The places that the words may end or begin with, and what is left of the words: the longest name, and the end before the
/// beginning. None where they name no place, or nothing else.
#[must_use]
pub fn place_among_words(text: &str) -> Option<(String, Vec<Area>)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let longest = LONGEST.min(words.len().saturating_sub(1));
    (1..=longest).rev().find_map(|length| {
        let (before, at_the_end) = words.split_at(words.len() - length);
        let (at_the_beginning, after) = words.split_at(length);
        ended_by(before, at_the_end).or_else(|| Some((telling(after)?, named(at_the_beginning, None)?)))
    })
}

fn ended_by(before: &[&str], place: &[&str]) -> Option<(String, Vec<Area>)> {
    let tie = TIES.into_iter().find(|tie| ends_with(before, tie));
    let rest = before.get(..before.len() - tie.map_or(0, |tie| tie.split(' ').count()))?;
    if tie.is_none() && rest.last().is_some_and(|last| ARTICLES.contains(&fold_query(last).as_str())) {
        return None;
    }
    Some((telling(rest)?, named(place, tie)?))
}

fn ends_with(words: &[&str], tie: &str) -> bool {
    let length = tie.split(' ').count();
    let end = words.len().checked_sub(length).and_then(|start| words.get(start..));
    end.is_some_and(|end| end.iter().map(|word| fold_query(word)).eq(tie.split(' ')))
}

/// What is left of the words, without the comma that was before a place; none where it tells nothing.
fn telling(words: &[&str]) -> Option<String> {
    let first = fold_query(words.first()?);
    let is_tie = ARTICLES.contains(&first.as_str()) || TIES.contains(&first.as_str());
    let text = words.join(" ").trim_matches([',', ';', ':', '-', '–', '(', ' ']).to_owned();
    (!is_tie && !fold_query(&text).is_empty()).then_some(text)
}

/// The places of this name, after the words that tie it to others, if there are any.
fn named(words: &[&str], tie: Option<&str>) -> Option<Vec<Area>> {
    let name = fold_query(&words.join(" "));
    let is_word = catalogue::is_word(&name);
    let mut areas = places_of(&name, tie);
    areas.retain(|area| match (area, is_word, tie) {
        (Area::Department(_) | Area::Region(_), ..) | (Area::Commune(_), false, Some(_)) => true,
        (Area::Commune(commune), false, None) => commune.population >= WELL_KNOWN,
        (Area::Commune(commune), true, Some(_)) => commune.population >= WELL_KNOWN_AS_A_PLACE,
        (Area::Commune(_), true, None) => false,
    });
    areas.truncate(CHOICES);
    (!areas.is_empty()).then_some(areas)
}

/// The places of a folded name, with the article that French gives them: "au Mans", "dans le Tarn", "dans l'Hérault".
fn places_of(name: &str, tie: Option<&str>) -> Vec<Area> {
    let found = |name: &str| match communes::resolve_whole(name) {
        Resolution::None => None,
        Resolution::One(area) => Some(vec![area]),
        Resolution::Several(areas) => Some(areas),
    };
    let with_article = || match tie {
        Some("au") => found(&format!("le {name}")),
        Some("aux") => found(&format!("les {name}")),
        _ => None,
    };
    let without_article = || {
        let rest = ["le ", "la ", "les ", "l "].into_iter().find_map(|article| name.strip_prefix(article));
        rest.filter(|_| tie.is_some()).and_then(found)
    };
    with_article().or_else(|| found(name)).or_else(without_article).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(String, Vec<String>)> {
        let (rest, areas) = place_among_words(text)?;
        Some((rest, areas.into_iter().map(Area::label).collect()))
    }

    #[test]
    fn a_place_is_found_at_the_end_and_at_the_beginning() {
        for (text, rest, place) in [
            ("boulangere paris", "boulangere", "Paris (75)"),
            ("boulanger à Albi", "boulanger", "Albi (81)"),
            ("Paris plombier", "plombier", "Paris (75)"),
            ("plombier, Lyon 3e", "plombier", "Lyon (69)"),
            ("chef de projet près de Clermont-Ferrand", "chef de projet", "Clermont-Ferrand (63)"),
            ("infirmier st etienne", "infirmier", "Saint-Étienne (42)"),
            ("aide soignante en Occitanie", "aide soignante", "Occitanie"),
            ("fleuriste 81000", "fleuriste", "Albi (81)"),
            ("maçon à Mâcon", "maçon", "Mâcon (71)"),
            ("boulanger dans le Tarn", "boulanger", "Tarn"),
            ("pâtissier dans l’Hérault", "pâtissier", "Hérault"),
            ("soudeuse au Havre", "soudeuse", "Le Havre (76)"),
            ("soudeuse au Mans", "soudeuse", "Le Mans (72)"),
        ] {
            assert_eq!(found(text), Some((rest.to_owned(), vec![place.to_owned()])), "{text}");
        }
    }

    #[test]
    fn several_places_of_one_name_are_offered() {
        let (rest, places) = found("boulanger Saint-Denis").unwrap();
        assert_eq!((rest.as_str(), places.len()), ("boulanger", 2), "{places:?}");
    }

    #[test]
    #[rustfmt::skip]
    fn words_of_trades_are_no_places() {
        for text in [
            "", "paris", "boulangère", "chef de rang", "menuisier bois", "ingénieur du son", "conducteur de car",
            "peintre en bâtiment", "dessinateur en génie civil", "développeur web", "apprenti maçon", "négociant en bois",
            "mécanicien avion", "secours en montagne", "conducteur de machines à bois",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn no_trade_is_read_as_a_place() {
        let names = catalogue::all().iter().flat_map(|trade| std::iter::once(&trade.label).chain(&trade.also));
        let halves = names.flat_map(|name| name.split(" / ").chain(std::iter::once(name.as_str())));
        let read: Vec<_> = halves.filter_map(|name| Some((name, found(name)?))).collect();
        assert!(read.is_empty(), "{read:?}");
    }

    #[test]
    fn something_has_to_be_left() {
        for text in [", Albi", "? Albi", "à Albi", "dans le Tarn", "tours de magie", "  Albi", "de Paris"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
