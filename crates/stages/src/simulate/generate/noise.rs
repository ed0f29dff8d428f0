//! Noise and drift: what happens from year to year without being a stage.

use super::Draft;
use super::paths::{autoregression, walk};
use crate::Random;
use libm::log;

impl Draft {
    /// A deviation of each year, the same for all categories.
    pub(super) fn common_noise(&mut self, sd: f64, random: &mut Random) {
        for year in &mut self.log_rates {
            let deviation = sd * random.normal();
            year.iter_mut().for_each(|rate| *rate += deviation);
        }
    }

    /// An author a year: a deviation of the year and one of each category in it. The counts themselves are
    /// Poisson, since the authors are the overdispersion.
    pub(super) fn author(&mut self, sd: f64, random: &mut Random) {
        self.phi = 1.0;
        self.common_noise(sd, random);
        for rate in self.log_rates.iter_mut().flatten() {
            *rate += sd * random.normal();
        }
    }

    /// A drift of each category (AR(1)).
    pub(super) fn drift(&mut self, rho: f64, sd: f64, random: &mut Random) {
        for k in 0..self.categories() {
            let path = autoregression(&self.time, rho, sd, random);
            self.add(k, path);
        }
    }

    /// One drift of all categories together.
    pub(super) fn common_drift(&mut self, rho: f64, sd: f64, random: &mut Random) {
        let path = autoregression(&self.time, rho, sd, random);
        for k in 0..self.categories() {
            self.add(k, path.iter().copied());
        }
    }

    /// Random walks of the first `categories`, each along a line whose slope a year has standard deviation
    /// `slope`.
    pub(super) fn walks(&mut self, sd: f64, slope: f64, categories: usize, random: &mut Random) {
        for k in 0..self.categories().min(categories) {
            let slope = slope * random.normal();
            let path = walk(&self.time, slope, sd, random);
            self.add(k, path);
        }
    }

    /// One year in which all rates are multiplied.
    pub(super) fn odd_year(&mut self, factor: f64, random: &mut Random) {
        let odd = self.inner_year(random);
        for rate in self.log_rates.iter_mut().skip(odd).take(1).flatten() {
            *rate += log(factor);
        }
    }

    /// One year in which each rate deviates for itself.
    pub(super) fn odd_mix(&mut self, sd: f64, random: &mut Random) {
        let odd = self.inner_year(random);
        for rate in self.log_rates.iter_mut().skip(odd).take(1).flatten() {
            *rate += sd * random.normal();
        }
    }

    /// A random position with at least three years on either side, where there are so many.
    fn inner_year(&self, random: &mut Random) -> usize {
        let n = self.n();
        if n > 6 { 3 + random.below(n - 6) } else { n / 2 }
    }
}
