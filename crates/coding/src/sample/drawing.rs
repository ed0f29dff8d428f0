//! Draws lines: hits by term × stage, sentences without a hit by category × stage.

use nianlun_codebook::sentences;
use nianlun_corpus::{Settled, Text};
use nianlun_digest::sha256_hex;
use nianlun_results::Spans;
use nianlun_segment::{Jieba, Segmenter as _};
use nianlun_study::{Study, each_text, hits_of, in_source, passages};
use nianlun_text::{count_han, normalise};
use nianlun_types::{Hit, Problem, Progress, Span, Year};
use std::collections::BTreeMap;

/// Characters on either side of a hit.
const CONTEXT: usize = 40;

/// Han characters of a sentence that may be drawn for recall. A shorter one is a heading, too short to
/// judge; a longer one is a list.
const SENTENCE: std::ops::RangeInclusive<u64> = 8..=200;

/// A line that may be drawn. Lines sort by their hash, which decides who is drawn.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) hash: String,
    pub(super) document: String,
    pub(super) year: Year,
    pub(super) place: (u32, u32),
    pub(super) left: String,
    pub(super) hit: String,
    pub(super) right: String,
}

/// The key of a cell: category, term (`None` for sentences without a hit), span of years.
pub(super) type CellKey = (u32, Option<u32>, usize);

/// What one thread drew.
#[derive(Default)]
pub(super) struct Drawn {
    /// By cell: how many lines it has in the corpus, and those with the least hashes.
    pub(super) cells: BTreeMap<CellKey, (u64, Vec<Line>)>,
    /// By category: sentences with a hit, among those of a length that may be drawn.
    pub(super) sentences_with_hits: BTreeMap<u32, u64>,
    /// Hits by category and term, then by year, in texts with a year.
    pub(super) by_year: BTreeMap<(u32, u32), BTreeMap<Year, u64>>,
    pub(super) without_year: u64,
}

pub(super) fn draw(
    study: &Study,
    eras: &Spans,
    seed: u64,
    per_cell: usize,
    progress: &dyn Progress,
) -> Result<Drawn, Problem> {
    let segmenter = Jieba::new(study.dictionary.clone());
    let with_tokens = study.settings.rule.reads_tokens();
    let draw_from_text = |drawn: &mut Drawn, _: usize, entry: &Settled, source: Text| {
        let normal = normalise(&source.text);
        let text: &str = &normal.text;
        let tokens = if with_tokens { segmenter.cut(text) } else { Vec::new() };
        let passages = passages(study, text);
        let by_rule = hits_of(study, text, &tokens, passages.as_deref()).by_rule;
        let hits = &by_rule[study.settings.rule];
        let categories = |hit: &Hit| &study.codebook.terms[hit.term as usize].categories;
        let Some((year, era)) = entry.year().and_then(|year| Some((year, eras.position(year)?))) else {
            drawn.without_year += hits.len() as u64;
            return;
        };
        let maker = LineMaker { source: source.text.chars().collect(), document: &entry.id, year, seed };
        for (hit, (start, end, _)) in hits.iter().zip(in_source(&normal, hits)) {
            for category in categories(hit) {
                *drawn.by_year.entry((*category, hit.term)).or_default().entry(year).or_insert(0) += 1;
                let hash = maker.hash("hit", *category, start, end);
                keep_if_least(drawn, (*category, Some(hit.term), era), per_cell, hash, |hash| {
                    maker.hit(hash, start, end)
                });
            }
        }
        let sentences: Vec<Span> =
            sentences(text).into_iter().filter(|s| SENTENCE.contains(&count_han(s.of(text)))).collect();
        let as_hits: Vec<Hit> =
            sentences.iter().map(|span| Hit { term: 0, span: trimmed(text, *span) }).collect();
        for (span, (start, end, _)) in sentences.iter().zip(in_source(&normal, &as_hits)) {
            let from = hits.partition_point(|hit| hit.span.start < span.start);
            let to = hits.partition_point(|hit| hit.span.start < span.end);
            for k in 0..study.codebook.categories.len() as u32 {
                if hits[from..to].iter().any(|hit| categories(hit).contains(&k)) {
                    *drawn.sentences_with_hits.entry(k).or_insert(0) += 1;
                } else {
                    let hash = maker.hash("none", k, start, end);
                    keep_if_least(drawn, (k, None, era), per_cell, hash, |hash| {
                        maker.sentence(hash, start, end)
                    });
                }
            }
        }
    };
    let join = |mut a: Drawn, b: Drawn| {
        for (place, (population, lines)) in b.cells {
            let cell = a.cells.entry(place).or_default();
            cell.0 += population;
            cell.1.extend(lines);
            cell.1.sort();
            cell.1.truncate(per_cell);
        }
        for (k, n) in b.sentences_with_hits {
            *a.sentences_with_hits.entry(k).or_insert(0) += n;
        }
        for (key, years) in b.by_year {
            let own = a.by_year.entry(key).or_default();
            for (year, n) in years {
                *own.entry(year).or_insert(0) += n;
            }
        }
        a.without_year += b.without_year;
        a
    };
    Ok(each_text(study, "drawing lines", progress, Drawn::default, draw_from_text, join).0)
}

/// Counts a line in its cell. Makes and keeps it if its hash is among the `per_cell` least: most lines are
/// never made.
fn keep_if_least(
    drawn: &mut Drawn,
    place: CellKey,
    per_cell: usize,
    hash: String,
    line: impl FnOnce(String) -> Line,
) {
    let (population, lines) = drawn.cells.entry(place).or_default();
    *population += 1;
    let at = lines.partition_point(|other| other.hash < hash);
    if at < per_cell {
        lines.insert(at, line(hash));
        lines.truncate(per_cell);
    }
}

/// The span without white space at its ends.
fn trimmed(text: &str, span: Span) -> Span {
    let covered = span.of(text);
    let start = span.start + (covered.len() - covered.trim_start().len()) as u32;
    Span { start, end: start + covered.trim().len() as u32 }
}

/// Makes the lines of one text.
struct LineMaker<'t> {
    source: Vec<char>,
    document: &'t str,
    year: Year,
    seed: u64,
}

impl LineMaker<'_> {
    fn text(&self, from: usize, to: usize) -> String {
        let text: String = self.source[from..to.min(self.source.len())].iter().collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn hash(&self, kind: &str, category: u32, start: u32, end: u32) -> String {
        let what = format!("{}\n{kind}\n{category}\n{}\n{start}\n{end}", self.seed, self.document);
        sha256_hex(what.as_bytes())
    }

    fn hit(&self, hash: String, start: u32, end: u32) -> Line {
        let (from, to) = (start as usize, end as usize);
        Line {
            left: self.text(from.saturating_sub(CONTEXT), from),
            hit: self.text(from, to),
            right: self.text(to, to + CONTEXT),
            hash,
            document: self.document.to_owned(),
            year: self.year,
            place: (start, end),
        }
    }

    fn sentence(&self, hash: String, start: u32, end: u32) -> Line {
        let left = self.text(start as usize, end as usize);
        Line { left, hit: String::new(), right: String::new(), ..self.hit(hash, start, end) }
    }
}
