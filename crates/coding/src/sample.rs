//! `nianlun codebook sample`: a blind coding sheet of lines drawn from a finished run.
//!
//! Hits are drawn by term × stage; for recall, sentences without a hit of a category are drawn by
//! category × stage. What is drawn is told by a hash of seed and place: the same seed draws the same
//! lines, whatever the order of texts or the number of threads.

use crate::sheet::{COLUMNS, Cell, Key, KeyLine, file_bytes};
use nianlun_codebook::{Rule, sentences};
use nianlun_corpus::{Settled, Text};
use nianlun_digest::sha256_hex;
use nianlun_findings::TermYears;
use nianlun_results::{Finished, Output, Spans, beside, locate};
use nianlun_segment::{Jieba, Segmenter as _};
use nianlun_study::{Study, each_text, hits_by_rule, in_source, passages, pipeline_name};
use nianlun_text::{count_han, normalise};
use nianlun_types::{Hit, Problem, Problems, Progress, Span, Year};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Characters on either side of a hit.
const CONTEXT: usize = 40;
/// Han characters of a sentence that is drawn for recall: headings are too short to judge, and what
/// is longer is a list.
const SENTENCE: std::ops::RangeInclusive<u64> = 8..=200;

/// What to draw.
#[derive(Debug, Clone)]
pub struct SampleOptions {
    /// Replaces the corpus that the pipeline names.
    pub corpus: Option<PathBuf>,
    /// The results folder, unless it is `out/<name>`.
    pub results: Option<PathBuf>,
    /// Lines drawn for each term × stage, and for each category × stage without a hit.
    pub per_cell: usize,
    /// The seed, unless it is the pipeline's.
    pub seed: Option<u64>,
    /// The sheet to write, csv or xlsx; `sheet.csv` in a folder beside the results unless given.
    pub sheet: Option<PathBuf>,
}

/// What was drawn.
#[derive(Debug, Clone)]
pub struct Sampled {
    /// The sheet.
    pub sheet: PathBuf,
    /// Its key.
    pub key: PathBuf,
    /// Lines with a hit.
    pub with_hit: usize,
    /// Sentences without one.
    pub without: usize,
    /// Names of the spans of years.
    pub stages: Vec<String>,
    /// Whether they are the stages of the run, rather than decades.
    pub stages_from_run: bool,
    /// Hits of texts without a year, which cannot be drawn.
    pub without_year: u64,
}

/// A line that may be drawn; the hash decides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    hash: String,
    document: String,
    year: Year,
    place: (u32, u32),
    left: String,
    hit: String,
    right: String,
}

/// A cell in the making: its category, its term if any, its span of years.
type Place = (u32, Option<u32>, usize);

/// What one thread drew.
#[derive(Default)]
struct Drawn {
    /// Population, and the lines with the least hashes.
    cells: BTreeMap<Place, (u64, Vec<Line>)>,
    /// By category: sentences with a hit, of those that may be drawn.
    sentences_with_hits: BTreeMap<u32, u64>,
    /// Hits by category and term, then by year; of texts with a year.
    by_year: BTreeMap<(u32, u32), BTreeMap<Year, u64>>,
    without_year: u64,
}

/// Draws a sheet for the pipeline in `folder` and writes it with its key.
///
/// # Errors
/// The pipeline has not been run, or texts or codebook have changed since; the sheet is there
/// already or cannot be written.
pub fn sample(folder: &Path, options: &SampleOptions, progress: &dyn Progress) -> Result<Sampled, Problems> {
    if !folder.join("pipeline.toml").is_file() && folder.join("provenance.json").is_file() {
        return Err(Problem::new(format!("`{}` is a results folder", folder.display()))
            .because("labels and definitions for the coders stand in the codebook of the pipeline")
            .hint(format!("name the pipeline folder, and the results with --results {}", folder.display()))
            .into());
    }
    let study = Study::load(folder, options.corpus.as_deref())?;
    let results = match &options.results {
        Some(results) => results.clone(),
        None => locate(folder, &pipeline_name)?,
    };
    let run = Finished::open(&results)?;
    let files = SheetFiles::new(&results, options.sheet.as_deref())?;
    let seed = options.seed.unwrap_or(study.settings.seed);
    let years = study.catalogue.entries.iter().filter_map(Settled::year);
    let eras = Spans::new(Some(&run), years)?;
    let drawn = draw(&study, &eras, seed, options.per_cell, progress)?;
    if terms_of(&study, &drawn) != terms_of_run(&run)? {
        return Err(Problem::new(format!(
            "the texts or the codebook have changed since the run in `{}`",
            results.display()
        ))
        .because("counting them again gives other hits than its terms.parquet has")
        .hint(format!("run it again: nianlun run {}", folder.display()))
        .into());
    }
    if drawn.cells.is_empty() {
        return Err(Problem::new("there is no hit to draw")
            .hint("nianlun check tells which terms are never met")
            .into());
    }
    let by_year = by_year(&study, &drawn);
    let without_year = drawn.without_year;
    let mut key = Key {
        note: "编码单的对照表：文本、年份和词条，编码结束前请勿给编码员看；nianlun codebook score 读它"
            .to_owned(),
        pipeline: folder.to_owned(),
        results: results.clone(),
        results_sha256: run.digest().to_owned(),
        seed,
        labels: study.codebook.categories.iter().map(|c| (c.id.clone(), c.label.clone())).collect(),
        sentences_with_hits: sentences_with_hits(&study, &drawn),
        by_year,
        cells: Vec::new(),
        lines: Vec::new(),
    };
    let rows = lay_out(&study, &eras, drawn.cells, &mut key);
    files.write(&run, options, &rows, &key)?;
    let with_hit = key.lines.iter().filter(|line| key.cells[line.cell].term.is_some()).count();
    Ok(Sampled {
        sheet: files.sheet,
        key: files.key,
        with_hit,
        without: key.lines.len() - with_hit,
        stages: (0..eras.spans.len()).map(|at| eras.name(at)).collect(),
        stages_from_run: eras.stages,
        without_year,
    })
}

