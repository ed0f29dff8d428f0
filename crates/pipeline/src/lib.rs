//! Pipeline: joins all crates, and owns the threads and the files of a run.
//!
//! [`Pipeline::load`] reads a pipeline folder and refuses what is wrong with it; [`run`] makes the
//! results; [`check`] looks at everything and counts nothing. Nothing here prints.

mod analyse;
mod cache;
mod check;
mod codebook;
mod copies;
mod corpus_report;
mod count;
mod diff;
mod eras;
mod evidence;
mod export;
mod indexing;
mod labelled;
mod load;
mod lock;
mod new;
mod opened;
mod output;
mod pages;
mod profile;
mod progress;
mod provenance;
mod published;
mod read_back;
mod results;
mod run;
mod sample;
mod score;
mod sensitivity;
mod series;
mod series_file;
mod settings;
mod sheet;
mod simulate;
mod stability;
mod steps;
mod suggest;
mod summary;
mod survey;
mod terms;
mod texts;
mod words;

pub use analyse::Findings;
pub use check::{Checked, check};
pub use codebook::import_codebook;
pub use copies::Repeat;
pub use diff::{CellDiff, Diff, DocumentsDiff, HitDiff, Part as DiffPart, diff};
pub use export::{ExportFormat, ExportOptions, Exported, export};
pub use labelled::{Labelled, labelled};
pub use load::Pipeline;
pub use lock::{Ended, LOCK, Lock};
pub use new::{NewStudy, new_study};
pub use nianlun_codebook::import::Imported;
pub use nianlun_codebook::{Advice, Level};
pub use nianlun_corpus::sha256_hex;
pub use opened::Opened;
pub use output::{results_folder, segmenter_of};
pub use progress::{Progress, Silent};
pub use read_back::{read_json, unreadable};
pub use run::{AsBefore, Options, Outcome, Ran, RunError, run, run_if_changed};
pub use sample::{SampleOptions, Sampled, sample};
pub use score::{Agreement, CategoryScore, Coding, ENOUGH, Recall, Refit, Score, Stages, TermScore, score};
pub use series_file::read_series;
pub use settings::Settings;
pub use simulate::{Simulation, design_of, simulate};
pub use steps::Step;
pub use suggest::{SampleLine, Suggestion, Suggestions, suggest};
pub use summary::{stages_table, summary};
pub use survey::Keep;
pub use words::{DispersionRow, Part, RateRow, WordRow, WordTable};

/// The version of nianlun.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
