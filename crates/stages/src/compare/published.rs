//! The chosen segmentation beside the published one, METHOD §3.

use crate::cost::{self, Squares, Sums};
use crate::method::Fit;
use crate::result::PublishedComparison;
use crate::{Data, Published, compare, enumerate, search};
use nianlun_types::{Warning, Year, show_years};

/// The most segmentations that are enumerated for a rank or a chance level.
const MOST_ENUMERATED: u64 = 5_000_000;

/// Compares; nothing where no published boundary lies inside the series.
pub(crate) fn compare_published(
    data: &Data,
    minimum_length: usize,
    published: &Published,
    fitted: &Fit,
    warnings: &mut Vec<Warning>,
) -> Option<PublishedComparison> {
    let all = data.years();
    let n = all.len();
    let starts = positions(all, &published.boundaries, warnings);
    if starts.is_empty() {
        return None;
    }
    if search::stages(&starts, n).any(|(i, j)| j - i < minimum_length) {
        warnings.push(Warning::new(
            "published-short-stage",
            format!("已发表的阶段中有短于{minimum_length}年者，不在所枚举的分段之列，名次仅供参考"),
        ));
    }
    // Ranks are by the likelihood's cost where there are counts, by residual squares elsewhere.
    let one: Box<dyn Fn(usize, usize) -> f64> = match data {
        Data::Counts(series) => {
            let sums = Sums::new(series);
            Box::new(move |i, j| cost::poisson(&sums, i, j))
        }
        Data::Values(values) => {
            let squares = Squares::new(&values.standardised());
            Box::new(move |i, j| squares.residual(i, j))
        }
    };
    let found = &fitted.best().starts;
    let stages = starts.len() + 1;
    // Few runs of years, many segmentations: price each run once.
    let prices: Vec<Vec<f64>> =
        (0..n).map(|i| (0..=n).map(|j| if j > i { one(i, j) } else { 0.0 }).collect()).collect();
    let cost_of = |starts: &[usize]| -> f64 { search::stages(starts, n).map(|(i, j)| prices[i][j]).sum() };
    let cost = cost_of(&starts);
    let of = enumerate::count(n, stages, minimum_length);
    let mut least = f64::INFINITY;
    let rank = (of <= MOST_ENUMERATED).then(|| {
        let mut cheaper = 0;
        // A hair of tolerance, so that rounding does not rank a segmentation behind itself.
        let below = cost - 1e-9 * cost.abs().max(1.0);
        enumerate::each(n, stages, minimum_length, |other| {
            let price = cost_of(other);
            least = least.min(price);
            cheaper += u64::from(price < below);
        });
        cheaper + 1
    });
    let years = |starts: &[usize]| -> Vec<i64> { starts.iter().map(|s| i64::from(all[*s])).collect() };
    let (a, b) = (years(found), years(&starts));
    let f1_1 = compare::f1(&a, &b, 1);
    let chance = chance(n, found.len() + 1, minimum_length, all, &b, f1_1);
    Some(PublishedComparison {
        boundaries: starts.iter().map(|s| all[*s]).collect(),
        f1_1,
        f1_2: compare::f1(&a, &b, 2),
        chance_f1_1: chance.map(|c| c.0),
        chance_f1_2: chance.map(|c| c.1),
        chance_as_good: chance.map(|c| c.2),
        hausdorff: compare::hausdorff(&a, &b),
        adjusted_rand: compare::adjusted_rand(n, found, &starts),
        cost,
        cost_distance: least.is_finite().then_some(cost - least),
        rank,
        of,
    })
}

/// Positions of the published boundaries: each the first year with texts from it on.
fn positions(years: &[Year], published: &[Year], warnings: &mut Vec<Warning>) -> Vec<usize> {
    let mut starts: Vec<usize> = Vec::new();
    let mut outside = Vec::new();
    for year in published {
        let at = years.partition_point(|y| y < year);
        if at == 0 || at == years.len() {
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
    starts
}

/// What chance gives: mean F1 within ±1 and ±2 years of all segmentations with so many stages, and
/// the share of them that reach `f1_1`.
fn chance(
    n: usize,
    stages: usize,
    minimum_length: usize,
    years: &[Year],
    published: &[i64],
    f1_1: f64,
) -> Option<(f64, f64, f64)> {
    let of = enumerate::count(n, stages, minimum_length);
    if of == 0 || of > MOST_ENUMERATED {
        return None;
    }
    let (mut one, mut two, mut as_good) = (0.0, 0.0, 0u64);
    let mut found = Vec::with_capacity(stages);
    enumerate::each(n, stages, minimum_length, |starts| {
        found.clear();
        found.extend(starts.iter().map(|s| i64::from(years[*s])));
        let f1 = compare::f1(&found, published, 1);
        one += f1;
        two += compare::f1(&found, published, 2);
        as_good += u64::from(f1 >= f1_1 - 1e-12);
    });
    let of = of as f64;
    Some((one / of, two / of, as_good as f64 / of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_level_of_the_method() {
        // METHOD §3: F1±1 of a random segmentation of 1994–2021 into 4 stages of 2 years or more.
        let years: Vec<Year> = (1994..=2021).collect();
        let (one, _, _) = chance(28, 4, 2, &years, &[1999, 2010, 2018], 1.0).expect("enumerated");
        assert!((one - 0.346).abs() < 5e-4, "{one}");
    }
}
