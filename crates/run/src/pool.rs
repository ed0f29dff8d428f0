//! The threads of a run.

use nianlun_types::Problem;
use nianlun_types::Workers;
use rayon::prelude::*;

/// A pool of threads. Everything that runs in parallel runs in it.
pub struct Pool(rayon::ThreadPool);

impl Pool {
    /// Starts `threads` threads, or one a core.
    ///
    /// # Errors
    /// The system refuses to start a thread.
    pub fn new(threads: Option<usize>) -> Result<Self, Problem> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
        pool.map(Pool).map_err(|error| Problem::ours("no threads could be started", error))
    }

    /// Runs both in the pool, in parallel where there are two threads.
    pub fn join<A: Send, B: Send>(
        &self,
        a: impl FnOnce() -> A + Send,
        b: impl FnOnce() -> B + Send,
    ) -> (A, B) {
        self.0.install(|| rayon::join(a, b))
    }

    /// Starts `work` in the pool and does not wait for it.
    pub fn spawn(&self, work: impl FnOnce() + Send + 'static) {
        self.0.spawn(work);
    }

    /// Runs `work` in the pool: parallel iterators inside it use these threads.
    pub fn install<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.0.install(work)
    }
}

impl Workers for Pool {
    fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        self.0.install(|| (0..count).into_par_iter().for_each(work));
    }
}
