//! The smooth competitor, METHOD §2.5: a log-linear trend for each category.
//!
//! Every step model cuts a series that merely drifts into stages. If a trend explains the series better,
//! the verdict is `gradual`.

use crate::Series;
use libm::{exp, fabs, log};

/// Newton steps at most. The cost is convex, so far fewer are taken.
const MOST_STEPS: usize = 200;
/// A step is halved until the cost falls, at most down to this share of it.
const SMALLEST_STEP: f64 = 1e-6;
/// The search ends when the cost falls by a smaller share of itself.
const TOLERANCE: f64 = 1e-9;

/// Score of the trend of `degree` 1 or 2: 2·C/φ̂ + (d+1)·J·ln n, comparable with
/// [`crate::selection::qbic`].
pub fn score(series: &Series, phi: f64, degree: usize) -> f64 {
    let categories = series.categories.len();
    let cost: f64 = (0..categories).map(|k| cost(series, k, degree)).sum();
    2.0 * cost / phi + ((degree + 1) * categories) as f64 * log(series.len() as f64)
}

/// Poisson cost −Σ_t \[Y_t·η_t − E_t·exp η_t\] of the best η_t = β₀ + β₁·x_t (+ β₂·x_t²), on the
/// scale of [`crate::cost::poisson`], by Newton's method with step halving.
fn cost(series: &Series, k: usize, degree: usize) -> f64 {
    let category = Category::new(series, k, degree);
    // The constant rate is a fit without a trend, so the result is never worse than that.
    let rate = series.total(k) / series.exposure.iter().sum::<f64>();
    let mut beta = [log(rate), 0.0, 0.0];
    let mut best = category.cost(&beta);
    for _ in 0..MOST_STEPS {
        let Some((next, value)) = category.newton_step(&beta, best) else {
            break;
        };
        let converged = best - value <= TOLERANCE * (1.0 + fabs(best));
        (beta, best) = (next, value);
        if converged {
            break;
        }
    }
    best
}

/// One category with its regressors.
struct Category<'a> {
    exposure: &'a [f64],
    hits: Vec<f64>,
    /// 1, x, x² of each year.
    rows: Vec<[f64; 3]>,
    /// How many of the three are used.
    parameters: usize,
}

impl<'a> Category<'a> {
    fn new(series: &'a Series, k: usize, degree: usize) -> Self {
        Category {
            exposure: &series.exposure,
            hits: series.hits.iter().map(|year| year[k]).collect(),
            rows: scaled_years(series).into_iter().map(|x| [1.0, x, x * x]).collect(),
            parameters: degree + 1,
        }
    }

    fn cost(&self, beta: &[f64; 3]) -> f64 {
        (0..self.rows.len())
            .map(|t| {
                let eta = dot(beta, &self.rows[t]);
                self.exposure[t] * exp(eta) - self.hits[t] * eta
            })
            .sum()
    }

    /// The parameters after a step from `beta`, whose cost is `best`, with their cost; nothing where no
    /// step lowers the cost.
    fn newton_step(&self, beta: &[f64; 3], best: f64) -> Option<([f64; 3], f64)> {
        let (gradient, hessian) = self.derivatives(beta);
        let step = solve(hessian, gradient, self.parameters)?;
        let mut scale = 1.0;
        while scale > SMALLEST_STEP {
            let mut next = *beta;
            for a in 0..self.parameters {
                next[a] += scale * step[a];
            }
            let value = self.cost(&next);
            if value.is_finite() && value < best {
                return Some((next, value));
            }
            scale /= 2.0;
        }
        None
    }

    /// Minus the gradient of the cost, and its Hessian.
    fn derivatives(&self, beta: &[f64; 3]) -> ([f64; 3], [[f64; 3]; 3]) {
        let mut gradient = [0.0; 3];
        let mut hessian = [[0.0; 3]; 3];
        for (t, row) in self.rows.iter().enumerate() {
            let mean = self.exposure[t] * exp(dot(beta, row));
            for a in 0..self.parameters {
                gradient[a] += (self.hits[t] - mean) * row[a];
                for b in 0..self.parameters {
                    hessian[a][b] += mean * row[a] * row[b];
                }
            }
        }
        (gradient, hessian)
    }
}

/// The years shifted and scaled to −1 … 1, which keeps the equations well conditioned.
fn scaled_years(series: &Series) -> Vec<f64> {
    let first = f64::from(series.years[0]);
    let last = f64::from(series.years[series.len() - 1]);
    let half = ((last - first) / 2.0).max(1.0);
    let middle = (first + last) / 2.0;
    series.years.iter().map(|y| (f64::from(*y) - middle) / half).collect()
}

fn dot(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// Solves a symmetric positive definite system of n ≤ 3 unknowns by elimination; nothing if singular.
fn solve(mut a: [[f64; 3]; 3], mut b: [f64; 3], n: usize) -> Option<[f64; 3]> {
    for i in 0..n {
        if a[i][i] < 1e-12 {
            return None;
        }
        for r in i + 1..n {
            let factor = a[r][i] / a[i][i];
            let pivot = a[i];
            for (cell, above) in a[r].iter_mut().zip(pivot).take(n).skip(i) {
                *cell -= factor * above;
            }
            b[r] -= factor * b[i];
        }
    }
    let mut x = [0.0; 3];
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|c| a[i][c] * x[c]).sum();
        x[i] = (b[i] - known) / a[i][i];
    }
    Some(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(hits: &[f64]) -> Series {
        Series {
            years: (2000..2000 + hits.len() as i32).collect(),
            categories: vec!["a".into()],
            hits: hits.iter().map(|h| vec![*h]).collect(),
            exposure: vec![1000.0; hits.len()],
            documents: vec![5; hits.len()],
        }
    }

    #[test]
    fn finds_the_maximum_likelihood() {
        // R: -logLik of glm(y ~ t + offset(log(e)), poisson) without Σ ln y!, checked by a grid.
        let s = series(&[3.0, 5.0, 4.0, 9.0, 8.0, 14.0, 13.0, 22.0, 25.0]);
        for degree in [1, 2] {
            let found = cost(&s, 0, degree);
            let x = scaled_years(&s);
            let mut grid = f64::INFINITY;
            for a in 0..200 {
                for b in 0..200 {
                    for c in 0..if degree == 2 { 60 } else { 1 } {
                        let beta = [
                            -5.5 + f64::from(a) * 0.01,
                            f64::from(b) * 0.01,
                            if degree == 2 { -0.3 + f64::from(c) * 0.01 } else { 0.0 },
                        ];
                        let value: f64 = (0..s.len())
                            .map(|t| {
                                let eta = dot(&beta, &[1.0, x[t], x[t] * x[t]]);
                                1000.0 * exp(eta) - s.hits[t][0] * eta
                            })
                            .sum();
                        grid = grid.min(value);
                    }
                }
            }
            assert!(found <= grid + 1e-9 && grid - found < 0.02, "{degree}: {found} {grid}");
        }
    }

    #[test]
    fn separated_counts_do_not_run_away() {
        let s = series(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0]);
        assert!(cost(&s, 0, 1).is_finite());
        assert!(cost(&s, 0, 2) <= cost(&s, 0, 1) + 1e-9);
    }
}
