//! One file for each command.

pub mod check;
pub mod codebook;
pub mod diff;
pub mod export;
pub mod kwic;
pub mod new;
pub mod rates;
pub mod run;
pub mod search;
pub mod serve;
pub mod simulate;
pub mod stages;
pub mod words;
