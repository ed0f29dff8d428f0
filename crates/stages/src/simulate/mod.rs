//! Simulated series of which it is known what is true, METHOD §2: how often does the judge say it?
//!
//! - [`World`]: what is true of a series, e.g. `steps 0.35` or `ar 0.7`; [`WORLDS`] is the table of all;
//! - [`Design`]: how many years and categories, how large the counts, or those of a finished run;
//! - [`generate()`]: one series of a world, with its true boundaries;
//! - [`judge`], [`Said`]: what a judge says of one such series; [`Rates`]: the sum over many;
//! - [`TABLE`]: the cells of METHOD's table, with METHOD's figures.
//!
//! The worlds are those of METHOD's reference (`acceptance/stages/reference/worlds.rs`): the same formulas
//! and constants, but random numbers of our own, so that they are equal in distribution and not in bits.

mod design;
mod generate;
mod method_table;
mod parameter;
mod rates;
mod worlds;

pub use design::{Design, year_effect};
pub use generate::generate;
pub use method_table::{Cell, TABLE};
pub use parameter::ParameterAbout;
pub use rates::{Calibration, Counted, Judged, Rates, Said, judge, rates};
pub use worlds::{Truth, WORLDS, World, WorldAbout};
