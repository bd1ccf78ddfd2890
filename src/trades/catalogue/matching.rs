//! Completion of a trade while it is typed, and what a form means that was sent without JavaScript.

use super::{Trade, all, forms::forms};
use crate::fold::{fold, fold_query};
use std::{collections::BTreeSet, sync::LazyLock};

/// How many trades a person is asked to choose from.
const CHOICES: usize = 20;

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
/// later words; in each of these the shorter name comes first.
pub fn complete(text: &str, limit: usize) -> Vec<&'static Trade> {
    ranked(text).into_iter().take(limit).map(|(_, trade)| trade).collect()
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
