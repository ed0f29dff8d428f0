//! The estimate of a named alternate: its own selection, and the posterior where it has a likelihood. Nobody
//! judges it.

use super::judged::{boundaries, boundary_posterior, stages_posterior};
use crate::compare::published::compare_published;
use crate::cost::Squares;
use crate::method::{Candidate, Fit, Method, fit};
use crate::posterior::{Posterior, Prior};
use crate::result::{Boundary, Solution};
use crate::uncertainty::windows::{MASS, Windows};
use crate::{Cells, Data, Estimate, Published, Settings, Values, Verdict, referee};
use nianlun_types::Warning;

/// The estimate by `method`; nothing where the method cannot read such data.
pub fn estimate(
    method: Method,
    data: &Data,
    settings: Settings,
    published: Option<&Published>,
) -> Option<Estimate> {
    let fitted = fit(method, data, settings)?;
    let mut warnings = Vec::new();
    if let Data::Counts(series) = data {
        referee::thin_data(series, &mut warnings);
    }
    let chosen = fitted.best().stage_count();
    let posterior = posterior_of(method, data, &fitted, settings);
    let windows = posterior.as_ref().map(|p| Windows::new(p.log_evidence_of_runs(), p.most()));
    let (boundaries, begins) = located(data, &fitted, posterior.as_ref(), windows.as_ref());
    if posterior.is_none() {
        warnings.push(Warning::new(
            "no-uncertainty",
            format!("方法 {} 没有概率模型，不给出阶段数和分界的不确定性", method.name()),
        ));
    }
    let published = published.and_then(|published| {
        let starts = &fitted.best().starts;
        compare_published(data, settings.minimum_length, published, starts, windows.as_ref(), &mut warnings)
    });
    if let Data::Counts(series) = data {
        referee::boundaries_at_jumps(series, &boundaries, &mut warnings);
    }
    Some(Estimate {
        verdict: if chosen == 1 { Verdict::NoChange } else { Verdict::Staged },
        phi: fitted.phi,
        segmentations: solutions(data, &fitted),
        chosen: Some(chosen),
        boundaries,
        stages_posterior: posterior.as_ref().map_or_else(Vec::new, |p| stages_posterior(&p.stages())),
        boundary_posterior: begins,
        published,
        residual_autocorrelation: match data {
            Data::Counts(series) => referee::autocorrelation(&Cells::of(series), &fitted.best().starts),
            Data::Values(_) => None,
        },
        warnings,
        ..Estimate::empty(method, data.years(), data.categories())
    })
}

/// The boundaries and P(a stage begins) of every year; without probabilities where there is no posterior.
fn located(
    data: &Data,
    fitted: &Fit,
    posterior: Option<&Posterior>,
    windows: Option<&Windows>,
) -> (Vec<Boundary>, Vec<crate::BoundaryProbability>) {
    let (years, starts) = (data.years(), &fitted.best().starts);
    let (Some(posterior), Some(windows)) = (posterior, windows) else {
        let plain = |start: &usize| Boundary {
            year: years[*start],
            probability: None,
            years95: Vec::new(),
            window: None,
            cell: None,
        };
        return (starts.iter().map(plain).collect(), Vec::new());
    };
    let begins = boundary_posterior(years, &posterior.any_boundary());
    (boundaries(years, starts, &windows.places(starts, MASS), &begins), begins)
}

/// The posterior that belongs to `method`; nothing for methods without a likelihood.
fn posterior_of(method: Method, data: &Data, fitted: &Fit, settings: Settings) -> Option<Posterior> {
    let m = settings.minimum_length;
    let most = settings.maximum.clamp(1, data.years().len() - 1);
    match (method, data) {
        (Method::Pelt, Data::Counts(series)) => {
            let cells = Cells::of(series);
            let prior = Prior::around_mean_rates(&cells, fitted.phi?);
            Some(Posterior::of_counts(&cells, &prior, m, most))
        }
        (Method::Share, Data::Counts(series)) => {
            Some(Posterior::of_shares(&Cells::of(series), fitted.phi?, m, most))
        }
        (Method::Gauss, data) => gaussian_posterior(&data.to_values(), fitted, m, most),
        (Method::Poisson, _)
        | (Method::Pelt | Method::Share, Data::Values(_))
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

/// The candidates with years instead of positions.
fn solutions(data: &Data, fitted: &Fit) -> Vec<Solution> {
    let solution = |candidate: &Candidate| Solution {
        stages: candidate.segmentation.stage_count(),
        cost: candidate.segmentation.cost,
        criterion: candidate.criterion,
        boundaries: candidate.segmentation.starts.iter().map(|start| data.years()[*start]).collect(),
    };
    fitted.candidates.iter().map(solution).collect()
}
