//! Warnings that a referee would raise. We raise them first.

mod jumps;
mod lengths;
mod residuals;
mod sources;
mod thin_data;

use crate::enumerate;
pub(crate) use jumps::boundaries_at_jumps;
pub(crate) use lengths::odd_lengths;
pub(crate) use residuals::autocorrelation;
pub use sources::source_changes;
pub(crate) use thin_data::thin_data;

/// The number of segmentations into up to `maximum` stages: how many were compared.
pub fn segmentations_tried(n: usize, minimum_length: usize, maximum: usize) -> u64 {
    (1..=maximum).map(|stages| enumerate::count(n, stages, minimum_length)).fold(0, u64::saturating_add)
}
