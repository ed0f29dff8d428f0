//! What all replicates share: the series, its parts, and the costs and evidences of its stages.

use crate::cost::{self, Sums};
use crate::search::Runs;
use crate::selection::expected_counts;
use crate::uncertainty::leave_one_out::LeaveOneOut;
use crate::{Estimate, Series, Settings};
use nianlun_types::Year;

/// What one document adds to the series.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentPart {
    /// Identifier.
    pub name: String,
    /// Position of its year in the series.
    pub year: usize,
    /// Its exposure.
    pub exposure: f64,
    /// Its hits, in the order of the series' categories.
    pub hits: Vec<f64>,
}

/// What one term adds to the series.
#[derive(Debug, Clone, PartialEq)]
pub struct TermPart {
    /// The term.
    pub name: String,
    /// (position of the year, position of the category, hits).
    pub hits: Vec<(usize, usize, f64)>,
}

/// An estimate with all that is needed to repeat it on changed counts.
pub struct Basis<'a> {
    pub(super) series: &'a Series,
    pub(super) documents: &'a [DocumentPart],
    pub(super) terms: &'a [TermPart],
    /// Positions of the documents of each year.
    pub(super) documents_by_year: Vec<Vec<usize>>,
    pub(super) settings: Settings,
    pub(super) seed: u64,
    pub(super) boundaries: Vec<Year>,
    /// Mean count of each cell under the chosen stages, n × J.
    pub(super) expected: Vec<Vec<f64>>,
    pub(super) phi: f64,
    /// The cost of every stage. A replicate computes anew only those that it changes.
    pub(super) costs: Runs,
    /// The logarithm of the exposure of every stage, for replicates that change no exposure.
    pub(super) ln_exposure: Runs,
    pub(super) leave_one_out: LeaveOneOut,
}

impl<'a> Basis<'a> {
    /// Prepares to repeat `estimate`, which the default method made from `series`; the counts of the
    /// series are the sums of `documents` and, again, of `terms`. Nothing where the series was refused.
    pub fn new(
        series: &'a Series,
        documents: &'a [DocumentPart],
        terms: &'a [TermPart],
        estimate: &Estimate,
        settings: Settings,
        seed: u64,
    ) -> Option<Self> {
        estimate.chosen?;
        let mut documents_by_year = vec![Vec::new(); series.len()];
        for (at, document) in documents.iter().enumerate() {
            documents_by_year[document.year].push(at);
        }
        let boundaries = estimate.boundary_years();
        let starts: Vec<usize> =
            boundaries.iter().filter_map(|year| series.years.binary_search(year).ok()).collect();
        let phi = estimate.phi.unwrap_or(1.0);
        let sums = Sums::new(series);
        let (n, m) = (series.len(), settings.minimum_length);
        Some(Basis {
            expected: expected_counts(series, &sums, &starts),
            costs: Runs::new(n, m, |i, j| cost::poisson(&sums, i, j)),
            ln_exposure: Runs::new(n, m, |i, j| libm::log(sums.exposure(i, j))),
            leave_one_out: LeaveOneOut::new(series, phi, m, &starts),
            series,
            documents,
            terms,
            documents_by_year,
            settings,
            seed,
            boundaries,
            phi,
        })
    }

    /// How many years have one document only: resampling documents cannot change them.
    pub fn years_with_one_document(&self) -> usize {
        self.documents_by_year.iter().filter(|documents| documents.len() == 1).count()
    }
}
