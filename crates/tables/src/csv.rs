//! CSV: the only writer of comma-separated files, and the reader of declared tables.
//!
//! A file that a person may open begins with a byte order mark: without it Chinese Excel reads UTF-8 as GBK.
//! Standard output has none: the program behind a pipe would read it as text.

use nianlun_types::{Cell, TableRow};
use std::io::{Error, Result};

/// The byte order mark of UTF-8.
pub const MARK: &str = "\u{feff}";

/// Records as CSV without a byte order mark, for a pipe.
///
/// # Errors
/// Records of different lengths.
pub fn csv_rows<R>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>>
where
    R: IntoIterator,
    R::Item: AsRef<[u8]>,
{
    bytes_of_rows(Vec::new(), rows)
}

/// Records as the bytes of a CSV file, with its byte order mark.
///
/// # Errors
/// Records of different lengths.
pub fn csv_file<R>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>>
where
    R: IntoIterator,
    R::Item: AsRef<[u8]>,
{
    bytes_of_rows(MARK.as_bytes().to_vec(), rows)
}

fn bytes_of_rows<R>(before: Vec<u8>, rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>>
where
    R: IntoIterator,
    R::Item: AsRef<[u8]>,
{
    let mut writer = csv::Writer::from_writer(before);
    for row in rows {
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// A declared table as the bytes of a CSV file.
///
/// # Errors
/// Out of memory, in effect.
pub fn csv_table<R: TableRow>(rows: &[R]) -> Result<Vec<u8>> {
    let columns = R::TABLE.columns;
    let heading = columns.iter().map(|column| column.name.to_owned()).collect();
    let cells = |row: &R| (0..columns.len()).map(|at| R::getter(at)(row).shown()).collect::<Vec<_>>();
    csv_file(std::iter::once(heading).chain(rows.iter().map(cells)))
}

/// Reads a declared table of text columns back from CSV, with or without a byte order mark. An empty
/// cell is a missing one.
///
/// # Errors
/// No CSV, a missing column, a value that its column cannot have.
pub fn read_csv<R: TableRow>(bytes: &[u8]) -> Result<Vec<R>> {
    let bytes = bytes.strip_prefix(MARK.as_bytes()).unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let heading = reader.headers()?.clone();
    let places: Vec<usize> = R::TABLE
        .columns
        .iter()
        .map(|column| {
            heading
                .iter()
                .position(|name| name == column.name)
                .ok_or_else(|| Error::other(format!("no column `{}`", column.name)))
        })
        .collect::<Result<_>>()?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record?;
        let mut places = places.iter();
        let mut next = || match places.next().and_then(|at| record.get(*at)) {
            None | Some("") => Cell::Missing,
            Some(text) => Cell::Text(text.to_owned().into()),
        };
        rows.push(
            R::from_cells(&mut next)
                .map_err(|what| Error::other(format!("row {}: {what}", rows.len() + 1)))?,
        );
    }
    Ok(rows)
}

/// The records of a CSV file of other people, with or without a byte order mark. Records may differ in
/// length; the first may hold headings.
///
/// # Errors
/// No CSV.
pub fn csv_records(bytes: &[u8]) -> Result<Vec<Vec<String>>> {
    let bytes = bytes.strip_prefix(MARK.as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.records().map(|record| Ok(record?.iter().map(str::to_owned).collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nianlun_types::{Quarantined, Reason};

    #[test]
    fn a_file_has_the_mark_and_is_read_back_without_it() {
        let row =
            Quarantined { file: "a,b.txt".into(), reason: Reason::NotText, detail: "“甲”\n乙".into() };
        let bytes = csv_table(std::slice::from_ref(&row)).expect("csv");
        assert!(bytes.starts_with(b"\xef\xbb\xbffile,reason,detail\n"));
        assert_eq!(read_csv::<Quarantined>(&bytes).expect("read"), [row]);
        let records = csv_records(&bytes).expect("read");
        assert_eq!(records, [["file", "reason", "detail"], ["a,b.txt", "not-text", "“甲”\n乙"]]);
        assert!(csv_rows([["a"]]).expect("csv").starts_with(b"a"));
        let error = read_csv::<Quarantined>(b"file,reason\na,b\n").expect_err("a column is missing");
        assert_eq!(error.to_string(), "no column `detail`");
        let error = read_csv::<Quarantined>(b"file,reason,detail\na,tired,c\n").expect_err("no reason");
        assert!(error.to_string().starts_with("row 1: `reason` is `tired`"), "{error}");
    }
}
