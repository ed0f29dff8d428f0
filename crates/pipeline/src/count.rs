//! The one pass over the texts: each is read, normalised, segmented once, counted and indexed, and
//! forgotten.

use crate::cache::short_hash;
use crate::corpus_report::shown;
use crate::indexing::{Indexing, Was};
use crate::load::Pipeline;
use crate::progress::Progress;
use crate::texts::{Turns, in_turn};
use nianlun_codebook::{ByRule, holds};
use nianlun_corpus::{Settled, Text, YearRule};
use nianlun_frequency::{Counts, DocumentCounts};
use nianlun_index::{DocumentToIndex, ShardWriter};
use nianlun_segment::{Segmenter, is_word};
use nianlun_text::{Normalised, count_han, normalise};
use nianlun_types::{DocumentRow, Hit, HitRow, Line, Quarantined, Reason, Span};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The most hits whose lines are kept, to stand in the report itself.
pub const MOST_LINES: usize = 6_000;

/// Characters on either side of a hit in its line.
const CONTEXT: u32 = 24;

/// What the pass learnt, in order of document.
pub struct Counted {
    /// Rows of `documents.parquet`.
    pub documents: Vec<DocumentRow>,
    /// Manifest columns beyond the fixed ones, each with a value for every document.
    pub further: Vec<(String, Vec<Option<String>>)>,
    /// Rows of `hits.parquet`.
    pub hits: Vec<HitRow>,
    /// The line of each of these rows, if there are no more than [`MOST_LINES`] hits.
    pub lines: Option<Vec<Line>>,
    /// Counts per year × category, by each rule.
    pub by_rule: ByRule<Counts>,
    /// What each document adds to its year, in the order of `documents`, by the rule in force.
    pub of_document: Vec<DocumentCounts>,
    /// Texts set aside.
    pub quarantined: Vec<Quarantined>,
    /// How many texts were read in each encoding.
    pub encodings: BTreeMap<&'static str, u64>,
    /// How many texts were cut into words anew.
    pub cut: usize,
    /// How many texts are to the index what.
    pub was: BTreeMap<Was, usize>,
}

/// One document, counted.
struct Document {
    /// Position in the catalogue.
    at: usize,
    row: DocumentRow,
    encoding: &'static str,
    /// By each rule.
    counts: ByRule<DocumentCounts>,
    /// Start, end and term of each hit, by the rule in force.
    hits: Vec<(u32, u32, u32)>,
    /// Their lines, as long as there are few.
    lines: Vec<Line>,
    /// Whether it was cut anew.
    cut: bool,
    was: Was,
}

