//! `nianlun new`.

use crate::exit::{Ended, Exit};
use crate::put;
use clap::Args;
use nianlun_results::outside_results;
use nianlun_study::new_study;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Make a study for a folder of texts in any format
///
/// Writes STUDY/pipeline.toml and STUDY/codebook.toml (the shipped codebook unless --codebook is
/// given) and asks nothing. Reads txt, md, html, docx, doc, wps, pdf, csv, tsv, xlsx, xls, jsonl,
/// parquet and zip archives of these, as they are; which column of a table holds what is guessed
/// from its name and shown.
#[derive(Debug, Args)]
#[command(after_long_help = "Example:\n  nianlun new my-study --texts ~/政策文本\n  nianlun run my-study")]
pub struct NewArgs {
    /// The folder to make; its name is that of the results
    study: PathBuf,
    /// The folder with the texts, or one table or archive of them
    #[arg(long, value_name = "FOLDER")]
    texts: PathBuf,
    /// Use this codebook [default: the shipped one]
    #[arg(long, value_name = "FILE")]
    codebook: Option<PathBuf>,
}

impl NewArgs {
    /// Makes the study, and says what was guessed.
    pub fn run(&self) -> Ended {
        outside_results(&self.study)?;
        let study = new_study(&self.study, &self.texts, self.codebook.as_deref())?;
        let mut text = format!("{}: {} texts", study.folder.join("pipeline.toml").display(), study.texts);
        if study.set_aside > 0 {
            let _ = write!(text, ", {} set aside already", study.set_aside);
        }
        text.push('\n');
        for (file, guess) in &study.guesses {
            let _ = writeln!(text, "guessed: {file}: {guess}");
        }
        let _ = writeln!(text, "run it: nianlun run {}", study.folder.display());
        put::text(&text)?;
        Ok(Exit::Done)
    }
}
