//! How sure the stages are: the posterior over all segmentations, and what happens to the boundaries
//! without one term or document, with other documents, or with other counts.

pub(crate) mod evidence;
pub(crate) mod leave_one_out;
pub mod posterior;
pub mod stability;
