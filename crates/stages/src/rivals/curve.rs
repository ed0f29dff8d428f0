//! The smooth rival, METHOD §2.3.1: for each category a Poisson curve whose log rate is a polynomial of degree
//! 1 or 2, or a natural cubic spline. Steps invented in a smooth change are refuted here.

use super::linear::{Matrix, solve};
use crate::Cells;
use libm::{exp, fabs, log};

/// Newton steps at most. A category with a run of zeros has its optimum at −∞ and takes most of them.
const MOST_STEPS: usize = 100;
/// A log rate is held within ± this, in the orthonormal coordinates.
const MOST_LOG_RATE: f64 = 60.0;
/// A step is halved until the cost falls, at most down to this share of it.
const SMALLEST_STEP: f64 = 1e-6;
/// The search ends when the cost falls by a smaller share of itself.
const TOLERANCE: f64 = 1e-10;
/// The most columns of a spline.
const MOST_COLUMNS: usize = 6;

/// A curve for every category.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Parameters p of each category.
    pub parameters: usize,
    /// Cost, on the scale of [`crate::cost::poisson`].
    pub cost: f64,
    /// Score 2C/φ* + p·J·ln n, comparable with [`crate::selection::qbic`].
    pub score: f64,
    /// The mean of each cell; n × J.
    pub means: Vec<f64>,
}

/// The curve with the least score: polynomials with p = 2 and 3 parameters, splines with p = 3 … P, where P is
/// 6 but at most max(3, ⌊n/4⌋).
pub fn best(cells: &Cells, phi: f64) -> Curve {
    let n = cells.len();
    let x = cells.scaled_years();
    let most = MOST_COLUMNS.min((n / 4).max(3));
    let polynomials = (2..=3).map(|p| polynomial(&x, p));
    let splines = (3..=most).map(|p| spline(&x, p));
    let of = |design: Matrix| {
        let parameters = design.columns;
        let (cost, means) = fit(cells, design);
        let score = 2.0 * cost / phi + (parameters * cells.categories) as f64 * log(n as f64);
        Curve { parameters, cost, score, means }
    };
    // Of two equally good curves the one with fewer parameters, polynomials first.
    let better = |best: Curve, next: Curve| if next.score < best.score { next } else { best };
    let first = of(polynomial(&x, 2));
    polynomials.skip(1).chain(splines).map(of).fold(first, better)
}

/// 1, x, …, x^(p−1) of each year.
pub fn polynomial(x: &[f64], p: usize) -> Matrix {
    let powers = |x: &f64| {
        let x = *x;
        std::iter::successors(Some(1.0), move |power| Some(power * x)).take(p)
    };
    Matrix { columns: p, cells: x.iter().flat_map(powers).collect() }
}

/// The natural cubic spline with p knots evenly spaced on −1 … 1, as truncated powers (Hastie, Tibshirani &
/// Friedman 2009, §5.2.1).
pub fn spline(x: &[f64], p: usize) -> Matrix {
    let knots: Vec<f64> = (0..p).map(|at| -1.0 + 2.0 * at as f64 / (p - 1) as f64).collect();
    let cube = |v: f64| if v > 0.0 { v * v * v } else { 0.0 };
    let last = knots[p - 1];
    let d = |k: usize, x: f64| (cube(x - knots[k]) - cube(x - last)) / (last - knots[k]);
    let mut cells = Vec::with_capacity(x.len() * p);
    for x in x {
        cells.extend([1.0, *x]);
        cells.extend((0..p - 2).map(|k| d(k, *x) - d(p - 2, *x)));
    }
    Matrix { columns: p, cells }
}

/// The least cost of a log-linear model with these columns, summed over the categories, and its means.
pub fn fit(cells: &Cells, design: Matrix) -> (f64, Vec<f64>) {
    let design = design.orthonormal();
    let mut means = vec![0.0; cells.hits.len()];
    let mut total = 0.0;
    for k in 0..cells.categories {
        let category = Category {
            design: &design,
            hits: cells.hits_of(k).collect(),
            exposure: cells.exposure_of(k).collect(),
        };
        let (beta, cost) = category.fit();
        total += cost;
        for (t, row) in design.rows().enumerate() {
            means[cells.at(t, k)] = category.exposure[t] * exp(log_rate(row, &beta));
        }
    }
    (total, means)
}

fn log_rate(row: &[f64], beta: &[f64]) -> f64 {
    row.iter().zip(beta).map(|(x, b)| x * b).sum::<f64>().clamp(-MOST_LOG_RATE, MOST_LOG_RATE)
}

