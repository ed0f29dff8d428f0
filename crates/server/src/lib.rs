//! The explorer: a local page over a finished run.
