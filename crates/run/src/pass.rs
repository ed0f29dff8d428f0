//! The one pass over the texts. Each thread reads, normalises, segments, counts and indexes one text,
//! then frees it.

mod gather;

use crate::cache::Cache;
use crate::corpus_report::doubts_cell;
use crate::indexing::{Indexing, Was};
use crate::pool::Pool;
use gather::gather;
use nianlun_codebook::{ByRule, Codebook, Hits, holds};
use nianlun_corpus::{Settled, Text};
use nianlun_digest::short_hash;
use nianlun_findings::Counted;
use nianlun_frequency::DocumentCounts;
use nianlun_index::{DocumentToIndex, ShardWriter};
use nianlun_segment::{Segmenter, is_word};
use nianlun_study::{ScopeExposure, Study, Turns, hits_of, in_source, in_turn, passages};
use nianlun_text::{CONTEXT, Line, Normalised, count_han, lines, normalise};
use nianlun_types::{DocumentRow, Hit, Progress, Quarantined, Span, Warning};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The most hits whose lines the report itself contains.
pub const MOST_LINES: usize = 6_000;

/// What the pass found, in the order of documents.
pub struct Passed {
    /// The counts that findings are made of.
    pub counted: Counted,
    /// Columns beyond the fixed ones, of the manifest and then of heads, each with a value for every document.
    pub further: Vec<(String, Vec<Option<String>>)>,
    /// The line of each row of hits, if there are no more than [`MOST_LINES`] hits.
    pub lines: Option<Vec<Line>>,
    /// Texts set aside.
    pub quarantined: Vec<Quarantined>,
    /// How many texts were read in each encoding.
    pub encodings: BTreeMap<String, u64>,
    /// How many texts were segmented, rather than taken from the cache.
    pub cut: usize,
    /// How many texts are new to the earlier index, changed, or the same.
    pub was: BTreeMap<Was, usize>,
}

/// What the threads of the pass share.
pub struct Pass<'p> {
    /// The study.
    pub study: &'p Study,
    /// What earlier runs computed from the same texts.
    pub cache: &'p Cache,
    /// Cuts texts into words.
    pub segmenter: &'p dyn Segmenter,
    /// Indexes the texts.
    pub index: &'p Indexing,
    /// Hits found so far on all threads. Above [`MOST_LINES`] no thread keeps further lines.
    pub met: AtomicUsize,
}

/// One document, counted.
struct Document {
    /// Position in the catalogue.
    at: usize,
    row: DocumentRow,
    /// What its head says, by keys.
    further: Vec<(String, String)>,
    /// The counts by each rule.
    counts: ByRule<DocumentCounts>,
    /// The counts by the rule in force if terms were met inside longer numbers and Latin words too; `None` where
    /// they are those of `counts`.
    anywhere: Option<DocumentCounts>,
    /// Start, end and term of each hit, by the rule in force.
    hits: Vec<(u32, u32, u32)>,
    /// The lines of `hits`; empty once the pass has met too many hits.
    lines: Vec<Line>,
    /// Whether it was segmented, rather than taken from the cache.
    cut: bool,
    was: Was,
}

