//! The commands. Each has a file with its arguments and the function that runs it.
//!
//! The doc comment of the arguments is the help text of the command.

mod check;
mod codebook;
mod collocates;
mod diff;
mod dispersion;
mod export;
mod keyness;
mod kwic;
mod new;
mod ngram;
mod run;
mod search;
mod serve;
mod simulate;
mod stages;
mod verify;
mod word_table;

use crate::exit::Ended;
use clap::{Parser, Subcommand};

/// Nianlun (年轮) counts the keywords of a codebook in Chinese texts year by year, says from the
/// counts where one stage ends and the next begins, and how sure that is
#[derive(Debug, Parser)]
#[command(
    name = "nianlun",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 done; 1 done, and the answer is no; 2 cannot run as asked; 3 a bug of ours"
)]
pub struct Arguments {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// Declares an enum of commands: each variant holds the arguments of one, and `run` runs it.
macro_rules! commands {
    ($name:ident { $($variant:ident($module:ident::$arguments:ident),)* }) => {
        #[derive(Debug, Subcommand)]
        pub enum $name {
            $($variant($module::$arguments),)*
        }

        impl $name {
            /// Runs the command.
            pub fn run(&self) -> Ended {
                match self {
                    $($name::$variant(arguments) => arguments.run(),)*
                }
            }
        }
    };
}
use commands;

// In the order of the help.
commands!(Command {
    New(new::NewArgs),
    Run(run::RunArgs),
    Check(check::CheckArgs),
    Codebook(codebook::CodebookArgs),
    Search(search::SearchArgs),
    Kwic(kwic::KwicArgs),
    Collocates(collocates::CollocatesArgs),
    Keyness(keyness::KeynessArgs),
    Dispersion(dispersion::DispersionArgs),
    Ngram(ngram::NgramArgs),
    Diff(diff::DiffArgs),
    Export(export::ExportArgs),
    Verify(verify::VerifyArgs),
    Serve(serve::ServeArgs),
    Stages(stages::StagesArgs),
    Simulate(simulate::SimulateArgs),
});
