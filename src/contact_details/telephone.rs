//! Telephone numbers in figures, in words, or in both.

use super::{Word, gap};
use crate::fold::fold;

/// Digits of a telephone number: nine without the first zero (ARCEP's numbering plan), at most fifteen and two
/// zeros (ITU-T E.164).
const DIGITS: std::ops::RangeInclusive<usize> = 9..=17;
/// Numbers below ten in words, folded, in French and English.
const UNITS: [&str; 18] = [
    "cinq", "deux", "eight", "five", "four", "huit", "neuf", "nine", "one", "quatre", "seven", "sept", "six", "three",
    "trois", "two", "un", "une",
];
const ZEROS: [&str; 3] = ["oh", "zero", "zeros"];
/// From ten to nineteen, as far as they are one word.
const TEENS: [&str; 17] = [
    "dix",
    "douze",
    "eighteen",
    "eleven",
    "fifteen",
    "fourteen",
    "nineteen",
    "onze",
    "quatorze",
    "quinze",
    "seize",
    "seventeen",
    "sixteen",
    "ten",
    "thirteen",
    "treize",
    "twelve",
];
const TENS: [&str; 18] = [
    "cinquante",
    "eighty",
    "fifty",
    "forty",
    "huitante",
    "ninety",
    "nonante",
    "octante",
    "quarante",
    "septante",
    "seventy",
    "sixty",
    "soixante",
    "thirty",
    "trente",
    "twenty",
    "vingt",
    "vingts",
];
/// What may stand between the parts of a number that has begun.
const FILLERS: [&str; 5] = ["and", "et", "puis", "tiret", "then"];
/// The longest gap between two parts of a number that has begun, in characters.
const LONGEST_GAP: usize = 4;

/// A part of a run of digits.
struct Part<'w> {
    word: &'w Word,
    digits: usize,
    /// Of a part in figures.
    value: Option<u32>,
    /// What stands before it.
    gap: String,
}

/// A telephone number.
pub fn find<'t>(text: &'t str, words: &[Word]) -> Option<&'t str> {
    let words: Vec<Word> = words.iter().flat_map(|word| apart(text, word)).collect();
    find_among(text, &words)
}

/// "34cinquante" is two parts of a number; any other word is one.
fn apart(text: &str, word: &Word) -> Vec<Word> {
    let whole = || vec![Word { folded: word.folded.clone(), ..*word }];
    let signs: Vec<(usize, char)> = text.get(word.start..word.end).unwrap_or_default().char_indices().collect();
    let pieces: Vec<Word> = signs
        .chunk_by(|(_, sign), (_, next)| sign.is_alphabetic() == next.is_alphabetic())
        .filter_map(|piece| {
            let ((first, _), (last, sign)) = (piece.first()?, piece.last()?);
            let (start, end) = (word.start + first, word.start + last + sign.len_utf8());
            Some(Word { start, end, folded: fold(text.get(start..end)?) })
        })
        .collect();
    let is_part = |piece: &Word| {
        let name = piece.folded.as_str();
        name.chars().all(|sign| !sign.is_alphabetic())
            || [&UNITS[..], &ZEROS, &TEENS, &TENS].iter().any(|names| names.contains(&name))
    };
    if pieces.len() > 1 && pieces.iter().all(is_part) { pieces } else { whole() }
}

fn find_among<'t>(text: &'t str, words: &[Word]) -> Option<&'t str> {
    let mut from = 0;
    while let Some(first) = words.get(from) {
        let begun = is_begun(text, first);
        let (run, until) = run(text, words, from, begun);
        let count: usize = run.iter().map(|part| part.digits).sum();
        let is_grouped = run.iter().all(|part| part.digits <= 3);
        if DIGITS.contains(&count) && (begun || is_grouped) && !are_days_and_hours(&run) {
            return text.get(first.start..run.last()?.word.end);
        }
        from = until.max(from + 1);
    }
    None
}

/// Whether a number that begins here is one to be called.
fn is_begun(text: &str, first: &Word) -> bool {
    let is_international = text.get(..first.start).is_some_and(|before| before.ends_with(['+', '＋']));
    is_international || figures(&first.folded).is_some_and(|figures| figures.starts_with('0')) || first.folded == "zero"
}

/// The parts from `from` on that belong together, and where they end.
fn run<'w>(text: &str, words: &'w [Word], from: usize, begun: bool) -> (Vec<Part<'w>>, usize) {
    let mut run: Vec<Part<'w>> = Vec::new();
    let mut end = from;
    // Words that stand between two parts and count for nothing.
    let mut filler = String::new();
    for (index, word) in words.iter().enumerate().skip(from) {
        let between = match index.checked_sub(1).and_then(|before| words.get(before)) {
            Some(before) if index > from => gap(text, before, word),
            _ => "",
        };
        let together = if begun { is_within_number(between) } else { is_between_digits(between) };
        if !together {
            break;
        }
        match part(word, &run, begun) {
            Some((digits, value)) => {
                let gap = format!("{filler}{between}");
                filler.clear();
                run.push(Part { word, digits, value, gap });
                end = index + 1;
            }
            None if begun && index > from && FILLERS.contains(&word.folded.as_str()) => filler.push(' '),
            None => break,
        }
    }
    (run, end)
}

