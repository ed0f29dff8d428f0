//! Words and strings by document. Statistics are made from these counts elsewhere.

use crate::cards::{Card, Doc};
use crate::error::Error;
use crate::query::{Query, Years};
use crate::search::Searcher;
use std::collections::BTreeMap;
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

/// The words of two parts of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordCounts {
    /// Every word that stands in either part, in the order of code points.
    pub words: Vec<WordCount>,
    /// Words of each part, repetitions counted.
    pub tokens: [u64; 2],
    /// Documents of each part.
    pub documents: [u64; 2],
}

impl Searcher {
    /// Counts every word in two parts of the corpus; `part` says to which of them, 0 or 1, a document
    /// belongs.
    pub fn word_counts(&self, part: impl Fn(&Card) -> Option<usize>) -> Result<WordCounts, Error> {
        let part = |card: &Option<Card>| card.as_ref().and_then(&part).filter(|part| *part < 2);
        let parts: Vec<Option<usize>> = self.cards.cards.iter().map(part).collect();
        let mut words: BTreeMap<String, WordCount> = BTreeMap::new();
        for (reader, base) in self.searcher.segment_readers().iter().zip(&self.cards.bases) {
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
                // Removed documents, and those of no part, leave their words in the index.
                if documents != [0; 2] {
                    let word = String::from_utf8_lossy(terms.key()).into_owned();
                    add(&mut words, word, counts, documents);
                }
            }
        }
        let (mut tokens, mut documents) = ([0; 2], [0; 2]);
        for (card, part) in self.cards.cards.iter().zip(&parts) {
            if let (Some(card), Some(part)) = (card, part) {
                tokens[*part] += card.tokens;
                documents[*part] += 1;
            }
        }
        Ok(WordCounts { words: words.into_values().collect(), tokens, documents })
    }

    /// How often `query` stands in each document, by identifier; documents without it count 0. Documents
    /// that do not fulfil the facts that the query demands (`region:上海`) are left out.
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

/// Adds the counts of one segment for a word.
fn add(words: &mut BTreeMap<String, WordCount>, word: String, counts: [u64; 2], documents: [u64; 2]) {
    let new = |word: &String| WordCount { word: word.clone(), counts: [0; 2], documents: [0; 2] };
    let entry = words.entry(word).or_insert_with_key(new);
    for part in 0..2 {
        entry.counts[part] += counts[part];
        entry.documents[part] += documents[part];
    }
}
