//! `nianlun codebook`: import, suggest, sample, score.

mod import;
mod sample;
mod score;
mod score_text;
mod suggest;

use super::commands;
use crate::exit::Ended;
use clap::{Args, Subcommand};

/// Make a codebook, and validate it: import, suggest, sample, score
#[derive(Debug, Args)]
pub struct CodebookArgs {
    /// What to do
    #[command(subcommand)]
    command: CodebookCommand,
}

impl CodebookArgs {
    /// Runs one of the commands.
    pub fn run(&self) -> Ended {
        self.command.run()
    }
}

// In the order of the help.
commands!(CodebookCommand {
    Import(import::ImportArgs),
    Suggest(suggest::SuggestArgs),
    Sample(sample::SampleArgs),
    Score(score::ScoreArgs),
});
