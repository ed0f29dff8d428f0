//! From a series to an estimate, the object of `stages.json`.

mod refusal;
mod uncertainty;

use crate::compare::published::compare_published;
use crate::method::{Fit, Method, fit};
use crate::result::Solution;
use crate::{Data, Estimate, Published, Series, Settings, Verdict, referee, trend};
use nianlun_types::Warning;
use refusal::{drop_empty_categories, refusal, unreadable};
use uncertainty::{Uncertainty, posterior_of};

/// The fewest years about which anything is said.
pub const FEWEST_YEARS: usize = 8;

/// Estimates stages by the default method. It never fails: what cannot be answered is
/// [`Verdict::Refused`], with the reason as a warning.
pub fn estimate(series: &Series, settings: Settings, published: Option<&Published>) -> Estimate {
    estimate_by(Method::Poisson, &Data::Counts(series.clone()), settings, published)
}

/// Estimates stages by a named method. It never fails: data that the method cannot read are refused
/// too.
pub fn estimate_by(
    method: Method,
    data: &Data,
    settings: Settings,
    published: Option<&Published>,
) -> Estimate {
    let settings = Settings { minimum_length: settings.minimum_length.max(1), ..settings };
    let mut warnings = Vec::new();
    let data = drop_empty_categories(data, &mut warnings);
    match fit_or_refuse(method, &data, settings) {
        Ok(fitted) => describe(method, &data, &fitted, settings, published, warnings),
        Err(reason) => {
            warnings.push(reason);
            Estimate::refused(method, data.years(), data.categories(), warnings)
        }
    }
}

fn fit_or_refuse(method: Method, data: &Data, settings: Settings) -> Result<Fit, Warning> {
    if let Some(reason) = refusal(method, data, settings.minimum_length) {
        return Err(reason);
    }
    fit(method, data, settings).ok_or_else(|| unreadable(method, data))
}

/// Everything that is said of a fit: verdict, uncertainty, comparison, warnings.
fn describe(
    method: Method,
    data: &Data,
    fitted: &Fit,
    settings: Settings,
    published: Option<&Published>,
    mut warnings: Vec<Warning>,
) -> Estimate {
    if let Data::Counts(series) = data {
        referee::thin_data(series, &mut warnings);
    }
    let chosen = fitted.best().stage_count();
    let trend_criterion = trend_criterion(method, data, fitted);
    let verdict = verdict(fitted, trend_criterion);
    warnings.extend(gradual_warning(verdict, chosen));

    let posterior = posterior_of(method, data, fitted, settings);
    let uncertainty = Uncertainty::new(posterior.as_ref(), data.years(), fitted.best());
    warnings.extend(uncertainty.warning(method, chosen));

    let residual_autocorrelation = match data {
        Data::Counts(series) => referee::autocorrelation(series, fitted.best(), &mut warnings),
        Data::Values(_) => None,
    };
    let published =
        published.and_then(|p| compare_published(data, settings.minimum_length, p, fitted, &mut warnings));
    if let Data::Counts(series) = data {
        referee::boundaries_at_jumps(series, &uncertainty.boundaries, &mut warnings);
    }
    Estimate {
        method,
        verdict,
        phi: fitted.phi,
        years: data.years().to_vec(),
        categories: data.categories().to_vec(),
        segmentations: solutions(data, fitted),
        chosen: Some(chosen),
        boundaries: uncertainty.boundaries,
        stages_posterior: uncertainty.stages_posterior,
        boundary_posterior: uncertainty.boundary_posterior,
        published,
        trend_criterion,
        residual_autocorrelation,
        warnings,
    }
}

/// The score of the better of the two trends; nothing where the criterion of the method is on another
/// scale than the trend's.
fn trend_criterion(method: Method, data: &Data, fitted: &Fit) -> Option<f64> {
    match (method, data) {
        (Method::Poisson | Method::Pelt, Data::Counts(series)) => {
            let phi = fitted.phi?;
            Some(trend::score(series, phi, 1).min(trend::score(series, phi, 2)))
        }
        (Method::Poisson | Method::Pelt, Data::Values(_))
        | (Method::Gauss | Method::Share | Method::Coniss | Method::Vnc, _) => None,
    }
}

fn verdict(fitted: &Fit, trend_criterion: Option<f64>) -> Verdict {
    if trend_criterion.is_some_and(|trend| trend < fitted.criterion()) {
        Verdict::Gradual
    } else if fitted.best().stage_count() == 1 {
        Verdict::NoChange
    } else {
        Verdict::Staged
    }
}

fn gradual_warning(verdict: Verdict, chosen: usize) -> Option<Warning> {
    (verdict == Verdict::Gradual && chosen > 1).then(|| {
        Warning::new(
            "gradual",
            format!(
                "平滑趋势比任何分段都更能解释这些计数：下列{chosen}个阶段只是对趋势的切分，不宜当作阶段引用"
            ),
        )
    })
}

/// The candidates with years instead of positions.
fn solutions(data: &Data, fitted: &Fit) -> Vec<Solution> {
    let solution = |candidate: &crate::method::Candidate| Solution {
        stages: candidate.segmentation.stage_count(),
        cost: candidate.segmentation.cost,
        criterion: candidate.criterion,
        boundaries: candidate.segmentation.starts.iter().map(|start| data.years()[*start]).collect(),
    };
    fitted.candidates.iter().map(solution).collect()
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
