//! Questions to a finished run: word statistics, rates by year, what differs from another run.

pub mod diff;
pub mod lines;
pub mod spans;
pub mod words;
