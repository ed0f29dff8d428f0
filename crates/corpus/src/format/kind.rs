//! What is known of each format that is read.

pub use nianlun_types::Format;

/// Whether taking a text out of this format takes so long that its result is kept.
pub(crate) fn is_expensive(format: Format) -> bool {
    match format {
        Format::Html | Format::Doc | Format::Docx | Format::Pdf => true,
        Format::Text
        | Format::Markdown
        | Format::Csv
        | Format::Tsv
        | Format::Excel
        | Format::Jsonl
        | Format::Parquet
        | Format::Zip => false,
    }
}

/// Whether a file of this format holds several texts.
pub(crate) fn holds_several(format: Format) -> bool {
    match format {
        Format::Csv | Format::Tsv | Format::Excel | Format::Jsonl | Format::Parquet | Format::Zip => true,
        Format::Text | Format::Markdown | Format::Html | Format::Doc | Format::Docx | Format::Pdf => false,
    }
}
