//! Estimates the stages of a finished run again, without some of its terms.

use crate::decisions::Decisions;
use crate::series::series_of_rows;
use nianlun_stages::{Series, estimate};
use nianlun_types::{FrequencyRow, Verdict, Year};
use serde::{Deserialize, Serialize};

/// Hits of a term in a category, by year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermYears {
    /// Identifier of the category.
    pub category: String,
    /// The term.
    pub term: String,
    /// Years with their hits.
    pub hits: Vec<(Year, u64)>,
}

/// The stages with and without some terms.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refit {
    /// With all terms.
    pub before: RefitStages,
    /// Without these terms.
    pub after: RefitStages,
}

/// The parts of an estimate that a refit compares.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RefitStages {
    /// The verdict.
    pub verdict: Verdict,
    /// Hits that it rests on.
    pub hits: u64,
    /// First year of every stage but the first.
    pub boundaries: Vec<Year>,
}

/// Estimates the stages of `rows` twice, by the `decisions` and `categories` of the run: as the run did, and
/// without the hits of the terms in `without`.
pub fn refit<'t>(
    rows: &[FrequencyRow],
    decisions: &Decisions,
    categories: &[&str],
    without: impl IntoIterator<Item = &'t TermYears>,
) -> Refit {
    let series = series_of_rows(rows, decisions, categories);
    let mut less = series.clone();
    for term in without {
        let Some(k) = less.categories.iter().position(|id| *id == term.category) else { continue };
        for (year, hits) in &term.hits {
            if let Ok(t) = less.years.binary_search(year) {
                less.hits[t][k] -= *hits as f64;
            }
        }
    }
    let stages = |series: &Series| {
        let found = estimate(series, decisions.stages, None, decisions.seed);
        RefitStages {
            hits: series.hits.iter().flatten().sum::<f64>() as u64,
            boundaries: found.boundary_years(),
            verdict: found.verdict,
        }
    };
    Refit { before: stages(&series), after: stages(&less) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nianlun_codebook::Rule;
    use nianlun_frequency::Exposure;

    #[test]
    fn a_refit_keeps_to_the_decisions_of_the_run() {
        let row = |year: Year| FrequencyRow {
            year,
            dimension: "d".into(),
            category: "c".into(),
            hits: Some(if year < 2005 { 2 } else { 200 }),
            documents_with_hits: Some(1),
            documents: Some(3),
            han_characters: Some(10_000),
            tokens: Some(5_000),
            per_10k: None,
        };
        let rows: Vec<FrequencyRow> = (2000..2010).map(row).collect();
        let term = TermYears {
            category: "c".into(),
            term: "词".into(),
            hits: (2005..2010).map(|year| (year, 198)).collect(),
        };
        let decisions = |minimum_length| Decisions {
            years: None,
            rule: Rule::Longest,
            exposure: Exposure::Characters,
            dimensions: Vec::new(),
            stages: nianlun_stages::Settings { minimum_length, ..Default::default() },
            seed: 1,
            calibrate: false,
        };
        let found = refit(&rows, &decisions(2), &["c"], [&term]);
        assert_eq!((found.before.verdict, &found.before.boundaries[..]), (Verdict::Staged, &[2005][..]));
        assert_eq!((found.after.verdict, found.after.hits), (Verdict::NoChange, 20));
        // Ten years are too short for two stages of six.
        assert_eq!(refit(&rows, &decisions(6), &["c"], [&term]).before.verdict, Verdict::Refused);
    }
}
