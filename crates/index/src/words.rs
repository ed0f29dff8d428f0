//! Words and strings by document: what word statistics are made of. The statistics themselves are not
//! made here.

use crate::cards::{Card, Doc};
use crate::error::Error;
use crate::pattern::SENTENCE_ENDS;
use crate::query::{Query, Years};
use crate::search::{Searcher, counted};
use nianlun_segment::{Segmenter, is_word};
use nianlun_text::normalise;
use nianlun_types::Span;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

/// How often a word stands in each of two parts of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordCount {
    /// The word.
    pub word: String,
    /// How often it stands in each part.
    pub counts: [u64; 2],
    /// In how many documents of each part.
    pub documents: [u64; 2],
}

/// Two parts of the corpus by their words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordCounts {
    /// Every word that stands in either part, by its code points.
    pub words: Vec<WordCount>,
    /// Words of each part, repetitions counted.
    pub tokens: [u64; 2],
    /// Documents of each part.
    pub documents: [u64; 2],
}

/// What stands near the occurrences of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collocates {
    /// Documents that match.
    pub documents: u64,
    /// Occurrences in them.
    pub occurrences: u64,
    /// Part 0 is what stands near, part 1 all else but the occurrences themselves.
    pub near: WordCounts,
}

impl Searcher {
    /// Counts every word in two parts of the corpus; `part` says to which of them a document belongs.
    pub fn word_counts(&self, part: impl Fn(&Card) -> Option<usize>) -> Result<WordCounts, Error> {
        let parts: Vec<Option<usize>> = self
            .cards
            .cards
            .iter()
            .map(|card| card.as_ref().and_then(&part).filter(|part| *part < 2))
            .collect();
        let mut all: BTreeMap<String, WordCount> = BTreeMap::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let base = self.cards.bases[segment];
            let index = reader.inverted_index(self.fields.words)?;
            let mut terms = index.terms().stream()?;
            while terms.advance() {
                let mut postings =
                    index.read_postings_from_terminfo(terms.value(), IndexRecordOption::WithFreqs)?;
                let (mut counts, mut documents) = ([0; 2], [0; 2]);
                while postings.doc() != TERMINATED {
                    if let Some(part) = parts[base + postings.doc() as Doc] {
                        counts[part] += u64::from(postings.term_freq());
                        documents[part] += 1;
                    }
                    postings.advance();
                }
                if documents == [0; 2] {
                    continue;
                }
                let word = String::from_utf8_lossy(terms.key()).into_owned();
                let entry = all.entry(word).or_insert_with_key(|word| WordCount {
                    word: word.clone(),
                    counts: [0; 2],
                    documents: [0; 2],
                });
                for part in 0..2 {
                    entry.counts[part] += counts[part];
                    entry.documents[part] += documents[part];
                }
            }
        }
        let mut result = WordCounts { words: all.into_values().collect(), tokens: [0; 2], documents: [0; 2] };
        for (card, part) in self.cards.cards.iter().zip(&parts) {
            if let (Some(card), Some(part)) = (card, part) {
                result.tokens[*part] += card.tokens;
                result.documents[*part] += 1;
            }
        }
        Ok(result)
    }

    /// Counts the words within `window` words on either side of each occurrence of `query`, no farther
    /// than the sentence goes. A word near two occurrences counts once; words of the occurrences
    /// themselves count nowhere.
    pub fn collocates(
        &self,
        query: &Query,
        years: Option<&Years>,
        segmenter: &dyn Segmenter,
        window: usize,
    ) -> Result<Collocates, Error> {
        let found = self.find(query, years, false)?;
        let mut near: BTreeMap<String, (u64, BTreeSet<Doc>)> = BTreeMap::new();
        let mut own: BTreeMap<String, u64> = BTreeMap::new();
        let (mut near_tokens, mut own_tokens, mut occurrences, mut near_documents) =
            (0, 0, 0, BTreeSet::new());
        for doc in found.docs.iter().copied().filter(|doc| found.occurrences[*doc] > 0) {
            let Some(card) = &self.cards.cards[doc] else { continue };
            let source = self.source_of(doc)?;
            let text = normalise(&source).text;
            let tokens = segmenter.cut(&text);
            let hits = places_in_text(query, &card.id, &source, &text);
            occurrences += found.occurrences[doc];
            for (word, is_near) in around(&text, &tokens, &hits, window) {
                if is_near {
                    let entry = near.entry(word.to_owned()).or_default();
                    entry.0 += 1;
                    entry.1.insert(doc);
                    near_tokens += 1;
                    near_documents.insert(doc);
                } else {
                    *own.entry(word.to_owned()).or_default() += 1;
                    own_tokens += 1;
                }
            }
        }
        let within = |card: &Card| years.is_none_or(|y| card.year.is_some_and(|year| y.0.contains(&year)));
        let (mut tokens, mut documents) = (0, 0);
        for card in self.cards.all().filter(|card| within(card)) {
            tokens += card.tokens;
            documents += 1;
        }
        let mut words = Vec::new();
        for (word, (count, docs)) in near {
            let (mut all, mut with) = (0, 0);
            self.each_with_word(&word, |doc, count| {
                if self.cards.cards[doc].as_ref().is_some_and(within) {
                    all += u64::from(count);
                    with += 1;
                }
            })?;
            let elsewhere = all.saturating_sub(count + own.get(&word).copied().unwrap_or(0));
            let documents = [docs.len() as u64, with];
            words.push(WordCount { word, counts: [count, elsewhere], documents });
        }
        Ok(Collocates {
            documents: found.docs.len() as u64,
            occurrences,
            near: WordCounts {
                words,
                tokens: [near_tokens, tokens.saturating_sub(near_tokens + own_tokens)],
                documents: [near_documents.len() as u64, documents],
            },
        })
    }

    /// How often `query` stands in each document that may be counted, those without it included, by
    /// identifier. Facts that the query demands (`region:上海`) leave out the others altogether.
    pub fn by_document(&self, query: &Query, years: Option<&Years>) -> Result<Vec<(&Card, u64)>, Error> {
        let found = self.find(query, years, false)?;
        let mut counts = vec![0; self.cards.cards.len()];
        found.docs.iter().for_each(|doc| counts[*doc] = found.occurrences[*doc]);
        let mut all: Vec<(Doc, &Card)> = (0..)
            .zip(&self.cards.cards)
            .filter_map(|(doc, card)| card.as_ref().filter(|_| found.eligible[doc]).map(|card| (doc, card)))
            .collect();
        all.sort_by_key(|(doc, _)| self.cards.rank[*doc]);
        Ok(all.into_iter().map(|(doc, card)| (card, counts[doc])).collect())
    }
}

