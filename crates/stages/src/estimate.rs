//! From a series to everything that `stages.json` holds.

use crate::compare::published::compare_published;
use crate::cost::{Squares, Sums};
use crate::method::{Fit, Method, fit};
use crate::posterior::{Posterior, Prior, highest};
use crate::result::{Boundary, BoundaryProbability, Solution, StagesProbability};
use crate::search::Segmentation;
use crate::{Data, Estimate, Published, Series, Settings, Values, Verdict, referee, selection, trend};
use nianlun_types::Warning;

/// The fewest years about which anything is said.
pub const FEWEST_YEARS: usize = 8;

/// Estimates stages by the default method. Never fails: what cannot be answered is
/// [`Verdict::Refused`], with the reason as a warning.
pub fn estimate(series: &Series, settings: Settings, published: Option<&Published>) -> Estimate {
    estimate_by(Method::Poisson, &Data::Counts(series.clone()), settings, published)
}

/// Estimates stages by a named method. Never fails either; data that the method cannot read are
/// refused too.
pub fn estimate_by(
    method: Method,
    data: &Data,
    settings: Settings,
    published: Option<&Published>,
) -> Estimate {
    let mut warnings = Vec::new();
    let settings = Settings { minimum_length: settings.minimum_length.max(1), ..settings };
    let data = drop_empty_categories(data, &mut warnings);
    let fitted = match refusal(method, &data, settings.minimum_length) {
        Some(refusal) => Err(refusal),
        None => fit(method, &data, settings).ok_or_else(|| unreadable(method, &data)),
    };
    let fitted = match fitted {
        Ok(fitted) => fitted,
        Err(refusal) => {
            warnings.push(refusal);
            return Estimate::refused(method, data.years(), data.categories(), warnings);
        }
    };
    if let Data::Counts(series) = &data {
        referee::thin_data(series, &mut warnings);
    }
    let years = data.years();
    let year = |position: &usize| years[*position];
    let chosen = fitted.best().starts.len() + 1;

    let trend = match (&data, fitted.phi, method) {
        (Data::Counts(series), Some(phi), Method::Poisson | Method::Pelt) => {
            Some(trend::score(series, phi, 1).min(trend::score(series, phi, 2)))
        }
        _ => None,
    };
    let criterion = fitted.candidates[fitted.chosen].criterion;
    let verdict = match trend {
        Some(trend) if trend < criterion => Verdict::Gradual,
        _ if chosen == 1 => Verdict::NoChange,
        _ => Verdict::Staged,
    };
    if verdict == Verdict::Gradual && chosen > 1 {
        warnings.push(Warning::new(
            "gradual",
            format!(
                "平滑趋势比任何分段都更能解释这些计数：下列{chosen}个阶段只是对趋势的切分，不宜当作阶段引用"
            ),
        ));
    }

    let posterior = posterior(method, &data, &fitted, settings);
    let boundary = |(at, start): (usize, &usize)| {
        let places = posterior.as_ref().filter(|p| chosen <= p.most()).map(|p| p.boundary(chosen, at + 1));
        Boundary {
            year: year(start),
            probability: places.as_ref().map(|places| places[*start]),
            years95: places.map_or_else(Vec::new, |places| highest(&places, 0.95).iter().map(year).collect()),
        }
    };
    let boundaries: Vec<Boundary> = fitted.best().starts.iter().enumerate().map(boundary).collect();
    let (stages_posterior, boundary_posterior) = posterior.as_ref().map_or_else(Default::default, |p| {
        let stages = p.stages().into_iter().zip(1..);
        let stages: Vec<StagesProbability> =
            stages.map(|(probability, stages)| StagesProbability { stages, probability }).collect();
        let boundaries = years.iter().zip(p.any_boundary());
        let boundaries: Vec<BoundaryProbability> =
            boundaries.map(|(year, probability)| BoundaryProbability { year: *year, probability }).collect();
        (stages, boundaries)
    });
    if posterior.is_none() {
        warnings.push(Warning::new(
            "no-uncertainty",
            format!("方法 {} 没有概率模型，不给出阶段数和分界的不确定性", method.name()),
        ));
    }
    if let Some(p) = stages_posterior.get(chosen - 1).filter(|p| p.probability < 0.5) {
        warnings.push(Warning::new(
            "stages-uncertain",
            format!("阶段数并不确定：按准则选{chosen}个阶段，其后验概率只有{:.2}", p.probability),
        ));
    }
    let residual_autocorrelation = match &data {
        Data::Counts(series) => referee::autocorrelation(series, fitted.best(), &mut warnings),
        Data::Values(_) => None,
    };
    let published =
        published.and_then(|p| compare_published(&data, settings.minimum_length, p, &fitted, &mut warnings));
    if let Data::Counts(series) = &data {
        referee::boundaries_at_jumps(series, &boundaries, &mut warnings);
    }
    Estimate {
        method,
        verdict,
        phi: fitted.phi,
        years: years.to_vec(),
        categories: data.categories().to_vec(),
        segmentations: fitted
            .candidates
            .iter()
            .map(|candidate| Solution {
                stages: candidate.segmentation.starts.len() + 1,
                cost: candidate.segmentation.cost,
                criterion: candidate.criterion,
                boundaries: candidate.segmentation.starts.iter().map(year).collect(),
            })
            .collect(),
        chosen: Some(chosen),
        boundaries,
        stages_posterior,
        boundary_posterior,
        published,
        trend_criterion: trend,
        residual_autocorrelation,
        warnings,
    }
}

