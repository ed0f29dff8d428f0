//! `nianlun export`.

use crate::choice::choice;
use crate::exit::{Ended, Exit};
use crate::put;
use clap::Args;
use nianlun_results::{ExportFormat, ExportOptions, beside, export, locate};
use nianlun_study::pipeline_name;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Export the tables of a run for R, Stata, Excel, Python
///
/// Writes a new folder with a file for each table and a `datapackage.json` (Frictionless Data) that
/// says what every column is: its Chinese title, unit and type. CSV has a byte order mark, xlsx
/// Chinese headings, dta (Stata 14 and later) ASCII names and Chinese labels. docs/export.md.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  nianlun export out/shanghai --format dta --to shanghai-stata\n  nianlun export out/shanghai --format xlsx --wide"
)]
pub struct ExportArgs {
    /// The results folder, or the pipeline folder of a run
    results: PathBuf,
    /// The format
    #[arg(long, default_value = "csv", value_parser = choice(ExportFormat::ALL, help_of_format))]
    format: ExportFormat,
    /// Categories side by side, one row a year (frequencies) or stage (profile)
    #[arg(long, conflicts_with = "long")]
    wide: bool,
    /// One row for each category, as in the results [default]
    #[arg(long)]
    long: bool,
    /// Only these tables, with commas between them
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    tables: Vec<String>,
    /// The folder to make [default: beside the results, e.g. out/shanghai.export-csv]
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
}

fn help_of_format(format: ExportFormat) -> &'static str {
    match format {
        ExportFormat::Csv => "UTF-8 with a byte order mark, which Excel needs",
        ExportFormat::Xlsx => "One workbook with Chinese headings",
        ExportFormat::Dta => "Stata 118",
        ExportFormat::Parquet => "Parquet",
        ExportFormat::Jsonl => "One JSON object a line",
    }
}

impl ExportArgs {
    /// Exports the tables, and names each file with its rows.
    pub fn run(&self) -> Ended {
        let results = locate(&self.results, &pipeline_name)?;
        let options = ExportOptions {
            format: self.format,
            wide: self.wide,
            tables: self.tables.clone(),
            // An export at its own place is made anew with each run; a folder that somebody named is not
            // written over.
            replace: self.to.is_none(),
            to: self.to.clone().unwrap_or_else(|| self.default_folder(&results)),
        };
        let exported = export(&results, &options)?;
        let mut text = String::new();
        for (file, rows) in &exported.files {
            let _ = writeln!(text, "{}: {rows} rows", exported.folder.join(file).display());
        }
        let _ =
            writeln!(text, "{}: what every column is", exported.folder.join("datapackage.json").display());
        put::text(&text)?;
        Ok(Exit::Done)
    }

    fn default_folder(&self, results: &Path) -> PathBuf {
        let wide = if self.wide { "-wide" } else { "" };
        beside(results, &format!("export-{}{wide}", self.format.name()))
    }
}
