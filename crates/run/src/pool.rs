//! The threads of a run.

use nianlun_findings::Workers;
use nianlun_types::Problem;
use rayon::prelude::*;

/// A pool of threads. Everything that works in parallel works in it.
pub struct Pool(rayon::ThreadPool);

impl Pool {
    /// A pool of so many threads; as many as the machine has cores unless given.
    ///
    /// # Errors
    /// The system gives none.
    pub fn new(threads: Option<usize>) -> Result<Self, Problem> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
        pool.map(Pool).map_err(|error| Problem::ours("no threads could be started", error))
    }

    /// Runs both in the pool, side by side where there are threads.
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

    /// Runs `work` in the pool: what it does in parallel, it does on these threads.
    pub fn install<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        self.0.install(work)
    }
}

impl Workers for Pool {
    fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        self.0.install(|| (0..count).into_par_iter().for_each(work));
    }
}
