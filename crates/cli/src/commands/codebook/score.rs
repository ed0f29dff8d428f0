//! `nianlun codebook score`.

use super::score_text;
use crate::exit::{Ended, Exit};
use crate::groups::OutArgs;
use crate::put;
use clap::Args;
use nianlun_coding::{TermScore, score};
use nianlun_tables::{Sheet, Values};
use std::path::PathBuf;

/// Read a filled coding sheet: precision, recall, agreement
///
/// Says for each term and category how many of its hits are meant, with 95 % intervals, how far
/// the coders agree (Krippendorff's α), roughly how much is missed, and what the stages are without
/// the terms whose precision is below .8. Exits with 1 if there are any.
#[derive(Debug, Args)]
pub struct ScoreArgs {
    /// The filled sheet, csv or xlsx
    sheet: PathBuf,
    /// Its key [default: beside the sheet, with the ending .key.json]
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[command(flatten)]
    out: OutArgs,
}

impl ScoreArgs {
    /// Scores the sheet.
    pub fn run(&self) -> Ended {
        let found = score(&self.sheet, self.key.as_deref())?;
        put::answer(&self.out, || score_text::text(&found), &found, || sheet(&found.terms))?;
        Ok(Exit::done_if(!found.terms.iter().any(|term| term.fails)))
    }
}

/// A row for each term with a coded line.
fn sheet(terms: &[TermScore]) -> Sheet {
    Sheet {
        columns: vec![
            ("category", Values::text(terms.iter().map(|term| term.category.as_str()))),
            ("term", Values::text(terms.iter().map(|term| term.term.as_str()))),
            ("hits", Values::counts(terms.iter().map(|term| term.hits))),
            ("lines", Values::counts(terms.iter().map(|term| term.precision.lines as u64))),
            ("precision", Values::real(terms.iter().map(|term| term.precision.share))),
            ("low", Values::real(terms.iter().map(|term| term.precision.low))),
            ("high", Values::real(terms.iter().map(|term| term.precision.high))),
            ("fails", Values::text(terms.iter().map(|term| term.fails.to_string()))),
        ],
    }
}
