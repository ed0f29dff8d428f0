//! The tables of a finished run for other programs, with a `datapackage.json` that says what every
//! column is.

mod package;
mod wide;

use crate::labelled::labelled;
use crate::output::results_folder;
use crate::read_back::read_table;
use nianlun_tables::{Table, stata, stata_names, workbook};
use nianlun_types::{Problem, TABLES};
use std::path::{Path, PathBuf};

/// A format to export to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// CSV in UTF-8 with a byte order mark.
    Csv,
    /// One workbook, headed by Chinese titles.
    Xlsx,
    /// Stata 118.
    Dta,
    /// Parquet.
    Parquet,
    /// One JSON object a line.
    Jsonl,
}

impl ExportFormat {
    /// Every format, with the ending of its files and its media type.
    const ALL: [(ExportFormat, &'static str, &'static str); 5] = [
        (ExportFormat::Csv, "csv", "text/csv"),
        (ExportFormat::Xlsx, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (ExportFormat::Dta, "dta", "application/x-stata-dta"),
        (ExportFormat::Parquet, "parquet", "application/vnd.apache.parquet"),
        (ExportFormat::Jsonl, "jsonl", "application/x-ndjson"),
    ];

    /// Ending of its files, and media type.
    fn words(self) -> (&'static str, &'static str) {
        let found = ExportFormat::ALL.iter().find(|f| f.0 == self);
        found.map_or(("", ""), |f| (f.1, f.2))
    }
}

/// What is exported, and how.
#[derive(Debug, Clone)]
pub struct ExportOptions {
    /// The format.
    pub format: ExportFormat,
    /// Whether categories stand side by side, one row a year or stage.
    pub wide: bool,
    /// The tables; none: all, or with `wide` those that have a wide form.
    pub tables: Vec<String>,
    /// The folder to make; `export-<format>` in the present one unless given.
    pub to: PathBuf,
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

/// Exports the run that `run` means (a results folder, or a pipeline folder that was run) into a new
/// folder, which is there whole or not at all.
///
/// # Errors
/// No such run or table; a folder that exists; a table that the format cannot hold.
pub fn export(run: &Path, options: &ExportOptions) -> Result<Exported, Problem> {
    let results = results_folder(run)?;
    if options.to.exists() {
        return Err(Problem::new(format!("`{}` exists already", options.to.display()))
            .because("an export is made anew, never written over")
            .hint("choose another folder with --to, or remove it"));
    }
    let tables = tables(&results, options)?;
    let resources = resources(tables, options.format)?;
    let package = package::package(&results, options, &resources)?;
    let cannot = |error: std::io::Error| {
        Problem::new(format!("`{}` cannot be written", options.to.display())).because(error.to_string())
    };
    let parent = options.to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(cannot)?;
    let beside = tempfile::Builder::new().prefix(".export").tempdir_in(parent).map_err(cannot)?;
    for resource in &resources {
        std::fs::write(beside.path().join(&resource.path), &resource.bytes).map_err(cannot)?;
    }
    std::fs::write(beside.path().join("datapackage.json"), package).map_err(cannot)?;
    let made = beside.keep();
    if let Err(error) = readable(&made).and_then(|()| std::fs::rename(&made, &options.to)) {
        let _ = std::fs::remove_dir_all(&made);
        return Err(cannot(error));
    }
    let rows = |resource: &Resource| resource.tables.iter().map(Table::height).sum();
    Ok(Exported {
        folder: options.to.clone(),
        files: resources.iter().map(|r| (r.path.clone(), rows(r))).collect(),
    })
}

/// Temporary folders are for their owner alone; an export is for others too.
#[cfg(unix)]
fn readable(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

fn tables(results: &Path, options: &ExportOptions) -> Result<Vec<Table>, Problem> {
    let known: Vec<&str> =
        TABLES.iter().map(|t| t.name).filter(|name| !options.wide || wide::has(name)).collect();
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
    let labels = if options.wide { labelled(results)? } else { Vec::new() };
    let read = |name: &&str| {
        let table = read_table(results, name)?;
        Ok(if options.wide { wide::wide(&table, &labels) } else { table })
    };
    known.iter().filter(wanted).map(read).collect()
}

fn resources(tables: Vec<Table>, format: ExportFormat) -> Result<Vec<Resource>, Problem> {
    let ending = format.words().0;
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
