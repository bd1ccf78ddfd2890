//! Ways to reach somebody outside of Déclic in what they write: telephone numbers, mail addresses and links,
//! spaced and spelled out too. They are held back: nobody's details are shown to another, and what two people
//! tell each other stays where it can be reported.

use crate::{
    error::{AppError, Problem},
    fold::fold,
};
use linkify::{LinkFinder, LinkKind};

/// Digits of a telephone number: nine without the first zero (ARCEP's numbering plan), at most fifteen and two
/// zeros (ITU-T E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 9..=17;
/// Ends of host names that people here write without `http`.
const ENDINGS: [&str; 16] =
    ["be", "bzh", "ch", "co", "com", "eu", "fr", "info", "io", "me", "net", "nc", "org", "pro", "re", "tv"];
/// Whose mail addresses are given as "lea chez …" or "lea at …"; not those who employ people ("chez Orange").
const MAIL_HOSTS: [&str; 9] =
    ["gmail", "gmx", "hotmail", "icloud", "outlook", "proton", "protonmail", "wanadoo", "yahoo"];
/// Numbers below ten in words, folded, in French and English.
const ONE_DIGIT: [&str; 21] = [
    "cinq", "deux", "eight", "five", "four", "huit", "neuf", "nine", "oh", "one", "quatre", "seven", "sept", "six",
    "three", "trois", "two", "un", "une", "zero", "zeros",
];
/// Numbers from ten on that a French telephone number is spoken in.
const TWO_DIGITS: [&str; 15] = [
    "cinquante",
    "dix",
    "douze",
    "onze",
    "quarante",
    "quatorze",
    "quinze",
    "seize",
    "septante",
    "soixante",
    "treize",
    "trente",
    "vingt",
    "vingts",
    "nonante",
];

/// Refuses the text of a form's field that holds a way to reach somebody.
///
/// # Errors
/// [`AppError::Invalid`].
pub fn refuse(field: &str, text: &str) -> Result<(), AppError> {
    match find(text) {
        Some(found) => Err(AppError::field(field, Problem::ContactDetails(found.to_owned()))),
        None => Ok(()),
    }
}

/// The first part of `text` that looks like a way to reach somebody.
#[must_use]
pub fn find(text: &str) -> Option<&str> {
    let words = words(text);
    link(text)
        .or_else(|| at_sign(text, &words))
        .or_else(|| spelled_address(text, &words))
        .or_else(|| telephone_number(text, &words))
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

fn link(text: &str) -> Option<&str> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let is_meant = |link: &linkify::Link<'_>| {
        if *link.kind() == LinkKind::Email || link.as_str().contains("://") {
            return true;
        }
        // A full stop without a space after it makes no link.
        let host = link.as_str().split(['/', '?', '#', ':']).next().unwrap_or_default().to_lowercase();
        host.rsplit('.').next().is_some_and(|ending| ENDINGS.contains(&ending))
    };
    finder.links(text).find(is_meant).map(|link| link.as_str())
}

/// `@` with something on one of its sides, or spaced: an address or a name somewhere else.
fn at_sign<'t>(text: &'t str, words: &[Word]) -> Option<&'t str> {
    let at = text.find('@')?;
    let before = words.iter().rfind(|word| word.end <= at && at - word.end <= 1).map_or(at, |word| word.start);
    let after = words.iter().find(|word| word.start > at && word.start - at <= 2).map_or(at + 1, |word| word.end);
    text.get(before..after).filter(|found| found.len() > 1)
}

fn spelled_address<'t>(text: &'t str, words: &[Word]) -> Option<&'t str> {
    words.iter().enumerate().find_map(|(at, word)| {
        let next = words.get(at + 1);
        let is_next = |among: &[&str]| next.is_some_and(|next| among.contains(&next.folded.as_str()));
        let found = match word.folded.as_str() {
            "arobase" | "arobas" | "arobaze" => true,
            "at" | "chez" => is_next(&MAIL_HOSTS),
            "point" | "dot" => is_next(&ENDINGS) && !is_next(&["me", "re", "pro", "info"]),
            _ => false,
        };
        let start = words.get(at.checked_sub(1)?)?.start;
        found.then(|| text.get(start..next.map_or(word.end, |next| next.end))).flatten()
    })
}

fn telephone_number<'t>(text: &'t str, words: &[Word]) -> Option<&'t str> {
    let mut from = 0;
    while let Some(first) = words.get(from) {
        let mut count = 0;
        let mut groups_are_short = true;
        let mut end = first.start;
        let mut until = from;
        while let Some(word) = words.get(until) {
            let together = until == from || text.get(end..word.start).is_some_and(is_between_digits);
            let Some(digits) = digits(&word.folded).filter(|_| together) else { break };
            count += digits;
            groups_are_short &= digits <= 3;
            end = word.end;
            until += 1;
        }
        let is_begun = first.folded.starts_with('0') || first.folded == "zero" || text[..first.start].ends_with('+');
        if DIGITS.contains(&count) && (is_begun || groups_are_short) {
            return text.get(first.start..end);
        }
        from = until.max(from + 1);
    }
    None
}

