//! The rivals of steps, METHOD §2.3 and §2.4: what else could have made the counts.
//!
//! - [curve]: a smooth curve a category;
//! - [steps_on_trend]: steps on a log-linear slope a category;
//! - [drift]: a random walk a category.

pub mod curve;
pub mod drift;
mod linear;
pub mod steps_on_trend;