/// Where sheet and key go.
struct SheetFiles {
    sheet: PathBuf,
    key: PathBuf,
    /// The folder beside the results that holds both, unless somebody named a file.
    folder: Option<PathBuf>,
}

impl SheetFiles {
    /// # Errors
    /// One of the files is there already: it may hold somebody's coding.
    fn new(results: &Path, named: Option<&Path>) -> Result<Self, Problem> {
        let folder = named.is_none().then(|| beside(results, "coding"));
        let own = || folder.as_deref().unwrap_or(Path::new("")).join("sheet.csv");
        let sheet = named.map_or_else(own, Path::to_owned);
        let files = SheetFiles { key: Key::beside(&sheet), sheet, folder };
        let wanted = [files.folder.as_ref(), Some(&files.sheet), Some(&files.key)];
        if let Some(there) = wanted.into_iter().flatten().find(|path| path.exists()) {
            return Err(Problem::new(format!("`{}` is there already", there.display()))
                .because("it may hold somebody's coding")
                .hint("name another file with --out, or move it away"));
        }
        Ok(files)
    }

    /// # Errors
    /// They cannot be written.
    fn write(
        &self,
        run: &Finished,
        options: &SampleOptions,
        rows: &[Vec<String>],
        key: &Key,
    ) -> Result<(), Problem> {
        let cannot = |path: &Path, error: &dyn std::fmt::Display| {
            Problem::new(format!("`{}` cannot be written", path.display())).because(error.to_string())
        };
        let sheet = file_bytes(&self.sheet, rows)?;
        let mut json =
            serde_json::to_vec_pretty(key).map_err(|error| Problem::ours("the key was not made", error))?;
        json.push(b'\n');
        let Some(folder) = &self.folder else {
            std::fs::write(&self.sheet, sheet).map_err(|error| cannot(&self.sheet, &error))?;
            return std::fs::write(&self.key, json).map_err(|error| cannot(&self.key, &error));
        };
        let output = Output::claim(folder)?;
        for (path, bytes) in [(&self.sheet, sheet), (&self.key, json)] {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            output.put(&name, &bytes).map_err(|error| cannot(path, &error))?;
        }
        let asked = serde_json::json!({ "per_cell": options.per_cell, "seed": key.seed });
        output.finish_derived(run, "coding", asked)
    }
}

/// Hits by category and term, of those that have any.
type OfTerms = BTreeMap<(String, String), u64>;

/// What terms.parquet says.
fn terms_of_run(run: &Finished) -> Result<OfTerms, Problem> {
    let counted = run.terms()?.iter().filter(|row| row.hits > 0);
    Ok(counted.map(|row| ((row.category.clone(), row.term.clone()), row.hits)).collect())
}

/// The same, counted again.
fn terms_of(study: &Study, drawn: &Drawn) -> OfTerms {
    let book = &study.codebook;
    let name = |(k, term): &(u32, u32)| {
        (book.categories[*k as usize].id.clone(), book.terms[*term as usize].term.clone())
    };
    drawn.by_year.iter().map(|(key, years)| (name(key), years.values().sum())).collect()
}

