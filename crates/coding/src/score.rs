//! `nianlun codebook score`: a filled coding sheet → how far the codebook can be trusted.

mod refit;

use crate::sheet::{Cell, Coded, Key, read_rows, verdicts};
use nianlun_frequency::{Scale, Share, krippendorff, wilson};
use nianlun_types::{Problem, Problems};
pub use refit::{Refit, Stages};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

/// A term whose precision is below this fails.
pub const ENOUGH: f64 = 0.8;
/// A term can fail only with so many coded lines.
const FEWEST: usize = 3;

/// What the coding says.
#[derive(Debug, Clone, Serialize)]
pub struct Score {
    /// Lines of the sheet.
    pub lines: usize,
    /// Lines with a verdict of at least one coder.
    pub coded: usize,
    /// Lines with a verdict of both.
    pub coded_twice: usize,
    /// Agreement over all lines.
    pub agreement: Agreement,
    /// One for each category.
    pub categories: Vec<CategoryScore>,
    /// One for each category and term with a coded line, by category, then from the least precise.
    pub terms: Vec<TermScore>,
    /// The stages without the terms that fail; nothing where none does.
    pub refit: Option<Refit>,
    /// Why the stages were not estimated again although terms fail.
    pub refit_missing: Option<String>,
}

/// How far two coders agree.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Agreement {
    /// Lines that both coded.
    pub lines: usize,
    /// Share of these with one verdict; nothing without such lines.
    pub percent: Option<f64>,
    /// Krippendorff's α; nothing where all verdicts are one and α is not defined.
    pub alpha: Option<f64>,
}

/// A share of coded lines.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coding {
    /// Coded lines.
    pub lines: usize,
    /// The share of yes, weighted by what each cell stands for; a line on which the coders differ is
    /// half a yes.
    pub share: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A category.
#[derive(Debug, Clone, Serialize)]
pub struct CategoryScore {
    /// Identifier.
    pub category: String,
    /// Label.
    pub label: String,
    /// Of its hits, how many are meant; nothing without a coded line.
    pub precision: Option<Coding>,
    /// Of what is meant, how much is hit.
    pub recall: Option<Recall>,
    /// Agreement on its lines.
    pub agreement: Agreement,
}

/// An estimate of recall, counted in sentences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Recall {
    /// Of sentences without a hit, how many speak of the category.
    pub missed: Coding,
    /// Recall at that share.
    pub estimate: f64,
    /// Recall at the upper end of `missed`.
    pub low: f64,
    /// Recall at its lower end.
    pub high: f64,
}

/// A term in a category.
#[derive(Debug, Clone, Serialize)]
pub struct TermScore {
    /// Identifier of the category.
    pub category: String,
    /// The term.
    pub term: String,
    /// Its hits in the corpus.
    pub hits: u64,
    /// Of its hits, how many are meant.
    pub precision: Coding,
    /// Whether it fails: precision below .8 in three coded lines or more.
    pub fails: bool,
}

/// Scores a filled sheet. The key lies beside it unless `key` says otherwise.
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
        false => match refit::refit(&key, &failing) {
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

struct Judge<'s> {
    key: &'s Key,
    coded: &'s Coded,
}

impl Judge<'_> {
    /// The verdicts on the lines of the cells that `of` says yes to.
    fn verdicts(&self, of: impl Fn(&Cell) -> bool) -> impl Iterator<Item = (usize, [Option<bool>; 2])> {
        let lines = self.key.lines.iter().filter(move |line| of(&self.key.cells[line.cell]));
        lines.filter_map(|line| Some((line.cell, *self.coded.get(&line.line)?)))
    }

    fn agreement(&self, of: impl Fn(&Cell) -> bool) -> Agreement {
        let units: Vec<Vec<f64>> = self
            .verdicts(of)
            .map(|(_, verdicts)| {
                verdicts.iter().flatten().map(|yes| f64::from(u8::from(*yes))).collect::<Vec<_>>()
            })
            .filter(|unit| unit.len() == 2)
            .collect();
        let alike = units.iter().filter(|unit| unit[0].to_bits() == unit[1].to_bits()).count();
        Agreement {
            lines: units.len(),
            percent: (!units.is_empty()).then(|| alike as f64 / units.len() as f64),
            alpha: krippendorff(&units, Scale::Nominal),
        }
    }

    /// The share of yes in the cells that `of` says yes to. Each cell weighs what it stands for; the
    /// interval is Wilson's for as many lines as the weighted ones are worth (Kish).
    fn share(&self, of: impl Fn(&Cell) -> bool + Copy) -> Option<Coding> {
        let (mut weight, mut yes, mut squares, mut lines) = (0.0, 0.0, 0.0, 0);
        for (at, cell) in self.key.cells.iter().enumerate().filter(|(_, cell)| of(cell)) {
            let verdicts: Vec<f64> = self
                .verdicts(of)
                .filter(|(of_line, _)| *of_line == at)
                .filter_map(|(_, verdicts)| {
                    let given: Vec<f64> =
                        verdicts.iter().flatten().map(|yes| f64::from(u8::from(*yes))).collect();
                    (!given.is_empty()).then(|| given.iter().sum::<f64>() / given.len() as f64)
                })
                .collect();
            if verdicts.is_empty() {
                continue;
            }
            let (n, population) = (verdicts.len() as f64, cell.population as f64);
            lines += verdicts.len();
            weight += population;
            yes += population * verdicts.iter().sum::<f64>() / n;
            squares += population * population / n;
        }
        if lines == 0 {
            return None;
        }
        let worth = weight * weight / squares;
        let Share { share, low, high } = wilson(yes / weight * worth, worth)?;
        Some(Coding { lines, share, low, high })
    }

    fn category(&self, id: &str, label: &str) -> CategoryScore {
        let own = |cell: &Cell| cell.category == id;
        let precision = self.share(|cell| own(cell) && cell.term.is_some());
        let missed = self.share(|cell| own(cell) && cell.term.is_none());
        let without: u64 =
            self.key.cells.iter().filter(|c| own(c) && c.term.is_none()).map(|c| c.population).sum();
        let with = self.key.sentences_with_hits.get(id).copied().unwrap_or(0) as f64;
        let recall = precision.zip(missed).and_then(|(precision, missed)| {
            let found = precision.share * with;
            let at = |share: f64| found / (found + share * without as f64);
            (found > 0.0).then(|| Recall {
                missed,
                estimate: at(missed.share),
                low: at(missed.high),
                high: at(missed.low),
            })
        });
        CategoryScore {
            category: id.to_owned(),
            label: label.to_owned(),
            precision,
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
                fails: precision.share < ENOUGH && precision.lines >= FEWEST,
                precision,
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
