//! How a folder of anything is read.

use crate::columns::Columns;
use encoding_rs::Encoding;
use nianlun_types::{Year, named};

/// A table as text: names of the columns, and rows in which empty cells are missing.
pub type TextTable = (Vec<String>, Vec<Vec<Option<String>>>);

/// Reads the bytes of a Parquet file as text; the crate that can is not one that this crate may know.
pub type ParquetReader<'r> = &'r (dyn Fn(Vec<u8>) -> Result<TextTable, String> + Sync);

/// Reads a workbook as text: its sheets, each with its name.
pub type WorkbookReader<'r> = &'r (dyn Fn(&[u8]) -> Result<Vec<Sheet>, String> + Sync);

/// A sheet: its name and its rows.
pub type Sheet = (String, Vec<Vec<Option<String>>>);

/// How a folder of anything is read.
#[derive(Clone, Copy)]
pub struct Reading<'r> {
    /// What the pipeline says of columns.
    pub columns: &'r Columns,
    /// What the names of folders say, from the outermost in.
    pub by_folder: &'r [FolderField],
    /// Added to years found in names.
    pub offset: Year,
    /// The encoding that files are in, if the pipeline says so.
    pub encoding: Option<&'static Encoding>,
    /// Reads Parquet.
    pub parquet: Option<ParquetReader<'r>>,
    /// Reads workbooks.
    pub workbooks: Option<WorkbookReader<'r>>,
}

named! {
    /// What the name of a folder may say; the name is the word that pipelines use.
    pub enum FolderField: "field" {
        /// Region.
        Region = "region",
        /// Year.
        Year = "year",
        /// Issuing body.
        Issuer = "issuer",
        /// Kind of text.
        Kind = "kind",
        /// Nothing of use.
        Nothing = "-",
    }
}
