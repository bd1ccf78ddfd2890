//! Which professionals hold the words of a query, and how well.
//!
//! A score is a sum over the words of the best place each was found in, so it does not depend on
//! how common a word is nor on how the index is cut into segments: equally good matches are equal,
//! and the free hour decides between them, on every server alike.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::Term;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::query::{DfaWrapper, FuzzyTermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use super::analysis::{Word, people_term, stem_term};
use super::bits::Bits;
use super::columns::Columns;
use super::part::Part;
use super::schema::TIERS;

/// Worth of a word, in hundredths, by field: trades, person and place, what they tell.
const TIER_WORTH: [u16; TIERS] = [100, 20, 10];
/// Fields written with care, where a word that is found is not taken for a typing error.
const CAREFUL_TIERS: usize = 2;
/// Where typing errors are forgiven: in the words of trades. A word of somebody's own text that is nearly the
/// same is mostly another one ("marine" and "farine").
const FORGIVING_TIERS: usize = 1;
/// What a word is worth at least where it names the trade.
const NAMES_TRADE: u8 = (TIER_WORTH[0] * Likeness::Typo as u16 / 100) as u8;
/// Letters from which one typing error is forgiven.
const MIN_TYPO_LETTERS: usize = 5;

/// How a term of the index answers a word of the query, in hundredths of [`TIER_WORTH`].
#[derive(Clone, Copy, Debug)]
#[repr(u16)]
enum Likeness {
    Same = 100,
    Kin = 90,
    Beginning = 80,
    Typo = 50,
}

/// Combinations of worths of a query's words that are tried one by one; each is some instructions for
/// 64 professionals at once.
const MOST_COMBINATIONS: usize = 64;
/// The scores of so many professionals are asked for one by one in the time of a combination.
const PEOPLE_OF_A_COMBINATION: usize = 16;

/// Worths of one word and who has each, best first. A frequent word's own bits are lent where they are all there is.
type Levels<'a> = Vec<(u8, Cow<'a, Bits>)>;

/// The positions of a segment that hold one word, as they are found: somebody may be in several levels.
struct Gathered<'a> {
    size: usize,
    levels: Levels<'a>,
}

/// The positions of a segment that hold one word, each in the level of its best worth only.
struct Layer<'a> {
    holders: Bits,
    levels: Levels<'a>,
}

/// A score, and the level that each word has it from; none where the word is not held.
type Combination<'a> = (u16, Vec<Option<&'a Bits>>);

/// One word of the query.
struct Asked<'a> {
    /// Who holds it, by part.
    layers: Vec<Layer<'a>>,
    /// Whether it need not be found.
    optional: bool,
}

/// The words of a query and who holds them. Every word must be found, until [`Lookup::relax`] forgives more; a
/// typing error is looked for in unknown words only.
pub struct Lookup<'a> {
    /// How many positions each part has.
    sizes: Vec<usize>,
    asked: Vec<Asked<'a>>,
    any_word: bool,
}

impl<'a> Lookup<'a> {
    /// Looks the words up in each part.
    ///
    /// # Errors
    /// When a file of the index cannot be read.
    pub fn new(parts: &'a [Part], tiers: &[Field; TIERS], words: &[Word]) -> tantivy::Result<Self> {
        let dictionaries =
            parts.iter().map(|part| Dictionaries::of(part, tiers)).collect::<tantivy::Result<Vec<_>>>()?;
        let asked = words
            .iter()
            .enumerate()
            .map(|(at, word)| Asked::new(word, at + 1 == words.len(), &dictionaries))
            .collect::<tantivy::Result<Vec<_>>>()?;
        let sizes = parts.iter().map(|part| part.columns.size()).collect();
        Ok(Self { sizes, asked, any_word: false })
    }

    /// Forgives more: all words but one that names the trade. False when nothing is left to forgive. A word that
    /// somebody holds is never taken for a typing error, however few of them pass the filters.
    pub fn relax(&mut self) -> bool {
        let more = !self.any_word && self.asked.iter().filter(|asked| !asked.optional).count() > 1;
        self.any_word |= more;
        more
    }

