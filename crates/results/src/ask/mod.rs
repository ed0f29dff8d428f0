//! Answers questions about a finished run: lines, word statistics, rates by year, differences from another
//! run.

pub mod diff;
pub mod documents;
pub mod lines;
pub mod spans;
pub mod words;