impl Pass<'_> {
    /// Reads, counts and indexes every text of the study.
    ///
    /// # Errors
    /// The index could not be written.
    pub fn run(&self, pool: &Pool, progress: &dyn Progress) -> Result<Passed, nianlun_index::Error> {
        let thread = |turns: Turns<'_>| {
            let mut shard = self.index.builder.shard();
            let mut documents = Vec::new();
            let mut quarantined = Vec::new();
            for (at, entry, text) in turns {
                match text {
                    Ok(text) => documents.push(self.count_text(&mut shard, at, entry, text)?),
                    Err(aside) => quarantined.push(aside),
                }
            }
            shard.finish()?;
            Ok((documents, quarantined))
        };
        let step = "reading, counting and indexing";
        let results: Vec<Result<_, nianlun_index::Error>> =
            pool.install(|| in_turn(self.study, self.cache, step, progress, thread));

        let mut documents: Vec<Document> = Vec::new();
        let mut quarantined = self.study.catalogue.quarantined.clone();
        for result in results {
            let (of_thread, aside) = result?;
            documents.extend(of_thread);
            quarantined.extend(aside);
        }
        documents.sort_by_key(|document| document.at);
        Ok(gather(self.study, documents, quarantined))
    }

    /// Normalises, segments, counts and indexes one text.
    fn count_text(
        &self,
        shard: &mut ShardWriter<'_>,
        at: usize,
        entry: &Settled,
        source: Text,
    ) -> Result<Document, nianlun_index::Error> {
        let normal = normalise(&source.text);
        let key = format!("{} {}", source.key(), self.segmenter.fingerprint());
        let (tokens, cut) = self.tokens(&key, &normal.text);
        let words: Vec<Span> = tokens.iter().filter(|t| is_word(t.of(&normal.text))).copied().collect();
        let (found, exposure) = self.count_hits(&normal, &tokens, &words);
        let rule = self.study.settings.rule;
        let hits = in_source(&normal, &found.by_rule[rule]);
        let lines = self.lines_while_few(&source.text, &hits);
        let was = self.index_text(shard, &key, entry, &source, &normal, &words)?;
        let codebook = &self.study.codebook;
        let counts = found.by_rule.as_ref().map(|hits| counts_of(codebook, hits, exposure));
        let anywhere = found.anywhere.map(|by_rule| counts_of(codebook, &by_rule[rule], exposure));
        let (han_characters, tokens) = (normal.han_characters, words.len() as u64);
        drop(normal);
        let (row, further) = row_of(entry, source, han_characters, tokens);
        Ok(Document { at, row, further, counts, anywhere, hits, lines, cut, was })
    }

    /// The tokens of a text, from the cache where it has them, and whether the text was segmented.
    fn tokens(&self, key: &str, text: &str) -> (Vec<Span>, bool) {
        if let Some(known) = self.cache.tokens(key, text.len()) {
            return (known, false);
        }
        let tokens = self.segmenter.cut(text);
        self.cache.keep_tokens(key, &tokens);
        (tokens, true)
    }

    /// The hits within the scope, and the exposure: Han characters and words.
    fn count_hits(&self, normal: &Normalised<'_>, tokens: &[Span], words: &[Span]) -> (Hits, (u64, u64)) {
        let text: &str = &normal.text;
        let passages = passages(self.study, text);
        let hits = hits_of(self.study, text, tokens, passages.as_deref());
        let whole = (normal.han_characters, words.len() as u64);
        let exposure = match (&self.study.settings.scope, &passages) {
            (Some(scope), Some(passages)) if scope.exposure == ScopeExposure::Scope => {
                let han = passages.iter().map(|p| count_han(p.of(text))).sum();
                (han, words.iter().filter(|word| holds(passages, **word)).count() as u64)
            }
            _ => whole,
        };
        (hits, exposure)
    }

    /// The lines of hits while all threads together have met few hits. `gather` decides at the end whether
    /// the report contains them: these counts depend on the order of the texts, that decision does not.
    fn lines_while_few(&self, source: &str, hits: &[(u32, u32, u32)]) -> Vec<Line> {
        let few = self.met.fetch_add(hits.len(), Ordering::Relaxed) + hits.len() <= MOST_LINES;
        let places = hits.iter().map(|(start, end, _)| *start..*end);
        if few { lines(source, places, CONTEXT) } else { Vec::new() }
    }

    /// Gives a text to the index, unless the earlier index holds this version of it.
    fn index_text(
        &self,
        shard: &mut ShardWriter<'_>,
        key: &str,
        entry: &Settled,
        source: &Text,
        normal: &Normalised<'_>,
        words: &[Span],
    ) -> Result<Was, nianlun_index::Error> {
        let mut document = DocumentToIndex {
            id: &entry.id,
            title: &source.facts.title,
            year: source.facts.year.as_ref().ok().copied(),
            date: source.facts.date.as_deref(),
            issuer: source.facts.issuer.as_deref(),
            region: source.facts.region.as_deref(),
            kind: source.facts.kind.as_deref(),
            number: source.facts.number.as_deref(),
            ..DocumentToIndex::default()
        };
        // The key contains the hash of the text, so that comparing marks compares the texts.
        document.mark = short_hash(&format!("{key} {document:?}"));
        let was = self.index.was(&entry.id, document.mark);
        if was != Was::Same {
            shard.add(DocumentToIndex {
                source: &source.text,
                text: &normal.text,
                han_characters: normal.han_characters,
                words,
                ..document
            })?;
        }
        Ok(was)
    }
}

/// What one text adds to its year: its exposure, and its hits by category.
fn counts_of(codebook: &Codebook, hits: &[Hit], exposure: (u64, u64)) -> DocumentCounts {
    let mut counts = DocumentCounts {
        han_characters: exposure.0,
        tokens: exposure.1,
        hits: vec![0; codebook.categories.len()],
    };
    for hit in hits {
        for category in &codebook.terms[hit.term as usize].categories {
            counts.hits[*category as usize] += 1;
        }
    }
    counts
}

/// The row of a document, and what its head says beyond it.
fn row_of(
    entry: &Settled,
    source: Text,
    han_characters: u64,
    tokens: u64,
) -> (DocumentRow, Vec<(String, String)>) {
    let mut facts = source.facts;
    if han_characters == 0 {
        let message = "没有一个汉字：或是外文、数字、网址，或是没有读出正文，请看原文";
        facts.doubts.push(Warning::new("no-han", message));
    }
    let row = DocumentRow {
        id: entry.id.clone(),
        year: facts.year.ok(),
        title: facts.title,
        date: facts.date,
        issuer: facts.issuer,
        region: facts.region,
        kind: facts.kind,
        file: entry.source.file.clone(),
        sha256: source.sha256,
        han_characters,
        tokens,
        format: source.format,
        encoding: source.encoding.to_owned(),
        year_rule: facts.year_rule,
        number: facts.number,
        twin: entry.twin.as_ref().map(|(of, _)| of.clone()),
        likeness: entry.twin.as_ref().map(|(_, likeness)| *likeness),
        doubts: (!facts.doubts.is_empty()).then(|| doubts_cell(&facts.doubts)),
    };
    (row, facts.further)
}