    /// Who matches in a part.
    pub fn positions(&self, part: usize) -> Bits {
        let size = self.sizes[part];
        let mut positions = if self.any_word { Bits::none(size) } else { Bits::all(size) };
        for asked in self.asked.iter().filter(|asked| !asked.optional) {
            let layer = &asked.layers[part];
            if self.any_word {
                layer
                    .levels
                    .iter()
                    .filter(|(worth, _)| *worth >= NAMES_TRADE)
                    .for_each(|(_, bits)| positions.add(bits));
            } else {
                positions.keep(&layer.holders);
            }
        }
        positions
    }

    /// The score of a position in a part.
    pub fn score(&self, part: usize, position: u32) -> u16 {
        self.asked.iter().map(|asked| asked.layers[part].worth(position)).sum()
    }

    /// Those of `passed`, who all match, by score, best first: a score may come several times in a row.
    /// None when there are so many ways to a score, or so few people, that it is quicker to ask for everybody's.
    pub fn by_score(&self, part: usize, passed: &Bits) -> Option<impl Iterator<Item = (u16, Bits)>> {
        let may_miss = |asked: &Asked<'_>| self.any_word || asked.optional;
        let worths = |asked: &Asked<'_>| asked.layers[part].levels.len() + usize::from(may_miss(asked));
        let count = self.asked.iter().map(worths).try_fold(1, usize::checked_mul)?;
        if count > MOST_COMBINATIONS || passed.count() < count * PEOPLE_OF_A_COMBINATION {
            return None;
        }
        let none: Combination<'_> = (0, Vec::new());
        let mut combinations = self.asked.iter().fold(vec![none], |combinations, asked| {
            let held = asked.layers[part].levels.iter().map(|(worth, bits)| (u16::from(*worth), Some(&**bits)));
            let choices: Vec<_> = held.chain(may_miss(asked).then_some((0, None))).collect();
            combinations
                .iter()
                .flat_map(|(score, chosen)| {
                    choices.iter().map(move |(worth, bits)| {
                        let mut chosen = chosen.clone();
                        chosen.push(*bits);
                        (score + worth, chosen)
                    })
                })
                .collect()
        });
        combinations.sort_by_key(|(score, _)| Reverse(*score));
        Some(combinations.into_iter().map(move |(score, chosen)| {
            let mut bits = passed.clone();
            for (asked, chosen) in self.asked.iter().zip(chosen) {
                match chosen {
                    Some(level) => bits.keep(level),
                    None => bits.remove(&asked.layers[part].holders),
                }
            }
            (score, bits)
        }))
    }
}

impl<'a> Asked<'a> {
    /// Looks up a word, which may go on if it is `open`: the last one is perhaps still being typed.
    fn new(word: &Word, open: bool, all: &[Dictionaries<'a>]) -> tantivy::Result<Self> {
        let mut known = false;
        let mut all_gathered = Vec::with_capacity(all.len());
        for dictionaries in all {
            let mut gathered = Gathered { size: dictionaries.columns.size(), levels: Vec::new() };
            known |= dictionaries.find(word, open, &mut gathered)?;
            all_gathered.push(gathered);
        }
        if !known && word.surface.chars().count() >= MIN_TYPO_LETTERS {
            let automata = typo_automata(word, open)?;
            for (dictionaries, gathered) in all.iter().zip(&mut all_gathered) {
                dictionaries.find_typos(&automata, gathered)?;
            }
        }
        let layers = all_gathered.into_iter().map(Gathered::settle).collect();
        Ok(Self { layers, optional: word.optional })
    }
}

impl<'a> Gathered<'a> {
    /// Those of a worth so far, to add to.
    fn level(&mut self, worth: u8) -> &mut Bits {
        let at = self.find(worth).unwrap_or_else(|at| {
            self.levels.insert(at, (worth, Cow::Owned(Bits::none(self.size))));
            at
        });
        self.levels[at].1.to_mut()
    }

    /// Adds `holders` to those of a worth.
    fn lend(&mut self, worth: u8, holders: &'a Bits) {
        match self.find(worth) {
            Ok(at) => self.levels[at].1.to_mut().add(holders),
            Err(at) => self.levels.insert(at, (worth, Cow::Borrowed(holders))),
        }
    }

    /// Where the level of a worth is, or belongs.
    fn find(&self, worth: u8) -> Result<usize, usize> {
        self.levels.binary_search_by(|(known, _)| worth.cmp(known))
    }

