//! `nianlun codebook suggest`: strings of the corpus that may belong to a category, for a person to
//! judge. Nothing enters a codebook by itself.
//!
//! Three passes read the texts; each frees a text before it reads the next. The first counts every string
//! of 2 to [`LONGEST`] Han characters in a [`Sketch`] of fixed size, which may count too high. The second
//! counts exactly the strings that may be frequent enough, about [`MOST_STRINGS`] at most. The third
//! gathers neighbours, boundaries and years of the strings whose characters cohere. All results are sums,
//! so that threads change nothing.

mod pass;
mod rank;
mod strings;

use nianlun_corpus::Settled;
use nianlun_frequency::{Collocate, Sketch, collocate, neighbour_entropy};
use nianlun_results::{Finished, Spans, is_results};
use nianlun_segment::{Jieba, Segmenter as _};
use nianlun_study::Study;
use nianlun_text::Line;
use nianlun_types::{Problem, Problems, Progress, Year};
use pass::Pass;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use strings::{EDGE, Places, Strings};

/// A string is near a hit within so many characters on either side.
const WINDOW: usize = 20;
/// The longest string, in characters.
const LONGEST: usize = 8;
/// The fewest occurrences of a string.
const LEAST: u32 = 5;
/// The most strings that are counted exactly.
const MOST_STRINGS: usize = 200_000;
/// The most cohesive strings that the third pass looks at.
const MOST_CANDIDATES: usize = 20_000;
/// The sketch has 2^22 cells of 4 bytes: 16 MB.
const SKETCH_BITS: u32 = 22;

/// The suggestions, and the settings they rest on.
#[derive(Debug, Clone, Serialize)]
pub struct Suggestions {
    /// Identifier of the category.
    pub category: String,
    /// Its label.
    pub label: String,
    /// Hits of the category.
    pub hits: u64,
    /// Han characters of all texts.
    pub han_characters: u64,
    /// Han characters near a hit of the category.
    pub han_characters_near: u64,
    /// How many characters on either side of a hit are near it.
    pub window: usize,
    /// The fewest occurrences that a string needed to be looked at.
    pub least: u32,
    /// The names of the spans of years in `by_stage`.
    pub stages: Vec<String>,
    /// Whether these spans are the stages of a run, rather than decades.
    pub stages_from_run: bool,
    /// Texts that could not be read.
    pub set_aside: usize,
    /// The strings, the strongest first.
    pub terms: Vec<Suggestion>,
}

/// One string of the corpus.
#[derive(Debug, Clone, Serialize)]
pub struct Suggestion {
    /// The string, normalised.
    pub term: String,
    /// Whether the segmentation splits it into several words, so that counting words misses it.
    pub new_word: bool,
    /// Occurrences outside the hits of the codebook.
    pub count: u64,
    /// Occurrences that begin and end on word boundaries of the segmentation.
    pub on_word_boundaries: u64,
    /// Documents with an occurrence.
    pub documents: u64,
    /// Occurrences near a hit of the category.
    pub near: u64,
    /// Log-likelihood of being as frequent near as elsewhere.
    pub log_likelihood: f64,
    /// log2(rate near / rate elsewhere).
    pub log_ratio: f64,
    /// The least pointwise mutual information over the ways to cut it in two, in bits.
    pub cohesion: f64,
    /// The lesser entropy of its left and right neighbours, in bits.
    pub entropy: f64,
    /// Occurrences in each span of `stages`.
    pub by_stage: Vec<u64>,
    /// Its first occurrence in each span that has one.
    pub lines: Vec<SampleLine>,
}

/// A line and its document.
#[derive(Debug, Clone, Serialize)]
pub struct SampleLine {
    /// Identifier of the document.
    pub document: String,
    /// Its year.
    pub year: Option<Year>,
    /// The line.
    #[serde(flatten)]
    pub line: Line,
}

/// The category to propose terms for, and the texts to read.
#[derive(Debug, Clone)]
pub struct SuggestOptions {
    /// A corpus to read instead of the one that the pipeline names.
    pub corpus: Option<PathBuf>,
    /// The results folder, unless it is `out/<name>`. Without results, decades take the place of stages.
    pub results: Option<PathBuf>,
    /// Identifier or label of the category.
    pub category: String,
    /// The most terms.
    pub limit: usize,
}

