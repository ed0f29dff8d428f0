//! Parquet files, which the caller reads.

use super::rows::Table;
use super::source::TableSource;
use crate::format::Format;
use crate::listed::Listed;
use crate::listing::Listing;
use crate::reading::TextTable;
use nianlun_types::Reason;

pub(super) fn list_rows(
    listing: &mut Listing<'_>,
    source: TableSource<'_>,
    file: &Listed,
) -> Result<(), String> {
    let Some(read) = listing.reading.parquet else {
        listing.set_aside(&file.source.file, Reason::Unsupported, "Parquet is not read here".to_owned());
        return Ok(());
    };
    // Not by `TableSource::bytes`: Parquet has no limit of size.
    let bytes = match source {
        TableSource::File(path) => std::fs::read(path).map_err(|error| error.to_string())?,
        TableSource::Bytes(bytes) => bytes,
    };
    let (heading, rows): TextTable = read(bytes)?;
    let Some(table) = Table::with_heading(listing, file, heading, Format::Parquet, "UTF-8", "") else {
        return Ok(());
    };
    for (at, row) in rows.into_iter().enumerate() {
        table.list_row(listing, at + 1, &row)?;
    }
    Ok(())
}
