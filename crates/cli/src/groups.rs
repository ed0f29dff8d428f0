//! Groups of arguments that several commands share. Doc comments are the help texts.

use crate::choice::choice;
use crate::exit;
use clap::Args;
use nianlun_index::Years;
use nianlun_results::{Finished, locate};
use nianlun_stages::{Method, Settings};
use nianlun_study::pipeline_name;
use nianlun_types::{Named as _, Problem, named};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

named! {
    /// A format of answers.
    pub enum Format: "format" {
        /// For reading.
        Text = "text",
        /// One object.
        Json = "json",
        /// A table, one line a row.
        Csv = "csv",
        /// The same table as a Parquet file.
        Parquet = "parquet",
        /// The same table as a workbook.
        Xlsx = "xlsx",
    }
}

impl Format {
    fn help(self) -> &'static str {
        match self {
            Format::Text => "For reading",
            Format::Json => "One object",
            Format::Csv => "A table, one line a row",
            Format::Parquet => "The same table as a Parquet file",
            Format::Xlsx => "The same table as a workbook",
        }
    }

    /// Whether a terminal cannot show it.
    pub fn is_binary(self) -> bool {
        match self {
            Format::Text | Format::Json | Format::Csv => false,
            Format::Parquet | Format::Xlsx => true,
        }
    }
}

/// Where an answer goes.
#[derive(Debug, Args)]
pub struct OutArgs {
    /// How to write the results [default: as the ending of --output says, or text]
    #[arg(long, value_parser = choice(Format::ALL, Format::help))]
    format: Option<Format>,
    /// Write the results into this file
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

impl OutArgs {
    /// The format that the user asked for, or else that of the file's ending.
    pub fn format(&self) -> Format {
        let ending = self.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
        let of_ending = || Format::from_name(&ending?.to_ascii_lowercase());
        self.format.or_else(of_ending).unwrap_or(Format::Text)
    }

    /// Whether a terminal shows the text, and may colour it. A file never gets codes of colours.
    #[expect(
        clippy::disallowed_methods,
        reason = "NO_COLOR is a convention of terminals; it changes no result"
    )]
    pub fn coloured(&self) -> bool {
        let no_colour = std::env::var_os("NO_COLOR").is_some();
        self.output.is_none() && !no_colour && std::io::stdout().is_terminal()
    }
}

/// A run, which of its years, and where the answer goes.
#[derive(Debug, Args)]
pub struct AtArgs {
    /// A pipeline folder that was run, or a results folder
    pub folder: PathBuf,
    /// Only these years: 2003-2010, 2003-, -2010 or 2003
    #[arg(long, value_name = "A-B", allow_hyphen_values = true)]
    pub years: Option<Years>,
    /// Find also what the codebook holds to be the same: variants, and groups of `[[same]]`
    #[arg(long)]
    pub expand: bool,
    /// Where the answer goes
    #[command(flatten)]
    pub out: OutArgs,
}

/// A run and several queries.
#[derive(Debug, Args)]
pub struct QueriesArgs {
    /// The run
    #[command(flatten)]
    pub at: AtArgs,
    /// What to look for, as in `nianlun search`; several stand side by side
    #[arg(required = true, num_args = 1..)]
    pub queries: Vec<String>,
}

/// How stages are found.
#[derive(Debug, Args)]
pub struct MethodArgs {
    /// How to find stages
    #[arg(long, value_name = "NAME", default_value = "poisson", value_parser = choice(Method::ALL, help_of_method))]
    pub method: Method,
    /// Fewest years of a stage
    #[arg(long, value_name = "M", default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..))]
    pub minimum_length: u16,
    /// Most stages tried
    #[arg(long, value_name = "K", default_value_t = 7, value_parser = clap::value_parser!(u16).range(2..))]
    pub maximum: u16,
}

impl MethodArgs {
    /// The settings of the method.
    pub fn settings(&self) -> Settings {
        Settings { minimum_length: self.minimum_length.into(), maximum: self.maximum.into() }
    }
}

fn help_of_method(method: Method) -> &'static str {
    match method {
        Method::Poisson => {
            "quasi-Poisson counts: permuted years, rivals (curve, steps on a trend, drift), sharpness"
        }
        Method::Gauss => "constant means, exact search, BIC (Bai & Perron)",
        Method::Share => "shares of the categories, Dirichlet-multinomial",
        Method::Coniss => "neighbours merged by sums of squares, broken stick",
        Method::Vnc => "variability-based neighbour clustering, elbow",
        Method::Pelt => "as poisson, pruned search, no largest number of stages",
    }
}

/// Opens the finished run that `path` means: a results folder, or a pipeline folder that was run.
pub fn finished(path: &Path) -> Result<Finished, Problem> {
    let folder = locate(path, &pipeline_name)?;
    exit::remember_results(&folder);
    Finished::open(&folder)
}