/// One category with its columns.
struct Category<'a> {
    design: &'a Matrix,
    hits: Vec<f64>,
    exposure: Vec<f64>,
}

impl Category<'_> {
    /// The best coefficients and their cost, by Newton's method with step halving from the constant rate.
    fn fit(&self) -> (Vec<f64>, f64) {
        let rate = self.hits.iter().sum::<f64>() / self.exposure.iter().sum::<f64>();
        let mut beta = vec![0.0; self.design.columns];
        // The first column is constant.
        beta[0] = log(rate) / self.design.cells[0];
        let mut best = self.cost(&beta);
        for _ in 0..MOST_STEPS {
            let Some((next, value)) = self.newton_step(&beta, best) else { break };
            let converged = best - value <= TOLERANCE * (1.0 + fabs(best));
            (beta, best) = (next, value);
            if converged {
                break;
            }
        }
        (beta, best)
    }

    /// −Σ_t \[Y_t·η_t − E_t·exp η_t\].
    fn cost(&self, beta: &[f64]) -> f64 {
        let years = self.design.rows().zip(self.hits.iter().zip(&self.exposure));
        years
            .map(|(row, (y, e))| {
                let eta = log_rate(row, beta);
                e * exp(eta) - y * eta
            })
            .sum()
    }

    /// The coefficients after a step from `beta`, whose cost is `best`, with their cost; nothing where no
    /// step lowers the cost.
    fn newton_step(&self, beta: &[f64], best: f64) -> Option<(Vec<f64>, f64)> {
        let step = self.newton_direction(beta);
        let mut scale = 1.0;
        while scale > SMALLEST_STEP {
            let next: Vec<f64> = beta.iter().zip(&step).map(|(b, s)| b + scale * s).collect();
            let value = self.cost(&next);
            if value.is_finite() && value < best {
                return Some((next, value));
            }
            scale /= 2.0;
        }
        None
    }

    fn newton_direction(&self, beta: &[f64]) -> Vec<f64> {
        let p = self.design.columns;
        let mut gradient = vec![0.0; p];
        let mut hessian = Matrix { columns: p, cells: vec![0.0; p * p] };
        for (row, (y, e)) in self.design.rows().zip(self.hits.iter().zip(&self.exposure)) {
            let mean = e * exp(log_rate(row, beta));
            for a in 0..p {
                gradient[a] += row[a] * (y - mean);
                for b in 0..p {
                    hessian.cells[a * p + b] += mean * row[a] * row[b];
                }
            }
        }
        for a in 0..p {
            // Keeps the step finite where all means are near 0.
            hessian.cells[a * p + a] += 1e-9;
        }
        solve(hessian, gradient)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(hits: &[f64]) -> Cells {
        Cells::of_one_category(2000.., hits)
    }

    #[test]
    fn finds_the_maximum_likelihood() {
        // R: -logLik of glm(y ~ t + offset(log(e)), poisson) without Σ ln y!, checked by a grid.
        let s = cells(&[3.0, 5.0, 4.0, 9.0, 8.0, 14.0, 13.0, 22.0, 25.0]);
        let x = s.scaled_years();
        let (found, _) = fit(&s, polynomial(&x, 2));
        let mut grid = f64::INFINITY;
        for a in 0..200 {
            for b in 0..200 {
                let (a, b) = (-5.5 + f64::from(a) * 0.01, f64::from(b) * 0.01);
                let value = |t: usize| 1000.0 * exp(a + b * x[t]) - s.hits[t] * (a + b * x[t]);
                grid = grid.min((0..s.len()).map(value).sum());
            }
        }
        assert!(found <= grid + 1e-9 && grid - found < 0.02, "{found} {grid}");
    }

    #[test]
    fn separated_counts_do_not_run_away() {
        let s = cells(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0]);
        let x = s.scaled_years();
        let costs: Vec<f64> = (2..=3).map(|p| fit(&s, polynomial(&x, p)).0).collect();
        assert!(costs[0].is_finite() && costs[1] <= costs[0] + 1e-9, "{costs:?}");
    }

    #[test]
    fn a_parabola_beats_a_line_where_it_is_one() {
        let hits: Vec<f64> = (0..16).map(|t| 10.0 + f64::from((t - 8) * (t - 8))).collect();
        assert_eq!(best(&cells(&hits), 1.0).parameters, 3);
    }
}
