//! How many stages: whole years permuted for the default method, one rule for each alternate.

mod criterion;
mod merging;
mod overdispersion;
pub mod permutation;

pub use criterion::{evidence, gaussian_bic, qbic, qbic_penalty};
pub use merging::{broken_stick, elbow};
pub use overdispersion::share_overdispersion;
