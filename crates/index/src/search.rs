//! Answers to a query: documents in order, facets, passages.

use crate::cards::{Card, Cards, Doc};
use crate::error::{Error, OpenError, Stale};
use crate::evaluate::{Counts, Evaluator};
use crate::facets::{Facets, facets};
use crate::fingerprint::Fingerprint;
use crate::query::{Query, What, Years};
use crate::ranges::without_overlap;
use crate::schema::{Fields, open};
use crate::snippet::{Snippet, snippets};
use nianlun_segment::Segmenter;
use nianlun_text::{Normalised, normalise};
use serde::Serialize;
use std::ops::Range;
use std::path::Path;
use tantivy::schema::Value as _;
use tantivy::{DocAddress, TantivyDocument};

/// An index opened for reading.
pub struct Searcher {
    pub(crate) searcher: tantivy::Searcher,
    pub(crate) fields: Fields,
    pub(crate) cards: Cards,
    fingerprint: Fingerprint,
}

/// The order in which documents are listed; equals are in the order of identifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub enum Sort {
    /// The most relevant first.
    #[default]
    #[serde(rename = "score")]
    Score,
    /// The earliest first, documents without a date or year last.
    #[serde(rename = "date")]
    Date,
    /// The latest first, documents without a date or year last.
    #[serde(rename = "-date")]
    DateDescending,
}

/// The part of an answer that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Only these years.
    pub years: Option<Years>,
    /// The order.
    pub sort: Sort,
    /// How many documents to pass over.
    pub offset: usize,
    /// How many documents to list at most.
    pub limit: usize,
    /// How many passages of a document to show at most.
    pub snippets: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { years: None, sort: Sort::Score, offset: 0, limit: 10, snippets: 3 }
    }
}

/// The answer to a query.
#[derive(Debug, Clone)]
pub struct SearchResult {
    /// How many documents match, whatever the limit.
    pub documents: u64,
    /// How often the query's strings stand in them, each counted left to right without overlap.
    pub occurrences: u64,
    /// All matching documents by year, region, issuer and kind.
    pub facets: Facets,
    /// The documents asked for.
    pub matches: Vec<Match>,
}

/// One document found.
#[derive(Debug, Clone)]
pub struct Match {
    /// What is known of it.
    pub card: Card,
    /// Relevance (BM25), higher is better; comparable within one query only.
    pub score: f64,
    /// How often the query's strings stand in it.
    pub occurrences: u64,
    /// Passages with hits.
    pub snippets: Vec<Snippet>,
}

/// A text with the places that a query marks in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The text as read.
    pub source: String,
    /// The marked places, in characters of the text, ascending and without overlap.
    pub hits: Vec<Range<u32>>,
}

/// Documents that match, with how often the query's strings stand in each.
pub(crate) struct Found {
    pub docs: Vec<Doc>,
    /// By document.
    pub occurrences: Vec<u64>,
    pub scores: Vec<f64>,
    /// By document: whether it could match, as far as the facts go that the query demands.
    pub eligible: Vec<bool>,
}

