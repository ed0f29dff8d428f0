//! The categories of a finished run with their Chinese labels. The tables hold identifiers alone; the
//! data of the first figure has both.

use crate::read_back::unreadable;
use nianlun_types::Problem;
use std::path::Path;

const FILE: &str = "figures/frequencies.csv";

/// A category of the codebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// Its dimension.
    pub dimension: String,
    /// Its identifier.
    pub id: String,
    /// Its label.
    pub label: String,
}

/// The categories of the run in `results`, in the order of the codebook.
///
/// # Errors
/// The results are not whole.
pub fn labelled(results: &Path) -> Result<Vec<Labelled>, Problem> {
    let bytes = std::fs::read(results.join(FILE)).map_err(|error| unreadable(FILE, error))?;
    let mut reader = csv::Reader::from_reader(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes));
    let mut found: Vec<Labelled> = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| unreadable(FILE, error))?;
        let cell = |at: usize| row.get(at).unwrap_or("").to_owned();
        let category = Labelled { dimension: cell(1), id: cell(2), label: cell(3) };
        if found.contains(&category) {
            break; // the next year
        }
        found.push(category);
    }
    Ok(found)
}
