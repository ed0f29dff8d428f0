//! The penalised Poisson optimum of one category, METHOD §2.4.1: log rate = level (+ slope·x) + u, where u is a
//! walk of precision λQ. Newton's method; the walk is tridiagonal, level and slope are bordered to it.

#![expect(clippy::needless_range_loop, reason = "equations over years: several lists share an index")]

use super::walk::Precision;
use crate::Cells;
use libm::{exp, fabs, log};

/// Newton steps at most.
const MOST_STEPS: usize = 40;
/// A step is halved down to this share of it.
const SMALLEST_STEP: f64 = 1e-4;
/// The search ends when the objective falls by a smaller share of itself.
const TOLERANCE: f64 = 1e-11;
/// A log rate is held within ± this.
const MOST_LOG_RATE: f64 = 60.0;

/// Level and slope; the slope is 0 where there is none.
pub type Line = [f64; 2];

/// One category with all that does not change with λ.
pub struct Category<'a> {
    pub hits: Vec<f64>,
    pub exposure: Vec<f64>,
    pub x: &'a [f64],
    pub q: &'a Precision,
    /// Parameters of the line: 1 for a level, 2 for a level and a slope.
    pub parameters: usize,
}

/// Where a category stands: its line, its walk, its means.
#[derive(Debug, Clone)]
pub struct Place {
    pub line: Line,
    pub walk: Vec<f64>,
    pub means: Vec<f64>,
}

/// The optimum for one λ.
pub struct Optimum {
    /// Deviance + λ·u'Qu.
    pub deviance: f64,
    /// ln |W + λQ| + ln |A|, W the means, A what is left of W for the line.
    pub log_determinants: f64,
}

impl<'a> Category<'a> {
    pub fn of(cells: &Cells, k: usize, x: &'a [f64], q: &'a Precision, parameters: usize) -> Self {
        let (hits, exposure) = (cells.hits_of(k).collect(), cells.exposure_of(k).collect());
        Category { hits, exposure, x, q, parameters }
    }

    /// The constant rate, without a walk.
    pub fn start(&self) -> Place {
        let rate = self.hits.iter().sum::<f64>() / self.exposure.iter().sum::<f64>();
        let means = self.exposure.iter().map(|e| e * rate).collect();
        Place { line: [log(rate), 0.0], walk: vec![0.0; self.hits.len()], means }
    }

    /// Moves `place` to the optimum for `lambda`.
    pub fn optimise(&self, lambda: f64, place: &mut Place) -> Optimum {
        match self.parameters {
            1 => self.optimise_with::<2>(lambda, place),
            _ => self.optimise_with::<3>(lambda, place),
        }
    }

    /// [`Category::optimise`] with R right sides in each Newton step: the walk's, and one for each parameter of
    /// the line.
    fn optimise_with<const R: usize>(&self, lambda: f64, place: &mut Place) -> Optimum {
        // The means of `place` are those of its line and walk, whatever λ was before.
        let mut best = self.objective(lambda, place);
        let mut log_determinants = 0.0;
        let mut next = place.clone();
        let mut h = Bordered::<R>::new(self.hits.len());
        for _ in 0..MOST_STEPS {
            let line = self.newton(lambda, place, &mut h);
            log_determinants = h.log_determinant;
            let Some(value) = self.halved(lambda, place, line, &h, best, &mut next) else { break };
            let moved = best - value > TOLERANCE * (1.0 + fabs(best));
            best = value;
            std::mem::swap(place, &mut next);
            if !moved {
                break;
            }
        }
        let deviance = self.deviance(&place.means) + lambda * self.q.form(&place.walk);
        Optimum { deviance, log_determinants }
    }

    fn log_rate(&self, line: &Line, walk: f64, t: usize) -> f64 {
        (line[0] + line[1] * self.x[t] + walk).clamp(-MOST_LOG_RATE, MOST_LOG_RATE)
    }

    /// Sets the means of `place`.
    fn set_means(&self, place: &mut Place) {
        for t in 0..self.hits.len() {
            place.means[t] = self.exposure[t] * exp(self.log_rate(&place.line, place.walk[t], t));
        }
    }

    /// Σ μ − y·ln rate + ½λu'Qu.
    fn objective(&self, lambda: f64, place: &Place) -> f64 {
        let year = |t: usize| place.means[t] - self.hits[t] * self.log_rate(&place.line, place.walk[t], t);
        (0..self.hits.len()).map(year).sum::<f64>() + lambda / 2.0 * self.q.form(&place.walk)
    }

    /// Makes `next` the place a step away, the step halved until the objective is no more than `best`; its
    /// objective, or nothing where no step is short enough.
    fn halved<const R: usize>(
        &self,
        lambda: f64,
        place: &Place,
        line: Line,
        h: &Bordered<R>,
        best: f64,
        next: &mut Place,
    ) -> Option<f64> {
        let mut scale = 1.0;
        while scale > SMALLEST_STEP {
            for c in 0..2 {
                next.line[c] = place.line[c] + scale * line[c];
            }
            for (next, (now, right)) in next.walk.iter_mut().zip(place.walk.iter().zip(&h.right)) {
                // The walk's step is what is left when the line has taken its part.
                let taken: f64 = (1..R).map(|c| line[c - 1] * right[c]).sum();
                *next = now + scale * (right[0] - taken);
            }
            self.set_means(next);
            let value = self.objective(lambda, next);
            if value.is_finite() && value <= best {
                return Some(value);
            }
            scale /= 2.0;
        }
        None
    }