/// The sums over all segmentations, for the methods that have a likelihood.
fn posterior(method: Method, data: &Data, fitted: &Fit, settings: Settings) -> Option<Posterior> {
    let (n, m) = (data.years().len(), settings.minimum_length);
    let most = settings.maximum.clamp(1, n - 1);
    match (method, data) {
        (Method::Poisson | Method::Pelt, Data::Counts(series)) => {
            let sums = Sums::new(series);
            let prior = Prior::around_mean_rates(series, &sums, fitted.phi?);
            Some(Posterior::of_counts(series, &sums, &prior, m, most))
        }
        (Method::Share, Data::Counts(series)) => {
            Some(Posterior::of_shares(series, &Sums::new(series), fitted.phi?, m, most))
        }
        (Method::Gauss, Data::Counts(series)) => gaussian_posterior(&series.rates(), fitted, m, most),
        (Method::Gauss, Data::Values(values)) => gaussian_posterior(values, fitted, m, most),
        _ => None,
    }
}

fn gaussian_posterior(values: &Values, fitted: &Fit, m: usize, most: usize) -> Option<Posterior> {
    let (n, categories) = (values.years.len(), values.categories.len());
    let squares = Squares::new(&values.standardised());
    let finest = &fitted.candidates.last()?.segmentation;
    let freedom = categories * n.checked_sub(finest.starts.len() + 1).filter(|left| *left > 0)?;
    let total = squares.residual(0, n) / ((n - 1) * categories) as f64;
    // A perfect fit would make the years certain: nothing is measured to more than a millionth.
    let residual = (finest.cost / freedom as f64).max(1e-6 * total);
    (residual > 0.0).then(|| Posterior::of_values(n, &squares, residual, total, m, most))
}

fn drop_empty_categories(data: &Data, warnings: &mut Vec<Warning>) -> Data {
    let Data::Counts(series) = data else {
        return data.clone();
    };
    let empty: Vec<&str> = (0..series.categories.len())
        .filter(|k| series.total(*k) == 0.0)
        .map(|k| series.categories[k].as_str())
        .collect();
    if empty.is_empty() {
        return data.clone();
    }
    warnings.push(Warning::new(
        "empty-category",
        format!("类目{}在全部年份中没有命中，不参与阶段判断", empty.join("、")),
    ));
    Data::Counts(series.keeping(|k| series.total(k) > 0.0))
}

fn refusal(method: Method, data: &Data, minimum_length: usize) -> Option<Warning> {
    let n = data.years().len();
    if n < FEWEST_YEARS {
        return Some(Warning::new(
            "too-few-years",
            format!("只有{n}个年份有文本，少于{FEWEST_YEARS}年，不判断阶段；请补充更多年份的文本"),
        ));
    }
    if data.categories().is_empty() {
        return Some(Warning::new(
            "no-hits",
            "编码表在全部文本中没有命中，无从判断阶段；请检查编码表与文本是否相配",
        ));
    }
    let flat = |values: &Values| values.values.iter().all(|year| *year == values.values[0]);
    if let Data::Values(values) = data
        && flat(values)
    {
        return Some(Warning::new("no-variation", "各年的数值完全相同，无从判断阶段"));
    }
    if method.heeds_minimum_length() && n < 2 * minimum_length {
        return Some(Warning::new(
            "minimum-length",
            format!("{n}年容不下两个各{minimum_length}年以上的阶段；请减小 minimum_length"),
        ));
    }
    None
}

fn unreadable(method: Method, data: &Data) -> Warning {
    let reason = match data {
        Data::Values(_) => "需要计数（hits 与 exposure），而数据只有数值（value）",
        Data::Counts(_) => "需要两个以上有命中的类目",
    };
    Warning::new("method-needs", format!("方法 {} {reason}", method.name()))
}

/// Pearson residuals of a fit, n × J.
pub(crate) fn residuals(series: &Series, segmentation: &Segmentation) -> Vec<Vec<f64>> {
    selection::pearson_residuals(series, &Sums::new(series), segmentation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nianlun_types::StageRow;

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
        assert!(found.boundaries[0].probability.is_some_and(|p| p > 0.95));
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
        assert!(found.warnings.iter().any(|w| w.message.starts_with("2002年没有文本")));
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