/// Reads, counts and indexes every text of `pipeline`.
///
/// # Errors
/// The index could not be written.
pub fn count(
    pipeline: &Pipeline,
    segmenter: &dyn Segmenter,
    index: &Indexing,
    threads: &rayon::ThreadPool,
    progress: &dyn Progress,
) -> Result<Counted, nianlun_index::Error> {
    let met = AtomicUsize::new(0);
    let pass = |turns: Turns<'_>| {
        let mut shard = index.builder.shard();
        let mut documents = Vec::new();
        let mut quarantined = Vec::new();
        for (at, entry, text) in turns {
            match text {
                Ok(text) => {
                    documents.push(one(pipeline, segmenter, index, &mut shard, at, entry, text, &met)?)
                }
                Err(aside) => quarantined.push(aside),
            }
        }
        shard.finish()?;
        Ok((documents, quarantined))
    };
    let results: Vec<Result<_, nianlun_index::Error>> =
        threads.install(|| in_turn(pipeline, "reading, counting and indexing", progress, pass));

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
#[allow(clippy::too_many_arguments)] // the one pass is where everything meets
fn one(
    pipeline: &Pipeline,
    segmenter: &dyn Segmenter,
    index: &Indexing,
    shard: &mut ShardWriter<'_>,
    at: usize,
    entry: &Settled,
    source: Text,
    met: &AtomicUsize,
) -> Result<Document, nianlun_index::Error> {
    let normal = normalise(&source.text);
    let text: &str = &normal.text;
    let key = format!("{} {}", source.key(), segmenter.fingerprint());
    let known = pipeline.cache.tokens(&key, text.len());
    let cut = known.is_none();
    let tokens = known.unwrap_or_else(|| {
        let tokens = segmenter.cut(text);
        pipeline.cache.keep_tokens(&key, &tokens);
        tokens
    });
    let words: Vec<Span> = tokens.iter().filter(|t| is_word(t.of(text))).copied().collect();
    let token_count = words.len() as u64;

    let mut by_rule = pipeline.matcher.hits(text, &tokens);
    let mut exposure = (normal.han_characters, token_count);
    if let Some(scope) = &pipeline.scope {
        let passages = scope.passages(text);
        for (_, hits) in by_rule.iter_mut() {
            hits.retain(|hit| holds(&passages, hit.span));
        }
        if pipeline.settings.scope.as_ref().is_some_and(|s| s.exposure_in_scope) {
            let han = passages.iter().map(|p| count_han(p.of(text))).sum();
            exposure = (han, words.iter().filter(|t| holds(&passages, **t)).count() as u64);
        }
    }
    let counts = by_rule.as_ref().map(|hits| {
        let mut counts = DocumentCounts {
            han_characters: exposure.0,
            tokens: exposure.1,
            hits: vec![0; pipeline.codebook.categories.len()],
        };
        for hit in hits {
            for category in &pipeline.codebook.terms[hit.term as usize].categories {
                counts.hits[*category as usize] += 1;
            }
        }
        counts
    });
    let hits = in_source(&normal, &by_rule[pipeline.settings.rule.1]);
    // Lines of a few hits; whether they were few is decided when all texts are read.
    let few = met.fetch_add(hits.len(), Ordering::Relaxed) + hits.len() <= MOST_LINES;
    let lines = if few { lines(&source.text, &hits) } else { Vec::new() };
    let facts = source.facts;
    let year = facts.year.as_ref().ok().copied();
    let mut document = DocumentToIndex {
        id: &entry.id,
        title: &facts.title,
        year,
        date: facts.date.as_deref(),
        issuer: facts.issuer.as_deref(),
        region: entry.region.as_deref(),
        kind: entry.kind.as_deref(),
        number: facts.number.as_deref(),
        ..DocumentToIndex::default()
    };
    // The text itself is named by its key.
    document.mark = short_hash(&format!("{key} {document:?}"));
    let was = index.was(&entry.id, document.mark);
    if was != Was::Same {
        let text = DocumentToIndex {
            source: &source.text,
            text,
            han_characters: normal.han_characters,
            words: &words,
            ..document
        };
        shard.add(text)?;
    }
    Ok(Document {
        at,
        encoding: source.encoding,
        hits,
        lines,
        cut,
        was,
        row: DocumentRow {
            id: entry.id.clone(),
            title: facts.title,
            year,
            date: facts.date,
            issuer: facts.issuer,
            region: entry.region.clone(),
            kind: entry.kind.clone(),
            file: entry.source.file.clone(),
            sha256: source.sha256,
            han_characters: normal.han_characters,
            tokens: token_count,
            format: source.format.as_str(),
            encoding: source.encoding,
            year_rule: facts.year_rule.map(YearRule::as_str),
            number: facts.number,
            twin: entry.twin.as_ref().map(|(of, _)| of.clone()),
            likeness: entry.twin.as_ref().map(|(_, likeness)| *likeness),
            doubts: (!facts.doubts.is_empty()).then(|| shown(&facts.doubts)),
        },
        counts,
    })
}