    /// Leaves everybody in their best level only.
    fn settle(mut self) -> Layer<'a> {
        let mut holders = Bits::none(self.size);
        for (at, (_, bits)) in self.levels.iter_mut().enumerate() {
            if at > 0 {
                bits.to_mut().remove(&holders);
            }
            holders.add(bits);
        }
        self.levels.retain(|(_, bits)| !bits.is_empty());
        Layer { holders, levels: self.levels }
    }
}

impl Layer<'_> {
    /// What the word is worth for a position.
    fn worth(&self, position: u32) -> u16 {
        self.levels.iter().find(|(_, bits)| bits.has(position)).map_or(0, |(worth, _)| u16::from(*worth))
    }
}

/// Where the words of a segment are looked up.
struct Dictionaries<'a> {
    columns: &'a Columns,
    tiers: Vec<Arc<InvertedIndexReader>>,
}

impl<'a> Dictionaries<'a> {
    fn of(part: &'a Part, tiers: &[Field; TIERS]) -> tantivy::Result<Self> {
        let tiers = tiers.iter().map(|field| part.segment.inverted_index(*field));
        Ok(Self { columns: &part.columns, tiers: tiers.collect::<tantivy::Result<_>>()? })
    }

    /// Adds those who hold `word` as it is; says whether a careful field knows it.
    fn find(&self, word: &Word, open: bool, to: &mut Gathered<'a>) -> tantivy::Result<bool> {
        let mut known = false;
        for (tier, index) in self.tiers.iter().enumerate() {
            let terms = index.terms();
            let same = std::iter::once((stem_term(&word.stem), Likeness::Same));
            let kin = std::iter::once(people_term(&word.stem))
                .chain(word.people.iter().flat_map(|stem| [stem_term(stem), people_term(stem)]))
                .map(|term| (term, Likeness::Kin));
            let mut found = false;
            for (term, likeness) in same.chain(kin) {
                if let Some(info) = terms.get(term)? {
                    self.add(tier, &info, likeness, to)?;
                    found = true;
                }
            }
            if open {
                let end = format!("{}{}", word.surface, char::MAX);
                let mut stream = terms.range().ge(&word.surface).lt(end).into_stream()?;
                while stream.advance() {
                    self.add(tier, stream.value(), Likeness::Beginning, to)?;
                    found = true;
                }
            }
            known |= found && tier < CAREFUL_TIERS;
        }
        Ok(known)
    }

    fn find_typos(&self, automata: &[DfaWrapper], to: &mut Gathered<'a>) -> tantivy::Result<()> {
        for automaton in automata {
            for (tier, index) in self.tiers.iter().enumerate().take(FORGIVING_TIERS) {
                let mut stream = index.terms().search(automaton).into_stream()?;
                while stream.advance() {
                    self.add(tier, stream.value(), Likeness::Typo, to)?;
                }
            }
        }
        Ok(())
    }

    fn add(&self, tier: usize, term: &TermInfo, likeness: Likeness, to: &mut Gathered<'a>) -> tantivy::Result<()> {
        let worth = (TIER_WORTH[tier] * likeness as u16 / 100) as u8;
        if let Some(holders) = self.columns.frequent().holders(tier, term) {
            to.lend(worth, holders);
            return Ok(());
        }
        let level = to.level(worth);
        let mut postings = self.tiers[tier].read_block_postings_from_terminfo(term, IndexRecordOption::Basic)?;
        while !postings.docs().is_empty() {
            for document in postings.docs() {
                level.insert(self.columns.position(*document));
            }
            postings.advance();
        }
        Ok(())
    }
}

/// Automata of the word as written, or begun, and of its stem, each with one letter missing,
/// added, changed or swapped.
fn typo_automata(word: &Word, open: bool) -> tantivy::Result<Vec<DfaWrapper>> {
    // Only the text of the term matters: the automaton is run on every field.
    let term = |text: &str| Term::from_field_text(Field::from_field_id(0), text);
    let surface = term(&word.surface);
    let surface =
        if open { FuzzyTermQuery::new_prefix(surface, 1, true) } else { FuzzyTermQuery::new(surface, 1, true) };
    let mut automata = vec![surface.automaton()?];
    if word.stem.chars().count() >= MIN_TYPO_LETTERS {
        automata.push(FuzzyTermQuery::new(term(&stem_term(&word.stem)), 1, true).automaton()?);
    }
    Ok(automata)
}
