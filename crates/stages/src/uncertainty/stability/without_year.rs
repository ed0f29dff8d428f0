//! Each year left out and the series judged anew. Other replicates hold the number of stages and the slopes; where
//! every year has one text they cannot show how much hangs on one of them. These can.

use super::{BoundaryShare, WithoutYear};
use crate::estimate::FEWEST_YEARS;
use crate::{Data, Estimate, Judge, Method, Series, Settings, estimate_by};

/// The estimate without year `t`, judged by `judge`; nothing where too few years are left.
pub fn without_year(series: &Series, t: usize, settings: Settings, judge: &Judge<'_>) -> Option<Estimate> {
    let mut left = series.clone();
    left.years.remove(t);
    left.hits.remove(t);
    left.exposure.remove(t);
    left.documents.remove(t);
    let enough = left.len() >= FEWEST_YEARS;
    enough.then(|| estimate_by(Method::Poisson, &Data::Counts(left), settings, None, judge))
}

/// Sums up the estimates without each year; nothing where there are none.
pub fn sum_up_years(estimate: &Estimate, without: &[Estimate]) -> Option<WithoutYear> {
    let boundary = |year: i32| {
        let near = |found: &&Estimate| found.boundaries.iter().any(|b| (b.year - year).abs() <= 1);
        let within_1 = without.iter().filter(near).count() as f64 / without.len() as f64;
        BoundaryShare { year, within_1, within_1_same_stages: within_1 }
    };
    (!without.is_empty()).then(|| WithoutYear {
        years: without.len(),
        staged: without.iter().filter(|found| found.verdict.shows_stages()).count(),
        boundaries: estimate.boundary_years().into_iter().map(boundary).collect(),
    })
}
