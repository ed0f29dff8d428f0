//! Results: the folder that a run writes, which is the contract of nianlun with every paper that cites it.
//! This crate alone writes it and reads it.
//!
//! [`Output`] claims a folder, receives every file, and swaps the whole in in one step. [`Finished`] reads
//! the folder back, typed; [`verify`] checks it file by file. What a later command makes of a finished run
//! (exports and the like) has the same writer and the same check.

mod ask;
mod before;
mod derived;
mod export;
mod files;
mod finished;
mod folder;
mod listed;
mod lock;
mod provenance;
mod verify;
mod write;

pub use ask::diff::{CellDiff, Diff, DocumentsDiff, HitDiff, PartDiff, diff};
pub use ask::documents::{card_columns, match_columns};
pub use ask::lines::LineRow;
pub use ask::spans::{Spans, design_of};
pub use ask::words::{Collocates, WordTable, YearsOrStage};
pub use derived::{Derived, beside};
pub use export::{ExportFormat, ExportOptions, Exported, export};
pub use files::{
    CACHE, CONCEPTS, CORPUS_REPORT, DICTIONARY, FORMAT, INDEX, LOCK, PROVENANCE, QUARANTINE, STAGES, SUMMARY,
};
pub use finished::{Finished, Search, Stamp};
pub use folder::{Output, is_results, locate, outside_results};
pub use lock::{Ended, Lock};
pub use provenance::{
    HashedFile, IndexNote, Input, InputKind, Provenance, ScopeInForce, SettingsInForce, Versions,
};
pub use verify::{Checked, State, verify};
pub use write::{Contents, write_contents};

use nianlun_types::Problem;

/// The version of nianlun.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The problem of a results file that cannot be read.
pub fn unreadable(name: &str, cause: impl ToString) -> Problem {
    Problem::new(format!("`{name}` cannot be read")).because(cause.to_string()).hint("run the pipeline again")
}
