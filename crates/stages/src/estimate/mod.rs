//! From a series to an estimate, the object of `stages.json`.

mod alternate;
mod judged;
mod refusal;
mod warnings;

use crate::draws::{Replication, Seeded};
use crate::{Data, Estimate, Method, Published, Series, Settings};
use nianlun_types::{Depth, Warning};
use refusal::{drop_empty_categories, refusal, unreadable};

/// The fewest years about which anything is said.
pub const FEWEST_YEARS: usize = 8;
/// B, the replicates of every test of a full judgement, METHOD §2.1.
pub const REPLICATES: usize = 499;
/// B of a brief judgement.
pub const BRIEF_REPLICATES: usize = 199;

/// How a series is judged: how thoroughly, and by which replicates.
#[derive(Clone, Copy)]
pub struct Judge<'a> {
    /// How thoroughly.
    pub depth: Depth,
    /// The replicates.
    pub replication: Replication<'a>,
}

/// Estimates stages by the default method, in full, with replicates from `seed` that run on this thread.
pub fn estimate(series: &Series, settings: Settings, published: Option<&Published>, seed: u64) -> Estimate {
    let draws = Seeded { seed, replicates: REPLICATES };
    let judge = Judge { depth: Depth::Full, replication: Replication::alone(&draws) };
    estimate_by(Method::Poisson, &Data::Counts(series.clone()), settings, published, &judge)
}

/// Estimates stages by a named method. It never fails: what cannot be answered, and data that the method cannot
/// read, are [`crate::Verdict::Refused`], with the reason as a warning. Only the default method is judged; the
/// others have their own selection alone.
pub fn estimate_by(
    method: Method,
    data: &Data,
    settings: Settings,
    published: Option<&Published>,
    judge: &Judge<'_>,
) -> Estimate {
    let settings = Settings { minimum_length: settings.minimum_length.max(1), ..settings };
    let mut warnings = Vec::new();
    let data = drop_empty_categories(data, &mut warnings);
    let found = match refusal(method, &data, settings.minimum_length) {
        Some(reason) => Err(reason),
        None => answer(method, &data, settings, published, judge),
    };
    let mut found = found.unwrap_or_else(|reason| {
        let nothing = Estimate::empty(method, data.years(), data.categories());
        Estimate { warnings: vec![reason], ..nothing }
    });
    found.warnings.splice(0..0, warnings);
    found
}

fn answer(
    method: Method,
    data: &Data,
    settings: Settings,
    published: Option<&Published>,
    judge: &Judge<'_>,
) -> Result<Estimate, Warning> {
    match (method, data) {
        (Method::Poisson, Data::Counts(series)) => Ok(judged::estimate(series, settings, published, judge)),
        (method, data) => {
            alternate::estimate(method, data, settings, published).ok_or_else(|| unreadable(method, data))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Verdict;
    use nianlun_types::{StageSpan, VerdictReason};

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
        estimate(&series(hits), Settings::default(), None, 1)
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
            found.stage_spans(),
            [
                StageSpan { stage: 1, first_year: 2000, last_year: 2005 },
                StageSpan { stage: 2, first_year: 2006, last_year: 2011 }
            ]
        );
    }

    #[test]
    fn a_constant_series_has_no_stages() {
        let found = run(&[10, 11, 9, 10, 12, 8, 10, 11, 9, 10]);
        assert_eq!(found.verdict, Verdict::NoChange);
        assert_eq!(found.chosen, Some(1));
        assert_eq!(found.stage_spans().len(), 1);
    }

    #[test]
    fn a_drift_is_gradual() {
        let found = run(&[10, 12, 15, 17, 21, 25, 30, 36, 44, 52, 63, 75, 90, 108, 130, 155]);
        assert_eq!((found.verdict, found.reason), (Verdict::Gradual, Some(VerdictReason::Curve)));
    }

    #[test]
    fn what_cannot_be_answered_is_refused() {
        let short = run(&[1, 2, 3, 4, 5]);
        assert_eq!((short.verdict, short.chosen), (Verdict::Refused, None));
        assert_eq!(codes(&short), ["too-few-years"]);
        assert!(short.stage_spans().is_empty());
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
        let found = estimate(&s, Settings::default(), None, 1);
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
            1,
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
