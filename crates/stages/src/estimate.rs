//! The default estimator, from a series to everything that `stages.json` holds.

use crate::cost::{self, Sums};
use crate::posterior::{Posterior, Prior, highest};
use crate::{Series, compare, enumerate, search, selection, trend};
use nianlun_types::{StageRow, Warning, Year, show_years};
use serde::Serialize;

/// What a pipeline may set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Fewest years a stage may have (m).
    pub minimum_length: usize,
    /// Most stages tried (Kmax).
    pub maximum: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { minimum_length: 2, maximum: 7 }
    }
}

/// Stages that somebody published, to compare with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// First year of every published stage but the first, ascending.
    pub boundaries: Vec<Year>,
}

/// The fewest years about which anything is said.
pub const FEWEST_YEARS: usize = 8;

/// The most segmentations that are enumerated for a rank.
const MOST_ENUMERATED: u64 = 5_000_000;

/// What the counts say about stages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Steps explain the counts best.
    Staged,
    /// A smooth trend explains them better than any steps.
    Gradual,
    /// Constant rates explain them best.
    #[serde(rename = "no change")]
    NoChange,
    /// The series is too short or too empty to say anything; the warnings say why.
    Refused,
}

/// The object of `stages.json`; numbers are missing where the verdict is `refused`.
#[derive(Debug, Clone, Serialize)]
pub struct Estimate {
    /// What the counts say.
    pub verdict: Verdict,
    /// Overdispersion φ̂: variance over mean, at least 1.
    pub phi: Option<f64>,
    /// Years with texts, the n positions of the series.
    pub years: Vec<Year>,
    /// Categories that the estimate rests on.
    pub categories: Vec<String>,
    /// The cheapest segmentation for each number of stages.
    pub segmentations: Vec<Solution>,
    /// The number of stages with the least criterion.
    pub chosen: Option<usize>,
    /// The boundaries of the chosen segmentation with their uncertainty.
    pub boundaries: Vec<Boundary>,
    /// P(number of stages | counts).
    pub stages_posterior: Vec<StagesProbability>,
    /// P(a stage begins in the year | counts), over all numbers of stages.
    pub boundary_posterior: Vec<BoundaryProbability>,
    /// Comparison with published stages, where the pipeline names some.
    pub published: Option<PublishedComparison>,
    /// Score of the best smooth trend, on the scale of the criterion.
    pub trend_criterion: Option<f64>,
    /// Caveats, in Chinese.
    pub warnings: Vec<Warning>,
}

/// The cheapest segmentation with so many stages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Solution {
    /// Number of stages K.
    pub stages: usize,
    /// Quasi-Poisson cost C_K.
    pub cost: f64,
    /// qBIC.
    pub criterion: f64,
    /// First year of every stage but the first.
    pub boundaries: Vec<Year>,
}

/// One boundary of the chosen segmentation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Boundary {
    /// First year of the new stage.
    pub year: Year,
    /// P(this boundary stands in this year | so many stages).
    pub probability: f64,
    /// The fewest years that hold this boundary with 95 % probability, given so many stages.
    pub years95: Vec<Year>,
}

/// Posterior of one number of stages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StagesProbability {
    /// Number of stages.
    pub stages: usize,
    /// Its probability.
    pub probability: f64,
}

/// Posterior of a boundary in one year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoundaryProbability {
    /// Year.
    pub year: Year,
    /// Probability that a stage begins in it.
    pub probability: f64,
}

/// How the chosen and the published segmentation compare, METHOD §3.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PublishedComparison {
    /// Published boundaries inside the series.
    pub boundaries: Vec<Year>,
    /// F1 within ±1 year.
    pub f1_1: f64,
    /// F1 within ±2 years.
    pub f1_2: f64,
    /// Hausdorff distance in years; nothing where one side has no boundary.
    pub hausdorff: Option<i64>,
    /// Adjusted Rand index over the years with texts.
    pub adjusted_rand: f64,
    /// Cost of the published segmentation.
    pub cost: f64,
    /// Its cost less that of the cheapest with as many stages.
    pub cost_distance: Option<f64>,
    /// Its rank by cost among all segmentations with as many stages, from 1; nothing where there
    /// are too many to enumerate.
    pub rank: Option<u64>,
    /// How many those are.
    pub of: u64,
}

