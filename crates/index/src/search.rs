//! Finding, counting and ranking.

use crate::Error;
use crate::occurrences::occurrences;
use crate::query::{Query, Years};
use crate::schema::{Fields, schema, tokenizers};
use crate::snippet::{Snippet, snippets};
use nianlun_types::Year;
use std::collections::BTreeMap;
use std::path::Path;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, DocId, DocSet, Index, SegmentReader, TERMINATED, TantivyDocument, Term};

/// An index opened for reading.
pub struct Searcher {
    searcher: tantivy::Searcher,
    fields: Fields,
}

/// What a query found.
#[derive(Debug, Clone)]
pub struct SearchResult {
    /// How many documents match, whatever the limit.
    pub documents: u64,
    /// How often the query's strings stand in them, each counted left to right without overlap.
    pub occurrences: u64,
    /// The best, most relevant first.
    pub matches: Vec<Match>,
}

/// One document found.
#[derive(Debug, Clone)]
pub struct Match {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Year, if known.
    pub year: Option<Year>,
    /// Relevance (BM25), higher is better; comparable within one query only.
    pub score: f64,
    /// How often the query's strings stand in it.
    pub occurrences: u64,
    /// Up to three passages with hits.
    pub snippets: Vec<Snippet>,
}

#[derive(Default, Clone, Copy)]
struct Tally {
    score: f64,
    occurrences: u64,
    /// How many of the query's exact strings the document holds.
    exact: usize,
}

