//! How sure the stages are: the posterior over all segmentations, and what happens to the boundaries
//! without one term or document, with other documents, or with other counts.

mod evidence;
mod leave_one_out;
mod path_sums;
pub mod posterior;
pub mod stability;
