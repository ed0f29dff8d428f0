//! One replicate: the boundaries found again in changed counts. It holds the number of stages, the slopes and
//! φ* of the run, METHOD §2.6, and asks only where the boundaries lie.

use super::Basis;
use crate::estimate::FEWEST_YEARS;
use crate::posterior::{Posterior, Prior};
use crate::random::Random;
use crate::{Cells, Series, cost};
use nianlun_types::Year;

/// What one replicate found.
#[derive(Debug, Clone, PartialEq)]
pub struct Replicate {
    /// Its boundaries, with as many stages as the estimate; nothing where the changed series has no room for
    /// them.
    pub boundaries: Option<Vec<Year>>,
    /// P(a stage begins in the year of each boundary of the estimate), over all numbers of stages; empty for
    /// bootstraps.
    pub probabilities: Vec<f64>,
}

/// Streams of the model bootstrap: the upper half, apart from all others.
const MODEL_STREAMS: u64 = 1 << 63;

impl Basis<'_> {
    /// The replicate without term `at`.
    pub fn without_term(&self, at: usize) -> Replicate {
        let mut hits = self.cells.hits.clone();
        for (t, k, less) in &self.terms[at].hits {
            if let Some(k) = self.categories.iter().position(|own| own == k) {
                hits[self.cells.at(*t, k)] -= less;
            }
        }
        self.with_posterior(self.cells.with_hits(hits))
    }

    /// The replicate without document `at`. A year that has no other document becomes a missing year;
    /// otherwise the probabilities hold the prior, too, as it is.
    pub fn without_document(&self, at: usize) -> Replicate {
        let document = &self.documents[at];
        let t = document.year;
        // A document may hold all of a year's exposure while others hold none.
        let year_remains = self.documents_by_year[t].len() > 1 && self.series.exposure[t] > document.exposure;
        if !year_remains {
            return self.with_posterior(self.cells.without_year(t));
        }
        let hits: Vec<f64> = self.categories.iter().map(|k| document.hits[*k]).collect();
        let exposure: Vec<f64> =
            (0..hits.len()).map(|k| document.exposure * self.tilt[self.cells.at(t, k)]).collect();
        let mut left = self.cells.clone();
        for k in 0..hits.len() {
            let at = left.at(t, k);
            left.hits[at] -= hits[k];
            left.exposure[at] -= exposure[k];
        }
        Replicate {
            probabilities: self.leave_one_out.boundary_probabilities(t, &hits, &exposure),
            ..self.located(&left)
        }
    }

    /// Replicate `number` of the document bootstrap: as many documents of each year, drawn with
    /// replacement from those of the year.
    pub fn resampled(&self, number: u64) -> Replicate {
        let mut random = Random::new(self.seed, number);
        let mut series = self.series.clone();
        for (t, documents) in self.documents_by_year.iter().enumerate() {
            if documents.len() < 2 {
                continue;
            }
            series.exposure[t] = 0.0;
            series.hits[t].fill(0.0);
            for _ in documents {
                let drawn = &self.documents[documents[random.below(documents.len())]];
                series.exposure[t] += drawn.exposure;
                for (cell, hits) in series.hits[t].iter_mut().zip(&drawn.hits) {
                    *cell += hits;
                }
            }
        }
        self.located(&self.tilted(&series))
    }

    /// Replicate `number` of the model bootstrap: counts drawn from the chosen stages, or from the curve, with
    /// the estimated variance (φ* × mean).
    pub fn drawn(&self, number: u64) -> Replicate {
        let mut random = Random::new(self.seed, number | MODEL_STREAMS);
        let hits = self.means.iter().map(|mean| random.count(*mean, self.phi)).collect();
        self.located(&self.cells.with_hits(hits))
    }

    /// The cells of a changed series, on the slopes of the run.
    fn tilted(&self, series: &Series) -> Cells {
        let mut cells = Cells::of(&series.keeping(|k| self.categories.contains(&k)));
        cells.exposure.iter_mut().zip(&self.tilt).for_each(|(exposure, tilt)| *exposure *= tilt);
        cells
    }

    /// The replicate, without probabilities. Years without exposure become missing years.
    fn located(&self, cells: &Cells) -> Replicate {
        let cells = without_empty_years(cells);
        let (stages, m) = (self.boundaries.len() + 1, self.settings.minimum_length.max(1));
        let room = cells.len() >= FEWEST_YEARS.max(stages * m) && cells.hits.iter().any(|y| *y > 0.0);
        let found = room.then(|| cost::poisson_runs(&cells, m).cheapest(stages).pop()).flatten();
        let years = |starts: &[usize]| starts.iter().map(|start| cells.years[*start]).collect();
        Replicate { boundaries: found.map(|found| years(&found.starts)), probabilities: Vec::new() }
    }

    /// The replicate, with probabilities from the posterior of the changed series.
    fn with_posterior(&self, cells: Cells) -> Replicate {
        let replicate = self.located(&cells);
        if replicate.boundaries.is_none() {
            return replicate;
        }
        // A category without a hit left has no rate.
        let cells = without_empty_categories(&cells);
        let prior = Prior::around_mean_rates(&cells, self.phi);
        let m = self.settings.minimum_length.max(1);
        let begins = Posterior::of_counts(&cells, &prior, m, self.settings.maximum).any_boundary();
        // The year of a boundary may be missing here; the next year takes its place.
        let position = |year: &Year| cells.years.partition_point(|y| y < year);
        let probabilities = self.boundaries.iter().map(|year| begins[position(year)]).collect();
        Replicate { probabilities, ..replicate }
    }
}

fn without_empty_years(cells: &Cells) -> Cells {
    let mut kept = cells.clone();
    for t in (0..cells.len()).rev() {
        if kept.exposure[kept.at(t, 0)] <= 0.0 {
            kept = kept.without_year(t);
        }
    }
    kept
}

fn without_empty_categories(cells: &Cells) -> Cells {
    let kept: Vec<usize> = (0..cells.categories).filter(|k| cells.hits_of(*k).any(|y| y > 0.0)).collect();
    let keep = |values: &[f64]| -> Vec<f64> {
        values.chunks(cells.categories).flat_map(|year| kept.iter().map(|k| year[*k])).collect()
    };
    Cells {
        years: cells.years.clone(),
        categories: kept.len(),
        hits: keep(&cells.hits),
        exposure: keep(&cells.exposure),
    }
}
