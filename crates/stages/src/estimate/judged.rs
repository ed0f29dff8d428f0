//! The estimate of the default method: what the judge found, in calendar years.

use super::{Judge, warnings};
use crate::compare::published::compare_published;
use crate::judge::{Judgement, judge, trend_score};
use crate::result::{
    Boundary, BoundaryProbability, DriftTest, LeaveOneYear, PermutationLevel, RivalScore, Serial, Softness,
    Solution, StagesProbability,
};
use crate::search::Segmentation;
use crate::uncertainty::windows::{Held, Place, Windows};
use crate::{Cells, Data, Estimate, Method, Published, Series, Settings, referee, result, selection};
use nianlun_types::Year;

/// Judges `series`, none of whose categories is empty; it has room for two stages.
pub fn estimate(
    series: &Series,
    settings: Settings,
    published: Option<&Published>,
    by: &Judge<'_>,
) -> Estimate {
    let cells = Cells::of(series);
    let found = judge(&cells, settings, by.depth, &by.replication);
    let mut estimate = describe(&cells, &found, series);
    estimate.warnings = warnings::of(series, &found, &estimate, by.replication.draws.replicates());
    let windows = Windows::new(found.posterior.log_evidence_of_runs(), found.posterior.most());
    let data = Data::Counts(series.clone());
    estimate.published = published.and_then(|published| {
        let warnings = &mut estimate.warnings;
        compare_published(&data, settings.minimum_length, published, &found.starts, Some(&windows), warnings)
    });
    referee::boundaries_at_jumps(series, &estimate.boundaries, &mut estimate.warnings);
    estimate
}

/// The judgement without warnings and comparison.
fn describe(cells: &Cells, found: &Judgement, series: &Series) -> Estimate {
    let years = &series.years;
    let begins = boundary_posterior(years, &found.posterior.any_boundary());
    let (n, categories) = (cells.len(), cells.categories);
    Estimate {
        verdict: found.verdict,
        reason: found.reason,
        depth: found.depth,
        phi: Some(found.phi),
        phi_raw: Some(found.phi_raw),
        segmentations: solutions(cells, &found.fits.iter().collect::<Vec<_>>(), |k, cost| {
            selection::qbic(cost, found.phi, k, categories, n)
        }),
        segmentations_on_trend: {
            let fits: Vec<&Segmentation> = found.trend_fits.iter().map(|fit| &fit.segmentation).collect();
            solutions(cells, &fits, |k, cost| trend_score(cost, found.phi, k, categories, n))
        },
        chosen: Some(found.starts.len() + 1),
        boundaries: boundaries(years, &found.starts, &found.places, &begins),
        stages_posterior: stages_posterior(&found.posterior.stages()),
        boundary_posterior: begins,
        permutation: found
            .permutation
            .levels
            .iter()
            .map(|level| PermutationLevel { stages: level.stages, statistic: level.statistic, p: level.p })
            .collect(),
        serial: Some(Serial { p: found.p_serial }),
        rivals: rivals(found),
        drift: found.drift.map(|drift| DriftTest {
            p: drift.p,
            p_own: drift.p_own,
            common: drift.common,
            p_on_trend: drift.p_on_trend,
            p_steps: found.sharpness.as_ref().and_then(|steps| steps.p_steps),
        }),
        soft: found.sharpness.as_ref().map(|steps| Softness { p: steps.p_soft, p_merged: steps.p_merged }),
        leave_one_year: found.weakest_year.map(|(t, statistic)| LeaveOneYear {
            year: years[t],
            statistic,
            threshold: found.threshold(),
        }),
        slopes: if found.is_on_trend() { found.slopes.clone() } else { Vec::new() },
        trend_criterion: Some(found.curve.score),
        residual_autocorrelation: referee::autocorrelation(&cells.tilted(&found.slopes), &found.starts),
        ..Estimate::empty(Method::Poisson, years, &series.categories)
    }
}

fn rivals(found: &Judgement) -> Vec<RivalScore> {
    [
        ("one stage", Some(found.flat)),
        ("steps", found.steps.is_finite().then_some(found.steps)),
        ("steps on a trend", found.on_trend),
        ("curve", Some(found.curve.score)),
    ]
    .into_iter()
    .filter_map(|(name, score)| Some(RivalScore { name: name.to_owned(), score: score? }))
    .collect()
}

/// Segmentations into 1, 2, … stages with their criterion, in calendar years.
fn solutions(cells: &Cells, fits: &[&Segmentation], criterion: impl Fn(usize, f64) -> f64) -> Vec<Solution> {
    let solution = |fit: &&Segmentation| Solution {
        stages: fit.stage_count(),
        cost: fit.cost,
        criterion: criterion(fit.stage_count(), fit.cost),
        boundaries: fit.starts.iter().map(|start| cells.years[*start]).collect(),
    };
    fits.iter().map(solution).collect()
}

/// P(number of stages) with the numbers.
pub fn stages_posterior(probabilities: &[f64]) -> Vec<StagesProbability> {
    let numbered = (1..).zip(probabilities);
    numbered.map(|(stages, probability)| StagesProbability { stages, probability: *probability }).collect()
}

/// P(a stage begins) with the years.
pub fn boundary_posterior(years: &[Year], probabilities: &[f64]) -> Vec<BoundaryProbability> {
    let begins = years.iter().zip(probabilities);
    begins.map(|(year, probability)| BoundaryProbability { year: *year, probability: *probability }).collect()
}

/// The boundaries at `starts` with their places, in calendar years.
pub fn boundaries(
    years: &[Year],
    starts: &[usize],
    places: &[Place],
    begins: &[BoundaryProbability],
) -> Vec<Boundary> {
    let calendar = |held: &Held| {
        let (first, last) = held.calendar(years);
        result::Held { first, last, probability: held.probability }
    };
    let boundary = |(start, place): (&usize, &Place)| {
        let window = place.window.as_ref().map(calendar);
        Boundary {
            year: years[*start],
            probability: Some(begins[*start].probability),
            years95: window.map_or_else(Vec::new, |window| window.years()),
            cell: window.is_none().then(|| calendar(&place.cell)),
            window,
        }
    };
    starts.iter().zip(places).map(boundary).collect()
}
