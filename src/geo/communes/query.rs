//! What a person means by the words typed in a place field.

use super::{Commune, find};
use crate::fold::fold_query;

/// A name and a number, either of which may be missing: `Albi (81)`, `81000 Albi`, `st-etienne`.
pub(super) struct Query {
    /// Folded, `st` and `ste` spelled out; empty when only a number was typed.
    pub name: String,
    /// The same with the last word spelled out too. While typing, `st` may still become Strasbourg.
    pub spelled_out: String,
    /// The beginning of a postal code or of a département's code, in small letters.
    pub number: Option<String>,
}

impl Query {
    /// Reads the first [`crate::fold::MAX_QUERY`] characters.
    pub fn read(text: &str) -> Self {
        let folded = fold_query(text);
        let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        if let Some(cedex) = words.iter().position(|word| *word == "cedex") {
            words.truncate(cedex.max(1));
        }
        let mut number = words.first().copied().filter(|word| starts_with_digit(word));
        if number.is_some() {
            words.remove(0);
        }
        if words.last().is_some_and(|word| starts_with_digit(word)) {
            let last = words.pop();
            number = number.or(last);
        }
        let saint = |word: &&str| match *word {
            "st" => "saint".to_owned(),
            "ste" => "sainte".to_owned(),
            word => word.to_owned(),
        };
        let spelled_out = words.iter().map(saint).collect::<Vec<_>>().join(" ");
        let name = match words.split_last() {
            Some((last, before)) => before.iter().map(saint).chain([(*last).to_owned()]).collect::<Vec<_>>().join(" "),
            None => String::new(),
        };
        Self { name, spelled_out, number: number.map(str::to_owned) }
    }

    /// Whether nothing was typed that could name a place.
    pub fn is_empty(&self) -> bool {
        self.name.is_empty() && self.number.is_none()
    }

    /// Whether the number, if there is one, is the commune's.
    pub fn number_fits(&self, commune: &Commune) -> bool {
        self.number.as_deref().is_none_or(|number| {
            commune.postal_codes.iter().any(|code| code.starts_with(number))
                || commune.department.code.to_lowercase().starts_with(number)
        })
    }
}

/// `Paris 11`, `Lyon 3e` and `Marseille 1er arrondissement` mean the city.
pub(super) fn city_of_arrondissement(text: &str) -> Option<&'static Commune> {
    let folded = fold_query(text);
    let mut words = folded.split(' ');
    let (code, count) = match words.next()? {
        "paris" => ("75056", 20),
        "lyon" => ("69123", 9),
        "marseille" => ("13055", 16),
        _ => return None,
    };
    let ordinal = words.next()?;
    let digits = ["eme", "er", "e"].iter().find_map(|end| ordinal.strip_suffix(end)).unwrap_or(ordinal);
    let rest = words.next();
    let is_one = digits.parse::<u8>().is_ok_and(|number| (1..=count).contains(&number))
        && rest.is_none_or(|word| "arrondissement".starts_with(word))
        && words.next().is_none();
    is_one.then(|| find(code)).flatten()
}

fn starts_with_digit(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_ascii_digit())
}
