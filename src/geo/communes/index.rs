//! Completion of a place while it is typed.
//!
//! The folded names are sorted by each of their words, so every name with a word that begins with
//! some text is a contiguous run: a lookup is two binary searches and a ranking.

use super::{
    Commune, all,
    query::{Query, city_of_arrondissement},
    resolve::Area,
    slips::similar,
};
use crate::fold::fold;
use std::{cmp::Reverse, sync::LazyLock};

/// Communes by words of their names and by postal code.
pub(super) struct Index {
    /// The folded name of each commune of [`all`].
    names: Vec<String>,
    /// A commune and where a word of its name begins, sorted by the name from there on.
    words: Vec<(usize, usize)>,
    /// A postal code and a commune, sorted.
    postal_codes: Vec<(&'static str, usize)>,
}

/// How well a name answers, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    WholeName,
    BeginsName,
    BeginsWord,
}

impl Index {
    /// The index, built on first use.
    pub fn get() -> &'static Self {
        static INDEX: LazyLock<Index> = LazyLock::new(Index::build);
        &INDEX
    }

    fn build() -> Self {
        let names: Vec<String> = all().iter().map(|commune| fold(&commune.name)).collect();
        let mut words: Vec<(usize, usize)> = names
            .iter()
            .enumerate()
            .flat_map(|(commune, name)| {
                let later = name.match_indices(' ').map(|(space, _)| space + 1);
                std::iter::once(0).chain(later).map(move |start| (commune, start))
            })
            .collect();
        words.sort_by(|a, b| from(&names, *a).cmp(from(&names, *b)).then(a.cmp(b)));
        let mut postal_codes: Vec<(&str, usize)> = all()
            .iter()
            .enumerate()
            .flat_map(|(index, commune)| commune.postal_codes.iter().map(move |code| (code.as_str(), index)))
            .collect();
        postal_codes.sort_unstable();
        Self { names, words, postal_codes }
    }

    /// The communes whose whole folded name this is.
    pub fn named(&self, folded: &str) -> impl Iterator<Item = &'static Commune> {
        self.starting(folded)
            .filter(move |(commune, start)| *start == 0 && self.names.get(*commune).is_some_and(|name| name == folded))
            .filter_map(|(commune, _)| all().get(commune))
    }

    /// Every commune with its folded name.
    pub fn all_named(&self) -> impl Iterator<Item = (&'static Commune, &str)> {
        all().iter().zip(self.names.iter().map(String::as_str))
    }

    /// The communes with a postal code that begins with these digits, bigger first.
    pub fn with_postal_code(&self, digits: &str) -> Vec<&'static Commune> {
        let start = self.postal_codes.partition_point(|(code, _)| *code < digits);
        let mut found: Vec<usize> = self
            .postal_codes
            .iter()
            .skip(start)
            .take_while(|(code, _)| code.starts_with(digits))
            .map(|(_, commune)| *commune)
            .collect();
        found.sort_unstable();
        found.dedup();
        let mut found: Vec<&Commune> = found.into_iter().filter_map(|commune| all().get(commune)).collect();
        found.sort_by_key(|commune| Reverse(commune.population));
        found
    }

    fn starting(&self, prefix: &str) -> impl Iterator<Item = (usize, usize)> {
        let start = self.words.partition_point(|word| from(&self.names, *word) < prefix);
        self.words.iter().copied().skip(start).take_while(move |word| from(&self.names, *word).starts_with(prefix))
    }

    fn rank(&self, (commune, start): (usize, usize), prefix: &str) -> Rank {
        let name = self.names.get(commune).map_or("", String::as_str);
        let before = name.get(..start).unwrap_or_default();
        match matches!(before, "" | "le " | "la " | "les " | "l ") {
            true if name.len() - start == prefix.len() => Rank::WholeName,
            true => Rank::BeginsName,
            false => Rank::BeginsWord,
        }
    }

    /// The names that hold all the words in this order, though not side by side: "bourg bresse".
    fn with_words_apart(&self, query: &Query) -> Vec<(Rank, Reverse<u32>, usize)> {
        let holds = |name: &str| {
            let mut words = name.split(' ');
            query.spelled_out.split(' ').all(|wanted| words.any(|word| word.starts_with(wanted)))
        };
        all()
            .iter()
            .zip(&self.names)
            .enumerate()
            .filter(|(_, (commune, name))| query.number_fits(commune) && holds(name))
            .map(|(index, (commune, _))| (Rank::BeginsWord, Reverse(commune.population), index))
            .collect()
    }
}

