//! Exports the tables of a finished run for other programs, with a `datapackage.json` that describes every
//! column.

mod package;
mod wide;

use crate::files::{FORMAT, parquet};
use crate::finished::Finished;
use crate::folder::Output;
use nianlun_tables::{Table, stata, stata_names, workbook};
use nianlun_types::{Problem, TABLES, named};
use std::path::{Path, PathBuf};

named! {
    /// A format to export to; its name is the ending of its files.
    pub enum ExportFormat: "format" {
        /// CSV in UTF-8 with a byte order mark.
        Csv = "csv",
        /// One workbook, headed by Chinese titles.
        Xlsx = "xlsx",
        /// Stata 118.
        Dta = "dta",
        /// Parquet.
        Parquet = "parquet",
        /// One JSON object a line.
        Jsonl = "jsonl",
    }
}

impl ExportFormat {
    /// Media type of its files.
    fn media_type(self) -> &'static str {
        match self {
            ExportFormat::Csv => "text/csv",
            ExportFormat::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ExportFormat::Dta => "application/x-stata-dta",
            ExportFormat::Parquet => "application/vnd.apache.parquet",
            ExportFormat::Jsonl => "application/x-ndjson",
        }
    }
}

/// What is exported, and how.
#[derive(Debug, Clone)]
pub struct ExportOptions {
    /// The format.
    pub format: ExportFormat,
    /// Whether categories stand side by side, one row a year or stage.
    pub wide: bool,
    /// The names of the tables; empty means all, or with `wide` all that have a wide form.
    pub tables: Vec<String>,
    /// The folder to make.
    pub to: PathBuf,
    /// Whether an earlier export there is replaced.
    pub replace: bool,
}

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The folder.
    pub folder: PathBuf,
    /// Its files, with their rows.
    pub files: Vec<(String, usize)>,
}

/// A file of the export, and the tables in it.
struct Resource {
    path: String,
    bytes: Vec<u8>,
    tables: Vec<Table>,
    /// The names that the columns of its tables have in the file.
    names: Vec<Vec<String>>,
}

/// Exports the run in `results`, of this format or the one before. The folder appears whole or not at all.
///
/// # Errors
/// No such run or table; the folder contains something else; the format cannot represent a table.
pub fn export(results: &Path, options: &ExportOptions) -> Result<Exported, Problem> {
    let run = Finished::open_for_tables(results)?;
    if options.to.exists() && !options.replace {
        return Err(Problem::new(format!("`{}` exists already", options.to.display()))
            .because("an export is made anew, never written over")
            .hint("choose another folder with --to, or remove it"));
    }
    let tables = tables(&run, options)?;
    let resources = resources(tables, options.format)?;
    let package = package::package(&run, options, &resources)?;
    let output = Output::claim(&options.to)?;
    let cannot = |error: std::io::Error| {
        Problem::new(format!("`{}` cannot be written", options.to.display())).because(error.to_string())
    };
    for resource in &resources {
        output.put(&resource.path, &resource.bytes).map_err(cannot)?;
    }
    output.put("datapackage.json", &package).map_err(cannot)?;
    let asked = serde_json::json!({
        "format": options.format,
        "wide": options.wide,
        "tables": options.tables,
    });
    output.finish_derived(&run, "export", asked)?;
    let rows = |resource: &Resource| resource.tables.iter().map(Table::height).sum();
    Ok(Exported {
        folder: options.to.clone(),
        files: resources.iter().map(|r| (r.path.clone(), rows(r))).collect(),
    })
}

fn tables(run: &Finished, options: &ExportOptions) -> Result<Vec<Table>, Problem> {
    // Results of the format before lack tables of today; in others a missing table is an error.
    let there = |name: &&str| run.provenance().format == FORMAT || run.folder().join(parquet(name)).is_file();
    let known: Vec<&str> =
        TABLES.iter().map(|t| t.name).filter(there).filter(|name| !options.wide || wide::has(name)).collect();
    for name in &options.tables {
        if !known.contains(&name.as_str()) {
            let has = TABLES.iter().any(|t| t.name == name);
            let what = if has { "has no wide form" } else { "is no table of the results" };
            return Err(
                Problem::new(format!("`{name}` {what}")).hint(format!("choose of {}", known.join(", ")))
            );
        }
    }
    let wanted = |name: &&&str| options.tables.is_empty() || options.tables.iter().any(|t| t == **name);
    let read = |name: &&str| {
        let table = run.table(name)?;
        if options.wide { wide::wide(&table, run.codebook()) } else { Ok(table) }
    };
    known.iter().filter(wanted).map(read).collect()
}

fn resources(tables: Vec<Table>, format: ExportFormat) -> Result<Vec<Resource>, Problem> {
    let ending = format.name();
    let cannot = |name: &str, cause: String| {
        Problem::new(format!("`{name}` cannot be exported as {ending}"))
            .because(cause)
            .hint("leave it out with --tables, or choose another format")
    };
    if format == ExportFormat::Xlsx {
        let bytes = workbook(&tables).map_err(|cause| cannot("tables.xlsx", cause))?;
        let names = tables.iter().map(|t| t.columns.iter().map(|c| c.title.clone()).collect()).collect();
        return Ok(vec![Resource { path: "tables.xlsx".to_owned(), bytes, tables, names }]);
    }
    let resource = |table: Table| {
        let bytes = match format {
            ExportFormat::Csv => table.to_csv().map_err(|e| e.to_string()),
            ExportFormat::Jsonl => table.to_jsonl().map_err(|e| e.to_string()),
            ExportFormat::Parquet => table.to_parquet().map_err(|e| e.to_string()),
            ExportFormat::Dta | ExportFormat::Xlsx => stata(&table),
        };
        let names = if format == ExportFormat::Dta {
            stata_names(&table)
        } else {
            table.columns.iter().map(|c| c.name.clone()).collect()
        };
        Ok(Resource {
            path: format!("{}.{ending}", table.name),
            bytes: bytes.map_err(|cause| cannot(&table.name, cause))?,
            tables: vec![table],
            names: vec![names],
        })
    };
    tables.into_iter().map(resource).collect()
}
