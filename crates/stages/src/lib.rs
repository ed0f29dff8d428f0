//! Stages 阶段: from a series of counts per year and category to the years in which one stage ends
//! and the next begins, and how sure that is.
//!
//! The default estimator of METHOD §2: quasi-Poisson [cost], exact [search] over every
//! segmentation, the number of stages by [selection], a smooth [trend] as competitor, and an exact
//! [posterior] over all segmentations. The other named methods stand beside it in [method]. A
//! *boundary* 分界 is the first year of a new stage.
//!
//! Values in, values out; transcendental functions come from `libm` and random numbers from a seed,
//! so that the same series gives the same bits on every machine.

pub mod compare;
pub mod cost;
mod estimate;
pub mod method;
mod random;
pub mod referee;
mod result;
pub mod search;
pub mod selection;
mod series;
pub mod simulate;
pub mod uncertainty;

pub use compare::profile;
pub use estimate::{FEWEST_YEARS, estimate, estimate_by};
pub use method::Method;
pub use random::Random;
pub use result::{
    Boundary, BoundaryProbability, Estimate, Published, PublishedComparison, Settings, Solution,
    StagesProbability, Verdict, stage_rows,
};
pub use search::enumerate;
pub use selection::trend;
pub use series::{Data, Series, Values};
pub use uncertainty::{posterior, stability};