/// How many digits a word stands for after those before it, with its value if it is in figures.
fn part(word: &Word, run: &[Part<'_>], begun: bool) -> Option<(usize, Option<u32>)> {
    let name = word.folded.as_str();
    if let Some(figures) = figures(name) {
        // By itself a year is none of a telephone number.
        let is_year = figures.len() == 4 && (figures.starts_with("19") || figures.starts_with("20"));
        return (begun || !is_year).then(|| (figures.len(), figures.parse().ok()));
    }
    let before = run.last().map(|part| (part.word.folded.as_str(), part.digits));
    let follows = |among: &[&str]| before.is_some_and(|(before, _)| among.contains(&before));
    let digits = if ZEROS.contains(&name) {
        1
    } else if UNITS.contains(&name) {
        // "trente-quatre", "dix-huit"
        let in_ten = follows(&TENS) || (follows(&["dix"]) && matches!(name, "sept" | "huit" | "neuf"));
        usize::from(!in_ten)
    } else if TEENS.contains(&name) {
        // "soixante-dix", "quatre-vingt-onze"
        if follows(&["soixante", "vingt", "vingts"]) { 0 } else { 2 }
    } else if matches!(name, "vingt" | "vingts") && before == Some(("quatre", 1)) {
        1
    } else if TENS.contains(&name) {
        2
    } else {
        return None;
    };
    Some((digits, None))
}

/// A word as figures, if it is made of them: those of any script that keyboards have, and letters that look like
/// figures beside one.
fn figures(word: &str) -> Option<String> {
    let figure = |sign: char| match sign {
        '0'..='9' => Some(sign),
        // Full width, Arabic-Indic, extended Arabic-Indic, mathematical.
        '０'..='９' => ascii(u32::from(sign) - 0xff10),
        '٠'..='٩' => ascii(u32::from(sign) - 0x660),
        '۰'..='۹' => ascii(u32::from(sign) - 0x6f0),
        '\u{1d7ce}'..='\u{1d7ff}' => ascii((u32::from(sign) - 0x1d7ce) % 10),
        // In circles, raised and lowered.
        '⓪' | '⓿' => Some('0'),
        '①'..='⑨' => ascii(u32::from(sign) - 0x2460 + 1),
        '❶'..='❾' => ascii(u32::from(sign) - 0x2776 + 1),
        '➀'..='➈' => ascii(u32::from(sign) - 0x2780 + 1),
        '➊'..='➒' => ascii(u32::from(sign) - 0x278a + 1),
        '¹' => Some('1'),
        '²' => Some('2'),
        '³' => Some('3'),
        '⁰' | '⁴'..='⁹' => ascii(u32::from(sign) - 0x2070),
        '₀'..='₉' => ascii(u32::from(sign) - 0x2080),
        _ => None,
    };
    if !word.chars().any(|sign| figure(sign).is_some()) {
        return None;
    }
    word.chars()
        .map(|sign| match sign {
            'o' => Some('0'),
            'l' | 'i' => Some('1'),
            sign => figure(sign),
        })
        .collect()
}

fn ascii(value: u32) -> Option<char> {
    char::from_digit(value, 10)
}

fn is_between_digits(gap: &str) -> bool {
    gap.chars().all(|sign| {
        sign.is_whitespace()
            || matches!(sign, '.' | '-' | '‑' | '–' | '/' | '(' | ')' | '_' | '·' | '+')
            // What makes a key or an emoji of a digit, and what nobody sees.
            || matches!(sign, '\u{20e3}' | '\u{fe0f}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
    })
}

/// After a zero or a plus, any few signs.
fn is_within_number(gap: &str) -> bool {
    is_between_digits(gap) || gap.chars().count() <= LONGEST_GAP
}

/// Whether a run is a list of days ("01/12, 02/12"), months or hours ("09:00-10:30"), which begin with a zero too.
fn are_days_and_hours(run: &[Part<'_>]) -> bool {
    let joins = |part: &Part<'_>| matches!(part.gap.as_str(), "/" | ":" | ".");
    run.chunk_by(|_, next| joins(next)).all(|chunk| {
        let values: Option<Vec<u32>> = chunk.iter().map(|part| part.value).collect();
        let sign = chunk.get(1).map(|part| part.gap.as_str());
        let is_uniform = chunk.iter().skip(1).all(|part| Some(part.gap.as_str()) == sign);
        // With points, only as on paper: "01.12".
        let is_written_out = sign != Some(".") || chunk.iter().all(|part| part.digits != 1);
        let Some(values) = values.filter(|_| is_uniform && is_written_out) else { return false };
        match (sign, values.as_slice()) {
            (Some(":"), [hour, minute]) => *hour <= 24 && *minute < 60,
            (Some("/" | "."), [day, month]) => is_day(*day, *month) || (*day <= 12 && is_year(*month)),
            (Some("/" | "."), [day, month, year]) => is_day(*day, *month) && (is_year(*year) || *year < 100),
            _ => false,
        }
    })
}

fn is_day(day: u32, month: u32) -> bool {
    (1..=31).contains(&day) && (1..=12).contains(&month)
}

fn is_year(year: u32) -> bool {
    (1900..2100).contains(&year)
}