/// Where the query stands, as bytes of the normalised text.
fn places_in_text(query: &Query, id: &str, source: &str, text: &str) -> Vec<Span> {
    let normal = normalise(source);
    let hits = counted(query, id, source);
    let mut places = Vec::new();
    let mut hits = hits.into_iter().peekable();
    // The source's characters behind each of the text's characters ascend.
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

/// Words near the hits (true) and in them (false), each word once.
fn around<'t>(text: &'t str, tokens: &[Span], hits: &[Span], window: usize) -> Vec<(&'t str, bool)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        Word,
        End,
        Own,
    }
    let mut kinds: Vec<(Kind, &'t str)> = Vec::new();
    let mut next = 0;
    for token in tokens {
        let word = token.of(text);
        while hits.get(next).is_some_and(|hit| hit.end <= token.start) {
            next += 1;
        }
        let own = hits.get(next).is_some_and(|hit| hit.start < token.end);
        if is_word(word) {
            kinds.push((if own { Kind::Own } else { Kind::Word }, word));
        } else if word.contains(SENTENCE_ENDS) || word.matches('\n').count() > 1 {
            kinds.push((Kind::End, word));
        }
    }
    let mut near = vec![false; kinds.len()];
    for at in (0..kinds.len()).filter(|at| kinds[*at].0 == Kind::Own) {
        let mut reach = |places: &mut dyn Iterator<Item = usize>| {
            let mut left = window;
            for place in places {
                match kinds[place].0 {
                    _ if left == 0 => return,
                    Kind::End => return,
                    Kind::Own => return, // it reaches farther itself
                    Kind::Word => {
                        near[place] = true;
                        left -= 1;
                    }
                }
            }
        };
        reach(&mut (0..at).rev());
        reach(&mut (at + 1..kinds.len()));
    }
    let kept = kinds.into_iter().zip(near).filter(|((kind, _), near)| *near || *kind == Kind::Own);
    kept.map(|((_, word), near)| (word, near)).collect()
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
