//! How sure the stages are: the exact posterior over all segmentations, and the stability of the
//! boundaries without one term or document, with other documents, or with other counts.

mod evidence;
mod leave_one_out;
mod path_sums;
pub mod posterior;
pub mod stability;
