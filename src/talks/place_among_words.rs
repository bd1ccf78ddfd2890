//! A place that was typed among the words of a search: "boulangère à Albi", "paris plombier". It is only ever offered: "bois"
//! and "son" are communes, and words of trades.

use crate::{
    fold::fold_query,
    geo::communes::{self, Area, Resolution},
};

/// Words of the longest names that are looked for: `Saint-Quentin en Yvelines` has three.
const LONGEST: usize = 5;
/// Places of one name that are offered: there is a Saint-Denis by Paris and one in La Réunion.
const CHOICES: usize = 2;
/// What ties a place to the words before it, folded, longest first.
const TIES: [&str; 13] = [
    "aux environs de",
    "a cote de",
    "autour de",
    "pres de",
    "near",
    "dans",
    "vers",
    "sur",
    "in",
    "en",
    "au",
    "aux",
    "a",
];
/// What ties any other word to those before it: "chef de rang" is no chef in Rang.
const ARTICLES: [&str; 8] = ["de", "du", "des", "d", "la", "le", "les", "l"];
/// Inhabitants from which on the name of a commune is its name even where nothing says so: of smaller ones
/// many are words.
const WELL_KNOWN: u32 = 2_000;

/// The places that the words may end or begin with, and what is left of the words: the longest name, and the end before the
/// beginning. None where they name no place, or nothing else.
#[must_use]
pub fn place_among_words(text: &str) -> Option<(String, Vec<Area>)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let longest = LONGEST.min(words.len().saturating_sub(1));
    (1..=longest).rev().find_map(|length| {
        let (before, at_the_end) = words.split_at(words.len() - length);
        let (at_the_beginning, after) = words.split_at(length);
        ended_by(before, at_the_end).or_else(|| Some((plain(after), named(at_the_beginning, false)?)))
    })
}

fn ended_by(before: &[&str], place: &[&str]) -> Option<(String, Vec<Area>)> {
    let tie = TIES.iter().map(|tie| tie.split(' ').collect::<Vec<_>>()).find(|tie| {
        let end = before.len().saturating_sub(tie.len());
        end > 0 && before[end..].iter().map(|word| fold_query(word)).eq(tie.iter().copied())
    });
    let rest = &before[..before.len() - tie.as_ref().map_or(0, Vec::len)];
    let last = rest.last().map(|word| fold_query(word))?;
    if tie.is_none() && ARTICLES.contains(&last.as_str()) {
        return None;
    }
    Some((plain(rest), named(place, tie.is_some())?))
}

/// Words without the comma that was before a place.
fn plain(words: &[&str]) -> String {
    words.join(" ").trim_matches([',', ';', ':', '-', '–', '(', ' ']).to_owned()
}

/// The places of this name; `is_tied` where words say that it is one.
fn named(words: &[&str], is_tied: bool) -> Option<Vec<Area>> {
    let mut areas = match communes::resolve_whole(&words.join(" ")) {
        Resolution::None => Vec::new(),
        Resolution::One(area) => vec![area],
        Resolution::Several(areas) => areas,
    };
    areas.retain(|area| match area {
        Area::Commune(commune) => is_tied || commune.population >= WELL_KNOWN,
        Area::Department(_) | Area::Region(_) => true,
    });
    areas.truncate(CHOICES);
    (!areas.is_empty()).then_some(areas)
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
            ("fleuriste à Rang", "fleuriste", "Rang (25)"),
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
    fn words_of_trades_are_no_places() {
        for text in [
            "",
            "paris",
            "boulangère",
            "chef de rang",
            "menuisier bois",
            "ingénieur du son",
            "conducteur de car",
            "peintre en bâtiment",
            "dessinateur en génie civil",
            "développeur web",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
