//! Random numbers from a seed, the same on every machine. Each replicate has its own stream, so the
//! thread that draws it does not matter.
//!
//! The distributions are written here and not taken from rand_distr: its logarithms and powers come from
//! the machine's own library as soon as any crate of the build asks num-traits for `std`, and then the bits
//! differ between machines.

#![expect(clippy::disallowed_types, reason = "the one place where random numbers come from")]

use libm::{exp, fabs, floor, lgamma, log, pow, sqrt};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

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

    /// A number above 0, up to 1, so that it has a logarithm.
    fn above_zero(&mut self) -> f64 {
        1.0 - self.uniform(0.0, 1.0)
    }

    /// The numbers 0..n in random order (Fisher & Yates).
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for last in (1..n).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }

    /// A standard normal number, by the polar method (Marsaglia & Bray 1964).
    pub fn normal(&mut self) -> f64 {
        loop {
            let (u, v) = (self.uniform(-1.0, 1.0), self.uniform(-1.0, 1.0));
            let s = u * u + v * v;
            if s > 0.0 && s < 1.0 {
                return u * sqrt(-2.0 * log(s) / s);
            }
        }
    }

    /// A count with this mean and with variance φ × mean: Poisson for φ = 1, else negative binomial
    /// (a Poisson count whose mean is gamma distributed).
    pub fn count(&mut self, mean: f64, phi: f64) -> f64 {
        if mean <= 0.0 {
            return 0.0;
        }
        // A gamma mean of shape mean/(φ − 1) and scale φ − 1 has mean `mean` and variance mean·(φ − 1);
        // the Poisson count adds `mean` to the variance, which makes φ·mean.
        let shape = mean / (phi - 1.0);
        let gamma = phi > 1.0 && shape > 0.0 && shape.is_finite();
        let mean = if gamma { self.gamma(shape) * (phi - 1.0) } else { mean };
        self.poisson(mean)
    }

    /// A gamma number of this shape and of scale 1 (Marsaglia & Tsang 2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            // The method needs shape ≥ 1; a power of a uniform number brings the shape down by 1.
            return self.gamma(shape + 1.0) * pow(self.above_zero(), 1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / sqrt(9.0 * d);
        loop {
            let x = self.normal();
            let v = (1.0 + c * x) * (1.0 + c * x) * (1.0 + c * x);
            let u = self.above_zero();
            if v > 0.0 && log(u) < x * x / 2.0 + d * (1.0 - v + log(v)) {
                return d * v;
            }
        }
    }

    /// A Poisson count: for small means by multiplying, for others by transformed rejection with a
    /// squeeze (Hörmann 1993, PTRS).
    fn poisson(&mut self, mean: f64) -> f64 {
        if !mean.is_finite() {
            return 0.0; // the loops below would never end
        }
        if mean < 10.0 {
            // The number of uniform numbers whose product stays above e^−mean.
            let least = exp(-mean);
            let (mut count, mut product) = (0.0, self.uniform(0.0, 1.0));
            while product > least {
                product *= self.uniform(0.0, 1.0);
                count += 1.0;
            }
            return count;
        }
        let b = 0.931 + 2.53 * sqrt(mean);
        let a = 0.02483 * b - 0.059;
        let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
        let squeeze = 0.9277 - 3.6224 / (b - 2.0);
        loop {
            let u = self.uniform(-0.5, 0.5);
            let v = self.above_zero();
            let side = 0.5 - fabs(u);
            let k = floor((2.0 * a / side + b) * u + mean + 0.43);
            if side >= 0.07 && v <= squeeze {
                return k;
            }
            if k < 0.0 || (side < 0.013 && v > side) {
                continue;
            }
            let bound = k * log(mean) - mean - lgamma(k + 1.0);
            if log(v * inverse_alpha / (a / (side * side) + b)) <= bound {
                return k;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_the_mean_and_the_variance() {
        for (mean_of, phi) in
            [(0.3, 1.0), (0.3, 4.0), (9.0, 1.5), (20.0, 1.0), (20.0, 4.0), (20.0, 8.0), (400.0, 3.0)]
        {
            let mut random = Random::new(1, 0);
            let n = 20_000;
            let counts: Vec<f64> = (0..n).map(|_| random.count(mean_of, phi)).collect();
            let mean = counts.iter().sum::<f64>() / f64::from(n);
            let variance = counts.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / f64::from(n);
            let error = sqrt(mean_of * phi / f64::from(n));
            assert!((mean - mean_of).abs() < 5.0 * error, "{mean_of} {phi}: {mean}");
            assert!((variance / mean - phi).abs() < 0.1 * phi, "{mean_of} {phi}: {}", variance / mean);
        }
    }

    #[test]
    fn a_mean_that_is_not_finite_gives_zero() {
        let mut random = Random::new(3, 0);
        for (mean, phi) in [(f64::NAN, 1.0), (f64::NAN, 2.0), (f64::INFINITY, 1.0), (f64::INFINITY, 2.0)] {
            assert_eq!(random.count(mean, phi), 0.0, "{mean} {phi}");
        }
        assert!(random.count(5.0, f64::INFINITY).is_finite());
    }

    #[test]
    fn counts_are_poisson() {
        for mean in [0.7, 9.9, 10.1, 60.0] {
            let mut random = Random::new(5, 0);
            let n = 200_000;
            let mut found = vec![0.0; 200];
            (0..n).for_each(|_| found[random.count(mean, 1.0) as usize] += 1.0);
            for (k, found) in found.iter().enumerate() {
                let k = k as f64;
                let expected = f64::from(n) * exp(k * log(mean) - mean - lgamma(k + 1.0));
                assert!(
                    (found - expected).abs() < 5.0 * sqrt(expected + 1.0),
                    "{mean} {k}: {found} {expected}"
                );
            }
        }
    }

    #[test]
    fn normal_numbers_are_normal() {
        let mut random = Random::new(2, 0);
        let n = 200_000;
        let numbers: Vec<f64> = (0..n).map(|_| random.normal()).collect();
        let share = |below: f64| numbers.iter().filter(|x| **x < below).count() as f64 / f64::from(n);
        for (below, expected) in
            [(-2.0, 0.02275), (-0.5, 0.30854), (0.0, 0.5), (1.0, 0.84134), (2.5, 0.99379)]
        {
            let error = sqrt(expected * (1.0 - expected) / f64::from(n));
            assert!((share(below) - expected).abs() < 5.0 * error, "{below}: {}", share(below));
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
        // The same bits on every machine: values written down once.
        let mut random = Random::new(20_210_607, 3);
        assert_eq!(random.below(1_000_000), 358_666);
        assert_eq!(random.normal().to_bits(), 13_835_110_501_464_923_387);
        assert_eq!([random.count(3.0, 1.5), random.count(300.0, 7.0)], [1.0, 331.0]);
    }
}
