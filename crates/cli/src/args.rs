//! The command line. Doc comments are the help texts.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use nianlun_index::Years;
use std::path::PathBuf;

/// Nianlun (年轮) counts the keywords of a codebook in Chinese texts year by year, says from the
/// counts where one stage ends and the next begins, and how sure that is
#[derive(Debug, Parser)]
#[command(
    name = "nianlun",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 done; 1 done, and the answer is no; 2 cannot run as asked; 3 a bug of ours"
)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a pipeline: read, count, index, estimate stages
    ///
    /// Results go to `out/<name>` (see docs/tables.md for every file). They are made beside the
    /// earlier ones and replace them only when complete. Texts that cannot be read are listed in
    /// `quarantine.csv` with the reason, and the run goes on.
    Run(RunArgs),
    /// Read everything, count nothing, list every problem
    ///
    /// Looks at the pipeline, the codebook, the published stages, the manifest and every text, and
    /// names each problem with file and line. Exits with 1 if there is any.
    Check(CheckArgs),
    /// Search the texts of a run
    ///
    /// Words without quotation marks are cut as the texts were; documents that hold any of them are
    /// ranked by relevance. A string in quotation marks is found exactly wherever it stands, inside
    /// words too, and counted left to right without overlap; several must all occur. Traditional and
    /// simplified, full and half width, upper and lower case are the same, and line breaks inside
    /// words do not matter. Exits with 1 if nothing is found.
    #[command(
        after_long_help = "Examples:\n  nianlun search pipelines/shanghai 政务公开\n  nianlun search out/shanghai '\"公共数据\"' --years 2015-2021 --format json"
    )]
    Search(SearchArgs),
}

/// Flags of `nianlun run`.
#[derive(Debug, ClapArgs)]
pub struct RunArgs {
    /// The pipeline folder, which holds `pipeline.toml`
    pub pipeline: PathBuf,
    /// Use this corpus instead of the pipeline's own
    ///
    /// A manifest (CSV with the columns id, file, year, title), or a folder that holds a
    /// `manifest.csv` or else texts whose names tell the year.
    #[arg(long, value_name = "PATH")]
    pub corpus: Option<PathBuf>,
    /// Put the results into this folder [default: out/<name>]
    ///
    /// The folder must be new, empty, or hold earlier results: a run replaces all of it.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Exit with 1 if any text was set aside
    #[arg(long)]
    pub strict: bool,
    /// Use this many threads [default: one a core]
    ///
    /// The tables are the same with any number.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// Flags of `nianlun check`.
#[derive(Debug, ClapArgs)]
pub struct CheckArgs {
    /// The pipeline folder, which holds `pipeline.toml`
    pub pipeline: PathBuf,
    /// Use this corpus instead of the pipeline's own
    #[arg(long, value_name = "PATH")]
    pub corpus: Option<PathBuf>,
}

/// Flags of `nianlun search`.
#[derive(Debug, ClapArgs)]
pub struct SearchArgs {
    /// A pipeline folder that was run, or a results folder
    pub folder: PathBuf,
    /// What to look for; exact strings in quotation marks
    pub query: String,
    /// Only these years: 2003-2010, 2003-, -2010 or 2003
    #[arg(long, value_name = "A-B", allow_hyphen_values = true)]
    pub years: Option<Years>,
    /// Show at most this many documents; totals count all
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// How to write the results
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Formats of search results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Text,
    /// One object
    Json,
    /// One line a document
    Csv,
}
