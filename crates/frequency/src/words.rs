//! Which strings of a corpus are words, and which keep company with a category, METHOD §5.

use crate::{log_likelihood, log_ratio};
use fnv::FnvHasher;
use libm::log2;
use std::hash::Hasher as _;
use std::sync::atomic::{AtomicU32, Ordering};

/// Cohesion 凝固度 of a string: the least pointwise mutual information, in bits, over the ways to cut it
/// in two, min log2(count · all / (left · right)). `count` of `all` places hold the string; `parts` gives
/// for each cut how many places hold its left and its right part. Nothing for a string of one character.
pub fn cohesion(count: u64, all: u64, parts: impl Iterator<Item = (u64, u64)>) -> Option<f64> {
    parts
        .map(|(left, right)| log2(count as f64 * all as f64 / (left as f64 * right as f64)))
        .min_by(f64::total_cmp)
}

/// Entropy 邻接熵, in bits, of the characters on one side of a string. A fragment of a longer word always
/// has the same neighbour, so its entropy is 0.
pub fn neighbour_entropy(counts: impl Iterator<Item = u64> + Clone) -> f64 {
    let all = counts.clone().sum::<u64>() as f64;
    let part = |n: u64| {
        let p = n as f64 / all;
        -p * log2(p)
    };
    // `+ 0.0`: the empty sum is −0.0, which would be printed with its sign.
    counts.filter(|n| *n > 0).map(part).sum::<f64>() + 0.0
}

/// A string near the hits of a category, compared with all other text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Collocate {
    /// Log-likelihood against the hypothesis that both rates are one.
    pub log_likelihood: f64,
    /// log2 of near rate / far rate; above 0 the string is more frequent near the hits.
    pub log_ratio: f64,
}

/// Compares a string that stands `near` times in the `of_near` characters around hits, and `far` times
/// in the other `of_far` characters.
pub fn collocate(near: u64, of_near: u64, far: u64, of_far: u64) -> Collocate {
    let (a, of_a, b, of_b) = (near as f64, of_near as f64, far as f64, of_far as f64);
    Collocate { log_likelihood: log_likelihood(a, of_a, b, of_b), log_ratio: log_ratio(a, of_a, b, of_b) }
}

/// Upper bounds for the counts of very many strings, in memory of a fixed size. The hash of a string
/// chooses its place, and strings with one place share one count: a count is never too small, and may be
/// too large. It is a sum of integers, so neither the order of texts nor the number of threads changes it.
#[derive(Debug)]
pub struct Sketch {
    places: Vec<AtomicU32>,
}

impl Sketch {
    /// A sketch with 2^`bits` places of four bytes.
    pub fn new(bits: u32) -> Self {
        Sketch { places: (0..1_usize << bits).map(|_| AtomicU32::new(0)).collect() }
    }

    /// Counts one occurrence of each beginning of `text` that has from 2 to `longest` characters.
    pub fn add_beginnings(&self, text: &str, longest: usize) {
        let mut hash = FnvHasher::default();
        for (at, (start, c)) in text.char_indices().take(longest).enumerate() {
            hash.write(&text.as_bytes()[start..start + c.len_utf8()]);
            if at > 0 {
                self.places[self.place(&hash)].fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// An upper bound for the occurrences of `string`.
    pub fn at_most(&self, string: &str) -> u32 {
        let mut hash = FnvHasher::default();
        hash.write(string.as_bytes());
        self.places[self.place(&hash)].load(Ordering::Relaxed)
    }

    /// The least count, `least` or more, that at most `most` places reach. It bounds the table of strings
    /// that are counted exactly afterwards.
    pub fn threshold(&self, least: u32, most: usize) -> u32 {
        let counts = self.places.iter().map(|n| n.load(Ordering::Relaxed)).filter(|n| *n >= least);
        let mut counts: Vec<u32> = counts.collect();
        if counts.len() <= most {
            return least;
        }
        // The largest count that must stay below the threshold.
        let at = counts.len() - most - 1;
        let (_, too_few, _) = counts.select_nth_unstable(at);
        *too_few + 1
    }

    /// The place of a string with this hash. The low bits of FNV-1a are mixed poorly, so Fibonacci hashing
    /// spreads them and the upper half is taken.
    fn place(&self, hash: &FnvHasher) -> usize {
        let hash = hash.finish();
        let mixed = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
        mixed as usize & (self.places.len() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cohesion_is_that_of_the_weakest_cut() {
        // 100 places: 8 of the string; cut as (8, 16) and as (40, 10).
        let found = cohesion(8, 128, [(8, 16), (32, 8)].into_iter()).expect("cuts");
        assert!((found - 2.0).abs() < 1e-12, "{found}");
        assert_eq!(cohesion(8, 100, [].into_iter()), None);
    }

    #[test]
    fn entropy_is_zero_for_a_fragment() {
        assert_eq!(neighbour_entropy([9].into_iter()), 0.0);
        assert_eq!(neighbour_entropy([].into_iter()), 0.0);
        assert!((neighbour_entropy([2, 2, 2, 2].into_iter()) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn collocates_are_more_frequent_near() {
        let found = collocate(20, 1_000, 10, 9_000);
        assert!(found.log_ratio > 4.0 && found.log_likelihood > 50.0, "{found:?}");
        assert!(collocate(1, 1_000, 9, 9_000).log_ratio.abs() < 1e-12);
    }

    #[test]
    fn the_place_of_a_string_never_changes() {
        let sketch = Sketch::new(12);
        let mut hash = FnvHasher::default();
        hash.write("数字".as_bytes());
        assert_eq!(sketch.place(&hash), 3614, "which strings are suggested may depend on it");
    }

    #[test]
    fn a_sketch_never_counts_too_few() {
        let sketch = Sketch::new(12);
        for text in ["数字化", "数字化", "数字经济", "云计算"] {
            sketch.add_beginnings(text, 3);
        }
        for (string, count) in [("数字", 3), ("数字化", 2), ("数字经", 1), ("云计算", 1)] {
            assert_eq!(sketch.at_most(string), count, "{string}");
        }
        assert_eq!(sketch.at_most("数字经济"), 0, "longer than asked for");
        // 数字 3, 数字化 2, and three strings met once.
        assert_eq!(sketch.threshold(1, 10), 1);
        assert_eq!(sketch.threshold(1, 4), 2);
        assert_eq!(sketch.threshold(1, 1), 3);
    }
}
