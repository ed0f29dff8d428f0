//! Findings: computes everything that is said of the counts. Stages, their stability and sensitivity, the
//! stage profile, terms, keyness, warnings.
//!
//! This crate is pure: it opens no file, reads no clock and owns no thread. The caller passes the counts
//! ([`Counted`]), the decisions in force ([`Decisions`]) and a way of running independent pieces of work
//! ([`nianlun_types::Workers`]). Which thread runs a piece changes nothing.

mod analysis;
mod calibration;
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

pub use analysis::{Analysis, Circumstances, Findings, Grounds, analyse};
pub use calibration::{USUAL_WORLDS, design};
pub use counted::Counted;
pub use cube::{Cube, DocumentHits};
pub use decisions::Decisions;
pub use refit::{Refit, RefitStages, TermYears, refit};
pub use series::{series_of_rows, years};
pub use simulate::{Simulation, simulate};
pub use stability::REPLICATES;
