//! Tables of texts: csv, tsv, xlsx, jsonl, parquet. Each row is a text.

mod excel;
mod json;
mod parquet;
mod rows;
mod separated;
mod source;

pub(crate) use source::TableSource;

use crate::format::Format;
use crate::listed::Listed;
use crate::listing::Listing;
use nianlun_types::Reason;

/// Lists each row of a table.
pub(crate) fn list_rows(listing: &mut Listing<'_>, source: TableSource<'_>, file: &Listed, format: Format) {
    let result = match format {
        Format::Csv | Format::Tsv => separated::list_rows(listing, source, file, format),
        Format::Excel => excel::list_rows(listing, source, file),
        Format::Jsonl => json::list_rows(listing, source, file),
        Format::Parquet => parquet::list_rows(listing, source, file),
        Format::Text
        | Format::Markdown
        | Format::Html
        | Format::Docx
        | Format::Doc
        | Format::Pdf
        | Format::Zip => Err("is no table".to_owned()), // `Format::holds_several` rules them out
    };
    if let Err(detail) = result {
        listing.set_aside(&file.source.file, Reason::Unreadable, detail);
    }
}
