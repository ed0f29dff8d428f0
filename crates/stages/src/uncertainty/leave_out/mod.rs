//! What remains of a finding without one year, or without one document.

pub(crate) mod document;
pub mod year;
