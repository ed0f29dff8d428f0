//! A drift sd for each category, where the categories drift unlike: an addition to METHOD §2.4.4.
//!
//! With one sd for all, a few categories that walk much among many that stand still look like steps in the
//! former: two walks of sd .25 among eight categories were called staged in .18 of 200 series, and are in .11
//! with this null (`docs/verdicts.md`). Only the null changes, and only if the counts ask for it: the statistic
//! keeps one λ, for λ of their own in it cost true steps.

use super::fit::{DriftFit, Table, fit};
use crate::Cells;

/// Standard deviation of the categories' λ numbers about their mean: a priori a λ differs by a factor of 4.
const SPREAD: f64 = 2.0;
/// Sweeps over the categories at most.
const MOST_SWEEPS: usize = 8;
/// The null has λ of their own if they gain at least so much score for each category but one: two free
/// parameters of AIC.
const LEAST_GAIN: f64 = 2.0;

/// The fit with a λ for each category, the least of
///
/// ```text
/// (nJ − pJ)·ln Σ SS_k(l_k) + Σ_k [determinants_k(l_k) + ((l_k − mean l)/2)²]
/// ```
///
/// over the λ numbers l_k; nothing where it gains too little over one λ.
pub fn own_fit(table: &Table) -> Option<DriftFit> {
    let (number, shared) = table.shared();
    let categories = table.categories.len();
    let (numbers, own) = descend(table, number);
    let enough = categories > 1 && shared - own >= LEAST_GAIN * (categories - 1) as f64;
    enough.then(|| table.fit(&numbers, own))
}

/// Coordinate descent from one λ for all, the mean renewed after each sweep. The numbers and their score.
fn descend(table: &Table, from: usize) -> (Vec<usize>, f64) {
    let mut numbers = vec![from; table.categories.len()];
    let mut mean = from as f64;
    let distance = |l: usize, mean: f64| (l as f64 - mean) / SPREAD;
    let mut squares: f64 = table.categories.iter().map(|category| category[from].squares).sum();
    for _ in 0..MOST_SWEEPS {
        let before = numbers.clone();
        for (category, number) in table.categories.iter().zip(&mut numbers) {
            let rest = squares - category[*number].squares;
            let mut best = (0, f64::INFINITY);
            for (l, fitted) in category.iter().enumerate() {
                let far = distance(l, mean);
                let score = table.score(rest + fitted.squares, fitted.determinants + far * far);
                // Numbers that differ by rounding alone are equal, and the smaller λ wins.
                if score < best.1 - 1e-12 {
                    best = (l, score);
                }
            }
            *number = best.0;
            squares = rest + category[best.0].squares;
        }
        mean = numbers.iter().sum::<usize>() as f64 / numbers.len() as f64;
        if numbers == before {
            break;
        }
    }
    let of_category = |(category, l): (&Vec<super::fit::Fitted>, &usize)| {
        category[*l].determinants + distance(*l, mean) * distance(*l, mean)
    };
    let determinants = table.categories.iter().zip(&numbers).map(of_category).sum();
    (numbers.clone(), table.score(squares, determinants))
}

/// r with an sd of their own: independent walks add up to totals of variance a = Σ (w_k s_k)², a common one to
/// c = (Σ w_k s_k)²; so r = (s²_tot − a)/(c − a). With one sd it is METHOD's.
pub fn common_part(cells: &Cells, drift: &DriftFit, slopes: bool, most: f64) -> f64 {
    let totals = cells.yearly_totals();
    let all: f64 = totals.hits.iter().sum();
    let weighted = |k: usize| cells.hits_of(k).sum::<f64>() / all * libm::sqrt(drift.variance(k));
    let apart: f64 = (0..cells.categories).map(|k| weighted(k) * weighted(k)).sum();
    let sum: f64 = (0..cells.categories).map(weighted).sum();
    let together = sum * sum;
    if together <= apart {
        return 0.0;
    }
    ((fit(&totals, slopes).variance(0) - apart) / (together - apart)).clamp(0.0, most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;
    use libm::exp;

    /// Eight categories, of which `walking` walk by .4 a year.
    fn cells(walking: usize) -> Cells {
        let mut random = Random::new(11, walking as u64);
        let mut walks = [0.0; 8];
        let mut hits = Vec::new();
        for _ in 0..28 {
            for (k, walk) in walks.iter_mut().enumerate() {
                *walk += if k < walking { 0.4 * random.normal() } else { 0.0 };
                hits.push(random.count(60.0 * exp(*walk), 1.5));
            }
        }
        Cells { years: (1994..2022).collect(), categories: 8, hits, exposure: vec![1e4; 28 * 8] }
    }

    #[test]
    fn categories_that_drift_unlike_have_an_sd_of_their_own() {
        let own = own_fit(&Table::new(&cells(2), false)).expect("two walk, six do not");
        for k in 2..8 {
            assert!(own.variance(0).min(own.variance(1)) > 4.0 * own.variance(k), "{:?}", own.lambdas);
        }
        assert_eq!(own_fit(&Table::new(&cells(8), false)), None, "all walk");
        assert_eq!(own_fit(&Table::new(&cells(0), false)), None, "none walks");
    }
}
