//! Excel workbooks of any age; every sheet with a column of texts.

use super::rows::Table;
use super::source::TableSource;
use crate::format::Format;
use crate::listed::Listed;
use crate::listing::Listing;
use nianlun_types::Reason;

/// Rows at the top of a sheet among which the heading may be: exports put a title above it.
const TOP: usize = 10;

pub(super) fn list_rows(
    listing: &mut Listing<'_>,
    source: TableSource<'_>,
    file: &Listed,
) -> Result<(), String> {
    let Some(read) = listing.reading.workbooks else {
        listing.set_aside(&file.source.file, Reason::Unsupported, "workbooks are not read here".to_owned());
        return Ok(());
    };
    let sheets = read(&source.bytes()?).map_err(|cause| format!("is a damaged workbook: {cause}"))?;
    let several = sheets.iter().filter(|(_, rows)| !rows.is_empty()).count() > 1;
    let mut found_any = false;
    let mut left_out = Vec::new();
    for (name, rows) in &sheets {
        let Some(top) =
            rows.iter().take(TOP).position(|row| listing.reading.columns.find(&names(row)).is_ok())
        else {
            left_out.extend(left_out_sheet(listing, name, rows));
            continue;
        };
        found_any = true;
        let prefix = if several { format!("{name}!") } else { String::new() };
        let Some(table) =
            Table::with_heading(listing, file, names(&rows[top]), Format::Excel, "UTF-8", &prefix)
        else {
            continue;
        };
        for (at, row) in rows.iter().enumerate().skip(top + 1) {
            table.list_row(listing, at + 1, row)?;
        }
    }
    if !found_any {
        let first =
            sheets.iter().find_map(|(_, rows)| rows.first()).map(|row| names(row)).unwrap_or_default();
        let detail = listing.reading.columns.find(&first).err().unwrap_or_default();
        listing.set_aside(&file.source.file, Reason::Unsupported, detail);
        return Ok(());
    }
    // Beside sheets that are read, one that is not is a loss of its own.
    for (name, detail) in left_out {
        listing.set_aside(&format!("{}#{name}", file.source.file), Reason::Unsupported, detail);
    }
    Ok(())
}

/// The name of a sheet with cells that has no column of texts, and why it is not read.
fn left_out_sheet(
    listing: &Listing<'_>,
    name: &str,
    rows: &[Vec<Option<String>>],
) -> Option<(String, String)> {
    let mut filled = rows.iter().filter(|row| names(row).iter().any(|cell| !cell.is_empty()));
    let first = filled.next()?;
    let why = listing.reading.columns.find(&names(first)).err().unwrap_or_default();
    Some((name.to_owned(), format!("sheet of {} rows is not read: {why}", 1 + filled.count())))
}

fn names(row: &[Option<String>]) -> Vec<String> {
    row.iter().map(|cell| cell.as_deref().unwrap_or("").trim().to_owned()).collect()
}