fn draw(
    study: &Study,
    eras: &Spans,
    seed: u64,
    per_cell: usize,
    progress: &dyn Progress,
) -> Result<Drawn, Problem> {
    let segmenter = Jieba::new(study.dictionary.clone());
    // Only the rule `word` looks at tokens.
    let with_tokens = study.settings.rule == Rule::Word;
    let one = |drawn: &mut Drawn, _: usize, entry: &Settled, source: Text| {
        let normal = normalise(&source.text);
        let text: &str = &normal.text;
        let tokens = if with_tokens { segmenter.cut(text) } else { Vec::new() };
        let passages = passages(study, text);
        let by_rule = hits_by_rule(study, text, &tokens, passages.as_deref());
        let hits = &by_rule[study.settings.rule];
        let categories = |hit: &Hit| &study.codebook.terms[hit.term as usize].categories;
        let Some((year, era)) = entry.year().and_then(|year| Some((year, eras.position(year)?))) else {
            drawn.without_year += hits.len() as u64;
            return;
        };
        let show = Show { source: source.text.chars().collect(), document: &entry.id, year, seed };
        for (hit, (start, end, _)) in hits.iter().zip(in_source(&normal, hits)) {
            for category in categories(hit) {
                *drawn.by_year.entry((*category, hit.term)).or_default().entry(year).or_insert(0) += 1;
                let hash = show.hash("hit", *category, start, end);
                keep(drawn, (*category, Some(hit.term), era), per_cell, hash, |hash| {
                    show.hit(hash, start, end)
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
                    let hash = show.hash("none", k, start, end);
                    keep(drawn, (k, None, era), per_cell, hash, |hash| show.sentence(hash, start, end));
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
    Ok(each_text(study, "drawing lines", progress, Drawn::default, one, join).0)
}

/// Counts a line in its cell, and makes and keeps it if its hash is among the least.
fn keep(drawn: &mut Drawn, place: Place, per_cell: usize, hash: String, line: impl FnOnce(String) -> Line) {
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
    let of = span.of(text);
    let start = span.start + (of.len() - of.trim_start().len()) as u32;
    Span { start, end: start + of.trim().len() as u32 }
}

/// Makes lines of one text.
struct Show<'t> {
    source: Vec<char>,
    document: &'t str,
    year: Year,
    seed: u64,
}

impl Show<'_> {
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

fn sentences_with_hits(study: &Study, drawn: &Drawn) -> BTreeMap<String, u64> {
    let of = |k: usize| drawn.sentences_with_hits.get(&(k as u32)).copied().unwrap_or(0);
    study.codebook.categories.iter().enumerate().map(|(k, c)| (c.id.clone(), of(k))).collect()
}

fn by_year(study: &Study, drawn: &Drawn) -> Vec<TermYears> {
    let book = &study.codebook;
    let row = |((k, term), years): (&(u32, u32), &BTreeMap<Year, u64>)| TermYears {
        category: book.categories[*k as usize].id.clone(),
        term: book.terms[*term as usize].term.clone(),
        hits: years.iter().map(|(year, hits)| (*year, *hits)).collect(),
    };
    drawn.by_year.iter().map(row).collect()
}

/// Shuffles the lines and numbers them; what coders see is returned, what they must not goes into `key`.
fn lay_out(
    study: &Study,
    eras: &Spans,
    drawn: BTreeMap<Place, (u64, Vec<Line>)>,
    key: &mut Key,
) -> Vec<Vec<String>> {
    let book = &study.codebook;
    let mut lines = Vec::new();
    for ((category, term, era), (population, of_cell)) in drawn {
        let category = &book.categories[category as usize];
        key.cells.push(Cell {
            category: category.id.clone(),
            term: term.map(|term| book.terms[term as usize].term.clone()),
            stage: eras.name(era),
            population,
            drawn: of_cell.len() as u64,
        });
        lines.extend(of_cell.into_iter().map(|line| (line, key.cells.len() - 1, category)));
    }
    lines.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    for (at, (line, cell, category)) in lines.into_iter().enumerate() {
        let number = format!("L{:04}", at + 1);
        let question = if key.cells[cell].term.is_some() {
            format!("“{}”在这里说的是{}吗？", line.hit, category.label)
        } else {
            format!("这句话说到{}吗？", category.label)
        };
        let (label, definition) = (category.label.clone(), category.definition.clone());
        let blank = String::new;
        key.lines.push(KeyLine {
            line: number.clone(),
            cell,
            document: line.document,
            year: line.year,
            place: line.place,
        });
        rows.push(vec![
            number,
            question,
            line.left,
            line.hit,
            line.right,
            label,
            definition,
            blank(),
            blank(),
        ]);
    }
    rows
}
