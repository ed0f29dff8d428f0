//! Runs independent pieces of work without depending on a pool of threads.

use std::sync::OnceLock;

/// Runs independent pieces of work. In what order and on which threads they run changes nothing.
pub trait Workers: Sync {
    /// Calls `work` once for each number below `count`.
    fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync));
}

/// Runs everything on the calling thread, in order.
pub struct Alone;

impl Workers for Alone {
    fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..count).for_each(work);
    }
}

/// The results of `work` for each number below `count`, in their order.
pub fn map<T: Send + Sync>(workers: &dyn Workers, count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let results: Vec<OnceLock<T>> = (0..count).map(|_| OnceLock::new()).collect();
    workers.each(count, &|at| {
        // Each place is set once: the result cannot be an error.
        let _ = results[at].set(work(at));
    });
    results.into_iter().filter_map(OnceLock::into_inner).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_order_whoever_works() {
        struct Backwards;
        impl Workers for Backwards {
            fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
                (0..count).rev().for_each(work);
            }
        }
        assert_eq!(map(&Backwards, 4, |n| n * n), [0, 1, 4, 9]);
        assert_eq!(map(&Backwards, 4, |n| n * n), map(&Alone, 4, |n| n * n));
    }
}
