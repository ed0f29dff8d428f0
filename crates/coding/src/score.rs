//! `nianlun codebook score`: precision, recall and agreement from a filled coding sheet.

use crate::sheet::{Cell, Coded, Key, read_rows, verdicts};
use nianlun_findings::{Refit, refit};
pub use nianlun_frequency::ENOUGH;
use nianlun_frequency::{
    CodedCell, Scale, Share, WeightedShare, krippendorff, line_verdict, percent_agreement, recall,
    weighted_share,
};
use nianlun_results::Finished;
use nianlun_types::{Problem, Problems};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// The scores of a sheet.
#[derive(Debug, Clone, Serialize)]
pub struct Score {
    /// Lines of the sheet.
    pub lines: usize,
    /// Lines with a verdict of at least one coder.
    pub coded: usize,
    /// Lines with a verdict of both coders.
    pub coded_twice: usize,
    /// Agreement over all lines.
    pub agreement: Agreement,
    /// One for each category.
    pub categories: Vec<CategoryScore>,
    /// One for each category and term with a coded line, by category, then from the least precise.
    pub terms: Vec<TermScore>,
    /// The stages without the terms that fail; `None` where no term fails.
    pub refit: Option<Refit>,
    /// Why the stages were not estimated again although terms fail.
    pub refit_missing: Option<String>,
}

/// How far two coders agree.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Agreement {
    /// Lines that both coded.
    pub lines: usize,
    /// Share of these on which the coders agree; `None` without such lines.
    pub percent: Option<f64>,
    /// Krippendorff's α; `None` where all verdicts are equal, since α is not defined then.
    pub alpha: Option<f64>,
}

/// A share of coded lines.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coding {
    /// Coded lines.
    pub lines: usize,
    /// The share of yes, weighted by the population of each cell. A line on which the coders differ is half a
    /// yes.
    pub share: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl From<WeightedShare> for Coding {
    fn from(WeightedShare { lines, share: Share { share, low, high } }: WeightedShare) -> Self {
        Coding { lines, share, low, high }
    }
}

/// The scores of a category.
#[derive(Debug, Clone, Serialize)]
pub struct CategoryScore {
    /// Identifier.
    pub category: String,
    /// Label.
    pub label: String,
    /// Precision: the share of its hits that mean the category; `None` without a coded line.
    pub precision: Option<Coding>,
    /// Recall: the share of sentences about the category that have a hit.
    pub recall: Option<Recall>,
    /// Agreement on its lines.
    pub agreement: Agreement,
}

/// An estimate of recall, counted in sentences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Recall {
    /// The share of sentences without a hit that are about the category.
    pub missed: Coding,
    /// Recall at the share `missed`.
    pub estimate: f64,
    /// Recall at the upper end of `missed`.
    pub low: f64,
    /// Recall at the lower end of `missed`.
    pub high: f64,
}

/// The scores of a term in a category.
#[derive(Debug, Clone, Serialize)]
pub struct TermScore {
    /// Identifier of the category.
    pub category: String,
    /// The term.
    pub term: String,
    /// Its hits in the corpus.
    pub hits: u64,
    /// Precision: the share of its hits that mean the category.
    pub precision: Coding,
    /// Whether it fails: precision below .8 in three coded lines or more.
    pub fails: bool,
}

/// Scores a filled sheet. `key` is the file of its key, unless that is beside the sheet.
///
/// # Errors
/// The sheet or its key cannot be read, or the sheet is not filled.
pub fn score(sheet: &Path, key: Option<&Path>) -> Result<Score, Problems> {
    let key = Key::read(&key.map_or_else(|| Key::beside(sheet), Path::to_owned))?;
    let coded = verdicts(&read_rows(sheet)?, &key, &sheet.display().to_string())?;
    let with_any = coded.values().filter(|verdicts| verdicts.iter().any(Option::is_some)).count();
    if with_any == 0 {
        return Err(Problem::new(format!("nobody has coded `{}` yet", sheet.display()))
            .because("the columns coder_1 and coder_2 are empty")
            .hint("1: the line is meant by the category; 0: it is not")
            .into());
    }
    let judge = Judge { key: &key, coded: &coded };
    let terms = judge.terms();
    let failing: BTreeSet<(&str, &str)> =
        terms.iter().filter(|t| t.fails).map(|t| (t.category.as_str(), t.term.as_str())).collect();
    let (refit, refit_missing) = match failing.is_empty() {
        true => (None, None),
        false => match refit_without(&key, &failing) {
            Ok(refit) => (Some(refit), None),
            Err(problem) => (None, Some(problem.to_string())),
        },
    };
    Ok(Score {
        lines: key.lines.len(),
        coded: with_any,
        coded_twice: coded.values().filter(|verdicts| verdicts.iter().all(Option::is_some)).count(),
        agreement: judge.agreement(|_| true),
        categories: key.labels.iter().map(|(id, label)| judge.category(id, label)).collect(),
        terms,
        refit,
        refit_missing,
    })
}