impl Searcher {
    /// Opens the index in `folder`.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let mut index = Index::open_in_dir(folder)?;
        index.set_tokenizers(tokenizers());
        let (expected, fields) = schema();
        if index.schema() != expected {
            return Err(Error::SchemaError(
                "the index was written by another version of nianlun; run the pipeline again".to_owned(),
            ));
        }
        Ok(Searcher { searcher: index.reader()?.searcher(), fields })
    }

    /// How many documents the index holds.
    pub fn documents(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Answers `query`, with the `limit` best documents in full.
    pub fn search(&self, query: &Query, years: Option<&Years>, limit: usize) -> Result<SearchResult, Error> {
        let mut tallies: BTreeMap<DocAddress, Tally> = BTreeMap::new();
        for string in &query.exact {
            self.add_string(string, true, &mut tallies)?;
        }
        if !query.exact.is_empty() {
            tallies.retain(|_, tally| tally.exact == query.exact.len());
        }
        let mut ranked: BTreeMap<DocAddress, Tally> = BTreeMap::new();
        for word in &query.words {
            self.add_string(word, false, &mut ranked)?;
            self.add_word(word, &mut ranked)?;
        }
        if query.exact.is_empty() {
            tallies = ranked;
        } else {
            for (address, tally) in &mut tallies {
                if let Some(more) = ranked.get(address) {
                    tally.score += more.score;
                    tally.occurrences += more.occurrences;
                }
            }
        }
        if let Some(Years(range)) = years {
            let mut kept = BTreeMap::new();
            let mut column = None;
            for (address, tally) in tallies {
                let segment = address.segment_ord;
                if column.as_ref().is_none_or(|(of, _)| *of != segment) {
                    let reader = self.searcher.segment_reader(segment);
                    column = Some((segment, reader.fast_fields().i64("year")?));
                }
                let year = column.as_ref().and_then(|(_, years)| years.first(address.doc_id));
                if year.is_some_and(|y| range.contains(&(y as Year))) {
                    kept.insert(address, tally);
                }
            }
            tallies = kept;
        }
        let mut order = Vec::with_capacity(tallies.len());
        for (address, tally) in &tallies {
            order.push((tally.score, self.ordinal(*address)?, *address));
        }
        // Equal scores in the order of the corpus, so that every run answers alike.
        let best_first =
            |a: &(f64, u64, DocAddress), b: &(f64, u64, DocAddress)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        order.sort_by(best_first);
        let strings: Vec<&str> = query.strings().collect();
        let mut matches = Vec::new();
        for (_, _, address) in order.iter().take(limit) {
            matches.push(self.open_match(*address, tallies[address], &strings)?);
        }
        Ok(SearchResult {
            documents: tallies.len() as u64,
            occurrences: tallies.values().map(|t| t.occurrences).sum(),
            matches,
        })
    }

    /// Counts a string in every document that holds it, and scores it.
    fn add_string(
        &self,
        string: &str,
        exact: bool,
        tallies: &mut BTreeMap<DocAddress, Tally>,
    ) -> Result<(), Error> {
        let field = self.fields.characters;
        let mut found = Vec::new();
        for reader in self.searcher.segment_readers() {
            found.push(occurrences(&*reader.inverted_index(field)?, field, string)?);
        }
        for (address, count) in self.scored(field, found, tallies)? {
            let tally = tallies.entry(address).or_default();
            tally.occurrences += u64::from(count);
            tally.exact += usize::from(exact);
        }
        Ok(())
    }

    /// Scores a word where the segmentation made it one.
    fn add_word(&self, word: &str, tallies: &mut BTreeMap<DocAddress, Tally>) -> Result<(), Error> {
        let field = self.fields.words;
        let term = Term::from_field_text(field, word);
        let mut found = Vec::new();
        for reader in self.searcher.segment_readers() {
            let mut documents = Vec::new();
            if let Some(mut postings) =
                reader.inverted_index(field)?.read_postings(&term, IndexRecordOption::WithFreqs)?
            {
                while postings.doc() != TERMINATED {
                    documents.push((postings.doc(), postings.term_freq()));
                    postings.advance();
                }
            }
            found.push(documents);
        }
        self.scored(field, found, tallies)?;
        Ok(())
    }

    /// Adds BM25 scores (k1 = 1.2, b = 0.75) for one string found in documents of each segment.
    fn scored(
        &self,
        field: Field,
        found: Vec<Vec<(DocId, u32)>>,
        tallies: &mut BTreeMap<DocAddress, Tally>,
    ) -> Result<Vec<(DocAddress, u32)>, Error> {
        let all = self.searcher.num_docs() as f64;
        let with = found.iter().map(Vec::len).sum::<usize>() as f64;
        let rarity = (1.0 + (all - with + 0.5) / (with + 0.5)).ln();
        let mut tokens = 0;
        for reader in self.searcher.segment_readers() {
            tokens += reader.inverted_index(field)?.total_num_tokens();
        }
        let average = tokens as f64 / all.max(1.0);
        let mut flat = Vec::new();
        for (segment, documents) in found.into_iter().enumerate() {
            let norms = self.norms(self.searcher.segment_reader(segment as u32), field)?;
            for (doc, count) in documents {
                let address = DocAddress::new(segment as u32, doc);
                let tf = f64::from(count);
                let length = f64::from(norms.fieldnorm(doc)) / average;
                let score = rarity * tf * 2.2 / (tf + 1.2 * (0.25 + 0.75 * length));
                tallies.entry(address).or_default().score += score;
                flat.push((address, count));
            }
        }
        Ok(flat)
    }

    fn norms(&self, reader: &SegmentReader, field: Field) -> Result<FieldNormReader, Error> {
        reader.get_fieldnorms_reader(field)
    }

    fn ordinal(&self, address: DocAddress) -> Result<u64, Error> {
        let column = self.searcher.segment_reader(address.segment_ord).fast_fields().u64("ordinal")?;
        Ok(column.first(address.doc_id).unwrap_or(u64::MAX))
    }

    fn open_match(&self, address: DocAddress, tally: Tally, strings: &[&str]) -> Result<Match, Error> {
        let stored: TantivyDocument = self.searcher.doc(address)?;
        let text = |field| stored.get_first(field).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
        let year = stored.get_first(self.fields.year).and_then(|v| v.as_i64());
        Ok(Match {
            id: text(self.fields.id),
            title: text(self.fields.title),
            year: year.map(|y| y as Year),
            score: tally.score,
            occurrences: tally.occurrences,
            snippets: snippets(&text(self.fields.source), strings, 3),
        })
    }
}
