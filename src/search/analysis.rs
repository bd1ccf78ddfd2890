//! From French text to the terms of the index: accents and case folded, stop words left out,
//! words stemmed, and activities tied to the people who do them.
//!
//! Trades are named after people ("Boulanger / Boulangère") or activities ("Boulangerie"), which
//! a stemmer keeps apart, and prefixes only join in one direction. So a feminine is first turned
//! into its masculine, and the name of an activity also yields the names its workers may bear.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, PreTokenizedString, SimpleTokenizer, Stemmer, StopWordFilter,
    TextAnalyzer, Token, WhitespaceTokenizer,
};

/// Words of a query beyond this are left out.
pub const MAX_WORDS: usize = 12;
/// Letters of a word beyond this are left out, in documents as in queries.
pub const MAX_LETTERS: usize = 40;
/// Characters of a query that are read: enough for [`MAX_WORDS`] ordinary words.
const MAX_QUERY: usize = 1_000;
/// Letters that a word keeps without its ending; with fewer, the ending is an accident ("page").
const MIN_BASE: usize = 3;

/// What people write around what they look for, folded and sorted. It need not be found where a query says
/// anything else.
#[rustfmt::skip]
const FILLERS: [&str; 34] = [
    "aime", "aimer", "aimerais", "apprendre", "boulot", "carriere", "cherche", "chercher", "comme", "connaitre",
    "decouvrir", "devenir", "domaine", "emploi", "envie", "etre", "exercer", "faire", "gens", "job", "metier", "metiers",
    "parler", "profession", "quelqu", "rencontrer", "secteur", "travail", "travaille", "travailler", "trouver", "veux",
    "voir", "voudrais",
];

/// Feminine endings and their masculine, longest first.
const FEMININES: [(&str, &str); 6] =
    [("trice", "teur"), ("iere", "ier"), ("euse", "eur"), ("enne", "en"), ("onne", "on"), ("ere", "er")];

/// Endings of activities and those of the people who do them; the first that fits is used.
const ACTIVITIES: [(&str, &[&str]); 12] = [
    ("isterie", &["iste"]),
    ("onnerie", &["on", "onnier"]),
    ("erie", &["er", "ier", "eur"]),
    ("irie", &["ire"]),
    ("icite", &["icien"]),
    ("ique", &["icien"]),
    ("isme", &["iste"]),
    ("tion", &["teur"]),
    ("ture", &["teur", "tre", "turier"]),
    ("ure", &["eur", "urier"]),
    ("age", &["eur", "er", "ier"]),
    ("ie", &["ien"]),
];

static EVERY_WORD: LazyLock<TextAnalyzer> = LazyLock::new(|| {
    TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(AsciiFoldingFilter).build()
});

static TELLING_WORDS: LazyLock<TextAnalyzer> = LazyLock::new(|| {
    let stop_words =
        StopWordFilter::new(Language::French).unwrap_or_else(|| StopWordFilter::remove(Vec::<String>::new()));
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(LowerCaser)
        .filter(stop_words)
        .filter(AsciiFoldingFilter)
        .build()
});

static STEMS: LazyLock<TextAnalyzer> = LazyLock::new(|| {
    TextAnalyzer::builder(WhitespaceTokenizer::default()).filter(Stemmer::new(Language::French)).build()
});

/// A word in the forms that are looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As written, folded.
    pub surface: String,
    /// Stem of its masculine.
    pub stem: String,
    /// Stems of the people it may be the activity of.
    pub people: Vec<String>,
    /// Whether those who do not hold it may be found as well.
    pub optional: bool,
}

/// Term under which a word's stem is indexed. Two marks, which no word contains, keep it more
/// than one typo away from any word as written.
pub fn stem_term(stem: &str) -> String {
    format!("=={stem}")
}

/// Term under which an activity is indexed for the people who may do it.
pub fn people_term(stem: &str) -> String {
    format!("~~{stem}")
}

/// The words of a query, at most [`MAX_WORDS`] of them. Any text will do. When it has nothing but
/// stop words, the last one stands, as the beginning of a word being typed.
pub fn query_words(text: &str) -> Vec<Word> {
    let text: String = text.chars().take(MAX_QUERY).collect();
    let mut found = telling(&text);
    if found.is_empty() {
        found.extend(split(&EVERY_WORD, &text).pop());
    }
    found.truncate(MAX_WORDS);
    let mut words = analysed(found);
    if words.iter().any(|word| !is_filler(&word.surface)) {
        words.iter_mut().for_each(|word| word.optional = is_filler(&word.surface));
    }
    words
}

fn is_filler(word: &str) -> bool {
    FILLERS.binary_search(&word).is_ok()
}

/// The terms under which a text of a document is indexed.
pub fn document_terms<'a>(texts: impl IntoIterator<Item = &'a str>) -> PreTokenizedString {
    let mut terms = BTreeSet::new();
    for word in analysed(texts.into_iter().flat_map(telling).collect()) {
        terms.extend(word.people.iter().map(|stem| people_term(stem)));
        terms.insert(stem_term(&word.stem));
        terms.insert(word.surface);
    }
    let tokens =
        terms.into_iter().enumerate().map(|(position, text)| Token { position, text, ..Token::default() }).collect();
    PreTokenizedString { text: String::new(), tokens }
}

