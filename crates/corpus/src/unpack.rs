//! Going through the tables and archives of a corpus while it is listed.

use crate::archive;
use crate::columns::Columns;
use crate::format::{self, Format};
use crate::spool::Spool;
use crate::table::{self, Source};
use crate::{Entry, TextTable};
use encoding_rs::Encoding;
use nianlun_types::{Quarantined, Reason, Warning, Year};
use std::path::Path;
use std::sync::Arc;

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
    pub const ALL: [(&'static str, FolderField); 5] = [
        ("region", FolderField::Region),
        ("year", FolderField::Year),
        ("issuer", FolderField::Issuer),
        ("kind", FolderField::Kind),
        ("-", FolderField::Nothing),
    ];

    /// The word that pipelines use.
    pub fn as_str(self) -> &'static str {
        FolderField::ALL.iter().find(|f| f.1 == self).map_or("-", |f| f.0)
    }
}

/// What has been unpacked so far.
pub(crate) struct Unpacker<'r> {
    pub options: Reading<'r>,
    pub spool: Arc<Spool>,
    pub entries: Vec<Entry>,
    pub further_columns: Vec<String>,
    pub quarantined: Vec<Quarantined>,
    pub guesses: Vec<(String, Warning)>,
}

impl<'r> Unpacker<'r> {
    pub(crate) fn new(options: Reading<'r>) -> std::io::Result<Self> {
        Ok(Unpacker {
            options,
            spool: Spool::new()?,
            entries: Vec::new(),
            further_columns: Vec::new(),
            quarantined: Vec::new(),
            guesses: Vec::new(),
        })
    }

    /// Sets a file, row or member aside.
    pub(crate) fn aside(&mut self, file: &str, reason: Reason, detail: String) {
        self.quarantined.push(Quarantined { file: file.to_owned(), reason, detail });
    }

    /// The position of a further column, which is new or known from another table.
    pub(crate) fn further_column(&mut self, name: &str) -> usize {
        self.further_columns.iter().position(|known| known == name).unwrap_or_else(|| {
            self.further_columns.push(name.to_owned());
            self.further_columns.len() - 1
        })
    }

    /// Lists a file: itself, or what it holds.
    pub(crate) fn file(&mut self, entry: Entry) {
        match detect(&entry.path) {
            Ok(Format::Zip) => match std::fs::File::open(&entry.path) {
                Ok(file) => archive::unpack(self, file, &entry, 1),
                Err(error) => self.aside(&entry.file, Reason::Unreadable, error.to_string()),
            },
            Ok(table) if table.holds_several() => {
                let path = entry.path.clone();
                table::unpack(self, Source::File(&path), &entry, table);
            }
            // What cannot be opened or is not read is set aside when its turn comes.
            _ => self.entries.push(entry),
        }
    }
}

/// The format of a file: by its first bytes, unless that takes all of them.
fn detect(path: &Path) -> Result<Format, String> {
    use std::io::Read;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut head = Vec::with_capacity(format::HEAD);
    let mut file = std::fs::File::open(path).map_err(|e| e.to_string())?;
    file.by_ref().take(format::HEAD as u64).read_to_end(&mut head).map_err(|e| e.to_string())?;
    if head.starts_with(b"PK") {
        return format::kind_of_zip(file).map_err(|(_, detail)| detail);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        file.read_to_end(&mut head).map_err(|e| e.to_string())?;
    }
    format::detect(&head, &name).map_err(|(_, detail)| detail)
}
