//! Links and mail addresses, written, spoken or spelled letter by letter; streets with their number.

use super::{Word, gap};
use linkify::{LinkFinder, LinkKind};

/// Ends of host names that people here write without `http`.
const ENDINGS: [&str; 24] = [
    "app", "be", "bzh", "ch", "co", "com", "dev", "ee", "eu", "fr", "gg", "info", "io", "link", "ly", "me", "net",
    "nc", "org", "pro", "re", "tv", "uk", "xyz",
];
/// Those that are words of their own after "point", or after a full stop.
const WORDS_TOO: [&str; 9] = ["app", "co", "dev", "info", "link", "me", "pro", "re", "tv"];
/// Those that are no word and no abbreviation in any sentence.
const SURE: [&str; 5] = ["bzh", "com", "fr", "net", "org"];
/// Whose mail addresses are given as "lea chez …" or "lea at …"; not those who employ people ("chez Orange").
pub const MAIL_HOSTS: [&str; 9] =
    ["gmail", "gmx", "hotmail", "icloud", "outlook", "proton", "protonmail", "wanadoo", "yahoo"];
/// How the sign @ is called in French, with the slips that are usual.
const AT: [&str; 6] = ["arobas", "arobase", "arobasse", "arobaze", "arrobas", "arrobase"];
/// What gives letters away that are spelled one by one.
const SPELLED: [&str; 9] =
    ["arobas", "arobaz", "dotcom", "gmail", "hotmail", "http", "pointcom", "pointfr", "protonmail"];
/// This many letters in a row, each by itself, are a word that is spelled.
const SPELLED_FROM: usize = 4;

/// What streets are called that have a number before their name, and are nothing else in a sentence.
const STREETS: [&str; 9] = ["avenue", "bd", "boulevard", "chemin", "impasse", "quai", "rue", "ruelle", "venelle"];
/// What they are called in English, behind their name.
const STREETS_BEHIND: [&str; 4] = ["avenue", "lane", "road", "street"];
/// The same number again.
const AGAIN: [&str; 3] = ["bis", "quater", "ter"];
/// Frameworks that are called like hosts.
const FRAMEWORKS: [&str; 4] = ["ado.net", "asp.net", "vb.net", "ml.net"];

/// "12 rue du Four", "3 bis, avenue Foch", "12 Baker Street".
pub fn street<'t>(text: &'t str, words: &[Word]) -> Option<&'t str> {
    let is_beside = |before: &Word, word: &Word| matches!(gap(text, before, word).trim(), "" | ",");
    words.iter().enumerate().find_map(|(at, number)| {
        let is_number = number.folded.len() <= 4 && number.folded.chars().all(|sign| sign.is_ascii_digit());
        let again = usize::from(words.get(at + 1).is_some_and(|word| AGAIN.contains(&word.folded.as_str())));
        let [before, street, name] = words.get(at + again..at + again + 3)? else { return None };
        // "42, quai 3": a platform, as no street is called by a number alone.
        let is_named = !name.folded.chars().all(|sign| sign.is_ascii_digit());
        let is_french = STREETS.contains(&street.folded.as_str()) && is_beside(street, name) && is_named;
        let is_english = STREETS_BEHIND.contains(&name.folded.as_str())
            && is_beside(street, name)
            && text.get(street.start..).is_some_and(|word| word.starts_with(char::is_uppercase));
        let found = is_number && is_beside(before, street) && (is_french || is_english);
        found.then(|| text.get(number.start..name.end)).flatten()
    })
}

/// A link, or a mail address as it is written.
pub fn link(text: &str) -> Option<&str> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let is_meant = |link: &linkify::Link<'_>| {
        if *link.kind() == LinkKind::Email || link.as_str().contains("://") {
            return true;
        }
        // A full stop without a space after it makes no link.
        let host = link.as_str().split(['/', '?', '#', ':']).next().unwrap_or_default().to_lowercase();
        !FRAMEWORKS.contains(&host.as_str()) && host.rsplit('.').next().is_some_and(|ending| ENDINGS.contains(&ending))
    };
    finder.links(text).find(is_meant).map(|link| link.as_str())
}

/// `@` with something on one of its sides, or spaced: an address or a name somewhere else.
pub fn at_sign<'t>(text: &'t str, words: &[Word]) -> Option<&'t str> {
    let at = text.find(['@', '＠'])?;
    let behind = at + text.get(at..)?.chars().next()?.len_utf8();
    let before = words.iter().rfind(|word| word.end <= at && at - word.end <= 1).map_or(at, |word| word.start);
    let after = words.iter().find(|word| word.start >= behind && word.start - behind <= 1);
    let found = text.get(before..after.map_or(behind, |word| word.end))?;
    (before < at || after.is_some()).then_some(found)
}

/// "Léa arobase exemple", "lea (at) exemple", "lea chez gmail", "exemple point fr", "exemple . fr".
pub fn spelled<'t>(text: &'t str, words: &[Word]) -> Option<&'t str> {
    words.iter().enumerate().find_map(|(at, word)| {
        let before = words.get(at.checked_sub(1)?)?;
        let next = words.get(at + 1);
        let is_next = |among: &[&str]| next.is_some_and(|next| among.contains(&next.folded.as_str()));
        let found = match word.folded.as_str() {
            name if AT.contains(&name) => true,
            "at" | "chez" if is_next(&MAIL_HOSTS) => true,
            "at" | "a" => next.is_some_and(|next| is_bracketed(gap(text, before, word), gap(text, word, next))),
            "point" | "dot" => {
                let beside = next.is_some_and(|next| !gap(text, word, next).contains(['.', ',', ';', ':', '?', '!']));
                beside && is_next(&ENDINGS) && !is_next(&WORDS_TOO)
            }
            ending if SURE.contains(&ending) => {
                let gap = gap(text, before, word);
                let spaced_stop = gap.trim() == "." && gap.starts_with(char::is_whitespace);
                let after_mail_host = MAIL_HOSTS.contains(&before.folded.as_str()) && gap.trim().is_empty();
                return (spaced_stop || after_mail_host).then(|| text.get(before.start..word.end)).flatten();
            }
            _ => false,
        };
        found.then(|| text.get(before.start..next.map_or(word.end, |next| next.end))).flatten()
    })
}

/// `(at)`, `[at]`, `{a}`, `<at>`.
fn is_bracketed(before: &str, after: &str) -> bool {
    [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>')]
        .iter()
        .any(|(open, close)| before.ends_with(*open) && after.starts_with(*close))
}

/// "g m a i l", "a.r.o.b.a.s.e": letters one by one that make such a word.
pub fn letter_by_letter<'t>(text: &'t str, words: &[Word]) -> Option<&'t str> {
    let is_letter = |word: &Word| word.folded.chars().count() == 1 && word.folded.chars().all(char::is_alphabetic);
    let is_beside =
        |word: &Word, next: &Word| is_letter(word) && is_letter(next) && gap(text, word, next).chars().count() <= 3;
    words.chunk_by(|word, next| is_beside(word, next)).filter(|letters| letters.len() >= SPELLED_FROM).find_map(
        |letters| {
            let spelled: String = letters.iter().map(|letter| letter.folded.as_str()).collect();
            let (first, last) = (letters.first()?, letters.last()?);
            SPELLED.iter().any(|part| spelled.contains(part)).then(|| text.get(first.start..last.end)).flatten()
        },
    )
}
