//! Who holds each frequent word, as bits: walking through the postings of a word that every other
//! professional uses would make a search as slow as they are many.

use std::collections::HashMap;

use tantivy::SegmentReader;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;

use super::bits::Bits;
use super::schema::{TIER_FIELDS, TIERS};

/// A word is frequent if one professional in so many holds it, as the names of common trades are: its bits are
/// then some times larger than its postings, and many times quicker to take up.
const FREQUENT: usize = 256;

/// The frequent words of a segment in each field, by where their postings begin.
#[derive(Debug)]
pub struct Frequent([HashMap<usize, Bits>; TIERS]);

impl Frequent {
    /// Reads the postings of a segment; `positions` are those of its documents.
    ///
    /// # Errors
    /// When a file of the segment cannot be read.
    pub fn read(segment: &SegmentReader, positions: &[u32]) -> tantivy::Result<Self> {
        let mut fields: [HashMap<usize, Bits>; TIERS] = std::array::from_fn(|_| HashMap::new());
        for (name, words) in TIER_FIELDS.into_iter().zip(&mut fields) {
            let index = segment.inverted_index(segment.schema().get_field(name)?)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                let term = terms.value();
                if (term.doc_freq as usize).saturating_mul(FREQUENT) < positions.len() {
                    continue;
                }
                let mut holders = Bits::none(positions.len());
                let mut postings = index.read_block_postings_from_terminfo(term, IndexRecordOption::Basic)?;
                while !postings.docs().is_empty() {
                    postings.docs().iter().for_each(|document| holders.insert(positions[*document as usize]));
                    postings.advance();
                }
                words.insert(term.postings_range.start, holders);
            }
        }
        Ok(Self(fields))
    }

    /// Who holds a word of a field, deleted documents included; none when it is not frequent.
    pub fn holders(&self, tier: usize, term: &TermInfo) -> Option<&Bits> {
        self.0[tier].get(&term.postings_range.start)
    }
}
