//! The chosen segmentation beside the published one, METHOD §3.

use crate::cost::{self, Squares};
use crate::result::{BoundaryProbability, PublishedComparison};
use crate::search::Runs;
use crate::uncertainty::windows::Windows;
use crate::{Cells, Data, Published, compare, enumerate, search};
use nianlun_types::{Warning, Year, show_years};

/// The most segmentations that are enumerated for a rank or a chance level.
const MOST_ENUMERATED: u64 = 5_000_000;

/// Compares the boundaries at the positions `found` with the published ones; nothing where no published
/// boundary lies inside the series. `windows` are those of the posterior, where there is one.
pub(crate) fn compare_published(
    data: &Data,
    minimum_length: usize,
    published: &Published,
    found: &[usize],
    windows: Option<&Windows>,
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
    let years = |starts: &[usize]| -> Vec<i64> { starts.iter().map(|s| i64::from(all[*s])).collect() };
    let (a, b) = (years(found), years(&starts));
    let f1_1 = compare::f1(&a, &b, 1);
    let chance = chance_level(found.len() + 1, minimum_length, all, &b, f1_1);
    let standing = standing(data, &starts, minimum_length);
    Some(PublishedComparison {
        boundaries: starts.iter().map(|s| all[*s]).collect(),
        f1_1,
        f1_2: compare::f1(&a, &b, 2),
        chance_f1_1: chance.as_ref().map(|c| c.f1_1),
        chance_f1_2: chance.as_ref().map(|c| c.f1_2),
        chance_as_good: chance.map(|c| c.as_good),
        within1: windows.map_or_else(Vec::new, |windows| within_1(windows, all, &published.boundaries)),
        hausdorff: compare::hausdorff(&a, &b),
        adjusted_rand: compare::adjusted_rand(n, found, &starts),
        cost: standing.cost,
        cost_distance: standing.distance,
        rank: standing.rank,
        of: standing.segmentations,
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

/// P(a stage begins within ±1 year of each published boundary inside the series). A start after missing years
/// may lie in any of them.
fn within_1(windows: &Windows, years: &[Year], published: &[Year]) -> Vec<BoundaryProbability> {
    let near = |start: &usize, year: Year| years[start - 1] < year + 1 && years[*start] >= year - 1;
    let probability = |year: &Year| {
        let mut starts = (1..years.len()).filter(|start| near(start, *year));
        let first = starts.next()?;
        let last = starts.next_back().unwrap_or(first);
        Some(BoundaryProbability { year: *year, probability: windows.probability(first, last) })
    };
    let inside = published.iter().filter(|y| years[0] < **y && **y <= years[years.len() - 1]);
    inside.filter_map(probability).collect()
}

/// A segmentation among all with as many stages, by cost.
struct Standing {
    cost: f64,
    /// The cost less the least; nothing where there are too many to enumerate, or none.
    distance: Option<f64>,
    /// From 1; nothing where there are too many to enumerate.
    rank: Option<u64>,
    /// The number of segmentations with as many stages.
    segmentations: u64,
}

fn standing(data: &Data, starts: &[usize], minimum_length: usize) -> Standing {
    let n = data.years().len();
    let stages = starts.len() + 1;
    // There are few runs of years and many segmentations, so each run is computed once. A published
    // stage may be shorter than the minimum length, so runs of every length are computed.
    let costs = run_costs(data);
    let cost_of =
        |starts: &[usize]| -> f64 { search::stages(starts, n).map(|(i, j)| costs.value(i, j)).sum() };
    let cost = cost_of(starts);
    let segmentations = enumerate::count(n, stages, minimum_length);
    let mut least = f64::INFINITY;
    let rank = (segmentations <= MOST_ENUMERATED).then(|| {
        let mut cheaper = 0;
        // The tolerance keeps rounding from ranking a segmentation behind itself.
        let below = cost - 1e-9 * cost.abs().max(1.0);
        enumerate::each(n, stages, minimum_length, |other| {
            let other_cost = cost_of(other);
            least = least.min(other_cost);
            cheaper += u64::from(other_cost < below);
        });
        cheaper + 1
    });
    Standing { cost, distance: least.is_finite().then_some(cost - least), rank, segmentations }
}

/// The cost of every run of years: Poisson where there are counts, residual squares elsewhere, whatever
/// the method.
fn run_costs(data: &Data) -> Runs {
    let n = data.years().len();
    match data {
        Data::Counts(series) => cost::poisson_runs(&Cells::of(series), 1),
        Data::Values(values) => {
            let squares = Squares::new(&values.standardised());
            Runs::new(n, 1, |i, j| squares.residual(i, j))
        }
    }
}

/// What chance alone gives.
struct Chance {
    /// Mean F1 within ±1 year of all segmentations with as many stages.
    f1_1: f64,
    /// Mean F1 within ±2 years.
    f1_2: f64,
    /// Share of them whose F1 within ±1 year is at least the given one.
    as_good: f64,
}

/// The chance level of segmentations into `stages` stages, beside one that reaches `f1_1`; nothing
/// where there are too many to enumerate, or none.
fn chance_level(
    stages: usize,
    minimum_length: usize,
    years: &[Year],
    published: &[i64],
    f1_1: f64,
) -> Option<Chance> {
    let n = years.len();
    let segmentations = enumerate::count(n, stages, minimum_length);
    if segmentations == 0 || segmentations > MOST_ENUMERATED {
        return None;
    }
    let (mut sum_1, mut sum_2, mut as_good) = (0.0, 0.0, 0u64);
    let mut found = Vec::with_capacity(stages);
    enumerate::each(n, stages, minimum_length, |starts| {
        found.clear();
        found.extend(starts.iter().map(|s| i64::from(years[*s])));
        let f1 = compare::f1(&found, published, 1);
        sum_1 += f1;
        sum_2 += compare::f1(&found, published, 2);
        as_good += u64::from(f1 >= f1_1 - 1e-12);
    });
    let n = segmentations as f64;
    Some(Chance { f1_1: sum_1 / n, f1_2: sum_2 / n, as_good: as_good as f64 / n })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_level_of_the_method() {
        // METHOD §3: F1±1 of a random segmentation of 1994–2021 into 4 stages of 2 years or more.
        let years: Vec<Year> = (1994..=2021).collect();
        let chance = chance_level(4, 2, &years, &[1999, 2010, 2018], 1.0).expect("enumerated");
        assert!((chance.f1_1 - 0.346).abs() < 5e-4, "{}", chance.f1_1);
    }
}
