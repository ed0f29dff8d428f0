//! Tables: writes and reads rows of results as Parquet and CSV files with a documented schema
//! (`docs/tables.md`), and writes tables for other programs.
//!
//! `nianlun_types` declares the tables; this crate handles all of them in one way. It writes a table whole,
//! from rows that the caller has sorted: the same rows give the same bytes.

mod column;
mod csv;
mod export;
mod parquet;
mod sheet;
mod stata;
mod workbook;

pub use column::Error;
pub use csv::{MARK, csv_file, csv_records, csv_rows, csv_table, read_csv};
pub use export::{Described, Table, workbook};
pub use parquet::{TextTable, read, read_text, write, write_each, write_with};
pub use sheet::{Sheet, Values};
pub use stata::{stata, stata_names};
pub use workbook::{TextSheet, read_sheet, read_sheets, sheet_bytes, write_sheet};

/// Version of polars; a test compares it with `Cargo.lock`.
pub const POLARS_VERSION: &str = "0.55.2";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_is_that_of_the_lock_file() {
        let lock = include_str!("../../../Cargo.lock");
        let entry = format!("name = \"polars-parquet\"\nversion = \"{POLARS_VERSION}\"");
        assert!(lock.contains(&entry), "set POLARS_VERSION to that of Cargo.lock");
    }
}
