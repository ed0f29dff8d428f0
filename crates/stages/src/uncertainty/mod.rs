//! How sure it is: the exact [posterior] over all segmentations, the [windows] of the boundaries, what
//! remains when something is left out ([leave_out]), and [stability] under resampling.

mod evidence;
pub mod leave_out;
mod path_sums;
pub mod posterior;
pub mod stability;
pub mod windows;
