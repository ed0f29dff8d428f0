//! The judge: from counts to a verdict, METHOD §2.2–§2.5. It asks in order
//!
//! 1. how many stages the counts show against the same years in random order ([permutation]);
//! 2. whether a smooth curve, or steps on a trend, explain them better ([rivals]);
//! 3. whether the transitions are sharp ([sharpness]), and whether drift looks the same ([drift]);
//! 4. whether one stage remains possible ([posterior](crate::posterior)), or all rests on one year
//!    ([leave_out](crate::uncertainty::leave_out)).
//!
//! The first doubt that holds is the verdict.

use crate::draws::Replication;
use crate::posterior::{Posterior, Prior};
use crate::resample::{pearson, stage_means};
use crate::rivals::curve::{self, Curve};
use crate::rivals::drift;
use crate::rivals::steps_on_trend;
use crate::search::Segmentation;
use crate::selection::permutation::{self, Permutation};
use crate::selection::qbic;
use crate::sharpness::{self, StepsTest};
use crate::uncertainty::leave_out::year;
use crate::uncertainty::windows::{MASS, Place, Windows};
use crate::{Cells, Settings, cost};
use nianlun_types::{Depth, Verdict, VerdictReason};

/// One stage is ruled out below this posterior probability.
const ONE_STAGE: f64 = 0.05;
/// Neighbouring years are alike at this p or less.
pub(crate) const SERIAL: f64 = 0.05;
/// Transitions take several years at this p or less.
pub(crate) const SOFT: f64 = 0.02;
/// Drift looks as much like stages above this p.
pub const DRIFT: f64 = 0.10;
/// Steps do not look as drift-like at this p or less.
pub(crate) const NOT_STEPS: f64 = 0.05;

/// A verdict with all that it rests on.
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// What it rests on, where that is one thing.
    pub reason: Option<VerdictReason>,
    /// How thorough the judge was.
    pub depth: Depth,
    /// The cheapest segmentation into 1, 2, … stages.
    pub fits: Vec<Segmentation>,
    /// The tests of the number of stages.
    pub permutation: Permutation,
    /// p of neighbouring years being alike.
    pub p_serial: f64,
    /// X²/(J(n − Kmax)) of the finest fit: φ before it is held up.
    pub phi_raw: f64,
    /// φ*.
    pub phi: f64,
    /// The score of one stage.
    pub flat: f64,
    /// The least score of two stages or more.
    pub steps: f64,
    /// The best curve.
    pub curve: Curve,
    /// Steps on a trend into 1, 2, … stages; none where one stage is enough.
    pub trend_fits: Vec<steps_on_trend::StepsOnTrend>,
    /// The least score of two stages or more on a trend.
    pub on_trend: Option<f64>,
    /// Positions of the boundaries.
    pub starts: Vec<usize>,
    /// Slopes of the categories; 0 where the steps stand on no trend.
    pub slopes: Vec<f64>,
    /// The drift test; nothing where it was not run.
    pub drift: Option<DriftFinding>,
    /// The test of the fitted steps; nothing where it was not run.
    pub sharpness: Option<StepsTest>,
    /// The year without which the case for more than one stage is weakest, as a position, and T without it;
    /// nothing where it was not tried.
    pub weakest_year: Option<(usize, f64)>,
    /// The posterior.
    pub posterior: Posterior,
    /// Where each boundary may lie.
    pub places: Vec<Place>,
}

/// What the drift tests say together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DriftFinding {
    /// The larger p by METHOD: drift alone, and, where steps on a trend are judged, drift on a trend.
    pub p: f64,
    /// The largest p where each category drifts by an sd of its own; nothing where one sd does for all.
    pub p_own: Option<f64>,
    /// r of drift alone.
    pub common: f64,
    /// p of drift on a trend.
    pub p_on_trend: Option<f64>,
}

impl DriftFinding {
    /// The largest p of all nulls: what the verdict goes by.
    pub fn largest(&self) -> f64 {
        self.p.max(self.p_own.unwrap_or(0.0))
    }
}

