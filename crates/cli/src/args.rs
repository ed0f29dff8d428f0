//! The command line. Doc comments are the help texts.

use clap::builder::PossibleValue;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use nianlun_index::Years;
use nianlun_stages::Method;
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
    /// Find the stages of a series counted elsewhere
    ///
    /// SERIES is a CSV or Parquet file with the columns year, category, hits, exposure; for the
    /// methods `gauss`, `coniss` and `vnc` also with year, category, value. Empty cells are missing,
    /// not zero. Exits with 1 if the series is too short or too empty to say anything.
    #[command(
        after_long_help = "Examples:\n  nianlun stages counts.csv\n  nianlun stages nile.csv --method gauss --minimum-length 15 --maximum 4 --format json"
    )]
    Stages(StagesArgs),
    /// Say how often a method errs, on simulated series
    ///
    /// Simulates series without change, with true boundaries, with a smooth trend and with an
    /// autocorrelated drift, and prints how often the method says what is true of them: for METHOD's
    /// own size, for the size of a finished run, or for any other.
    #[command(
        after_long_help = "Examples:\n  nianlun simulate\n  nianlun simulate out/shanghai\n  nianlun simulate --years 20 --categories 3 --mean 12 --phi 2"
    )]
    Simulate(SimulateArgs),
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

/// Flags of `nianlun stages`.
#[derive(Debug, ClapArgs)]
pub struct StagesArgs {
    /// The series: a CSV or Parquet file
    pub series: PathBuf,
    /// How to find stages
    #[arg(long, value_name = "NAME", value_enum, default_value_t = MethodName(Method::Poisson))]
    pub method: MethodName,
    /// Fewest years of a stage
    #[arg(long, value_name = "M", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..))]
    pub minimum_length: u16,
    /// Most stages tried
    #[arg(long, value_name = "K", default_value_t = 7, value_parser = clap::value_parser!(u16).range(2..))]
    pub maximum: u16,
    /// How to write the result
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub format: TextOrJson,
}

/// Flags of `nianlun simulate`.
#[derive(Debug, ClapArgs)]
pub struct SimulateArgs {
    /// Simulate series of the size of these results
    pub results: Option<PathBuf>,
    /// Years [default: 28]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(8..=1000))]
    pub years: Option<u16>,
    /// Categories [default: 8]
    #[arg(long, value_name = "J", value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub categories: Option<u16>,
    /// Mean hits of a category in a year [default: 100]
    #[arg(long, value_name = "HITS", value_parser = positive)]
    pub mean: Option<f64>,
    /// Variance over mean of the counts (can be repeated) [default: 1, 4 and 8]
    #[arg(long, value_name = "PHI", value_parser = at_least_one)]
    pub phi: Vec<f64>,
    /// True boundaries of the series that have them [default: 3]
    #[arg(long, value_name = "B", value_parser = clap::value_parser!(u16).range(1..=100))]
    pub boundaries: Option<u16>,
    /// Series of each kind
    #[arg(long, value_name = "R", default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..))]
    pub replicates: u64,
    /// How to find stages
    #[arg(long, value_name = "NAME", value_enum, default_value_t = MethodName(Method::Poisson))]
    pub method: MethodName,
    /// Fewest years of a stage
    #[arg(long, value_name = "M", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..))]
    pub minimum_length: u16,
    /// Most stages tried
    #[arg(long, value_name = "K", default_value_t = 7, value_parser = clap::value_parser!(u16).range(2..))]
    pub maximum: u16,
    /// Seed of the random numbers
    #[arg(long, value_name = "SEED", default_value_t = 20_210_607)]
    pub seed: u64,
    /// How to write the table
    #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
    pub format: TextOrJson,
}

fn positive(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|n: &f64| *n > 0.0 && n.is_finite())
        .ok_or_else(|| "give a number above 0".to_owned())
}

fn at_least_one(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|n: &f64| *n >= 1.0 && n.is_finite())
        .ok_or_else(|| "give a number from 1 on".to_owned())
}

/// A method by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodName(pub Method);

impl ValueEnum for MethodName {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [MethodName; Method::ALL.len()] = {
            let mut all = [MethodName(Method::Poisson); Method::ALL.len()];
            let mut at = 0;
            while at < all.len() {
                all[at] = MethodName(Method::ALL[at].1);
                at += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self.0 {
            Method::Poisson => "quasi-Poisson counts, exact search, qBIC, smooth competitor",
            Method::Gauss => "constant means, exact search, BIC (Bai & Perron)",
            Method::Share => "shares of the categories, Dirichlet-multinomial",
            Method::Coniss => "neighbours merged by sums of squares, broken stick",
            Method::Vnc => "variability-based neighbour clustering, elbow",
            Method::Pelt => "as poisson, pruned search, no largest number of stages",
        };
        Some(PossibleValue::new(self.0.name()).help(help))
    }
}

/// For reading, or one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// For reading
    Text,
    /// One object
    Json,
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
