//! Pipeline: joins all crates, and owns the threads and the files of a run.
//!
//! [`Pipeline::load`] reads a pipeline folder and refuses what is wrong with it; [`run`] makes the
//! results; [`check`] looks at everything and counts nothing. Nothing here prints.

mod check;
mod count;
mod load;
mod output;
mod progress;
mod provenance;
mod published;
mod run;
mod settings;

pub use check::{Checked, check};
pub use load::Pipeline;
pub use output::{results_folder, segmenter_of};
pub use progress::{Progress, Silent};
pub use run::{Options, Outcome, RunError, run};
pub use settings::Settings;

/// The version of nianlun.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
