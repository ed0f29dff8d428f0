//! Run: joins study, findings and results, and owns the threads.
//!
//! [`run`] makes results, [`run_if_changed`] only where something that they were made from has changed.
//! In order: settings, lock and cache of the last run → texts listed and surveyed → what changed → the
//! one pass → findings → pages → everything into the results folder, swapped in whole.

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

pub use outcome::{AsBefore, Options, Outcome, Ran};
pub use pool::Pool;
pub use run::{run, run_if_changed};
pub use steps::Step;
pub use summary::{stages_table, summary};