/// Byte spans of the normalised text → scalar offsets of the source: (start, end, term).
pub fn in_source(normal: &Normalised<'_>, hits: &[Hit]) -> Vec<(u32, u32, u32)> {
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

/// The line of each hit, white space folded to single blanks. The hits are in order of place.
pub fn lines(source: &str, hits: &[(u32, u32, u32)]) -> Vec<Line> {
    let clean = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let bytes = |text: &str, characters: u32| {
        text.char_indices().nth(characters as usize).map_or(text.len(), |(byte, _)| byte)
    };
    // Where the last hit begins: in characters, and in bytes.
    let (mut character, mut byte) = (0, 0);
    hits.iter()
        .map(|(start, end, _)| {
            byte += bytes(&source[byte..], start - character);
            character = *start;
            let (before, rest) = source.split_at(byte);
            let left = before.char_indices().nth_back(CONTEXT as usize - 1).map_or(0, |(byte, _)| byte);
            let (hit, after) = rest.split_at(bytes(rest, end - start));
            Line {
                left: clean(&before[left..]),
                hit: clean(hit),
                right: clean(&after[..bytes(after, CONTEXT)]),
            }
        })
        .collect()
}

fn gather(pipeline: &Pipeline, documents: Vec<Document>, mut quarantined: Vec<Quarantined>) -> Counted {
    let catalogue = &pipeline.catalogue;
    let names = catalogue.further_columns.iter();
    let empty = || Counts::new(pipeline.codebook.categories.len());
    let mut counted = Counted {
        documents: Vec::with_capacity(documents.len()),
        further: names.map(|name| (name.clone(), Vec::new())).collect(),
        hits: Vec::new(),
        lines: None,
        by_rule: ByRule::new(|_| empty()),
        of_document: Vec::with_capacity(documents.len()),
        quarantined: Vec::new(),
        encodings: BTreeMap::new(),
        cut: 0,
        was: BTreeMap::new(),
    };
    let few = documents.iter().map(|d| d.hits.len()).sum::<usize>() <= MOST_LINES;
    let mut all_lines: Vec<Line> = Vec::new();
    let rule = pipeline.settings.rule.1;
    for document in documents {
        let entry = &catalogue.entries[document.at];
        let position = counted.documents.len() as u32;
        for (at, (start, end, term)) in document.hits.into_iter().enumerate() {
            for category in &pipeline.codebook.terms[term as usize].categories {
                counted.hits.push(HitRow { document: position, start, end, category: *category, term });
                if few {
                    all_lines.push(document.lines[at].clone());
                }
            }
        }
        match &entry.facts.year {
            Ok(year) => {
                for (rule, counts) in counted.by_rule.iter_mut() {
                    counts.add(*year, &document.counts[rule]);
                }
            }
            Err(detail) => quarantined.push(Quarantined {
                file: entry.source.file.clone(),
                reason: Reason::NoYear,
                detail: format!("{detail}: indexed, but in no series"),
            }),
        }
        for ((_, values), value) in counted.further.iter_mut().zip(&entry.further) {
            values.push(value.clone());
        }
        *counted.encodings.entry(document.encoding).or_default() += 1;
        counted.cut += usize::from(document.cut);
        *counted.was.entry(document.was).or_default() += 1;
        counted.of_document.push(document.counts.select(rule));
        counted.documents.push(document.row);
    }
    if few {
        let mut rows: Vec<(HitRow, Line)> =
            std::mem::take(&mut counted.hits).into_iter().zip(all_lines).collect();
        rows.sort_by_key(|(row, _)| *row);
        let (hits, lines) = rows.into_iter().unzip();
        (counted.hits, counted.lines) = (hits, Some(lines));
    } else {
        counted.hits.sort_unstable();
    }
    quarantined.sort();
    counted.quarantined = quarantined;
    counted
}

impl Counted {
    /// Counts by the rule in force.
    pub fn counts(&self, pipeline: &Pipeline) -> &Counts {
        &self.by_rule[pipeline.settings.rule.1]
    }
}
