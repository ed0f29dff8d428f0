//! The random walk that stays proper: AR(1) with ρ = .99 on the calendar, METHOD §2.4.1. After a gap of g years
//! its value is ρ^g times the last one, plus an innovation of variance s²(1 − ρ^2g)/(1 − ρ²); its first year
//! has the variance of all years, s²/(1 − ρ²).

use libm::{log, pow, sqrt};
use nianlun_types::Year;

/// ρ.
const RHO: f64 = 0.99;

/// The tridiagonal precision matrix Q of the walk with innovations of variance 1 a year.
#[derive(Debug, Clone)]
pub struct Precision {
    /// The diagonal; n.
    pub diagonal: Vec<f64>,
    /// Beside the diagonal; n − 1.
    pub beside: Vec<f64>,
    /// ln |Q|.
    pub log_determinant: f64,
}

impl Precision {
    /// Q for texts in these years.
    pub fn of(years: &[Year]) -> Self {
        let n = years.len();
        let mut q = Precision { diagonal: vec![0.0; n], beside: vec![0.0; n - 1], log_determinant: 0.0 };
        for t in 0..n {
            let (kept, deviation) = step(years, t);
            let precision = 1.0 / (deviation * deviation);
            q.diagonal[t] += precision;
            q.log_determinant += log(precision);
            if t > 0 {
                q.diagonal[t - 1] += kept * kept * precision;
                q.beside[t - 1] = -kept * precision;
            }
        }
        q
    }

    /// Q·u at position `t`.
    pub fn times(&self, u: &[f64], t: usize) -> f64 {
        let before = if t > 0 { self.beside[t - 1] * u[t - 1] } else { 0.0 };
        let after = if t + 1 < u.len() { self.beside[t] * u[t + 1] } else { 0.0 };
        self.diagonal[t] * u[t] + before + after
    }

    /// u'Qu.
    pub fn form(&self, u: &[f64]) -> f64 {
        (0..u.len()).map(|t| u[t] * self.times(u, t)).sum()
    }
}

/// What year `t` keeps of the year before, and the standard deviation of its innovation where s = 1.
pub fn step(years: &[Year], t: usize) -> (f64, f64) {
    let variance = 1.0 / (1.0 - RHO * RHO);
    if t == 0 {
        return (0.0, sqrt(variance));
    }
    let kept = pow(RHO, f64::from(years[t] - years[t - 1]));
    (kept, sqrt(variance * (1.0 - kept * kept)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_is_the_inverse_of_the_covariance() {
        // Cov(u_s, u_t) = ρ^|s − t|/(1 − ρ²), gaps included.
        let years = [1994, 1995, 1998, 2004];
        let q = Precision::of(&years);
        for s in years {
            let column: Vec<f64> =
                years.iter().map(|t| pow(RHO, f64::from((s - t).abs())) / (1.0 - RHO * RHO)).collect();
            for (t, year) in years.iter().enumerate() {
                let expected = if *year == s { 1.0 } else { 0.0 };
                assert!((q.times(&column, t) - expected).abs() < 1e-9, "{s} {year}");
            }
        }
    }
}