impl Judgement {
    /// Whether the steps stand on a trend.
    pub fn is_on_trend(&self) -> bool {
        self.slopes.iter().any(|slope| *slope != 0.0)
    }

    /// Whether the number of stages is the largest that was searched.
    pub fn is_at_maximum(&self) -> bool {
        let most = self.fits.len();
        self.permutation.stages == most || (self.is_on_trend() && self.starts.len() + 1 == most)
    }

    /// q1: the 95 % quantile of the first test's replicates, which one odd year must not stand above alone.
    pub fn threshold(&self) -> f64 {
        self.permutation.levels.first().map_or(f64::NAN, |level| level.quantile95)
    }
}

/// Judges `cells`, none of whose categories is empty; they have room for two stages.
pub fn judge(cells: &Cells, settings: Settings, depth: Depth, replication: &Replication<'_>) -> Judgement {
    let Grounds { fits, permutation, p_serial, phi_raw, phi } = grounds(cells, settings, replication);
    let (n, categories) = (cells.len(), cells.categories);
    let several = permutation.stages > 1;

    let curve = curve::best(cells, phi);
    let steps =
        least_score(&fits, |k, cost| qbic(cost, phi, k, categories, n)).map_or(f64::INFINITY, |s| s.1);
    let trend_fits = if several { steps_on_trend::fits(cells, settings) } else { Vec::new() };
    let best_on_trend = least_score(trend_fits.iter().map(|fit| &fit.segmentation), |k, cost| {
        trend_score(cost, phi, k, categories, n)
    });
    let on_trend = best_on_trend.map(|(_, score)| score);
    let trend_wins = on_trend.is_some_and(|score| score < steps);
    let flat = qbic(fits[0].cost, phi, 1, categories, n);
    let stepped = on_trend.map_or(steps, |score| score.min(steps));
    // METHOD asks only that the curve beat the steps. Where one stage has a better score than either, the curve
    // explains nothing, and the posterior of one stage decides.
    let curve_wins = several && curve.score < stepped && curve.score < flat;

    let (starts, slopes) = match best_on_trend {
        Some((stages, _)) if trend_wins => {
            let found = &trend_fits[stages - 1];
            (found.segmentation.starts.clone(), found.slopes.clone())
        }
        _ => (fits[permutation.stages - 1].starts.clone(), vec![0.0; categories]),
    };
    let base = if trend_wins { cells.tilted(&slopes) } else { cells.clone() };
    let prior = Prior::around_mean_rates(&base, phi);
    let posterior = Posterior::of_counts(&base, &prior, settings.minimum_length, settings.maximum);
    let places = Windows::new(posterior.log_evidence_of_runs(), posterior.most()).places(&starts, MASS);

    let mut judgement = Judgement {
        verdict: Verdict::NoChange,
        reason: None,
        depth,
        flat,
        fits,
        permutation,
        p_serial,
        phi_raw,
        phi,
        steps,
        curve,
        trend_fits,
        on_trend,
        starts,
        slopes,
        drift: None,
        sharpness: None,
        weakest_year: None,
        posterior,
        places,
    };
    if depth == Depth::Full && several {
        judgement.weakest_year = year::weakest(&year::statistics(cells, settings));
        if !curve_wins {
            test_steps(&mut judgement, cells, &base, settings, replication);
        }
    }
    (judgement.verdict, judgement.reason) = verdict(&judgement, curve_wins);
    judgement
}

/// What is known before the rivals.
struct Grounds {
    fits: Vec<Segmentation>,
    permutation: Permutation,
    p_serial: f64,
    phi_raw: f64,
    phi: f64,
}

/// The number of stages by permutation and φ* = max(1, raw, qlast): what tempers scores and posterior.
fn grounds(cells: &Cells, settings: Settings, replication: &Replication<'_>) -> Grounds {
    let fits = cost::poisson_runs(cells, settings.minimum_length).cheapest(settings.maximum);
    let permutation = permutation::permute(cells, &fits, settings, replication);
    let (_, p_serial) = permutation::serial(cells, replication.draws);
    let finest = fits.last().map_or(&[][..], |fit| &fit.starts[..]);
    let phi_raw = raw_overdispersion(cells, finest);
    let last_quantile = permutation.levels.last().map_or(1.0, |level| level.quantile95);
    Grounds { phi: phi_raw.max(last_quantile).max(1.0), fits, permutation, p_serial, phi_raw }
}

