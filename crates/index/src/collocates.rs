//! Collocates 搭配词: the words near the occurrences of a query.

use crate::cards::{Card, Doc};
use crate::error::Error;
use crate::pattern::SENTENCE_ENDS;
use crate::query::{Query, Years};
use crate::search::{Searcher, counted};
use crate::words::{WordCount, WordCounts};
use nianlun_segment::{Segmenter, is_word};
use nianlun_text::normalise;
use nianlun_types::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The words near the occurrences of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collocates {
    /// Documents that match.
    pub documents: u64,
    /// Occurrences in them.
    pub occurrences: u64,
    /// Part 0 is the words near them, part 1 all other words but those of the occurrences.
    pub near: WordCounts,
}

/// What is counted while documents are read.
#[derive(Default)]
struct Tally {
    occurrences: u64,
    /// For each word near an occurrence, how often and in which documents.
    near: BTreeMap<String, (u64, BTreeSet<Doc>)>,
    near_tokens: u64,
    near_documents: BTreeSet<Doc>,
    /// The words of the occurrences themselves.
    own: BTreeMap<String, u64>,
    own_tokens: u64,
}

impl Tally {
    fn add(&mut self, doc: Doc, word: &str, is_near: bool) {
        if is_near {
            let entry = self.near.entry(word.to_owned()).or_default();
            entry.0 += 1;
            entry.1.insert(doc);
            self.near_tokens += 1;
            self.near_documents.insert(doc);
        } else {
            *self.own.entry(word.to_owned()).or_default() += 1;
            self.own_tokens += 1;
        }
    }
}

impl Searcher {
    /// Counts the words within `window` words on either side of each occurrence of `query`, no farther
    /// than the sentence goes. A word near two occurrences counts once; the words of the occurrences
    /// themselves count nowhere.
    ///
    /// Only the documents found are cut again. What stands elsewhere is the count of the whole index,
    /// which the posting lists of words have, less what stands near.
    pub fn collocates(
        &self,
        query: &Query,
        years: Option<&Years>,
        segmenter: &dyn Segmenter,
        window: usize,
    ) -> Result<Collocates, Error> {
        let found = self.find(query, years, false)?;
        let mut tally = Tally::default();
        for doc in found.docs.iter().copied().filter(|doc| found.occurrences[*doc] > 0) {
            let Some(card) = &self.cards.cards[doc] else { continue };
            let source = self.source_of(doc)?;
            let text = normalise(&source).text;
            let hits = places_in_text(query, &card.id, &source, &text);
            tally.occurrences += found.occurrences[doc];
            for (word, is_near) in around(&text, &segmenter.cut(&text), &hits, window) {
                tally.add(doc, word, is_near);
            }
        }
        let documents = found.docs.len() as u64;
        Ok(Collocates {
            documents,
            occurrences: tally.occurrences,
            near: self.near_and_elsewhere(tally, years)?,
        })
    }

    /// The words near, beside the rest of the documents of these years.
    fn near_and_elsewhere(&self, tally: Tally, years: Option<&Years>) -> Result<WordCounts, Error> {
        let within = |card: &Card| years.is_none_or(|y| card.year.is_some_and(|year| y.0.contains(&year)));
        let (mut tokens, mut documents) = (0, 0);
        for card in self.cards.all().filter(|card| within(card)) {
            tokens += card.tokens;
            documents += 1;
        }
        let mut words = Vec::new();
        for (word, (count, docs)) in tally.near {
            let (mut all, mut with) = (0, 0);
            self.each_with_word(&word, |doc, count| {
                if self.cards.cards[doc].as_ref().is_some_and(within) {
                    all += u64::from(count);
                    with += 1;
                }
            })?;
            let own = tally.own.get(&word).copied().unwrap_or(0);
            let elsewhere = all.saturating_sub(count + own);
            words.push(WordCount { word, counts: [count, elsewhere], documents: [docs.len() as u64, with] });
        }
        Ok(WordCounts {
            words,
            tokens: [tally.near_tokens, tokens.saturating_sub(tally.near_tokens + tally.own_tokens)],
            documents: [tally.near_documents.len() as u64, documents],
        })
    }
}