    /// Solves
    ///
    /// ```text
    /// (W + λQ)·u + W·X·b = y − μ − λQu₀      the walk
    /// X'·W·u + X'·W·X·b  = X'·(y − μ)        the line
    /// ```
    ///
    /// by elimination: with H = W + λQ factorised, b from A·b = X'(y − μ) − X'W·H⁻¹(y − μ − λQu₀),
    /// A = X'WX − X'W·H⁻¹·WX. Returns b; `h.right` holds H⁻¹ of the walk's right side and of W·X.
    fn newton<const R: usize>(&self, lambda: f64, place: &Place, h: &mut Bordered<R>) -> Line {
        let n = self.hits.len();
        let mean = &place.means;
        let column = |c: usize, t: usize| if c == 0 { 1.0 } else { self.x[t] };
        for t in 0..n {
            h.right[t][0] = self.hits[t] - mean[t] - lambda * self.q.times(&place.walk, t);
            for c in 1..R {
                h.right[t][c] = mean[t] * column(c - 1, t);
            }
        }
        h.solve(lambda, self.q, mean);
        let (mut a, mut right) = ([[0.0; 2]; 2], [0.0; 2]);
        for t in 0..n {
            for c in 0..R - 1 {
                let x = column(c, t);
                right[c] += x * (self.hits[t] - mean[t] - mean[t] * h.right[t][0]);
                for d in 0..R - 1 {
                    a[c][d] += x * mean[t] * (column(d, t) - h.right[t][d + 1]);
                }
            }
        }
        let (line, determinant) = solve_line(&a, &right, R - 1);
        h.log_determinant += log(determinant);
        line
    }

    /// 2·Σ y·ln(y/μ) − (y − μ).
    fn deviance(&self, means: &[f64]) -> f64 {
        let year = |(y, mean): (&f64, &f64)| {
            let surprise = if *y > 0.0 { y * log(y / mean) } else { 0.0 };
            2.0 * (surprise - (y - mean))
        };
        self.hits.iter().zip(means).map(year).sum()
    }
}

/// Solves a·b = right for one or two unknowns; the determinant is kept above 0.
fn solve_line(a: &[[f64; 2]; 2], right: &[f64; 2], parameters: usize) -> (Line, f64) {
    const LEAST: f64 = 1e-12;
    if parameters == 1 {
        let determinant = a[0][0].max(LEAST);
        return ([right[0] / determinant, 0.0], determinant);
    }
    let determinant = (a[0][0] * a[1][1] - a[0][1] * a[1][0]).max(LEAST);
    let level = (right[0] * a[1][1] - right[1] * a[0][1]) / determinant;
    let slope = (a[0][0] * right[1] - a[1][0] * right[0]) / determinant;
    ([level, slope], determinant)
}

/// The tridiagonal H = W + λQ with R right sides. All are solved in one pass: each is a chain of operations
/// that wait for one another, and side by side they do not.
struct Bordered<const R: usize> {
    /// The right sides; after [`Bordered::solve`] H⁻¹ of them.
    right: Vec<[f64; R]>,
    /// 1/D of H = L·D·L'.
    inverse_pivots: Vec<f64>,
    /// L below the diagonal; place 0 is not used.
    factors: Vec<f64>,
    log_determinant: f64,
}

impl<const R: usize> Bordered<R> {
    fn new(n: usize) -> Self {
        Bordered {
            right: vec![[0.0; R]; n],
            inverse_pivots: vec![0.0; n],
            factors: vec![0.0; n],
            log_determinant: 0.0,
        }
    }

    /// Factorises H, W = diag(`weights`), and replaces the right sides by H⁻¹ of them.
    fn solve(&mut self, lambda: f64, q: &Precision, weights: &[f64]) {
        let n = weights.len();
        self.log_determinant = 0.0;
        let mut pivot = weights[0] + lambda * q.diagonal[0];
        for t in 0..n {
            if t > 0 {
                let beside = lambda * q.beside[t - 1];
                let factor = beside * self.inverse_pivots[t - 1];
                pivot = weights[t] + lambda * q.diagonal[t] - factor * beside;
                self.factors[t] = factor;
                for c in 0..R {
                    self.right[t][c] -= factor * self.right[t - 1][c];
                }
            }
            self.inverse_pivots[t] = 1.0 / pivot;
            self.log_determinant += log(pivot);
        }
        for t in (0..n).rev() {
            let inverse = self.inverse_pivots[t];
            for c in 0..R {
                self.right[t][c] *= inverse;
                if t + 1 < n {
                    self.right[t][c] -= self.factors[t + 1] * self.right[t + 1][c];
                }
            }
        }
    }
}
