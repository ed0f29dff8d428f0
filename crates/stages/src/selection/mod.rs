//! How many stages: overdispersion, one rule for each method, and the smooth trend that competes with
//! all of them.

mod criterion;
mod merging;
mod overdispersion;
pub mod trend;

pub use criterion::{evidence, gaussian_bic, qbic, qbic_penalty};
pub use merging::{broken_stick, elbow};
pub(crate) use overdispersion::expected_counts;
pub use overdispersion::{overdispersion, pearson_residuals, share_overdispersion};
