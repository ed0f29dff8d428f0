//! An estimate made ready to be repeated, and its replicates.

use crate::cost::{self, Sums};
use crate::estimate::FEWEST_YEARS;
use crate::method::{Fit, poisson_of};
use crate::posterior::{Posterior, Prior};
use crate::random::Random;
use crate::search::Runs;
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
    series: &'a Series,
    pub(super) documents: &'a [DocumentPart],
    pub(super) terms: &'a [TermPart],
    /// Documents of each year, by position.
    pub(super) of_year: Vec<Vec<usize>>,
    settings: Settings,
    seed: u64,
    pub(super) boundaries: Vec<Year>,
    /// Mean count of each cell under the chosen stages, n × J.
    expected: Vec<Vec<f64>>,
    phi: f64,
    /// The cost of every stage, and the logarithm of its exposure: a replicate changes only some.
    costs: Runs,
    ln_exposure: Runs,
    /// The evidence of every stage, to leave documents out of.
    leave_one_out: LeaveOneOut,
}

/// What a replicate changes.
enum Changed {
    /// Counts, but no exposure.
    Counts,
    /// The counts and the exposure of the year at this position, which keeps some.
    Year(usize),
    /// Anything.
    All,
}

/// What one replicate found.
#[derive(Debug, Clone, PartialEq)]
pub struct Replicate {
    /// Number of stages it chose; 0 where it could say nothing.
    pub stages: usize,
    /// Boundaries of the stages it chose.
    pub boundaries: Vec<Year>,
    /// Its boundaries with as many stages as the estimate chose; empty where it had no room.
    pub same_stages: Vec<Year>,
    /// P(each boundary of the estimate stands in its year | as many stages); empty unless asked for.
    pub probabilities: Vec<f64>,
}

impl<'a> Basis<'a> {
    /// Makes ready to repeat `estimate`, which was made by the default method from `series`, whose
    /// counts are the sums of `documents` and of `terms`. Nothing where the series was refused.
    pub fn new(
        series: &'a Series,
        documents: &'a [DocumentPart],
        terms: &'a [TermPart],
        estimate: &Estimate,
        settings: Settings,
        seed: u64,
    ) -> Option<Self> {
        estimate.chosen?;
        let mut of_year = vec![Vec::new(); series.len()];
        for (at, document) in documents.iter().enumerate() {
            of_year[document.year].push(at);
        }
        let boundaries = estimate.boundary_years();
        let mut expected = vec![vec![0.0; series.categories.len()]; series.len()];
        let sums = Sums::new(series);
        let starts: Vec<usize> =
            boundaries.iter().filter_map(|year| series.years.binary_search(year).ok()).collect();
        for (i, j) in crate::search::stages(&starts, series.len()) {
            let e = sums.exposure(i, j);
            for (k, s) in sums.hits(i, j).enumerate() {
                for (year, exposure) in expected[i..j].iter_mut().zip(&series.exposure[i..j]) {
                    year[k] = exposure * s / e;
                }
            }
        }
        let (n, m) = (series.len(), settings.minimum_length);
        Some(Basis {
            costs: Runs::new(n, m, |i, j| cost::poisson(&sums, i, j)),
            ln_exposure: Runs::new(n, m, |i, j| libm::log(sums.exposure(i, j))),
            leave_one_out: LeaveOneOut::new(series, estimate.phi.unwrap_or(1.0), m, &starts),
            series,
            documents,
            terms,
            of_year,
            settings,
            seed,
            boundaries,
            expected,
            phi: estimate.phi.unwrap_or(1.0),
        })
    }

    /// How many years have one document only: resampling documents cannot change them.
    pub fn years_with_one_document(&self) -> usize {
        self.of_year.iter().filter(|documents| documents.len() == 1).count()
    }

    /// Without term `at`.
    pub fn without_term(&self, at: usize) -> Replicate {
        let mut series = self.series.clone();
        for (t, k, hits) in &self.terms[at].hits {
            series.hits[*t][*k] -= hits;
        }
        self.repeat(series, Changed::Counts, true)
    }