/// X²/(J(n − K)) of the stages that `starts` begins.
pub fn raw_overdispersion(cells: &Cells, starts: &[usize]) -> f64 {
    let residuals = pearson(&cells.hits, &stage_means(cells, starts));
    let freedom = cells.categories * cells.len().saturating_sub(starts.len() + 1).max(1);
    residuals.iter().map(|r| r * r).sum::<f64>() / freedom as f64
}

/// The number of stages, two or more, with the least score, and that score; the fewest of equal ones.
fn least_score<'f>(
    fits: impl IntoIterator<Item = &'f Segmentation>,
    score: impl Fn(usize, f64) -> f64,
) -> Option<(usize, f64)> {
    let scored = fits.into_iter().zip(1..).skip(1).map(|(fit, k)| (k, score(k, fit.cost)));
    scored.reduce(|best, next| if next.1 < best.1 { next } else { best })
}

/// The score of steps on a trend: 2C/φ* + (JK + J + K − 1)·ln n.
pub fn trend_score(cost: f64, phi: f64, stages: usize, categories: usize, n: usize) -> f64 {
    qbic(cost, phi, stages, categories, n) + categories as f64 * libm::log(n as f64)
}

/// The tests of drift and of sharpness, METHOD §2.4.
fn test_steps(
    judgement: &mut Judgement,
    cells: &Cells,
    base: &Cells,
    settings: Settings,
    replication: &Replication<'_>,
) {
    // Drift is always fitted to the series as it is: slopes chosen to suit steps would hide it.
    let plain = drift::test(cells, settings, false, replication);
    let tilted = judgement.is_on_trend().then(|| drift::test(cells, settings, true, replication));
    let drift = DriftFinding {
        p: plain.p.max(tilted.as_ref().map_or(0.0, |tilted| tilted.p)),
        p_own: plain.p_own.into_iter().chain(tilted.as_ref().and_then(|t| t.p_own)).reduce(f64::max),
        common: plain.common,
        p_on_trend: tilted.map(|tilted| tilted.p),
    };
    let drifts = drift.largest() > DRIFT;
    judgement.drift = Some(drift);
    judgement.sharpness = Some(sharpness::test(base, &judgement.starts, settings, drifts, replication));
}

/// The first line of METHOD's table that holds.
fn verdict(judgement: &Judgement, curve_wins: bool) -> (Verdict, Option<VerdictReason>) {
    use Verdict::{Drifting, Gradual, NoChange, Staged, StagedOnATrend, Undecided};
    if judgement.permutation.stages == 1 {
        let alike = judgement.p_serial <= SERIAL;
        return if alike { (Undecided, Some(VerdictReason::Serial)) } else { (NoChange, None) };
    }
    if curve_wins {
        return (Gradual, Some(VerdictReason::Curve));
    }
    if let Some(steps) = &judgement.sharpness {
        if steps.smaller() <= SOFT {
            return (Gradual, Some(VerdictReason::Soft));
        }
        if judgement.drift.is_some_and(|drift| drift.largest() > DRIFT) {
            let refuted = steps.p_steps.is_some_and(|p| p <= NOT_STEPS);
            return if refuted { (Drifting, None) } else { (Undecided, Some(VerdictReason::Drift)) };
        }
    }
    if judgement.posterior.stages()[0] > ONE_STAGE {
        return (Undecided, Some(VerdictReason::OneStage));
    }
    if judgement.weakest_year.is_some_and(|(_, statistic)| statistic < judgement.threshold()) {
        return (Undecided, Some(VerdictReason::OneYear));
    }
    (if judgement.is_on_trend() { StagedOnATrend } else { Staged }, None)
}