/// A name from one of its words on.
fn from(names: &[String], (commune, start): (usize, usize)) -> &str {
    names.get(commune).and_then(|name| name.get(start..)).unwrap_or_default()
}

/// The communes that a person may be typing, at most `limit`.
///
/// A name, or a postal code, or both in any order (`albi 81`, `Albi (81)`, `81000 Albi`). Case,
/// accents, hyphens and apostrophes do not count; `st` is also `saint`. A whole name comes first,
/// then names that begin with the text (an article before it does not count), then names with a
/// later word that does; in each of these the bigger commune comes first. Where nothing begins with the
/// text, names that are nearly written so.
pub fn complete(text: &str, limit: usize) -> Vec<&'static Commune> {
    let found = begun(text, limit);
    if !found.is_empty() || limit == 0 {
        return found;
    }
    let communes = similar(text, limit).into_iter().filter_map(|area| match area {
        Area::Commune(commune) => Some(commune),
        Area::Department(_) | Area::Region(_) => None,
    });
    communes.collect()
}

/// [`complete`] for what is written without a slip.
pub(super) fn begun(text: &str, limit: usize) -> Vec<&'static Commune> {
    let query = Query::read(text);
    if query.is_empty() || limit == 0 {
        return Vec::new();
    }
    if let Some(city) = city_of_arrondissement(text) {
        return vec![city];
    }
    let index = Index::get();
    let mut found = match query.number.as_deref() {
        Some(digits) if query.name.is_empty() => numbered(index, digits),
        _ => ranked(index, &query, limit),
    };
    if let (true, Some(digits)) = (found.is_empty(), query.number.as_deref().filter(|digits| digits.len() == 5)) {
        found = index.with_postal_code(digits);
    }
    found.truncate(limit);
    found
}

fn ranked(index: &Index, query: &Query, limit: usize) -> Vec<&'static Commune> {
    let mut texts = vec![(query.name.as_str(), Rank::WholeName)];
    if query.spelled_out != query.name {
        // A guess at what is being typed is never the whole of it: there is a commune Le Saint.
        texts.push((&query.spelled_out, Rank::BeginsName));
    }
    let mut hits: Vec<(Rank, Reverse<u32>, usize)> = Vec::new();
    for (text, best) in texts {
        hits.extend(index.starting(text).filter_map(|word| {
            let commune = all().get(word.0)?;
            let rank = index.rank(word, text).max(best);
            query.number_fits(commune).then_some((rank, Reverse(commune.population), word.0))
        }));
    }
    if hits.is_empty() && query.name.contains(' ') {
        hits = index.with_words_apart(query);
    }
    hits.sort_unstable();
    let mut found: Vec<&Commune> = Vec::with_capacity(limit.min(hits.len()));
    for commune in hits.into_iter().filter_map(|(_, _, commune)| all().get(commune)) {
        if found.len() == limit {
            break;
        }
        if !found.iter().any(|earlier| earlier.code == commune.code) {
            found.push(commune);
        }
    }
    found
}

/// Digits begin a postal code; `2A` and `2B` are départements whose postal codes begin with 20.
fn numbered(index: &Index, number: &str) -> Vec<&'static Commune> {
    if number.bytes().all(|byte| byte.is_ascii_digit()) {
        return index.with_postal_code(number);
    }
    let mut found: Vec<&Commune> =
        all().iter().filter(|commune| commune.department.code.eq_ignore_ascii_case(number)).collect();
    found.sort_by_key(|commune| Reverse(commune.population));
    found
}
