//! Random numbers from a seed: the same on every machine, and each replicate its own stream, so that
//! it does not matter which thread draws it.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, Gamma, Poisson, StandardNormal};

/// The random numbers of one replicate.
pub struct Random(ChaCha8Rng);

impl Random {
    /// Stream `replicate` of `seed`.
    pub fn new(seed: u64, replicate: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(replicate);
        Random(random)
    }

    /// A whole number below `bound`, which is above 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0.random_range(0..bound as u64) as usize
    }

    /// A number from `low` up to `high`.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.random::<f64>()
    }

    /// A standard normal number.
    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// A count with this mean and with variance φ × mean: Poisson for φ = 1, else negative binomial
    /// (a Poisson count whose mean is gamma distributed).
    pub fn count(&mut self, mean: f64, phi: f64) -> f64 {
        if mean <= 0.0 {
            return 0.0;
        }
        let mean = if phi > 1.0 {
            Gamma::new(mean / (phi - 1.0), phi - 1.0).map_or(mean, |gamma| gamma.sample(&mut self.0))
        } else {
            mean
        };
        // A gamma number may be too small for a Poisson mean.
        Poisson::new(mean).map_or(0.0, |poisson| poisson.sample(&mut self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_the_mean_and_the_variance() {
        for phi in [1.0, 4.0, 8.0] {
            let mut random = Random::new(1, 0);
            let n = 20_000;
            let counts: Vec<f64> = (0..n).map(|_| random.count(20.0, phi)).collect();
            let mean = counts.iter().sum::<f64>() / f64::from(n);
            let variance = counts.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / f64::from(n);
            assert!((mean - 20.0).abs() < 5.0 * libm::sqrt(20.0 * phi / f64::from(n)), "{mean}");
            assert!((variance / mean - phi).abs() < 0.1 * phi, "{phi}: {}", variance / mean);
        }
    }

    #[test]
    fn streams_are_fixed_and_differ() {
        let draw =
            |replicate| (0..4).map(|_| 0).map(|_| Random::new(7, replicate).below(1000)).collect::<Vec<_>>();
        assert_eq!(draw(0), draw(0));
        let mut first = Random::new(7, 0);
        let mut second = Random::new(7, 1);
        assert_ne!(
            (0..4).map(|_| first.below(1000)).collect::<Vec<_>>(),
            (0..4).map(|_| second.below(1000)).collect::<Vec<_>>()
        );
        // The same bits on every machine: a value written down once.
        assert_eq!(Random::new(20_210_607, 3).below(1_000_000), 358_666);
    }
}
