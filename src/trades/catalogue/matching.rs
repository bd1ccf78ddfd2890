//! Completion of a trade while it is typed, and what a form means that was sent without JavaScript.

use super::{Trade, all, forms::forms};
use crate::{
    fold::{fold, fold_query},
    spelling::slips,
};
use std::{collections::BTreeSet, sync::LazyLock};

/// How many trades a person is asked to choose from.
const CHOICES: usize = 20;
/// Readings of a text with slips that are looked up.
const CORRECTIONS: usize = 4;
/// Letters of a word that tells something by itself: not "de" nor "les".
const TELLING_LETTERS: usize = 4;

/// How well a form answers, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Code,
    WholeForm,
    FirstWords,
    BeginsForm,
    LaterWords,
    BeginsLaterWord,
    WordsApart,
}

/// What was found for a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolution {
    /// The trade that is meant.
    One(&'static Trade),
    /// At most 20 trades to choose from, the likelier first: never less than two.
    Several(Vec<&'static Trade>),
    /// No trade has this name.
    None,
}

/// The trades that a person may be typing, at most `limit`.
///
/// Case, accents and hyphens do not count, and either gender will do. A ROME code comes first, then
/// a whole name, a name that begins with the whole words, one that begins with the letters, then
/// later words; in each of these the shorter name comes first. Where no name has the words, those whose
/// words are nearly written so.
pub fn complete(text: &str, limit: usize) -> Vec<&'static Trade> {
    let mut found = ranked(text);
    if found.is_empty() {
        found = corrected(&fold_query(text)).iter().flat_map(|text| ranked(text)).collect();
    }
    distinct(found.into_iter().map(|(_, trade)| trade), limit)
}

/// The trades that are nearest to what was typed, at most `limit`: as [`complete`], or else those that
/// have one of its words.
pub fn nearest(text: &str, limit: usize) -> Vec<&'static Trade> {
    let found = complete(text, limit);
    if !found.is_empty() {
        return found;
    }
    let folded = fold_query(text);
    let telling = folded.split(' ').filter(|word| word.len() >= TELLING_LETTERS);
    distinct(telling.flat_map(|word| complete(word, limit)), limit)
}

/// Understands a ROME code, a label, an everyday name or the beginning of one.
///
/// A label as [`Trade::label`] writes it always means its trade, and a name that one trade only has
/// does too.
pub fn resolve(text: &str) -> Resolution {
    let ranked = ranked(text);
    let exact = ranked.iter().take_while(|(rank, _)| *rank <= Rank::WholeForm).count();
    let mut trades: Vec<&Trade> = ranked.into_iter().map(|(_, trade)| trade).collect();
    trades.truncate(if exact > 0 { exact.min(CHOICES) } else { CHOICES });
    match trades.as_slice() {
        [] => Resolution::None,
        [one] => Resolution::One(one),
        _ => Resolution::Several(trades),
    }
}

fn distinct(trades: impl Iterator<Item = &'static Trade>, limit: usize) -> Vec<&'static Trade> {
    let mut seen = BTreeSet::new();
    trades.filter(|trade| seen.insert(&trade.code)).take(limit).collect()
}

fn ranked(text: &str) -> Vec<(Rank, &'static Trade)> {
    let query = fold_query(text);
    if query.is_empty() {
        return Vec::new();
    }
    let by_name = index().iter().filter_map(|entry| {
        let ranks = entry.forms.iter().filter_map(|form| Some((rank(form, &query)?, form.len())));
        ranks.min().map(|(rank, length)| (rank, length, entry.trade))
    });
    let mut hits: Vec<(Rank, usize, &Trade)> = by_name.chain(by_code(&query)).collect();
    hits.sort_by(|a, b| (a.0, a.1, &a.2.code).cmp(&(b.0, b.1, &b.2.code)));
    let mut seen = BTreeSet::new();
    hits.retain(|(_, _, trade)| seen.insert(&trade.code));
    hits.into_iter().map(|(rank, _, trade)| (rank, trade)).collect()
}

/// The folded text with each word that begins no word of a name replaced by those that it may be a slip
/// of; nothing when no word is replaced, or one cannot be.
fn corrected(query: &str) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut is_changed = false;
    for word in query.split(' ').filter(|word| !word.is_empty()) {
        let known = vocabulary().range(word..).next().is_some_and(|known| known.starts_with(word));
        let words = if known { vec![word] } else { alike(word) };
        is_changed |= !known;
        let longer = |text: &String| words.iter().map(|word| format!("{text} {word}")).collect::<Vec<_>>();
        texts = texts.iter().flat_map(longer).take(CORRECTIONS).collect();
    }
    if is_changed { texts } else { Vec::new() }
}

/// The words of names with the fewest slips between them and `word`.
fn alike(word: &str) -> Vec<&'static str> {
    let mut alike: Vec<(usize, &str)> =
        vocabulary().iter().filter_map(|known| Some((slips(word, known)?, *known))).collect();
    alike.sort_unstable();
    let fewest = alike.first().map(|(slips, _)| *slips);
    alike.into_iter().take_while(|(slips, _)| Some(*slips) == fewest).map(|(_, known)| known).collect()
}

/// Whether a folded word is one of any trade's name.
pub fn is_word(word: &str) -> bool {
    vocabulary().contains(word)
}

/// Every word of every form.
fn vocabulary() -> &'static BTreeSet<&'static str> {
    static WORDS: LazyLock<BTreeSet<&str>> =
        LazyLock::new(|| index().iter().flat_map(|entry| &entry.forms).flat_map(|form| form.split(' ')).collect());
    &WORDS
}

struct Entry {
    trade: &'static Trade,
    /// Both genders of its label and of its everyday names, and the label as it is written.
    forms: Vec<String>,
}

fn index() -> &'static [Entry] {
    static INDEX: LazyLock<Vec<Entry>> = LazyLock::new(|| {
        let entry = |trade: &'static Trade| {
            let names = std::iter::once(&trade.label).chain(&trade.also);
            let as_written = std::iter::once(fold(&trade.label));
            Entry { trade, forms: names.flat_map(|name| forms(name)).chain(as_written).collect() }
        };
        all().iter().map(entry).collect()
    });
    &INDEX
}

/// A letter and a digit begin a ROME code, and no name.
fn by_code(query: &str) -> impl Iterator<Item = (Rank, usize, &'static Trade)> {
    let is_code = matches!(query.as_bytes(), [b'a'..=b'n', b'0'..=b'9', ..]);
    let code = query.to_ascii_uppercase();
    all()
        .iter()
        .filter(move |trade| is_code && trade.code.as_str().starts_with(&code))
        .map(|trade| (Rank::Code, 0, trade))
}

fn rank(form: &str, query: &str) -> Option<Rank> {
    if !form.contains(query) {
        let held = |wanted: &str| form.split(' ').any(|word| word.starts_with(wanted));
        return (query.contains(' ') && query.split(' ').all(held)).then_some(Rank::WordsApart);
    }
    let whole_words = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    if let Some(rest) = form.strip_prefix(query) {
        return Some(match rest {
            "" => Rank::WholeForm,
            rest if whole_words(rest) => Rank::FirstWords,
            _ => Rank::BeginsForm,
        });
    }
    form.match_indices(' ')
        .filter_map(|(space, _)| form.get(space + 1..)?.strip_prefix(query))
        .map(|rest| if whole_words(rest) { Rank::LaterWords } else { Rank::BeginsLaterWord })
        .min()
}