/// How many digits a word stands for: figures, or a number in words. A year is none of a telephone number.
fn digits(word: &str) -> Option<usize> {
    if word.bytes().all(|sign| sign.is_ascii_digit()) {
        let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        return (!is_year).then_some(word.len());
    }
    if ONE_DIGIT.contains(&word) { Some(1) } else { TWO_DIGITS.contains(&word).then_some(2) }
}

fn is_between_digits(gap: &str) -> bool {
    gap.chars()
        .all(|sign| sign.is_whitespace() || matches!(sign, '.' | '-' | '‑' | '–' | '/' | '(' | ')' | '_' | '·' | '+'))
}

#[cfg(test)]
mod tests {
    use super::find;
    use proptest::prelude::*;

    #[test]
    fn ways_to_reach_somebody_are_found() {
        for (text, expected) in [
            ("Appelez-moi au 06 12 34 56 78 demain", "06 12 34 56 78"),
            ("0612345678", "0612345678"),
            ("06.12.34.56.78", "06.12.34.56.78"),
            ("06-12-34-56-78.", "06-12-34-56-78"),
            ("tel : +33 6 12 34 56 78", "33 6 12 34 56 78"),
            ("+33612345678", "33612345678"),
            ("(0)6 12 34 56 78", "0)6 12 34 56 78"),
            ("0 6 1 2 3 4 5 6 7 8", "0 6 1 2 3 4 5 6 7 8"),
            ("6 12 34 56 78", "6 12 34 56 78"),
            ("0262 12 34 56", "0262 12 34 56"),
            ("+44 20 7946 0958", "44 20 7946 0958"),
            (
                "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
                "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
            ),
            (
                "call me: oh seven nine one two three four five six seven",
                "oh seven nine one two three four five six seven",
            ),
            ("lea@exemple.fr", "lea@exemple.fr"),
            ("écrivez à lea.martin@exemple.fr !", "lea.martin@exemple.fr"),
            ("lea @ exemple", "lea @ exemple"),
            ("sur Insta : @lea_b", "@lea"),
            ("lea arobase exemple point fr", "lea arobase exemple"),
            ("lea at gmail dot com", "at gmail"),
            ("lea chez gmail", "lea chez gmail"),
            ("exemple point fr", "exemple point fr"),
            ("https://exemple.org/a?b=c", "https://exemple.org/a?b=c"),
            ("www.exemple.fr", "www.exemple.fr"),
            ("voyez exemple.fr/lea", "exemple.fr/lea"),
            ("meet.example.com", "meet.example.com"),
        ] {
            let found = find(text);
            assert!(
                found.is_some_and(|found| found.contains(expected) || expected.contains(found)),
                "{text}: {found:?}"
            );
        }
    }

    #[test]
    fn what_people_write_of_their_job_is_left_alone() {
        for text in [
            "",
            "Je fais du pain au levain depuis vingt ans.",
            "Levé à 4 h 30, fini à 13 h : 5 jours sur 7, 35 heures.",
            "J’ai commencé en 1998, puis 2003, 2010 et 2015.",
            "Le 01/02/2026 à 09:00, ou le 28/02/2026.",
            "Un atelier de 1 200 m², 45 000 pièces par an, 12 000 € de matériel.",
            "Un, deux, trois… et on recommence.",
            "Combien gagne-t-on ? 1 500, 2 000, 3 000 euros ?",
            "Le matin.Puis le soir.Et le café.",
            "Le point fort : l’équipe. À ce point re-belote.",
            "J’ai travaillé chez Orange Bleue et at home.",
            "C’est l’avenir, etc.Bref.",
            "SIREN 123456789",
            "Le code ROME D1102, le CAP, la norme ISO 9001.",
            "From 9 to 5, seven days, one boss, two cats.",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_will_do(text in ".{0,200}") {
            if let Some(found) = find(&text) {
                prop_assert!(text.contains(found));
            }
        }

        #[test]
        fn a_number_is_found_however_it_is_cut(digits in "0[1-9][0-9]{8}", cuts in prop::collection::vec(0usize..4, 9)) {
            let mut text = String::from("Mon numéro : ");
            for (at, digit) in digits.chars().enumerate() {
                text.push(digit);
                if let Some(cut) = cuts.get(at) {
                    text.push_str(["", " ", ".", "-"][*cut]);
                }
            }
            // A group that reads as a year parts a number in two.
            prop_assume!(!digits.contains("19") && !digits.contains("20"));
            prop_assert!(find(&text).is_some(), "{text}");
        }
    }
}
