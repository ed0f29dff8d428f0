//! `nianlun export`.

use crate::args::{ExportArgs, ExportFormatName};
use crate::exit::Exit;
use nianlun_pipeline::{ExportFormat, ExportOptions, export};
use nianlun_types::Problems;
use std::fmt::Write as _;
use std::io::Write as _;

/// Exports the tables of a run.
pub fn run(args: &ExportArgs) -> Result<Exit, Problems> {
    let (format, word) = match args.format {
        ExportFormatName::Csv => (ExportFormat::Csv, "csv"),
        ExportFormatName::Xlsx => (ExportFormat::Xlsx, "xlsx"),
        ExportFormatName::Dta => (ExportFormat::Dta, "dta"),
        ExportFormatName::Parquet => (ExportFormat::Parquet, "parquet"),
        ExportFormatName::Jsonl => (ExportFormat::Jsonl, "jsonl"),
    };
    let options = ExportOptions {
        format,
        wide: args.wide,
        tables: args.tables.clone(),
        to: args.to.clone().unwrap_or_else(|| format!("export-{word}").into()),
    };
    let exported = export(&args.results, &options)?;
    let mut text = String::new();
    for (file, rows) in &exported.files {
        let _ = writeln!(text, "{}: {rows} rows", exported.folder.join(file).display());
    }
    let _ = writeln!(text, "{}: what every column is", exported.folder.join("datapackage.json").display());
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(Exit::Done)
}
