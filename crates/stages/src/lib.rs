//! Stages 阶段: from a series of counts per year and category to the years in which one stage ends
//! and the next begins, and how sure that is. A *boundary* 分界 is the first year of a new stage.
//!
//! The folders are the theory. The default method, of METHOD §2, is judged ([`mod@judge`]):
//!
//! - [cost]: what it costs to call a run of years one stage;
//! - [search]: the cheapest segmentation;
//! - [selection]: how many stages, by permutation of whole years;
//! - [rivals]: a curve, steps on a trend, drift: what else could have made the counts;
//! - [sharpness]: whether the transitions are steps at all;
//! - [uncertainty]: the exact [posterior], windows, what remains without a year or a text, [stability];
//! - [compare]: published stages, measures of agreement, the stage [profile];
//! - [referee]: warnings about data, residuals and sources.
//!
//! The alternates ([method]) are a cost, a search and a selection. [`estimate()`] joins all into an
//! [`Estimate`]; [simulate] measures the error rates of a method.
//!
//! Values in, values out. Transcendental functions come from `libm` and random numbers from a seed, so
//! that the same series gives the same bits on every machine, on any number of threads.

mod cells;
pub mod compare;
pub mod cost;
pub mod draws;
mod estimate;
pub mod judge;
pub mod method;
mod random;
pub mod referee;
pub mod resample;
mod result;
pub mod rivals;
pub mod search;
pub mod selection;
mod series;
pub mod sharpness;
pub mod simulate;
pub mod uncertainty;

pub use cells::Cells;
pub use compare::profile;
pub use draws::{Draws, Replication, Seeded};
pub use estimate::{BRIEF_REPLICATES, FEWEST_YEARS, Judge, REPLICATES, estimate, estimate_by};
pub use method::Method;
pub use random::Random;
pub use result::{
    Boundary, BoundaryProbability, DriftTest, Estimate, Held, LeaveOneYear, PermutationLevel, Published,
    PublishedComparison, RivalScore, Serial, Settings, Softness, Solution, StagesProbability, Verdict,
    stage_spans,
};
pub use search::enumerate;
pub use series::{Data, Series, Values};
pub use uncertainty::{posterior, stability};
