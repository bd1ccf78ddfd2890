//! Ways to reach somebody outside of Déclic in what they write: telephone numbers, mail addresses, links, streets and
//! names in messengers, spaced and spelled out too, in French and English. They are held back: nobody's details are shown
//! to another, and what two people tell each other stays where it can be reported.
//!
//! No rule of this kind is complete: it makes leaving the site a deliberate act, while hours, dates, prices, postal
//! codes and the names of networks in an honest sentence pass.

mod addresses;
mod handles;
mod telephone;

use crate::{
    error::{AppError, Problem},
    fold::fold,
};

/// Refuses the text of a form's field that holds a way to reach somebody.
///
/// # Errors
/// [`AppError::Invalid`].
pub fn refuse(field: &str, text: &str) -> Result<(), AppError> {
    refuse_found(field, find(text))
}

/// The same of a field that is a postal address.
///
/// # Errors
/// [`AppError::Invalid`].
pub fn refuse_beside_address(field: &str, text: &str) -> Result<(), AppError> {
    refuse_found(field, find_at_a_distance(text, &words(text)))
}

fn refuse_found(field: &str, found: Option<&str>) -> Result<(), AppError> {
    match found {
        Some(found) => Err(AppError::field(field, Problem::ContactDetails(found.to_owned()))),
        None => Ok(()),
    }
}

/// The first part of `text` that looks like a way to reach somebody.
#[must_use]
pub fn find(text: &str) -> Option<&str> {
    let words = words(text);
    find_at_a_distance(text, &words).or_else(|| addresses::street(text, &words))
}

/// All but a street.
fn find_at_a_distance<'t>(text: &'t str, words: &[Word]) -> Option<&'t str> {
    addresses::link(text)
        .or_else(|| addresses::at_sign(text, words))
        .or_else(|| addresses::spelled(text, words))
        .or_else(|| addresses::letter_by_letter(text, words))
        .or_else(|| handles::find(text, words))
        .or_else(|| telephone::find(text, words))
}

/// Letters and digits without anything between them.
struct Word {
    start: usize,
    end: usize,
    folded: String,
}

fn words(text: &str) -> Vec<Word> {
    let letters: Vec<(usize, char)> = text.char_indices().filter(|(_, sign)| sign.is_alphanumeric()).collect();
    let words = letters.chunk_by(|(at, sign), (next, _)| at + sign.len_utf8() == *next);
    let word = |word: &[(usize, char)]| {
        let (start, end) = (word.first()?.0, word.last().map(|(at, sign)| at + sign.len_utf8())?);
        Some(Word { start, end, folded: fold(text.get(start..end)?) })
    };
    words.filter_map(word).collect()
}

/// What stands between two words.
fn gap<'t>(text: &'t str, word: &Word, next: &Word) -> &'t str {
    text.get(word.end..next.start).unwrap_or_default()
}

#[cfg(test)]
mod tests;
