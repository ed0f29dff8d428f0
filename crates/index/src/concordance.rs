//! Concordance 语境索引: every occurrence in a line of its own (keyword in context).

use crate::cards::Doc;
use crate::error::Error;
use crate::query::{Query, Years};
use crate::search::{Searcher, counted};
use crate::snippet::folded;
use std::ops::Range;

/// One occurrence in its surroundings, in the source's own characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConcordanceLine {
    /// Identifier of the document.
    pub id: String,
    /// Where the occurrence begins and ends, in characters of the text as read.
    pub place: Range<u32>,
    /// Characters before it. White space is folded to single blanks.
    pub left: String,
    /// The occurrence.
    pub hit: String,
    /// Characters after it.
    pub right: String,
}

/// In which order lines are listed; equals by document, then by place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineSort {
    /// By year, then by document; documents without a year last.
    #[default]
    Year,
    /// By what stands before, from the hit leftwards.
    Left,
    /// By what stands after.
    Right,
}

/// Which lines are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineOptions {
    /// Only these years.
    pub years: Option<Years>,
    /// Characters on either side.
    pub context: u32,
    /// In which order.
    pub sort: LineSort,
    /// Only so many lines, drawn evenly from all with a seed.
    pub sample: Option<(usize, u64)>,
    /// Lines to pass over.
    pub offset: usize,
    /// Most lines to list.
    pub limit: usize,
}

impl Default for LineOptions {
    fn default() -> Self {
        LineOptions { years: None, context: 24, sort: LineSort::Year, sample: None, offset: 0, limit: 100 }
    }
}

/// Lines, and how many there are in all.
#[derive(Debug, Clone)]
pub struct Concordance {
    /// Documents that match.
    pub documents: u64,
    /// Occurrences in them, whatever was drawn or listed.
    pub occurrences: u64,
    /// Lines drawn, or all of them.
    pub drawn: u64,
    /// The lines asked for.
    pub lines: Vec<ConcordanceLine>,
}

impl Searcher {
    /// The occurrences of `query`, each in a line.
    pub fn concordance(&self, query: &Query, options: &LineOptions) -> Result<Concordance, Error> {
        let found = self.find(query, options.years.as_ref(), false)?;
        let rank = |doc: Doc| self.cards.rank[doc];
        let year = |doc: Doc| self.cards.cards[doc].as_ref().and_then(|card| card.year).unwrap_or(i32::MAX);
        let mut docs = found.docs.clone();
        docs.sort_by_key(|doc| rank(*doc));
        // An occurrence is a document and a number in it: texts are read only for lines that are wanted.
        let numbered = docs.iter().flat_map(|doc| (0..found.occurrences[*doc]).map(|n| (*doc, n as usize)));
        let mut wanted: Vec<(Doc, usize)> = numbered.collect();
        let occurrences = wanted.len() as u64;
        if let Some((most, seed)) = options.sample {
            let drawn = draw(occurrences, most, seed);
            wanted = drawn.into_iter().map(|at| wanted[at as usize]).collect();
        }
        let drawn = wanted.len() as u64;
        let lines = match options.sort {
            LineSort::Year => {
                wanted.sort_by_key(|(doc, n)| (year(*doc), rank(*doc), *n));
                let page: Vec<_> = wanted.into_iter().skip(options.offset).take(options.limit).collect();
                self.lines(query, &page, options.context)?
            }
            LineSort::Left => {
                self.sorted_lines(query, &wanted, options, |line| dense(&line.left).chars().rev().collect())?
            }
            LineSort::Right => self.sorted_lines(query, &wanted, options, |line| dense(&line.right))?,
        };
        Ok(Concordance { documents: docs.len() as u64, occurrences, drawn, lines })
    }

    /// A page of the lines, in the order of what stands beside the hit. All lines are made, since only
    /// then it is known what stands there.
    fn sorted_lines(
        &self,
        query: &Query,
        wanted: &[(Doc, usize)],
        options: &LineOptions,
        beside: impl Fn(&ConcordanceLine) -> String,
    ) -> Result<Vec<ConcordanceLine>, Error> {
        let mut lines = self.lines(query, wanted, options.context)?;
        lines.sort_by_cached_key(beside); // stable: equals stay by document and place
        Ok(lines.into_iter().skip(options.offset).take(options.limit).collect())
    }

    /// The lines of these occurrences. Those of a document stand together, so that its text is read once.
    fn lines(
        &self,
        query: &Query,
        wanted: &[(Doc, usize)],
        context: u32,
    ) -> Result<Vec<ConcordanceLine>, Error> {
        let mut lines = Vec::with_capacity(wanted.len());
        for group in wanted.chunk_by(|a, b| a.0 == b.0) {
            let Some(card) = &self.cards.cards[group[0].0] else { continue };
            let source = self.source_of(group[0].0)?;
            let hits = counted(query, &card.id, &source);
            let bytes: Vec<usize> = source.char_indices().map(|c| c.0).chain([source.len()]).collect();
            for place in group.iter().filter_map(|(_, n)| hits.get(*n)) {
                lines.push(line(&card.id, &source, &bytes, place.clone(), context));
            }
        }
        Ok(lines)
    }
}

/// The characters that are not white space.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The line of the occurrence at `place`; `bytes` says where each character of the source begins.
fn line(id: &str, source: &str, bytes: &[usize], place: Range<u32>, context: u32) -> ConcordanceLine {
    let last = bytes.len() as u32 - 1;
    let text = |from: u32, to: u32| folded(&source[bytes[from as usize]..bytes[to as usize]]);
    ConcordanceLine {
        id: id.to_owned(),
        left: text(place.start.saturating_sub(context), place.start),
        hit: text(place.start, place.end),
        right: text(place.end, (place.end + context).min(last)),
        place,
    }
}

/// `most` of the numbers below `all`, each as likely as any other, ascending.
fn draw(all: u64, most: usize, seed: u64) -> Vec<u64> {
    // The numbers with the least hashes are drawn. SplitMix64 is a good hash of seed and number, and the
    // draw does not depend on the order in which numbers come.
    let value = |number: u64| {
        let mut z = seed.wrapping_add(number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let mut drawn: Vec<(u64, u64)> = (0..all).map(|number| (value(number), number)).collect();
    drawn.sort_unstable();
    drawn.truncate(most);
    let mut drawn: Vec<u64> = drawn.into_iter().map(|(_, number)| number).collect();
    drawn.sort_unstable();
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_even_and_repeatable() {
        assert_eq!(draw(5, 10, 1), [0, 1, 2, 3, 4]);
        assert_eq!(draw(1000, 10, 1), draw(1000, 10, 1));
        assert_ne!(draw(1000, 10, 1), draw(1000, 10, 2));
        let mut met = [0; 10];
        for seed in 0..2000 {
            draw(10, 3, seed).into_iter().for_each(|n| met[n as usize] += 1);
        }
        assert!(met.iter().all(|n| (500..700).contains(n)), "{met:?}");
    }
}
