//! The replicates of a judgement: what they draw (permutations of the years, normal numbers) and who runs them.
//!
//! Replicate b of a part has a stream of its own (seed, part, level, b), so the thread that runs it does not
//! matter. The tests of METHOD's golden cases give lists instead.

use crate::random::Random;
use nianlun_types::{Alone, Progress, Silent, Workers, map};

/// A part of the judgement that draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// METHOD §2.2: whole years permuted.
    Permutation,
    /// METHOD §2.4: drift without slopes.
    Drift,
    /// METHOD §2.4.7: drift on log-linear slopes.
    DriftOnTrend,
    /// METHOD §2.4.5: the fitted steps as null.
    Steps,
    /// Drift with an sd for each category.
    OwnDrift,
    /// The same on log-linear slopes.
    OwnDriftOnTrend,
    /// METHOD §2.4.5 once more, boundaries close to each other merged.
    MergedSteps,
}

/// Where replicates take their permutations and normal numbers from.
pub trait Draws: Sync {
    /// B, the number of replicates of every part.
    fn replicates(&self) -> usize;
    /// A permutation of 0..n for replicate `b` of `part`; `level` counts the tests of one part.
    fn permutation(&self, part: Part, level: usize, b: usize, n: usize) -> Vec<usize>;
    /// A permutation of 0..n and `count` standard normal numbers for replicate `b` of `part`.
    fn permutation_and_normals(&self, part: Part, b: usize, n: usize, count: usize)
    -> (Vec<usize>, Vec<f64>);
}

/// Draws from a seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seeded {
    /// The seed.
    pub seed: u64,
    /// B.
    pub replicates: usize,
}

impl Seeded {
    /// Streams below 2⁴⁸ belong to the document bootstrap, those from 2⁶³ on to the model bootstrap.
    fn stream(self, part: Part, level: usize, b: usize) -> Random {
        let part = 1 + part as u64;
        Random::new(self.seed, part << 48 | (level as u64) << 40 | b as u64)
    }
}

impl Draws for Seeded {
    fn replicates(&self) -> usize {
        self.replicates
    }

    fn permutation(&self, part: Part, level: usize, b: usize, n: usize) -> Vec<usize> {
        self.stream(part, level, b).permutation(n)
    }

    fn permutation_and_normals(
        &self,
        part: Part,
        b: usize,
        n: usize,
        count: usize,
    ) -> (Vec<usize>, Vec<f64>) {
        let mut random = self.stream(part, 0, b);
        let order = random.permutation(n);
        (order, (0..count).map(|_| random.normal()).collect())
    }
}

/// How replicates are drawn, who runs them, and who is told.
#[derive(Clone, Copy)]
pub struct Replication<'a> {
    /// What they draw.
    pub draws: &'a dyn Draws,
    /// Who runs them.
    pub workers: &'a dyn Workers,
    /// Who is told.
    pub progress: &'a dyn Progress,
}

impl<'a> Replication<'a> {
    /// Runs them in order, on the calling thread, and tells nobody.
    pub fn alone(draws: &'a dyn Draws) -> Self {
        Replication { draws, workers: &Alone, progress: &Silent }
    }

    /// The results of `replicate` for every b, in order; `step` names the work.
    pub(crate) fn run<T: Send + Sync>(&self, step: &str, replicate: impl Fn(usize) -> T + Sync) -> Vec<T> {
        let count = self.draws.replicates();
        self.progress.begin(step, count as u64);
        let results = map(self.workers, count, |b| {
            let result = replicate(b);
            self.progress.advance(1, 0);
            result
        });
        self.progress.end();
        results
    }
}