/// Where the query stands, in bytes of the normalised text. Occurrences that touch are joined.
fn places_in_text(query: &Query, id: &str, source: &str, text: &str) -> Vec<Span> {
    let normal = normalise(source);
    let hits = counted(query, id, source);
    let mut places = Vec::new();
    let mut hits = hits.into_iter().peekable();
    // Occurrences come in characters of the source, and the source's characters behind each character of
    // the text ascend: one walk over both finds the characters that an occurrence covers.
    for (at, (byte, c)) in (0..).zip(text.char_indices()) {
        let behind = normal.map.source(at..at + 1);
        while hits.peek().is_some_and(|hit| hit.end <= behind.start) {
            hits.next();
        }
        if hits.peek().is_some_and(|hit| behind.start >= hit.start) {
            let (start, end) = (byte as u32, (byte + c.len_utf8()) as u32);
            match places.last_mut() {
                Some(Span { end: last, .. }) if *last == start => *last = end,
                _ => places.push(Span { start, end }),
            }
        }
    }
    places
}

/// What a token means to the words around a hit.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A word outside all hits.
    Word,
    /// The end of a sentence.
    End,
    /// A word that a hit covers in whole or in part.
    Hit,
}

/// The words near the hits (true) and in them (false), each once.
fn around<'t>(text: &'t str, tokens: &[Span], hits: &[Span], window: usize) -> Vec<(&'t str, bool)> {
    let kinds = kinds(text, tokens, hits);
    let mut near = vec![false; kinds.len()];
    for at in (0..kinds.len()).filter(|at| kinds[*at].0 == Kind::Hit) {
        let mut reach = |places: &mut dyn Iterator<Item = usize>| {
            // Up to the end of the sentence, or to the next hit, which reaches farther itself.
            for place in places.take_while(|place| kinds[*place].0 == Kind::Word).take(window) {
                near[place] = true;
            }
        };
        reach(&mut (0..at).rev());
        reach(&mut (at + 1..kinds.len()));
    }
    let kept = kinds.into_iter().zip(near).filter(|((kind, _), near)| *near || *kind == Kind::Hit);
    kept.map(|((_, word), near)| (word, near)).collect()
}

/// The tokens that are words or end a sentence. Tokens and hits ascend.
fn kinds<'t>(text: &'t str, tokens: &[Span], hits: &[Span]) -> Vec<(Kind, &'t str)> {
    let mut kinds = Vec::new();
    let mut next = 0;
    for token in tokens {
        let word = token.of(text);
        while hits.get(next).is_some_and(|hit| hit.end <= token.start) {
            next += 1;
        }
        let in_hit = hits.get(next).is_some_and(|hit| hit.start < token.end);
        if is_word(word) {
            kinds.push((if in_hit { Kind::Hit } else { Kind::Word }, word));
        } else if word.contains(SENTENCE_ENDS) || word.matches('\n').count() > 1 {
            kinds.push((Kind::End, word));
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_stay_in_their_sentence() {
        let words = ["甲", "。", "乙", "丙", ",", "数据", "丁", "数据", "戊", "己", "庚", "!", "辛"];
        let text = words.concat();
        let mut at = 0;
        let tokens: Vec<Span> = words
            .iter()
            .map(|word| {
                at += word.len() as u32;
                Span { start: at - word.len() as u32, end: at }
            })
            .collect();
        let hits = [tokens[5], tokens[7]];
        let shown = |window| {
            around(&text, &tokens, &hits, window)
                .into_iter()
                .map(|(word, near)| if near { word.to_owned() } else { format!("[{word}]") })
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(shown(2), "乙 丙 [数据] 丁 [数据] 戊 己");
        assert_eq!(shown(9), "乙 丙 [数据] 丁 [数据] 戊 己 庚");
        assert_eq!(shown(0), "[数据] [数据]");
    }
}