impl Estimate {
    /// The chosen stages as rows; none where the series was refused.
    pub fn stage_rows(&self) -> Vec<StageRow> {
        let (Some(_), Some(first), Some(last)) = (self.chosen, self.years.first(), self.years.last()) else {
            return Vec::new();
        };
        let starts: Vec<Year> =
            std::iter::once(*first).chain(self.boundaries.iter().map(|b| b.year)).collect();
        let ends = starts[1..].iter().map(|y| y - 1).chain(std::iter::once(*last));
        let rows = starts.iter().zip(ends).zip(1..);
        rows.map(|((first_year, last_year), stage)| StageRow { stage, first_year: *first_year, last_year })
            .collect()
    }

    fn refused(series: &Series, warnings: Vec<Warning>) -> Self {
        Estimate {
            verdict: Verdict::Refused,
            phi: None,
            years: series.years.clone(),
            categories: series.categories.clone(),
            segmentations: Vec::new(),
            chosen: None,
            boundaries: Vec::new(),
            stages_posterior: Vec::new(),
            boundary_posterior: Vec::new(),
            published: None,
            trend_criterion: None,
            warnings,
        }
    }
}

/// Estimates stages by the default method. Never fails: what cannot be answered is
/// [`Verdict::Refused`], with the reason as a warning.
pub fn estimate(series: &Series, settings: Settings, published: Option<&Published>) -> Estimate {
    let mut warnings = Vec::new();
    let n = series.len();
    let m = settings.minimum_length.max(1);
    let series = drop_empty_categories(series, &mut warnings);
    if let Some(refusal) = refusal(&series, m) {
        warnings.push(refusal);
        return Estimate::refused(&series, warnings);
    }
    warn_of_thin_data(&series, &mut warnings);

    let categories = series.categories.len();
    let sums = Sums::new(&series);
    let cost = |i, j| cost::poisson(&sums, i, j);
    let best = search::cheapest(n, m, settings.maximum.clamp(1, n - 1), cost);
    let phi = best.last().map_or(1.0, |fit| selection::overdispersion(&series, &sums, fit));
    let year = |position: &usize| series.years[*position];
    let segmentations: Vec<Solution> = best
        .iter()
        .enumerate()
        .map(|(at, fit)| Solution {
            stages: at + 1,
            cost: fit.cost,
            criterion: selection::qbic(fit.cost, phi, at + 1, categories, n),
            boundaries: fit.starts.iter().map(year).collect(),
        })
        .collect();
    let least = segmentations.iter().min_by(|a, b| a.criterion.total_cmp(&b.criterion));
    let (chosen, criterion) = least.map_or((1, 0.0), |s| (s.stages, s.criterion));

    let trend = trend::score(&series, phi, 1).min(trend::score(&series, phi, 2));
    let verdict = if trend < criterion {
        Verdict::Gradual
    } else if chosen == 1 {
        Verdict::NoChange
    } else {
        Verdict::Staged
    };
    if verdict == Verdict::Gradual && chosen > 1 {
        warnings.push(Warning::new(
            "gradual",
            format!(
                "平滑趋势比任何分段都更能解释这些计数：下列{chosen}个阶段只是对趋势的切分，不宜当作阶段引用"
            ),
        ));
    }

    let prior = Prior::of(&series, &sums, phi);
    let posterior = Posterior::new(&series, &sums, &prior, m, best.len());
    let boundaries = best[chosen - 1]
        .starts
        .iter()
        .enumerate()
        .map(|(at, start)| {
            let places = posterior.boundary(chosen, at + 1);
            Boundary {
                year: year(start),
                probability: places[*start],
                years95: highest(&places, 0.95).iter().map(year).collect(),
            }
        })
        .collect();
    let stages_posterior: Vec<StagesProbability> = posterior
        .stages()
        .into_iter()
        .zip(1..)
        .map(|(probability, stages)| StagesProbability { stages, probability })
        .collect();
    if let Some(p) = stages_posterior.get(chosen - 1).filter(|p| p.probability < 0.5) {
        warnings.push(Warning::new(
            "stages-uncertain",
            format!("阶段数并不确定：按准则选{chosen}个阶段，其后验概率只有{:.2}", p.probability),
        ));
    }
    let boundary_posterior = series
        .years
        .iter()
        .zip(posterior.any_boundary())
        .map(|(year, probability)| BoundaryProbability { year: *year, probability })
        .collect();
    let published =
        published.and_then(|p| compare_published(&series, m, &sums, p, &best, chosen, &mut warnings));
    Estimate {
        verdict,
        phi: Some(phi),
        years: series.years.clone(),
        categories: series.categories.clone(),
        segmentations,
        chosen: Some(chosen),
        boundaries,
        stages_posterior,
        boundary_posterior,
        published,
        trend_criterion: Some(trend),
        warnings,
    }
}

