//! Stages 阶段: from a series of counts per year and category to the years in which one stage ends
//! and the next begins, and how sure that is. A *boundary* 分界 is the first year of a new stage.
//!
//! The folders are the theory. A [method] is a cost, a search and a selection:
//!
//! - [cost]: what it costs to call a run of years one stage;
//! - [search]: the cheapest segmentation;
//! - [selection]: how many stages, and whether a smooth [trend] explains the series better;
//! - [uncertainty]: the exact [posterior] over all segmentations, and [stability];
//! - [compare]: published stages, measures of agreement, the stage [profile];
//! - [referee]: warnings about data, residuals and sources.
//!
//! [`estimate()`] joins them into an [`Estimate`]; [simulate] measures the error rates of a method. The
//! default method, of METHOD §2, is quasi-Poisson cost, exact search and qBIC.
//!
//! Values in, values out. Transcendental functions come from `libm` and random numbers from a seed, so
//! that the same series gives the same bits on every machine.

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
