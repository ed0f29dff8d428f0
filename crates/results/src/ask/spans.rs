//! Divides the years of a finished run into spans (its stages, or decades), and derives the design of a
//! simulation from it.

use crate::finished::Finished;
use nianlun_findings::{design, series_of_rows};
use nianlun_stages::simulate::Design;
use nianlun_types::{Problem, Year};
use std::collections::BTreeSet;

/// Spans of years in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spans {
    /// First and last year of each.
    pub spans: Vec<(Year, Year)>,
    /// Whether they are stages that a run found, rather than decades.
    pub stages: bool,
}

impl Spans {
    /// The stages of `run` if its verdict shows stages, else the decades of `years`.
    ///
    /// # Errors
    /// The results are damaged.
    pub fn new(run: Option<&Finished>, years: impl Iterator<Item = Year>) -> Result<Self, Problem> {
        if let Some(run) = run
            && run.findings()?.estimate.verdict.shows_stages()
        {
            let spans = run.stages()?.iter().map(|row| (row.first_year, row.last_year)).collect();
            return Ok(Spans { spans, stages: true });
        }
        let decades: BTreeSet<Year> = years.map(|year| year.div_euclid(10) * 10).collect();
        Ok(Spans { spans: decades.into_iter().map(|first| (first, first + 9)).collect(), stages: false })
    }

    /// The position of the span that contains `year`.
    pub fn position(&self, year: Year) -> Option<usize> {
        self.spans.iter().position(|(first, last)| (*first..=*last).contains(&year))
    }

    /// The name of a span: 1994–1998, or 1990年代.
    pub fn name(&self, at: usize) -> String {
        let (first, last) = self.spans[at];
        if self.stages { format!("{first}–{last}") } else { format!("{first}年代") }
    }
}

/// The design of a simulation with the years, exposures, rates, φ and year effect of a finished run.
///
/// # Errors
/// The stages were refused, or the results are damaged.
pub fn design_of(run: &Finished) -> Result<Design, Problem> {
    let estimate = &run.findings()?.estimate;
    let categories: Vec<&str> = estimate.categories.iter().map(String::as_str).collect();
    let series = series_of_rows(run.frequencies()?, &run.decisions(), &categories);
    design(&series, estimate).ok_or_else(|| {
        Problem::new(format!("`{}` holds no results to simulate after", run.folder().display()))
            .because("its stages were refused")
            .hint("name a results folder, e.g. out/shanghai, or give --years and --categories")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_run_decades() {
        let spans = Spans::new(None, [1994, 2003, 2009, 1999].into_iter()).expect("spans");
        assert_eq!(spans.spans, [(1990, 1999), (2000, 2009)]);
        assert_eq!(
            (spans.position(1999), spans.position(2010), spans.name(1)),
            (Some(0), None, "2000年代".to_owned())
        );
    }
}
