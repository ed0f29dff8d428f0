//! How a folder of anything is read.

use crate::columns::Columns;
use encoding_rs::Encoding;
use nianlun_types::Year;
use std::path::Path;

/// A table as text: names of the columns, and rows in which empty cells are missing.
pub type TextTable = (Vec<String>, Vec<Vec<Option<String>>>);

/// Reads a Parquet file as text; the crate that can is not one that this crate may know.
pub type ParquetReader<'r> = &'r (dyn Fn(&Path) -> Result<TextTable, String> + Sync);

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

/// What the name of a folder may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderField {
    /// Region.
    Region,
    /// Year.
    Year,
    /// Issuing body.
    Issuer,
    /// Kind of text.
    Kind,
    /// Nothing of use.
    Nothing,
}

impl FolderField {
    /// Every one, by the word that pipelines use.
    pub const ALL: [(&'static str, FolderField); 5] = {
        use FolderField::{Issuer, Kind, Nothing, Region, Year};
        [
            (Region.as_str(), Region),
            (Year.as_str(), Year),
            (Issuer.as_str(), Issuer),
            (Kind.as_str(), Kind),
            (Nothing.as_str(), Nothing),
        ]
    };

    /// The word that pipelines use.
    pub const fn as_str(self) -> &'static str {
        match self {
            FolderField::Region => "region",
            FolderField::Year => "year",
            FolderField::Issuer => "issuer",
            FolderField::Kind => "kind",
            FolderField::Nothing => "-",
        }
    }
}