fn analysed(surfaces: Vec<String>) -> Vec<Word> {
    let names: Vec<Vec<String>> = surfaces
        .iter()
        .map(|surface| {
            let masculine = masculine(surface);
            let people: Vec<String> = people(&masculine).collect();
            std::iter::once(masculine).chain(people).collect()
        })
        .collect();
    // One run of the stemmer for all: starting it costs more than a word.
    let mut stems = stems(names.iter().flatten()).into_iter();
    let words = surfaces.into_iter().zip(names).map(|(surface, names)| Word {
        surface,
        stem: stems.next().unwrap_or_default(),
        people: stems.by_ref().take(names.len() - 1).collect(),
        optional: false,
    });
    words.collect()
}

/// Words that tell something: neither stop words nor single letters, such as elided articles.
fn telling(text: &str) -> Vec<String> {
    let mut words = split(&TELLING_WORDS, text);
    words.retain(|word| word.chars().nth(1).is_some());
    words
}

fn split(analyzer: &TextAnalyzer, text: &str) -> Vec<String> {
    // A decomposed accent would end the word before it.
    let composed: String = text.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
    let mut words = Vec::new();
    analyzer.clone().token_stream(&composed).process(&mut |token| {
        words.push(token.text.chars().take(MAX_LETTERS).collect());
    });
    words
}

/// The stem of each word; words have no spaces.
fn stems<'a>(words: impl Iterator<Item = &'a String>) -> Vec<String> {
    let text = words.map(String::as_str).collect::<Vec<_>>().join(" ");
    let mut stems = Vec::new();
    STEMS.clone().token_stream(&text).process(&mut |token| stems.push(token.text.clone()));
    stems
}

/// The masculine singular, as far as the ending tells.
fn masculine(word: &str) -> String {
    let singular = singular(word);
    FEMININES
        .iter()
        .find_map(|(feminine, masculine)| Some(format!("{}{masculine}", singular.strip_suffix(feminine)?)))
        .unwrap_or_else(|| singular.to_owned())
}

/// Without the `s` of a plural, which hides other endings from the stemmer. Short words keep
/// theirs, which is seldom a plural's ("bois").
fn singular(word: &str) -> &str {
    word.strip_suffix('s').filter(|rest| rest.len() > MIN_BASE).unwrap_or(word)
}

/// Names that the people may bear who do the activity called `word`.
fn people(word: &str) -> impl Iterator<Item = String> {
    let activity = ACTIVITIES
        .iter()
        .find_map(|(activity, people)| word.strip_suffix(activity).zip(Some(*people)))
        .filter(|(base, _)| base.chars().count() >= MIN_BASE);
    activity.into_iter().flat_map(|(base, people)| people.iter().map(move |ending| format!("{base}{ending}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surfaces(text: &str) -> Vec<String> {
        query_words(text).into_iter().map(|word| word.surface).collect()
    }

    fn kin(one: &str, other: &str) -> bool {
        let terms = |text| {
            let word = analysed(split(&EVERY_WORD, text)).remove(0);
            let mut stems = word.people;
            stems.push(word.stem);
            stems
        };
        let others = terms(other);
        terms(one).iter().any(|stem| others.contains(stem))
    }

    #[test]
    fn fillers_are_sorted() {
        assert!(FILLERS.is_sorted());
    }

    #[test]
    fn accents_case_and_stop_words_are_folded_away() {
        assert_eq!(surfaces("Boulangère à L'ÉTABLI de la Cœur-de-Ville"), ["boulangere", "etabli", "coeur", "ville"]);
        assert_eq!(surfaces("boulange\u{300}re"), ["boulangere"]);
    }

    #[test]
    fn anything_is_plain_words() {
        assert_eq!(surfaces("\"pain\" AND (vie* OR +feu^2) \0 ~ -nuit"), ["pain", "and", "vie", "or", "feu", "nuit"]);
        for empty in ["", "   ", "!?… « » — \0", "\u{300}\u{301}"] {
            assert!(surfaces(empty).is_empty(), "{empty:?}");
        }
        assert_eq!(surfaces("la"), ["la"]);
        assert_eq!(surfaces("b"), ["b"]);
    }

    #[test]
    fn long_queries_are_cut() {
        assert_eq!(surfaces(&"mot ".repeat(10_000)).len(), MAX_WORDS);
        assert_eq!(surfaces(&"é".repeat(10_000)), ["e".repeat(MAX_LETTERS)]);
    }

    #[test]
    fn people_and_their_activities_are_kin() {
        for (one, other) in [
            ("boulangère", "boulangers"),
            ("boulangère", "Boulangerie"),
            ("boucher", "boucherie"),
            ("plombière", "plomberie"),
            ("épicier", "épicerie"),
            ("ébéniste", "ébénisterie"),
            ("maçonne", "maçonnerie"),
            ("cordonnier", "cordonnerie"),
            ("imprimeur", "imprimerie"),
            ("libraire", "librairie"),
            ("coiffeuse", "coiffure"),
            ("agricultrice", "agriculture"),
            ("peintre", "peinture"),
            ("couturière", "couture"),
            ("éleveuses", "élevage"),
            ("maraîchère", "maraîchage"),
            ("soudage", "soudure"),
            ("mécanicienne", "mécanique"),
            ("électricien", "électricité"),
            ("pharmacienne", "pharmacie"),
            ("journaliste", "journalisme"),
            ("formatrice", "formation"),
        ] {
            assert!(kin(one, other), "{one} and {other}");
        }
        for (one, other) in [("chanteur", "chantier"), ("page", "peur"), ("vendeur", "vigne")] {
            assert!(!kin(one, other), "{one} and {other}");
        }
    }
}