/// The stages of the run that the sheet was drawn from, with and without the `failing` pairs of category and
/// term, by the decisions of that run.
///
/// # Errors
/// The results are gone, or belong to another run.
fn refit_without(key: &Key, failing: &BTreeSet<(&str, &str)>) -> Result<Refit, Problem> {
    let stale = |cause: String| {
        Problem::new("the stages cannot be estimated again without these terms")
            .because(cause)
            .hint("run the pipeline, draw a new sheet, or put the results back where they were")
    };
    let run = Finished::open(&key.results).map_err(|problem| stale(problem.to_string()))?;
    if run.digest() != key.results_sha256 {
        let shown = key.results.display();
        return Err(stale(format!("the results in `{shown}` are of another run than the sheet")));
    }
    let decisions = run.decisions();
    let categories = run.codebook().iter().filter(|row| decisions.rests_on(&row.dimension));
    let categories: Vec<&str> = categories.map(|row| row.category.as_str()).collect();
    let without = key.by_year.iter().filter(|t| failing.contains(&(t.category.as_str(), t.term.as_str())));
    Ok(refit(run.frequencies()?, &decisions, &categories, without))
}

/// A key and its verdicts.
struct Judge<'s> {
    key: &'s Key,
    coded: &'s Coded,
}

impl Judge<'_> {
    /// The verdicts on the lines of the cells that satisfy `wanted`, each with the position of its cell.
    fn verdicts(&self, wanted: impl Fn(&Cell) -> bool) -> impl Iterator<Item = (usize, [Option<bool>; 2])> {
        let lines = self.key.lines.iter().filter(move |line| wanted(&self.key.cells[line.cell]));
        lines.filter_map(|line| Some((line.cell, *self.coded.get(&line.line)?)))
    }

    fn agreement(&self, wanted: impl Fn(&Cell) -> bool) -> Agreement {
        let verdict = |yes: &bool| f64::from(u8::from(*yes));
        let units: Vec<Vec<f64>> = self
            .verdicts(wanted)
            .map(|(_, verdicts)| verdicts.iter().flatten().map(verdict).collect::<Vec<_>>())
            .filter(|unit| unit.len() == 2)
            .collect();
        Agreement {
            lines: units.len(),
            percent: percent_agreement(&units),
            alpha: krippendorff(&units, Scale::Nominal),
        }
    }

    /// The share of yes in the cells that satisfy `wanted`, weighted by their populations.
    fn share(&self, wanted: impl Fn(&Cell) -> bool + Copy) -> Option<WeightedShare> {
        let own = self.key.cells.iter().enumerate().filter(|(_, cell)| wanted(cell));
        let cells: Vec<CodedCell> = own
            .map(|(at, cell)| CodedCell {
                population: cell.population,
                verdicts: self
                    .verdicts(wanted)
                    .filter(|(cell, _)| *cell == at)
                    .filter_map(|(_, verdicts)| line_verdict(&verdicts))
                    .collect(),
            })
            .collect();
        weighted_share(&cells)
    }

    fn category(&self, id: &str, label: &str) -> CategoryScore {
        let own = |cell: &Cell| cell.category == id;
        let precision = self.share(|cell| own(cell) && cell.term.is_some());
        let missed = self.share(|cell| own(cell) && cell.term.is_none());
        let without: u64 =
            self.key.cells.iter().filter(|c| own(c) && c.term.is_none()).map(|c| c.population).sum();
        let with = self.key.sentences_with_hits.get(id).copied().unwrap_or(0);
        let recall = precision.zip(missed).and_then(|(precision, missed)| {
            let Share { share, low, high } = recall(precision.share.share, with, missed.share, without)?;
            Some(Recall { missed: missed.into(), estimate: share, low, high })
        });
        CategoryScore {
            category: id.to_owned(),
            label: label.to_owned(),
            precision: precision.map(Coding::from),
            recall,
            agreement: self.agreement(own),
        }
    }

    fn terms(&self) -> Vec<TermScore> {
        let named: BTreeSet<(&str, &str)> = self
            .key
            .cells
            .iter()
            .filter_map(|cell| Some((cell.category.as_str(), cell.term.as_deref()?)))
            .collect();
        let score = |(category, term): (&str, &str)| {
            let own = |cell: &Cell| cell.category == category && cell.term.as_deref() == Some(term);
            let precision = self.share(own)?;
            Some(TermScore {
                category: category.to_owned(),
                term: term.to_owned(),
                hits: self.key.cells.iter().filter(|c| own(c)).map(|c| c.population).sum(),
                fails: precision.fails(),
                precision: precision.into(),
            })
        };
        let mut terms: Vec<TermScore> = named.into_iter().filter_map(score).collect();
        terms.sort_by(|a, b| {
            a.category
                .cmp(&b.category)
                .then(a.precision.share.total_cmp(&b.precision.share))
                .then(a.term.cmp(&b.term))
        });
        terms
    }
}