/// Proposes terms for a category of the study in `folder`.
///
/// # Errors
/// The study cannot be loaded, has no such category, or no text holds a hit of it.
pub fn suggest(
    folder: &Path,
    options: &SuggestOptions,
    progress: &dyn Progress,
) -> Result<Suggestions, Problems> {
    let study = Study::load(folder, options.corpus.as_deref())?;
    let id = &options.category;
    let categories = &study.codebook.categories;
    let Some(category) = categories.iter().position(|c| c.id == *id || c.label == *id) else {
        let known: Vec<String> = categories.iter().map(|c| format!("{}（{}）", c.id, c.label)).collect();
        return Err(Problem::new(format!("the codebook has no category `{id}`"))
            .hint(format!("its categories are {}", known.join(", ")))
            .into());
    };
    let beside = Path::new("out").join(&study.settings.name);
    let run = match &options.results {
        Some(results) => Some(Finished::open(results)?),
        None if is_results(&beside) => Some(Finished::open(&beside)?),
        None => None,
    };
    let years = study.catalogue.entries.iter().filter_map(Settled::year);
    let eras = Spans::new(run.as_ref(), years)?;
    let pass = Pass { study: &study, category: category as u32, eras: &eras, progress };

    let sketch = Sketch::new(SKETCH_BITS);
    let set_aside = pass.sketch(&sketch);
    let least = sketch.threshold(LEAST, MOST_STRINGS);
    let strings = pass.strings(&sketch, least);
    if strings.hits == 0 {
        return Err(Problem::new(format!("no text holds a hit of `{id}`, so nothing can be near one"))
            .hint(
                "give the category a few terms that the texts use (nianlun check tells which are never met)",
            )
            .into());
    }
    let candidates = strings.candidates(&study.codebook, least, MOST_CANDIDATES);
    let segmenter = Jieba::new(study.dictionary.clone());
    let places = pass.places(&candidates, &segmenter);
    let mut terms = suggestions(&candidates, &places, &strings);
    rank::rank(&mut terms, options.limit);
    for (term, _) in &mut terms {
        term.new_word = segmenter.cut(&term.term).len() > 1;
    }
    pass.lines(&mut terms);
    Ok(Suggestions {
        category: categories[category].id.clone(),
        label: categories[category].label.clone(),
        hits: strings.hits,
        han_characters: strings.all,
        han_characters_near: strings.near,
        window: WINDOW,
        least,
        stages: (0..eras.spans.len()).map(|at| eras.name(at)).collect(),
        stages_from_run: eras.stages,
        set_aside,
        terms: terms.into_iter().map(|(term, _)| term).collect(),
    })
}

/// A suggestion and the places of its sample lines: position of the text in the catalogue, byte offset in
/// its normalised text.
type Placed = (Suggestion, Vec<(usize, u32)>);

fn suggestions(candidates: &[(String, u64, f64)], places: &[Places], strings: &Strings) -> Vec<Placed> {
    let suggestion = |((term, _, cohesion), places): (&(String, u64, f64), &Places)| {
        let far = places.count - places.near;
        let Collocate { log_likelihood, log_ratio } =
            collocate(places.near, strings.near, far, strings.all - strings.near);
        // At the end of a piece the neighbour is unknown: each such place counts as a different neighbour.
        let entropy = |side: &BTreeMap<char, u64>| {
            let edges = side.get(&EDGE).copied().unwrap_or(0) as usize;
            let others = side.iter().filter(|(c, _)| **c != EDGE).map(|(_, n)| *n);
            neighbour_entropy(others.chain(std::iter::repeat_n(1, edges)))
        };
        let suggestion = Suggestion {
            term: term.clone(),
            new_word: false,
            count: places.count,
            on_word_boundaries: places.on_word_boundaries,
            documents: places.documents,
            near: places.near,
            log_likelihood,
            log_ratio,
            cohesion: *cohesion,
            entropy: f64::min(entropy(&places.left), entropy(&places.right)),
            by_stage: places.by_era.clone(),
            lines: Vec::new(),
        };
        (suggestion, places.first.iter().flatten().copied().collect())
    };
    candidates.iter().zip(places).map(suggestion).collect()
}
