//! Findings: counts → everything that is said of them. Stages, their stability and sensitivity, the
//! stage profile, terms, keyness, warnings.
//!
//! Pure: nothing here opens a file, reads a clock or owns a thread. Whoever calls gives the counts
//! ([`Counted`]), the decisions in force ([`Decisions`]) and a way of running independent pieces of work
//! ([`Workers`]); which thread runs a piece changes nothing.

mod analysis;
mod counted;
mod cube;
mod decisions;
mod profile;
mod refit;
mod sensitivity;
mod series;
mod simulate;
mod stability;
mod terms;
mod warnings;
mod workers;

pub use analysis::{Analysis, Circumstances, Findings, Grounds, analyse};
pub use counted::Counted;
pub use cube::{Cube, DocumentHits};
pub use decisions::Decisions;
pub use refit::{Refit, RefitStages, TermYears, refit};
pub use series::{series_of_rows, years};
pub use simulate::{Simulation, simulate};
pub use stability::REPLICATES;
pub use workers::{Alone, Workers};
