//! The one pass over the texts: each is read, normalised, segmented once, counted and indexed, and
//! forgotten. Every thread pulls the next text when it is done with its last, so that never more
//! texts are in memory than threads.

use crate::load::Pipeline;
use crate::progress::Progress;
use nianlun_codebook::holds;
use nianlun_corpus::{Entry, Text, read};
use nianlun_frequency::{Counts, DocumentCounts};
use nianlun_index::{DocumentToIndex, IndexBuilder, ShardWriter};
use nianlun_segment::{Segmenter, is_word};
use nianlun_text::{Normalised, count_han, normalise};
use nianlun_types::{DocumentRow, Hit, HitRow, Quarantined, Reason, Span};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the pass learnt, in order of document.
pub struct Counted {
    /// Rows of `documents.parquet`.
    pub documents: Vec<DocumentRow>,
    /// Manifest columns beyond the fixed ones, each with a value for every document.
    pub further: Vec<(String, Vec<Option<String>>)>,
    /// Rows of `hits.parquet`.
    pub hits: Vec<HitRow>,
    /// Counts per year × category.
    pub counts: Counts,
    /// Texts set aside.
    pub quarantined: Vec<Quarantined>,
    /// How many texts were read in each encoding.
    pub encodings: BTreeMap<&'static str, u64>,
}

/// One document, counted.
struct Document {
    /// Position in the catalogue.
    at: usize,
    row: DocumentRow,
    encoding: &'static str,
    counts: DocumentCounts,
    /// Start, end and term of each hit.
    hits: Vec<(u32, u32, u32)>,
}

/// Reads, counts and indexes every text of `pipeline`.
///
/// # Errors
/// The index could not be written.
pub fn count(
    pipeline: &Pipeline,
    segmenter: &dyn Segmenter,
    index: &IndexBuilder,
    threads: &rayon::ThreadPool,
    progress: &dyn Progress,
) -> Result<Counted, nianlun_index::Error> {
    let next = AtomicUsize::new(0);
    let entries = &pipeline.catalogue.entries;
    progress.begin("reading, counting and indexing", entries.len() as u64);
    let results: Vec<Result<_, nianlun_index::Error>> = threads.broadcast(|_| {
        let mut shard = index.shard();
        let mut documents = Vec::new();
        let mut quarantined = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(entry) = entries.get(at) else { break };
            let bytes = match read(entry) {
                Ok(text) => {
                    let bytes = text.bytes;
                    documents.push(one(pipeline, segmenter, &mut shard, at, entry, text)?);
                    bytes
                }
                Err(aside) => {
                    quarantined.push(aside);
                    0
                }
            };
            progress.advance(1, bytes);
        }
        shard.finish()?;
        Ok((documents, quarantined))
    });
    progress.end();

    let mut documents: Vec<Document> = Vec::new();
    let mut quarantined = pipeline.catalogue.quarantined.clone();
    for result in results {
        let (some, aside) = result?;
        documents.extend(some);
        quarantined.extend(aside);
    }
    documents.sort_by_key(|document| document.at);
    Ok(gather(pipeline, documents, quarantined))
}

/// Normalises, segments, counts and indexes one text.
fn one(
    pipeline: &Pipeline,
    segmenter: &dyn Segmenter,
    shard: &mut ShardWriter<'_>,
    at: usize,
    entry: &Entry,
    source: Text,
) -> Result<Document, nianlun_index::Error> {
    let normal = normalise(&source.text);
    let text: &str = &normal.text;
    let tokens = segmenter.cut(text);
    let words = tokens.iter().filter(|t| is_word(t.of(text)));
    let token_count = words.clone().count() as u64;

    let mut hits = pipeline.matcher.hits(text, &tokens);
    let mut exposure = (normal.han_characters, token_count);
    if let Some(scope) = &pipeline.scope {
        let passages = scope.passages(text);
        hits.retain(|hit| holds(&passages, hit.span));
        if pipeline.settings.scope.as_ref().is_some_and(|s| s.exposure_in_scope) {
            let han = passages.iter().map(|p| count_han(p.of(text))).sum();
            exposure = (han, words.filter(|t| holds(&passages, **t)).count() as u64);
        }
    }
    let mut counts = DocumentCounts {
        han_characters: exposure.0,
        tokens: exposure.1,
        hits: vec![0; pipeline.codebook.categories.len()],
    };
    for hit in &hits {
        for category in &pipeline.codebook.terms[hit.term as usize].categories {
            counts.hits[*category as usize] += 1;
        }
    }
    let year = entry.year.as_ref().ok().copied();
    shard.add(
        DocumentToIndex {
            ordinal: at as u32,
            id: &entry.id,
            title: &entry.title,
            year,
            source: &source.text,
            text,
            tokens: &tokens,
        },
        is_word,
    )?;
    Ok(Document {
        at,
        encoding: source.encoding,
        hits: in_source(&normal, &hits),
        row: DocumentRow {
            id: entry.id.clone(),
            title: entry.title.clone(),
            year,
            date: entry.date.clone(),
            issuer: entry.issuer.clone(),
            region: entry.region.clone(),
            kind: entry.kind.clone(),
            file: entry.file.clone(),
            sha256: source.sha256,
            han_characters: normal.han_characters,
            tokens: token_count,
        },
        counts,
    })
}

/// Byte spans of the normalised text → scalar offsets of the source: (start, end, term).
fn in_source(normal: &Normalised<'_>, hits: &[Hit]) -> Vec<(u32, u32, u32)> {
    let characters = |span: Span| span.of(&normal.text).chars().count() as u32;
    let (mut byte, mut character) = (0, 0);
    hits.iter()
        .map(|hit| {
            character += characters(Span { start: byte, end: hit.span.start });
            byte = hit.span.start;
            let range = normal.map.source(character..character + characters(hit.span));
            (range.start, range.end, hit.term)
        })
        .collect()
}

fn gather(pipeline: &Pipeline, documents: Vec<Document>, mut quarantined: Vec<Quarantined>) -> Counted {
    let catalogue = &pipeline.catalogue;
    let names = catalogue.further_columns.iter();
    let mut counted = Counted {
        documents: Vec::with_capacity(documents.len()),
        further: names.map(|name| (name.clone(), Vec::new())).collect(),
        hits: Vec::new(),
        counts: Counts::new(pipeline.codebook.categories.len()),
        quarantined: Vec::new(),
        encodings: BTreeMap::new(),
    };
    for document in documents {
        let entry = &catalogue.entries[document.at];
        let position = counted.documents.len() as u32;
        for (start, end, term) in document.hits {
            let categories = &pipeline.codebook.terms[term as usize].categories;
            counted.hits.extend(categories.iter().map(|category| HitRow {
                document: position,
                start,
                end,
                category: *category,
                term,
            }));
        }
        match &entry.year {
            Ok(year) => counted.counts.add(*year, &document.counts),
            Err(detail) => quarantined.push(Quarantined {
                file: entry.file.clone(),
                reason: Reason::NoYear,
                detail: format!("{detail}: indexed, but in no series"),
            }),
        }
        for ((_, values), value) in counted.further.iter_mut().zip(&entry.further) {
            values.push(value.clone());
        }
        *counted.encodings.entry(document.encoding).or_default() += 1;
        counted.documents.push(document.row);
    }
    counted.hits.sort_unstable();
    quarantined.sort();
    counted.quarantined = quarantined;
    counted
}