    /// Without document `at`; a year that has no other becomes a missing year. The probabilities hold
    /// φ̂ and the prior as they are, unless the year goes.
    pub fn without_document(&self, at: usize) -> Replicate {
        let document = &self.documents[at];
        let mut series = self.series.clone();
        let t = document.year;
        // A document may hold all of a year's exposure, and others none.
        let remains = self.of_year[t].len() > 1 && series.exposure[t] > document.exposure;
        series.exposure[t] -= document.exposure;
        for (cell, hits) in series.hits[t].iter_mut().zip(&document.hits) {
            *cell -= hits;
        }
        if !remains {
            series.exposure[t] = 0.0;
            return self.repeat(series, Changed::All, true);
        }
        let mut replicate = self.repeat(series, Changed::Year(t), false);
        if replicate.stages > 0 {
            replicate.probabilities =
                self.leave_one_out.boundary_probabilities(t, &document.hits, document.exposure);
        }
        replicate
    }

    /// Replicate `number` of the document bootstrap: as many documents of each year, drawn with
    /// replacement from those of the year.
    pub fn resampled(&self, number: u64) -> Replicate {
        let mut random = Random::new(self.seed, number);
        let mut series = self.series.clone();
        for (t, documents) in self.of_year.iter().enumerate() {
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
        self.repeat(series, Changed::All, false)
    }

    /// Replicate `number` of the model's own: counts drawn anew from the chosen stages, with the
    /// variance that was found (φ̂ × mean). It asks how often the method would find these stages if
    /// they were true, and needs no second document in a year.
    pub fn drawn(&self, number: u64) -> Replicate {
        // Another half of the streams than the bootstrap's.
        let mut random = Random::new(self.seed, number | 1 << 63);
        let mut series = self.series.clone();
        for (year, means) in series.hits.iter_mut().zip(&self.expected) {
            for (cell, mean) in year.iter_mut().zip(means) {
                *cell = random.count(*mean, self.phi);
            }
        }
        self.repeat(series, Changed::Counts, false)
    }

    fn repeat(&self, series: Series, changed: Changed, with_probabilities: bool) -> Replicate {
        // Years whose drawn documents hold no exposure are missing; categories without a hit say
        // nothing.
        let series = without_empty_categories(without_empty_years(series));
        let stages = self.boundaries.len() + 1;
        let m = self.settings.minimum_length.max(1);
        let n = series.len();
        if n < FEWEST_YEARS.max(2 * m) || series.categories.is_empty() {
            return Replicate { stages: 0, boundaries: vec![], same_stages: vec![], probabilities: vec![] };
        }
        let sums = Sums::new(&series);
        // Categories without a hit cost nothing, so that those of the basis may be more.
        let costs = match changed {
            Changed::Counts => {
                Runs::new(n, m, |i, j| cost::poisson_at(&sums, i, j, self.ln_exposure.value(i, j)))
            }
            Changed::Year(t) => self.costs.with_year(t, |i, j| cost::poisson(&sums, i, j)),
            Changed::All => Runs::new(n, m, |i, j| cost::poisson(&sums, i, j)),
        };
        let found = poisson_of(&series, &sums, &costs, self.settings);
        let years = |starts: &[usize]| -> Vec<Year> { starts.iter().map(|s| series.years[*s]).collect() };
        Replicate {
            stages: found.best().starts.len() + 1,
            boundaries: years(&found.best().starts),
            same_stages: found.with_stages(stages).map_or_else(Vec::new, |c| years(&c.segmentation.starts)),
            probabilities: if with_probabilities {
                self.probabilities(&series, &sums, &found, m)
            } else {
                vec![]
            },
        }
    }

    fn probabilities(&self, series: &Series, sums: &Sums, found: &Fit, m: usize) -> Vec<f64> {
        let prior = Prior::around_mean_rates(series, sums, found.phi.unwrap_or(1.0));
        let stages = self.boundaries.len() + 1;
        let posterior = Posterior::of_counts(series, sums, &prior, m, stages);
        if posterior.most() < stages {
            return Vec::new();
        }
        let one = |(at, year): (usize, &Year)| {
            posterior.boundary(stages, at + 1)[series.years.partition_point(|y| y < year)]
        };
        self.boundaries.iter().enumerate().map(one).collect()
    }
}

fn without_empty_categories(series: Series) -> Series {
    let totals: Vec<f64> = (0..series.categories.len()).map(|k| series.total(k)).collect();
    if totals.iter().all(|total| *total > 0.0) { series } else { series.keeping(|k| totals[k] > 0.0) }
}

fn without_empty_years(series: Series) -> Series {
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
