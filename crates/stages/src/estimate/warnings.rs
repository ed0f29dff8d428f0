//! Warnings about what the judge found.

use crate::judge::{DRIFT, Judgement, NOT_STEPS, SERIAL, SOFT};
use crate::selection::permutation::LEVEL;
use crate::{Boundary, Estimate, Series, referee};
use libm::{fabs, sqrt};
use nianlun_types::{Verdict, Warning, show_years};

/// Transitions this p or less are warned of.
const SOFT_WARNED: f64 = 0.10;
/// Drift above this p is warned of.
const DRIFT_WARNED: f64 = 0.05;

/// The warnings about the data, and about what the judge found.
pub fn of(series: &Series, found: &Judgement, estimate: &Estimate, replicates: usize) -> Vec<Warning> {
    let mut warnings = Vec::new();
    referee::thin_data(series, &mut warnings);
    warnings.extend(close_calls(found, replicates));
    warnings.extend(at_maximum(found));
    if found.verdict.shows_stages() {
        warnings.extend(soft_transitions(found));
        warnings.extend(possible_drift(found));
        warnings.extend(stages_uncertain(estimate));
        warnings.extend(estimate.boundaries.iter().filter_map(no_window));
    }
    warnings
}

/// The tests whose p lies so near to its threshold that other random numbers may decide otherwise: within two
/// standard errors of a p from so many replicates.
fn close_calls(found: &Judgement, replicates: usize) -> Option<Warning> {
    let levels = found.permutation.levels.iter();
    let mut tests: Vec<(String, f64, f64)> =
        levels.map(|level| (format!("{}个阶段对更多阶段", level.stages), level.p, LEVEL)).collect();
    if found.permutation.stages == 1 {
        tests.push(("相邻年份相似".to_owned(), found.p_serial, SERIAL));
    }
    if let (Some(drift), Some(steps)) = (&found.drift, &found.sharpness) {
        tests.push(("过渡的缓急".to_owned(), steps.smaller(), SOFT));
        if found.verdict != Verdict::Gradual {
            tests.push(("漂移像分阶段".to_owned(), drift.largest(), DRIFT));
            tests.extend(steps.p_steps.map(|p| ("突变像漂移".to_owned(), p, NOT_STEPS)));
        }
    }
    let error = |p: f64| sqrt(p * (1.0 - p) / (replicates + 1) as f64);
    let close = tests.iter().filter(|(_, p, threshold)| fabs(p - threshold) < 2.0 * error(*threshold));
    let named: Vec<String> =
        close.map(|(test, p, threshold)| format!("{test}（p={p:.3}，门槛{threshold:.2}）")).collect();
    (!named.is_empty()).then(|| {
        let message = format!("判断靠近门槛：{}，换一组随机数（seed）判断可能不同", named.join("、"));
        Warning::new("close-call", message)
    })
}

fn at_maximum(found: &Judgement) -> Option<Warning> {
    let most = found.fits.len();
    let on_trend = found.is_on_trend() && found.starts.len() + 1 < most;
    let trend = if on_trend { "不带趋势时，" } else { "" };
    found.is_at_maximum().then(|| {
        Warning::new(
            "at-maximum",
            format!("{trend}阶段数到了所试的上限{most}：真正的阶段可能更多，也可能是连续的变化被一再切开"),
        )
    })
}

fn soft_transitions(found: &Judgement) -> Option<Warning> {
    let p = found.sharpness.as_ref()?.smaller();
    (p <= SOFT_WARNED).then(|| {
        Warning::new(
            "soft-transitions",
            format!(
                "过渡偏缓：假如真是突变，100条模拟序列中只有{:.0}条的过渡像这样缓，变化可能历时数年，窗口宜前后各放宽一年",
                100.0 * p
            ),
        )
    })
}

fn possible_drift(found: &Judgement) -> Option<Warning> {
    let drift = found.drift?;
    (drift.largest() > DRIFT_WARNED).then(|| {
        Warning::new(
            "drift-possible",
            format!(
                "不能排除漂移：漂移幅度与此相同的模拟序列，100条中有{:.0}条看上去同样像分阶段",
                100.0 * drift.largest()
            ),
        )
    })
}

/// The posterior gives the chosen number of stages less than an even chance.
fn stages_uncertain(estimate: &Estimate) -> Option<Warning> {
    let chosen = estimate.chosen?;
    let probability = estimate.stages_posterior.get(chosen - 1)?.probability;
    (probability < 0.5).then(|| {
        Warning::new(
            "stages-uncertain",
            format!("阶段数并不确定：{chosen}个阶段的后验概率是{probability:.2}"),
        )
    })
}

fn no_window(boundary: &Boundary) -> Option<Warning> {
    let cell = boundary.cell?;
    Some(Warning::new(
        "no-window",
        format!(
            "分界{}年定不下来：离它最近的{}年合计也只有{:.2}的概率有分界",
            boundary.year,
            show_years(&cell.years()),
            cell.probability
        ),
    ))
}
