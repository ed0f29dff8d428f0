//! Stages 阶段: from a series of counts per year and category to the years in which one stage ends
//! and the next begins, and how sure that is.
//!
//! The default estimator of METHOD §2: quasi-Poisson [cost], exact [search] over every
//! segmentation, the number of stages by [selection], a smooth [trend] as competitor, and an exact
//! [posterior] over all segmentations. A *boundary* 分界 is the first year of a new stage.
//!
//! Values in, values out; transcendental functions come from `libm`, so that the same series gives
//! the same bits on every machine.

pub mod compare;
pub mod cost;
pub mod enumerate;
mod estimate;
pub mod posterior;
pub mod search;
pub mod selection;
mod series;
pub mod trend;

pub use estimate::{
    Boundary, BoundaryProbability, Estimate, Published, PublishedComparison, Settings, Solution,
    StagesProbability, Verdict, estimate,
};
pub use series::Series;
