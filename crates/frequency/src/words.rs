//! Which strings of a corpus are words, and which keep company with a category, METHOD §5.

use crate::{log_likelihood, log_ratio};
use libm::log2;
use std::sync::atomic::{AtomicU32, Ordering};

/// How firmly a string holds together: the least pointwise mutual information, in bits, over the ways
/// to cut it in two. `count` of `all` places are the string; `parts` are the counts of left and right
/// part of each cut. Nothing for a string that cannot be cut.
pub fn cohesion(count: u64, all: u64, parts: impl Iterator<Item = (u64, u64)>) -> Option<f64> {
    parts
        .map(|(left, right)| log2(count as f64 * all as f64 / (left as f64 * right as f64)))
        .min_by(f64::total_cmp)
}

/// How freely a string stands: the entropy, in bits, of the characters on one side of it. 0 where it
/// is always the same one, as for a fragment of a longer word.
pub fn neighbour_entropy(counts: impl Iterator<Item = u64> + Clone) -> f64 {
    let all = counts.clone().sum::<u64>() as f64;
    let part = |n: u64| {
        let p = n as f64 / all;
        -p * log2(p)
    };
    // + 0.0: the sum of nothing is −0
    counts.filter(|n| *n > 0).map(part).sum::<f64>() + 0.0
}

/// How a string stands near the hits of a category, against all other text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Collocate {
    /// Log-likelihood of the two rates being one.
    pub log_likelihood: f64,
    /// log2 of the ratio of the rates; above 0, it is more frequent near the hits.
    pub log_ratio: f64,
}

/// A string that stands `near` times in windows of `of_near` characters around hits, and `far` times
/// in the other `of_far` characters.
pub fn collocate(near: u64, of_near: u64, far: u64, of_far: u64) -> Collocate {
    let (a, of_a, b, of_b) = (near as f64, of_near as f64, far as f64, of_far as f64);
    Collocate { log_likelihood: log_likelihood(a, of_a, b, of_b), log_ratio: log_ratio(a, of_a, b, of_b) }
}

/// Counts of very many strings in memory that does not grow: a string's place is told by its hash, so
/// that the count of a place is never less than that of any string in it. Sums, so that neither the
/// order of texts nor the number of threads changes anything.
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
        let mut hash = Hash::default();
        for (at, (start, c)) in text.char_indices().take(longest).enumerate() {
            hash.add(&text[start..start + c.len_utf8()]);
            if at > 0 {
                self.places[self.place(hash)].fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// No less than the occurrences of `string`.
    pub fn at_most(&self, string: &str) -> u32 {
        let mut hash = Hash::default();
        hash.add(string);
        self.places[self.place(hash)].load(Ordering::Relaxed)
    }

    /// The least count, no less than `least`, that no more than `most` places reach: a table of the
    /// strings that may have so many occurrences then stays about so large.
    pub fn threshold(&self, least: u32, most: usize) -> u32 {
        let counts = self.places.iter().map(|n| n.load(Ordering::Relaxed)).filter(|n| *n >= least);
        let mut counts: Vec<u32> = counts.collect();
        if counts.len() <= most {
            return least;
        }
        let at = counts.len() - most - 1;
        let (_, too_few, _) = counts.select_nth_unstable(at);
        *too_few + 1
    }

    fn place(&self, hash: Hash) -> usize {
        hash.finish() as usize & (self.places.len() - 1)
    }
}

/// FNV-1a with a finish: the same on every machine.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Default for Hash {
    fn default() -> Self {
        Hash(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    fn add(&mut self, string: &str) {
        for byte in string.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(self) -> u64 {
        let mixed = (self.0 ^ (self.0 >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed >> 32
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
