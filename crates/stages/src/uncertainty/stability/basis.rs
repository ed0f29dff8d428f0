//! What all replicates share: the series, its parts, and what the run holds fixed.

use super::ModelSource;
use crate::resample::stage_means;
use crate::rivals::curve;
use crate::uncertainty::leave_out::document::LeaveOneOut;
use crate::{Cells, Estimate, Series, Settings};
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

/// An estimate with all that is needed to find its boundaries again in changed counts.
pub struct Basis<'a> {
    pub(super) series: &'a Series,
    pub(super) documents: &'a [DocumentPart],
    pub(super) terms: &'a [TermPart],
    /// Positions of the documents of each year.
    pub(super) documents_by_year: Vec<Vec<usize>>,
    pub(super) settings: Settings,
    pub(super) seed: u64,
    pub(super) boundaries: Vec<Year>,
    /// The cells of the categories with hits, tilted where the stages stand on a trend.
    pub(super) cells: Cells,
    /// Positions, in the caller's series, of the categories of `cells`.
    pub(super) categories: Vec<usize>,
    /// What the slopes make of an exposure, for each cell.
    pub(super) tilt: Vec<f64>,
    /// The mean of each cell from which the model bootstrap draws.
    pub(super) means: Vec<f64>,
    pub(super) phi: f64,
    pub(super) leave_one_out: LeaveOneOut,
    pub(super) source: ModelSource,
}

impl<'a> Basis<'a> {
    /// Prepares to find the boundaries of `estimate` again. The default method made it from `series`; the counts
    /// of the series are the sums of `documents` and, again, of `terms`. Nothing where the series was refused.
    pub fn new(
        series: &'a Series,
        documents: &'a [DocumentPart],
        terms: &'a [TermPart],
        estimate: &Estimate,
        settings: Settings,
        seed: u64,
    ) -> Option<Self> {
        estimate.chosen?;
        let phi = estimate.phi?;
        let mut documents_by_year = vec![Vec::new(); series.len()];
        for (at, document) in documents.iter().enumerate() {
            documents_by_year[document.year].push(at);
        }
        let boundaries = estimate.boundary_years();
        let starts: Vec<usize> =
            boundaries.iter().filter_map(|year| series.years.binary_search(year).ok()).collect();
        let categories: Vec<usize> =
            (0..series.categories.len()).filter(|k| series.total(*k) > 0.0).collect();
        let plain = Cells::of(&series.keeping(|k| series.total(k) > 0.0));
        let cells = if estimate.slopes.is_empty() { plain.clone() } else { plain.tilted(&estimate.slopes) };
        let (source, means) = if estimate.verdict.shows_stages() {
            (ModelSource::Stages, stage_means(&cells, &starts))
        } else {
            (ModelSource::Curve, curve::best(&plain, phi).means)
        };
        let (m, most) = (settings.minimum_length.max(1), settings.maximum);
        Some(Basis {
            tilt: cells.exposure.iter().zip(&plain.exposure).map(|(tilted, plain)| tilted / plain).collect(),
            leave_one_out: LeaveOneOut::new(&cells, phi, m, most, &starts),
            series,
            documents,
            terms,
            documents_by_year,
            settings,
            seed,
            boundaries,
            cells,
            categories,
            means,
            phi,
            source,
        })
    }

    /// How many years have one document only: resampling documents cannot change them.
    pub fn years_with_one_document(&self) -> usize {
        self.documents_by_year.iter().filter(|documents| documents.len() == 1).count()
    }
}
