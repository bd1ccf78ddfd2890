//! The trades, and how a typed trade is understood.

mod forms;
mod matching;

pub use matching::{Resolution, complete, is_word, nearest, resolve};

use super::types::{Trade, TradeCode};
use crate::fold::fold;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::LazyLock,
};

const TRADES: &str = include_str!("../../data/trades.csv");
const TERMS: &str = include_str!("../../data/trade_terms.csv");

/// All trades, sorted by code.
pub fn all() -> &'static [Trade] {
    static ALL: LazyLock<Vec<Trade>> = LazyLock::new(read);
    &ALL
}

/// The trade of a ROME code, in capitals.
pub fn find(code: &str) -> Option<&'static Trade> {
    static BY_CODE: LazyLock<HashMap<&str, &Trade>> =
        LazyLock::new(|| all().iter().map(|trade| (trade.code.as_str(), trade)).collect());
    BY_CODE.get(code).copied()
}

/// The name of the domain of a letter, in capitals.
pub fn domain(letter: &str) -> Option<&'static str> {
    static BY_LETTER: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
        all().iter().filter_map(|trade| Some((trade.code.as_str().get(..1)?, trade.domain.as_str()))).collect()
    });
    BY_LETTER.get(letter).copied()
}

/// The other trades of the same family, the nearest first: those that share most words with its
/// label, then those whose codes are next to its own. Nothing for an unknown code.
pub fn siblings(code: &str) -> Vec<&'static Trade> {
    let Some(trade) = find(code) else {
        return Vec::new();
    };
    let words = stems(&trade.label);
    let mut siblings: Vec<&Trade> =
        all().iter().filter(|other| other.family == trade.family && other.code != trade.code).collect();
    siblings.sort_by_cached_key(|other| {
        let shared = stems(&other.label).intersection(&words).count();
        (Reverse(shared), number(&other.code).abs_diff(number(&trade.code)))
    });
    siblings
}

/// Reads the embedded files. A row that cannot be read is left out: a test makes sure that none is.
fn read() -> Vec<Trade> {
    let mut also: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows(TERMS) {
        if let (Some(code), Some(term)) = (row.get(0), row.get(1)) {
            also.entry(code.to_owned()).or_default().push(term.to_owned());
        }
    }
    rows(TRADES)
        .filter_map(|row| {
            Some(Trade {
                code: TradeCode::parse(row.get(0)?).ok()?,
                label: row.get(1)?.to_owned(),
                also: also.remove(row.get(0)?).unwrap_or_default(),
                family: row.get(2)?.to_owned(),
                domain: row.get(3)?.to_owned(),
            })
        })
        .collect()
}

fn rows(text: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes()).into_records().filter_map(Result::ok)
}

fn number(code: &TradeCode) -> u16 {
    code.as_str().get(1..).and_then(|digits| digits.parse().ok()).unwrap_or_default()
}

/// The beginnings of the long words of a label: enough to see that `boulanger` and `boulangère`, or
/// `coiffeur` and `coiffure`, are akin.
fn stems(label: &str) -> BTreeSet<String> {
    fold(label).split(' ').filter(|word| word.len() >= 5).map(|word| word.chars().take(5).collect()).collect()
}

#[cfg(test)]
mod tests;
