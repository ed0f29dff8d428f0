//! One replicate: the estimate repeated on changed counts.

use super::Basis;
use crate::Series;
use crate::cost::{self, Sums};
use crate::estimate::FEWEST_YEARS;
use crate::method::{Fit, fit_poisson};
use crate::posterior::{Posterior, Prior};
use crate::random::Random;
use crate::search::Runs;
use nianlun_types::Year;

/// What one replicate found.
#[derive(Debug, Clone, PartialEq)]
pub struct Replicate {
    /// Number of stages it chose; 0 where it could say nothing.
    pub stages: usize,
    /// Boundaries of the stages it chose.
    pub boundaries: Vec<Year>,
    /// Its boundaries with as many stages as the estimate chose; empty where it had no room for them.
    pub same_stages: Vec<Year>,
    /// P(each boundary of the estimate is in its year | as many stages); empty for bootstraps.
    pub probabilities: Vec<f64>,
}

/// What a replicate changes, and so what it must compute anew.
enum Changed {
    /// Counts, but no exposure.
    Counts,
    /// The counts and the exposure of the year at this position, which keeps some exposure.
    Year(usize),
    /// Any counts and exposures.
    All,
}

/// Streams of the model bootstrap: the upper half, apart from those of the document bootstrap.
const MODEL_STREAMS: u64 = 1 << 63;

impl Basis<'_> {
    /// The replicate without term `at`.
    pub fn without_term(&self, at: usize) -> Replicate {
        let mut series = self.series.clone();
        for (t, k, hits) in &self.terms[at].hits {
            series.hits[*t][*k] -= hits;
        }
        self.refit(series, Changed::Counts)
            .map_or_else(Replicate::refused, |refit| refit.with_posterior(self))
    }

    /// The replicate without document `at`. A year that has no other document becomes a missing year;
    /// otherwise the probabilities hold φ̂ and the prior as they are.
    pub fn without_document(&self, at: usize) -> Replicate {
        let document = &self.documents[at];
        let t = document.year;
        let mut series = self.series.clone();
        // A document may hold all of a year's exposure while others hold none.
        let year_remains = self.documents_by_year[t].len() > 1 && series.exposure[t] > document.exposure;
        series.exposure[t] = if year_remains { series.exposure[t] - document.exposure } else { 0.0 };
        for (cell, hits) in series.hits[t].iter_mut().zip(&document.hits) {
            *cell -= hits;
        }
        let changed = if year_remains { Changed::Year(t) } else { Changed::All };
        let Some(refit) = self.refit(series, changed) else {
            return Replicate::refused();
        };
        if !year_remains {
            return refit.with_posterior(self);
        }
        let probabilities = self.leave_one_out.boundary_probabilities(t, &document.hits, document.exposure);
        Replicate { probabilities, ..refit.replicate(self) }
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
        self.refit(series, Changed::All).map_or_else(Replicate::refused, |refit| refit.replicate(self))
    }

    /// Replicate `number` of the model bootstrap: counts drawn from the chosen stages, with the
    /// estimated variance (φ̂ × mean). It asks how often the method would find these stages if they
    /// were true, and needs no second document in a year.
    pub fn drawn(&self, number: u64) -> Replicate {
        let mut random = Random::new(self.seed, number | MODEL_STREAMS);
        let mut series = self.series.clone();
        for (year, means) in series.hits.iter_mut().zip(&self.expected) {
            for (cell, mean) in year.iter_mut().zip(means) {
                *cell = random.count(*mean, self.phi);
            }
        }
        self.refit(series, Changed::Counts).map_or_else(Replicate::refused, |refit| refit.replicate(self))
    }

    /// Fits the changed series. Years without exposure become missing years, and categories without a
    /// hit are left out. Nothing where too little is left.
    fn refit(&self, series: Series, changed: Changed) -> Option<Refit> {
        let series = drop_empty_categories(drop_empty_years(series));
        let m = self.settings.minimum_length.max(1);
        let n = series.len();
        if n < FEWEST_YEARS.max(2 * m) || series.categories.is_empty() {
            return None;
        }
        let sums = Sums::new(&series);
        // The basis may have categories that this series lacks; without a hit they cost nothing.
        let costs = match changed {
            Changed::Counts => {
                Runs::new(n, m, |i, j| cost::poisson_at(&sums, i, j, self.ln_exposure.value(i, j)))
            }
            Changed::Year(t) => self.costs.with_year(t, |i, j| cost::poisson(&sums, i, j)),
            Changed::All => Runs::new(n, m, |i, j| cost::poisson(&sums, i, j)),
        };
        let fit = fit_poisson(&series, &sums, &costs, self.settings.maximum);
        Some(Refit { series, sums, fit, minimum_length: m })
    }
}

/// A changed series with its fit.
struct Refit {
    series: Series,
    sums: Sums,
    fit: Fit,
    minimum_length: usize,
}

impl Refit {
    /// The replicate, without probabilities.
    fn replicate(&self, basis: &Basis<'_>) -> Replicate {
        let years =
            |starts: &[usize]| -> Vec<Year> { starts.iter().map(|s| self.series.years[*s]).collect() };
        let best = self.fit.best();
        let same_stages = self.fit.with_stages(basis.boundaries.len() + 1);
        Replicate {
            stages: best.stage_count(),
            boundaries: years(&best.starts),
            same_stages: same_stages.map_or_else(Vec::new, |c| years(&c.segmentation.starts)),
            probabilities: Vec::new(),
        }
    }

    /// The replicate, with probabilities from the posterior of the changed series.
    fn with_posterior(&self, basis: &Basis<'_>) -> Replicate {
        let prior = Prior::around_mean_rates(&self.series, &self.sums, self.fit.phi.unwrap_or(1.0));
        let stages = basis.boundaries.len() + 1;
        let posterior = Posterior::of_counts(&self.series, &self.sums, &prior, self.minimum_length, stages);
        let mut replicate = self.replicate(basis);
        if posterior.most() >= stages {
            // The year of a boundary may be missing here; the next year takes its place.
            let position = |year: &Year| self.series.years.partition_point(|y| y < year);
            let probability = |(at, year): (usize, &Year)| posterior.boundary(stages, at + 1)[position(year)];
            replicate.probabilities = basis.boundaries.iter().enumerate().map(probability).collect();
        }
        replicate
    }
}

impl Replicate {
    /// The replicate that could say nothing.
    fn refused() -> Self {
        Replicate { stages: 0, boundaries: vec![], same_stages: vec![], probabilities: vec![] }
    }
}

fn drop_empty_categories(series: Series) -> Series {
    let totals: Vec<f64> = (0..series.categories.len()).map(|k| series.total(k)).collect();
    if totals.iter().all(|total| *total > 0.0) { series } else { series.keeping(|k| totals[k] > 0.0) }
}

fn drop_empty_years(series: Series) -> Series {
    if series.exposure.iter().all(|e| *e > 0.0) {
        return series;
    }
    let kept: Vec<usize> = (0..series.len()).filter(|t| series.exposure[*t] > 0.0).collect();
    Series {
        years: kept.iter().map(|t| series.years[*t]).collect(),
        hits: kept.iter().map(|t| series.hits[*t].clone()).collect(),
        exposure: kept.iter().map(|t| series.exposure[*t]).collect(),
        documents: kept.iter().map(|t| series.documents[*t]).collect(),
        categories: series.categories,
    }
}
