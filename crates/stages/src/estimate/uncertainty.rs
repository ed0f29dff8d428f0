//! The posterior of a method, and what an estimate says of it.

use crate::cost::{Squares, Sums};
use crate::method::{Fit, Method};
use crate::posterior::{Posterior, Prior, highest};
use crate::result::{Boundary, BoundaryProbability, StagesProbability};
use crate::search::Segmentation;
use crate::{Data, Settings, Values};
use nianlun_types::{Warning, Year};

/// The posterior that belongs to `method`; nothing for methods without a likelihood.
pub fn posterior_of(method: Method, data: &Data, fitted: &Fit, settings: Settings) -> Option<Posterior> {
    let m = settings.minimum_length;
    let most = settings.maximum.clamp(1, data.years().len() - 1);
    match (method, data) {
        (Method::Poisson | Method::Pelt, Data::Counts(series)) => {
            let sums = Sums::new(series);
            let prior = Prior::around_mean_rates(series, &sums, fitted.phi?);
            Some(Posterior::of_counts(series, &sums, &prior, m, most))
        }
        (Method::Share, Data::Counts(series)) => {
            Some(Posterior::of_shares(series, &Sums::new(series), fitted.phi?, m, most))
        }
        (Method::Gauss, data) => gaussian_posterior(&data.to_values(), fitted, m, most),
        (Method::Poisson | Method::Pelt | Method::Share, Data::Values(_))
        | (Method::Coniss | Method::Vnc, _) => None,
    }
}

/// The posterior of constant means. The residual variance is that of the fit with most stages; nothing
/// where that fit leaves no degree of freedom, or nothing varies.
fn gaussian_posterior(values: &Values, fitted: &Fit, m: usize, most: usize) -> Option<Posterior> {
    let (n, categories) = (values.years.len(), values.categories.len());
    let squares = Squares::new(&values.standardised());
    let finest = &fitted.candidates.last()?.segmentation;
    let freedom = categories * n.checked_sub(finest.stage_count()).filter(|left| *left > 0)?;
    let total = squares.residual(0, n) / ((n - 1) * categories) as f64;
    // With a residual variance of 0 every year would be certain; a millionth of the total is the least.
    let residual = (finest.cost / freedom as f64).max(1e-6 * total);
    (residual > 0.0).then(|| Posterior::of_values(n, &squares, residual, total, m, most))
}

/// What an estimate says of the posterior.
pub struct Uncertainty {
    /// The chosen boundaries, with their probabilities where there is a posterior.
    pub boundaries: Vec<Boundary>,
    /// P(number of stages | data); empty without a posterior.
    pub stages_posterior: Vec<StagesProbability>,
    /// P(a stage begins in the year | data); empty without a posterior.
    pub boundary_posterior: Vec<BoundaryProbability>,
}

impl Uncertainty {
    pub fn new(posterior: Option<&Posterior>, years: &[Year], chosen: &Segmentation) -> Self {
        let stages = (1..).zip(posterior.map_or_else(Vec::new, Posterior::stages));
        let begins = years.iter().zip(posterior.map_or_else(Vec::new, Posterior::any_boundary));
        Uncertainty {
            boundaries: boundaries(posterior, years, chosen),
            stages_posterior: stages
                .map(|(stages, probability)| StagesProbability { stages, probability })
                .collect(),
            boundary_posterior: begins
                .map(|(year, probability)| BoundaryProbability { year: *year, probability })
                .collect(),
        }
    }

    /// The warning that there is no posterior, or that the number of stages is unsure by it.
    pub fn warning(&self, method: Method, chosen: usize) -> Option<Warning> {
        if self.stages_posterior.is_empty() {
            return Some(Warning::new(
                "no-uncertainty",
                format!("方法 {} 没有概率模型，不给出阶段数和分界的不确定性", method.name()),
            ));
        }
        let probability = self.stages_posterior.get(chosen - 1)?.probability;
        (probability < 0.5).then(|| {
            Warning::new(
                "stages-uncertain",
                format!("阶段数并不确定：按准则选{chosen}个阶段，其后验概率只有{probability:.2}"),
            )
        })
    }
}

/// The boundaries of `chosen`. PELT may choose more stages than the posterior sums over; its
/// boundaries then have no probability.
fn boundaries(posterior: Option<&Posterior>, years: &[Year], chosen: &Segmentation) -> Vec<Boundary> {
    let stages = chosen.stage_count();
    let posterior = posterior.filter(|posterior| stages <= posterior.most());
    let boundary = |(number, start): (usize, &usize)| {
        let places = posterior.map(|posterior| posterior.boundary(stages, number));
        let set = places.as_ref().map_or_else(Vec::new, |places| highest(places, 0.95));
        Boundary {
            year: years[*start],
            probability: places.map(|places| places[*start]),
            years95: set.into_iter().map(|position| years[position]).collect(),
        }
    };
    (1..).zip(&chosen.starts).map(boundary).collect()
}