fn drop_empty_categories(series: &Series, warnings: &mut Vec<Warning>) -> Series {
    let empty: Vec<&str> = (0..series.categories.len())
        .filter(|k| series.total(*k) == 0.0)
        .map(|k| series.categories[k].as_str())
        .collect();
    if empty.is_empty() {
        return series.clone();
    }
    warnings.push(Warning::new(
        "empty-category",
        format!("类目{}在全部年份中没有命中，不参与阶段判断", empty.join("、")),
    ));
    series.keeping(|k| series.total(k) > 0.0)
}

fn refusal(series: &Series, minimum_length: usize) -> Option<Warning> {
    let n = series.len();
    if n < FEWEST_YEARS {
        return Some(Warning::new(
            "too-few-years",
            format!("只有{n}个年份有文本，少于{FEWEST_YEARS}年，不判断阶段；请补充更多年份的文本"),
        ));
    }
    if series.categories.is_empty() {
        return Some(Warning::new(
            "no-hits",
            "编码表在全部文本中没有命中，无从判断阶段；请检查编码表与文本是否相配",
        ));
    }
    if n < 2 * minimum_length {
        return Some(Warning::new(
            "minimum-length",
            format!("{n}年容不下两个各{minimum_length}年以上的阶段；请减小 minimum_length"),
        ));
    }
    None
}

fn warn_of_thin_data(series: &Series, warnings: &mut Vec<Warning>) {
    let (first, last) = (series.years[0], series.years[series.len() - 1]);
    let missing: Vec<Year> = (first..=last).filter(|y| series.years.binary_search(y).is_err()).collect();
    if !missing.is_empty() {
        warnings.push(Warning::new(
            "missing-years",
            format!("{}年没有文本，按缺失处理（不是零），前后两年视为相邻", show_years(&missing)),
        ));
    }
    let few: Vec<Year> = series
        .years
        .iter()
        .zip(&series.documents)
        .filter_map(|(year, documents)| (*documents < 3).then_some(*year))
        .collect();
    if !few.is_empty() {
        warnings.push(Warning::new(
            "few-documents",
            format!("{}个年份的文本少于3篇（{}），单篇文本即可左右该年的词频", few.len(), show_years(&few)),
        ));
    }
    for t in 1..series.len() {
        let (before, after) = (series.exposure[t - 1], series.exposure[t]);
        if after >= 10.0 * before || before >= 10.0 * after {
            warnings.push(Warning::new(
                "exposure-jump",
                format!(
                    "{}年与上一有文本年份相比，文本总量相差十倍以上，此处的分界可能来自文本来源的变化",
                    series.years[t]
                ),
            ));
        }
    }
    let hits: f64 = (0..series.categories.len()).map(|k| series.total(k)).sum();
    let cells = (series.len() * series.categories.len()) as f64;
    if hits < cells {
        warnings.push(Warning::new(
            "small-counts",
            format!("平均每年每类目不到一次命中（共{hits}次），计数太小，结论很不可靠"),
        ));
    }
}

