//! Documents like another one, by the cosine of their tf-idf vectors over words; reposts folded.
//!
//! The index holds no vectors. A rough order of all documents comes from the posting lists of the
//! words of the origin; the first of them are cut again, and compared by their whole vectors.

use crate::cards::{Card, Doc};
use crate::error::Error;
use crate::search::Searcher;
use nianlun_segment::{Segmenter, is_word};
use nianlun_text::normalise;
use std::collections::BTreeMap;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

/// Documents that are compared by their whole vectors, beyond those asked for.
const CANDIDATES: usize = 50;

/// What [`Searcher::like`] found.
#[derive(Debug, Clone)]
pub struct LikeResult {
    /// Documents so like the one asked about that they are the same text again.
    pub reposts: Vec<(Card, f64)>,
    /// The others, the most like first.
    pub matches: Vec<Like>,
}

/// A document like the one asked about.
#[derive(Debug, Clone)]
pub struct Like {
    /// What is known of it.
    pub card: Card,
    /// From 0, no word in common, to 1, the same words equally often.
    pub likeness: f64,
    /// Identifiers of documents that are the same text again.
    pub folded: Vec<String>,
}

/// The words of a document with their weights tf × idf, divided so that the vector has length 1.
type Vector = BTreeMap<String, f64>;

impl Searcher {
    /// Documents like `id`, at most `limit`; nothing where there is no such document. Documents with a
    /// likeness of `fold` or more are the same text again: they are folded into the first of them.
    pub fn like(
        &self,
        id: &str,
        segmenter: &dyn Segmenter,
        limit: usize,
        fold: Option<f64>,
    ) -> Result<Option<LikeResult>, Error> {
        let Some(origin) = self.cards.doc(id) else { return Ok(None) };
        let mut frequencies = DocumentFrequencies { searcher: self, known: BTreeMap::new() };
        let own = self.vector(origin, segmenter, &mut frequencies)?;
        let mut candidates = self.candidates(origin, &own, &mut frequencies)?;
        // More than asked for: the rough order errs, and reposts take no place among the `limit`.
        candidates.truncate(4 * limit + CANDIDATES);
        let mut compared = Vec::new();
        for doc in candidates {
            let vector = self.vector(doc, segmenter, &mut frequencies)?;
            compared.push((cosine(&own, &vector), doc, vector));
        }
        let rank = |doc: Doc| self.cards.rank[doc];
        compared.sort_by(|a, b| b.0.total_cmp(&a.0).then(rank(a.1).cmp(&rank(b.1))));
        let mut result = LikeResult { reposts: Vec::new(), matches: Vec::new() };
        // The vector of each of `matches`.
        let mut kept: Vec<Vector> = Vec::new();
        let same = |likeness: f64| fold.is_some_and(|fold| likeness >= fold);
        for (likeness, doc, vector) in compared {
            let Some(card) = self.cards.cards[doc].clone() else { continue };
            if same(likeness) {
                result.reposts.push((card, likeness));
            } else if let Some(first) = kept.iter().position(|other| same(cosine(other, &vector))) {
                result.matches[first].folded.push(card.id);
            } else {
                result.matches.push(Like { card, likeness, folded: Vec::new() });
                kept.push(vector);
            }
        }
        result.matches.truncate(limit);
        Ok(Some(result))
    }

    /// The vector of a document, whose text is cut again.
    fn vector(
        &self,
        doc: Doc,
        segmenter: &dyn Segmenter,
        frequencies: &mut DocumentFrequencies<'_>,
    ) -> Result<Vector, Error> {
        let source = self.source_of(doc)?;
        let text = normalise(&source).text;
        let mut counts: BTreeMap<String, u32> = BTreeMap::new();
        for token in segmenter.cut(&text) {
            let word = token.of(&text);
            if is_word(word) {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
        }
        let mut vector = Vector::new();
        for (word, count) in counts {
            let weight = log_frequency(count) * frequencies.inverse(&word)?;
            // A word that every document has tells nothing.
            if weight > 0.0 {
                vector.insert(word, weight);
            }
        }
        let length = vector.values().map(|w| w * w).sum::<f64>().sqrt();
        vector.values_mut().for_each(|w| *w /= length);
        Ok(vector)
    }

    /// Documents with words of `own`, roughly the most like first. The order is rough since the length of
    /// their vectors is not known: the square root of their words stands for it.
    fn candidates(
        &self,
        origin: Doc,
        own: &Vector,
        frequencies: &mut DocumentFrequencies<'_>,
    ) -> Result<Vec<Doc>, Error> {
        let mut products = vec![0.0; self.cards.cards.len()];
        for (word, weight) in own {
            let inverse = frequencies.inverse(word)?;
            self.each_with_word(word, |doc, count| products[doc] += weight * log_frequency(count) * inverse)?;
        }
        let length = |doc: Doc| self.cards.cards[doc].as_ref().map_or(1, |card| card.tokens.max(1));
        let rough = |doc: &Doc| products[*doc] / (length(*doc) as f64).sqrt();
        let known = |doc: &Doc| *doc != origin && self.cards.cards[*doc].is_some() && products[*doc] > 0.0;
        let mut docs: Vec<Doc> = (0..products.len()).filter(known).collect();
        docs.sort_by(|a, b| {
            rough(b).total_cmp(&rough(a)).then(self.cards.rank[*a].cmp(&self.cards.rank[*b]))
        });
        Ok(docs)
    }

    /// Calls `each` for every document that has `word` as a word, with how often.
    pub(crate) fn each_with_word(&self, word: &str, mut each: impl FnMut(Doc, u32)) -> Result<(), Error> {
        let field = self.fields.words;
        let term = Term::from_field_text(field, word);
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let index = reader.inverted_index(field)?;
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? else {
                continue;
            };
            while postings.doc() != TERMINATED {
                let doc = self.cards.bases[segment] + postings.doc() as Doc;
                if self.cards.cards[doc].is_some() {
                    each(doc, postings.term_freq());
                }
                postings.advance();
            }
        }
        Ok(())
    }
}

/// In how many documents words stand. What was asked once is kept.
struct DocumentFrequencies<'s> {
    searcher: &'s Searcher,
    known: BTreeMap<String, f64>,
}

impl DocumentFrequencies<'_> {
    /// The inverse document frequency (idf): ln(documents / documents with the word).
    fn inverse(&mut self, word: &str) -> Result<f64, Error> {
        if let Some(inverse) = self.known.get(word) {
            return Ok(*inverse);
        }
        let mut with = 0u64;
        self.searcher.each_with_word(word, |_, _| with += 1)?;
        let inverse = libm::log(self.searcher.cards.documents as f64 / with.max(1) as f64);
        self.known.insert(word.to_owned(), inverse);
        Ok(inverse)
    }
}

/// The term frequency (tf), damped: 1 + ln(count). The tenth repetition says less than the second.
fn log_frequency(count: u32) -> f64 {
    1.0 + libm::log(f64::from(count))
}

/// The cosine of two vectors of length 1. The sum goes in the order of words, so that it is the same
/// every time.
fn cosine(a: &Vector, b: &Vector) -> f64 {
    a.iter().filter_map(|(word, weight)| Some(weight * b.get(word)?)).sum::<f64>().min(1.0)
}
