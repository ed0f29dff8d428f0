//! Reading back what a run wrote, with one message for whatever is not as it was written.

use nianlun_tables::Table;
use nianlun_types::Problem;
use serde_json::Value;
use std::path::Path;

/// A file of the results that cannot be read.
pub fn unreadable(name: &str, cause: impl ToString) -> Problem {
    Problem::new(format!("`{name}` cannot be read")).because(cause.to_string()).hint("run the pipeline again")
}

/// The JSON file `name` of the results in `folder`.
///
/// # Errors
/// It cannot be read.
pub fn read_json(folder: &Path, name: &str) -> Result<Value, Problem> {
    let bytes = std::fs::read(folder.join(name)).map_err(|error| unreadable(name, error))?;
    serde_json::from_slice(&bytes).map_err(|error| unreadable(name, error))
}

/// The table `name`, without its ending, of the results in `folder`.
///
/// # Errors
/// It cannot be read.
pub fn read_table(folder: &Path, name: &str) -> Result<Table, Problem> {
    let file = format!("{name}.parquet");
    Table::read(&folder.join(&file), name).map_err(|error| unreadable(&file, error))
}