fn compare_published(
    series: &Series,
    minimum_length: usize,
    sums: &Sums,
    published: &Published,
    best: &[search::Segmentation],
    chosen: usize,
    warnings: &mut Vec<Warning>,
) -> Option<PublishedComparison> {
    let n = series.len();
    // A published boundary is the first year with texts from it on.
    let mut starts: Vec<usize> = Vec::new();
    let mut outside = Vec::new();
    for year in &published.boundaries {
        let at = series.years.partition_point(|y| y < year);
        if at == 0 || at == n {
            outside.push(*year);
        } else if starts.last() != Some(&at) {
            starts.push(at);
        }
    }
    if !outside.is_empty() {
        warnings.push(Warning::new(
            "published-outside",
            format!("已发表的分界{}不在文本年份之内，比较时略去", show_years(&outside)),
        ));
    }
    if search::stages(&starts, n).any(|(i, j)| j - i < minimum_length) {
        warnings.push(Warning::new(
            "published-short-stage",
            format!("已发表的阶段中有短于{minimum_length}年者，不在所枚举的分段之列，名次仅供参考"),
        ));
    }
    let found = &best[chosen - 1].starts;
    let stages = starts.len() + 1;
    let cost_of =
        |starts: &[usize]| -> f64 { search::stages(starts, n).map(|(i, j)| cost::poisson(sums, i, j)).sum() };
    let cost = cost_of(&starts);
    let of = enumerate::count(n, stages, minimum_length);
    let rank = (of <= MOST_ENUMERATED).then(|| {
        let mut cheaper = 0;
        // A hair of tolerance, so that rounding does not rank a segmentation behind itself.
        let below = cost - 1e-9 * cost.abs().max(1.0);
        enumerate::each(n, stages, minimum_length, |other| cheaper += u64::from(cost_of(other) < below));
        cheaper + 1
    });
    let years =
        |starts: &[usize]| -> Vec<i64> { starts.iter().map(|s| i64::from(series.years[*s])).collect() };
    let (a, b) = (years(found), years(&starts));
    Some(PublishedComparison {
        boundaries: starts.iter().map(|s| series.years[*s]).collect(),
        f1_1: compare::f1(&a, &b, 1),
        f1_2: compare::f1(&a, &b, 2),
        hausdorff: compare::hausdorff(&a, &b),
        adjusted_rand: compare::adjusted_rand(n, found, &starts),
        cost,
        cost_distance: best.get(stages - 1).map(|cheapest| cost - cheapest.cost),
        rank,
        of,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One category, 1,000 characters a year.
    fn series(hits: &[u32]) -> Series {
        Series {
            years: (2000..2000 + hits.len() as i32).collect(),
            categories: vec!["a".into()],
            hits: hits.iter().map(|h| vec![f64::from(*h)]).collect(),
            exposure: vec![1000.0; hits.len()],
            documents: vec![5; hits.len()],
        }
    }

    fn run(hits: &[u32]) -> Estimate {
        estimate(&series(hits), Settings::default(), None)
    }

    fn codes(estimate: &Estimate) -> Vec<&str> {
        estimate.warnings.iter().map(|w| w.code.as_str()).collect()
    }

    #[test]
    fn a_clear_step_is_found() {
        let found = run(&[5, 6, 4, 5, 6, 5, 30, 28, 31, 29, 30, 32]);
        assert_eq!(found.verdict, Verdict::Staged);
        assert_eq!(found.boundaries.len(), 1);
        assert_eq!(found.boundaries[0].year, 2006);
        assert!(found.boundaries[0].probability > 0.95);
        assert_eq!(found.boundaries[0].years95, [2006]);
        assert_eq!(
            found.stage_rows(),
            [
                StageRow { stage: 1, first_year: 2000, last_year: 2005 },
                StageRow { stage: 2, first_year: 2006, last_year: 2011 }
            ]
        );
    }

    #[test]
    fn a_constant_series_has_no_stages() {
        let found = run(&[10, 11, 9, 10, 12, 8, 10, 11, 9, 10]);
        assert_eq!(found.verdict, Verdict::NoChange);
        assert_eq!(found.chosen, Some(1));
        assert_eq!(found.stage_rows().len(), 1);
    }

    #[test]
    fn a_drift_is_gradual() {
        let found = run(&[10, 12, 15, 17, 21, 25, 30, 36, 44, 52, 63, 75, 90, 108, 130, 155]);
        assert_eq!(found.verdict, Verdict::Gradual);
        assert!(codes(&found).contains(&"gradual"));
    }

    #[test]
    fn what_cannot_be_answered_is_refused() {
        let short = run(&[1, 2, 3, 4, 5]);
        assert_eq!((short.verdict, short.chosen), (Verdict::Refused, None));
        assert_eq!(codes(&short), ["too-few-years"]);
        assert!(short.stage_rows().is_empty());
        let zeros = run(&[0; 12]);
        assert_eq!(zeros.verdict, Verdict::Refused);
        assert_eq!(codes(&zeros), ["empty-category", "no-hits"]);
        assert_eq!(run(&[]).verdict, Verdict::Refused);
    }

    #[test]
    fn probabilities_add_up() {
        let found = run(&[5, 6, 4, 9, 6, 5, 30, 28, 31, 19, 30, 32]);
        let sum: f64 = found.stages_posterior.iter().map(|p| p.probability).sum();
        assert!((sum - 1.0).abs() < 1e-9);
        let expected: f64 =
            found.stages_posterior.iter().map(|p| p.probability * (p.stages - 1) as f64).sum();
        let boundaries: f64 = found.boundary_posterior.iter().map(|p| p.probability).sum();
        assert!((expected - boundaries).abs() < 1e-9);
    }

    #[test]
    fn thin_data_is_warned_of() {
        let mut s = series(&[5, 6, 4, 9, 6, 5, 30, 28, 31]);
        s.years = vec![2000, 2001, 2003, 2004, 2005, 2006, 2007, 2008, 2009];
        s.documents[0] = 1;
        s.exposure[4] = 20_000.0;
        let found = estimate(&s, Settings::default(), None);
        let jumps = codes(&found).iter().filter(|c| **c == "exposure-jump").count();
        assert_eq!(jumps, 2);
        assert!(found.warnings[0].message.starts_with("2002年没有文本"));
        assert!(codes(&found).contains(&"few-documents"));
    }

    #[test]
    fn published_stages_are_ranked_among_all() {
        let published = Published { boundaries: vec![1990, 2005] };
        let found = estimate(
            &series(&[5, 6, 4, 5, 6, 5, 30, 28, 31, 29, 30, 32]),
            Settings::default(),
            Some(&published),
        );
        let p = found.published.as_ref().expect("compared");
        assert_eq!(p.boundaries, [2005]);
        assert_eq!((p.f1_1, p.f1_2, p.hausdorff), (1.0, 1.0, Some(1)));
        assert_eq!((p.rank, p.of), (Some(2), 9));
        assert!(p.cost_distance.is_some_and(|d| d > 0.0));
        assert!(codes(&found).contains(&"published-outside"));
    }

    #[test]
    fn json_has_the_words_of_the_contract() {
        let json = serde_json::to_value(run(&[10, 11, 9, 10, 12, 8, 10, 11, 9, 10])).expect("json");
        assert_eq!(json["verdict"], "no change");
        assert!(json["published"].is_null());
    }
}