impl Searcher {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    /// [`OpenError::Stale`] where it must be made anew. Files are not compared with their hashes: that is
    /// what [`check`](crate::check) does.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        let fingerprint = Fingerprint::read(folder)?;
        fingerprint.readable()?;
        let (index, fields) = open(folder)?;
        let searcher = index.reader()?.searcher();
        let cards = Cards::load(&searcher)?;
        Ok(Searcher { searcher, fields, cards, fingerprint })
    }

    /// Makes sure that `segmenter` cuts queries as the texts were cut.
    ///
    /// # Errors
    /// It does not.
    pub fn accepts(&self, segmenter: &dyn Segmenter) -> Result<(), Stale> {
        self.fingerprint.matches(&Fingerprint::current(segmenter))
    }

    /// How many documents the index holds.
    pub fn documents(&self) -> u64 {
        self.cards.documents
    }

    /// The cards of all documents, in the order of identifiers.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        self.cards.all()
    }

    /// The card of one document.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.cards[self.cards.doc(id)?].as_ref()
    }

    /// The text of a document as read; nothing where there is no such document.
    pub fn source(&self, id: &str) -> Result<Option<String>, Error> {
        self.cards.doc(id).map(|doc| self.source_of(doc)).transpose()
    }

    /// The text of a document with the places that the query marks; nothing where there is no such
    /// document.
    pub fn marked(&self, query: &Query, id: &str) -> Result<Option<Marked>, Error> {
        let Some(source) = self.source(id)? else { return Ok(None) };
        let hits = shown(query, id, &source);
        Ok(Some(Marked { source, hits }))
    }

    /// Answers `query`.
    pub fn search(&self, query: &Query, options: &Options) -> Result<SearchResult, Error> {
        let Found { mut docs, occurrences, scores, .. } = self.find(query, options.years.as_ref(), true)?;
        let facets = facets(&self.cards, &docs, &occurrences);
        let total = docs.iter().map(|doc| occurrences[*doc]).sum();
        let rank = |doc: Doc| self.cards.rank[doc];
        let when = |doc: Doc| self.cards.cards[doc].as_ref().and_then(Card::when);
        match options.sort {
            Sort::Score => docs.sort_by(|a, b| {
                // Scores are sums in one order, so that equal documents have equal scores.
                scores[*b].total_cmp(&scores[*a]).then(rank(*a).cmp(&rank(*b)))
            }),
            Sort::Date => docs.sort_by_key(|doc| (when(*doc).unwrap_or(u32::MAX), rank(*doc))),
            Sort::DateDescending => {
                docs.sort_by_key(|doc| (std::cmp::Reverse(when(*doc)), rank(*doc)));
            }
        }
        let mut matches = Vec::new();
        for doc in docs.iter().skip(options.offset).take(options.limit) {
            let Some(card) = &self.cards.cards[*doc] else { continue };
            let mut passages = Vec::new();
            if options.snippets > 0 && occurrences[*doc] > 0 {
                let source = self.source_of(*doc)?;
                passages = snippets(&source, shown(query, &card.id, &source), options.snippets);
            }
            matches.push(Match {
                card: card.clone(),
                score: scores[*doc],
                occurrences: occurrences[*doc],
                snippets: passages,
            });
        }
        Ok(SearchResult { documents: docs.len() as u64, occurrences: total, facets, matches })
    }

    /// The documents that match, ascending.
    pub(crate) fn find(&self, query: &Query, years: Option<&Years>, scored: bool) -> Result<Found, Error> {
        let mut evaluator = Evaluator::new(&self.searcher, self.fields, &self.cards, query);
        if let Some(Years(range)) = years {
            for (eligible, card) in evaluator.eligible.iter_mut().zip(&self.cards.cards) {
                let year = card.as_ref().and_then(|card| card.year);
                *eligible &= year.is_some_and(|year| range.contains(&year));
            }
        }
        let counts = evaluator.leaves(query)?;
        let matching = evaluator.matching(query, &counts);
        let mut scores = vec![0.0; matching.len()];
        if scored {
            for (leaf, counts) in query.leaves.iter().zip(&counts) {
                if !leaf.counts {
                    continue;
                }
                self.score(counts, self.cards.length, |card| card.length, &mut scores);
                if let Some(word) = &leaf.word {
                    let counts = evaluator.word(word)?;
                    self.score(&counts, self.cards.tokens, |card| card.tokens, &mut scores);
                }
            }
        }
        let occurrences = evaluator.occurrences(&query.leaves, &counts);
        let docs = (0..matching.len()).filter(|doc| matching[*doc]).collect();
        Ok(Found { docs, occurrences, scores, eligible: evaluator.eligible })
    }

    /// Adds the BM25 scores (k1 = 1.2, b = 0.75) of one string. The lengths come from the cards, so that
    /// an updated index scores as one made anew. `libm` gives the same bits on every machine.
    fn score(&self, counts: &Counts, all_length: u64, length: impl Fn(&Card) -> u64, scores: &mut [f64]) {
        let all = self.cards.documents as f64;
        let with = counts.len() as f64;
        let inverse = libm::log(1.0 + (all - with + 0.5) / (with + 0.5));
        let average = all_length as f64 / all.max(1.0);
        for (doc, count) in counts {
            let own = self.cards.cards[*doc].as_ref().map_or(0, &length) as f64;
            let tf = f64::from(*count);
            scores[*doc] += inverse * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * own / average));
        }
    }

    /// The text of a document as read. Only this decompresses a block of the store.
    pub(crate) fn source_of(&self, doc: Doc) -> Result<String, Error> {
        let segment = self.cards.bases.partition_point(|base| *base <= doc) - 1;
        let address = DocAddress::new(segment as u32, (doc - self.cards.bases[segment]) as u32);
        let stored: TantivyDocument = self.searcher.doc(address)?;
        Ok(stored.get_first(self.fields.source).and_then(|v| v.as_str()).unwrap_or_default().to_owned())
    }
}

/// The hits that are shown in the text of a document, in characters of the text as read, ascending. A
/// hit that overlaps an earlier one is left out.
fn shown(query: &Query, id: &str, source: &str) -> Vec<Range<u32>> {
    let mut hits = places(query, id, source, What::find_all_parts);
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
    without_overlap(hits)
}

/// Every counted occurrence of the query in the text of a document, in characters of the text as read,
/// ascending. They are as many as the search counts, and may overlap where they are of different
/// leaves.
pub(crate) fn counted(query: &Query, id: &str, source: &str) -> Vec<Range<u32>> {
    let mut hits = places(query, id, source, What::find);
    hits.sort_by_key(|hit| (hit.start, hit.end));
    hits
}

/// The places of all leaves that count, in the text as read. `find` gives the places of a leaf in the
/// normalised text.
fn places(
    query: &Query,
    id: &str,
    source: &str,
    find: impl Fn(&What, &str) -> Vec<Range<u32>>,
) -> Vec<Range<u32>> {
    let normal = normalise(source);
    let mut hits = Vec::new();
    for leaf in query.leaves.iter().filter(|leaf| leaf.counts) {
        match &leaf.what {
            What::Coded(coded) => {
                hits.extend(coded.get(id).into_iter().flatten().map(|(start, end)| *start..*end));
            }
            what => hits.extend(in_source(&normal, find(what, &normal.text))),
        }
    }
    hits
}

/// Places in the normalised text as places in the text as read.
fn in_source(normal: &Normalised<'_>, places: Vec<Range<u32>>) -> impl Iterator<Item = Range<u32>> {
    let places: Vec<Range<u32>> = places.into_iter().map(|place| normal.map.source(place)).collect();
    places.into_iter()
}
