//! Excel workbooks of any age; every sheet with a column of texts.

use super::{Source, Table};
use crate::Entry;
use crate::format::{Format, Refusal, guarded};
use crate::unpack::Unpacker;
use calamine::{Data, Reader, open_workbook_auto_from_rs};
use nianlun_types::Reason;
use std::io::Cursor;

/// Rows at the top of a sheet among which the heading may be: exports put a title above it.
const TOP: usize = 10;

pub(super) fn unpack(unpacker: &mut Unpacker<'_>, source: Source<'_>, file: &Entry) -> Result<(), String> {
    let bytes = source.bytes()?;
    let sheets = guarded(move || sheets(&bytes)).map_err(|(_, detail)| detail)?;
    let several = sheets.iter().filter(|(_, rows)| !rows.is_empty()).count() > 1;
    let mut found_any = false;
    for (name, rows) in &sheets {
        let Some(top) =
            rows.iter().take(TOP).position(|row| unpacker.options.columns.find(&names(row)).is_ok())
        else {
            continue;
        };
        found_any = true;
        let prefix = if several { format!("{name}!") } else { String::new() };
        let Some(table) = Table::begin(unpacker, file, names(&rows[top]), Format::Excel, "UTF-8", &prefix)
        else {
            continue;
        };
        for (at, row) in rows.iter().enumerate().skip(top + 1) {
            table.row(unpacker, at + 1, row)?;
        }
    }
    if !found_any {
        let first =
            sheets.iter().find_map(|(_, rows)| rows.first()).map(|row| names(row)).unwrap_or_default();
        let detail = unpacker.options.columns.find(&first).err().unwrap_or_default();
        unpacker.aside(&file.file, Reason::Unsupported, detail);
    }
    Ok(())
}

fn names(row: &[Option<String>]) -> Vec<String> {
    row.iter().map(|cell| cell.as_deref().unwrap_or("").trim().to_owned()).collect()
}

type Sheet = (String, Vec<Vec<Option<String>>>);

fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Refusal> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|e| (Reason::Unreadable, format!("is a damaged workbook: {e}")))?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        // Charts are sheets without cells.
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let above = range.start().map_or(0, |(row, _)| row as usize);
        let mut rows: Vec<Vec<Option<String>>> = vec![Vec::new(); above];
        rows.extend(range.rows().map(|row| row.iter().map(cell).collect()));
        sheets.push((name, rows));
    }
    Ok(sheets)
}

fn cell(data: &Data) -> Option<String> {
    match data {
        Data::Empty | Data::Error(_) => None,
        Data::String(text) => Some(text.clone()),
        Data::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            Some(format!("{year}-{month:02}-{day:02}"))
        }
        other => Some(other.to_string()),
    }
}
