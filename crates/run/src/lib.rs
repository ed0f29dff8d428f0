//! Run: joins study, findings and results, and owns the threads.
//!
//! [`run`] makes results; [`run_if_changed`] does so only where something that the earlier results were
//! made from has changed. The steps, in order: read the settings, lock and cache of the last run; list and
//! survey the texts; compare with the last run; make the pass; make the findings; draw the pages; write the
//! results folder and swap it in.

mod cache;
mod corpus_report;
mod indexing;
mod made_from;
mod outcome;
mod pages;
mod pass;
mod pool;
mod run;
mod steps;
mod summary;
mod units;

pub use outcome::{AsBefore, Options, Outcome, Ran};
pub use pool::Pool;
pub use run::{run, run_if_changed};
pub use steps::Step;
pub use summary::{evidence, summary};
pub use units::Units;
