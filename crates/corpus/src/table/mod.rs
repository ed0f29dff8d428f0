//! Tables of texts: csv, tsv, xlsx, jsonl, parquet. Each row is an entry.

mod excel;
mod json;
mod parquet;
mod rows;
mod separated;
mod source;

pub(crate) use source::Source;

use crate::catalogue::Entry;
use crate::format::Format;
use crate::listing::Unpacker;
use nianlun_types::Reason;

/// Unpacks a table into entries.
pub(crate) fn unpack(unpacker: &mut Unpacker<'_>, source: Source<'_>, file: &Entry, format: Format) {
    let result = match format {
        Format::Csv | Format::Tsv => separated::unpack(unpacker, source, file, format),
        Format::Excel => excel::unpack(unpacker, source, file),
        Format::Jsonl => json::unpack(unpacker, source, file),
        _ => parquet::unpack(unpacker, source, file),
    };
    if let Err(detail) = result {
        unpacker.aside(&file.file, Reason::Unreadable, detail);
    }
}
