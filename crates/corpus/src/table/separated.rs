//! csv and tsv. UTF-8 streams through; other encodings are decoded as a whole.

use super::rows::Table;
use super::source::{TableSource, is_utf8};
use crate::decode::{Decoded, decode_as};
use crate::format::Format;
use crate::listed::Listed;
use crate::listing::Listing;
use nianlun_types::Reason;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor};

pub(super) fn list_rows(
    listing: &mut Listing<'_>,
    source: TableSource<'_>,
    file: &Listed,
    format: Format,
) -> Result<(), String> {
    let forced = file.source.encoding.filter(|e| *e != encoding_rs::UTF_8);
    if let (TableSource::File(path), None) = (&source, forced)
        && is_utf8(path).map_err(|e| e.to_string())?
    {
        let mut reader = BufReader::with_capacity(1 << 16, File::open(path).map_err(|e| e.to_string())?);
        if reader.fill_buf().map_err(|e| e.to_string())?.starts_with(b"\xef\xbb\xbf") {
            reader.consume(3);
        }
        return rows(listing, reader, file, format, "UTF-8");
    }
    let Decoded { text, encoding, doubt } = decode_as(source.bytes()?, file.source.encoding)?;
    listing.guesses.extend(doubt.map(|doubt| (file.source.file.clone(), doubt)));
    rows(listing, Cursor::new(text.into_bytes()), file, format, encoding)
}

fn rows(
    listing: &mut Listing<'_>,
    mut reader: impl BufRead,
    file: &Listed,
    format: Format,
    encoding: &'static str,
) -> Result<(), String> {
    let head = reader.fill_buf().map_err(|e| e.to_string())?;
    let first = head.split(|b| matches!(b, b'\n' | b'\r')).next().unwrap_or_default();
    let count = |byte: u8| first.iter().filter(|b| **b == byte).count();
    // Excel saves "csv" with semicolons in some countries, "Unicode text" with tabulators.
    let delimiter = match format {
        Format::Tsv => b'\t',
        _ => [b',', b'\t', b';'].into_iter().rev().max_by_key(|d| count(*d)).unwrap_or(b','),
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(reader);
    let heading: Vec<String> =
        reader.headers().map_err(|e| e.to_string())?.iter().map(|h| h.trim().to_owned()).collect();
    let width = heading.len();
    let Some(table) = Table::with_heading(listing, file, heading, format, encoding, "") else {
        return Ok(());
    };
    let mut record = csv::StringRecord::new();
    let mut number = 0;
    while reader.read_record(&mut record).map_err(|e| e.to_string())? {
        number += 1;
        if record.len() != width {
            let line = record.position().map_or(0, csv::Position::line);
            let detail = format!(
                "line {line} has {} fields, the heading {width}: a field that holds a comma or a quotation mark is written \"in quotation marks\"",
                record.len()
            );
            listing.set_aside(&format!("{}#{number}", file.source.file), Reason::Malformed, detail);
            continue;
        }
        let row: Vec<Option<String>> = record.iter().map(|cell| Some(cell.to_owned())).collect();
        table.list_row(listing, number, &row)?;
    }
    Ok(())
}
