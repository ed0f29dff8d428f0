//! The formats that are read.

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown, read as plain text.
    Markdown,
    /// A web page.
    Html,
    /// Word since 2007, also from WPS.
    Docx,
    /// Word until 2003, and WPS.
    Doc,
    /// PDF with text in it.
    Pdf,
    /// Cells with commas between them.
    Csv,
    /// Cells with tabulators between them.
    Tsv,
    /// Excel, of any age.
    Excel,
    /// One JSON object a line, or a JSON array of objects.
    Jsonl,
    /// Parquet.
    Parquet,
    /// A zip archive of any of these.
    Zip,
}

impl Format {
    /// The word used in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Docx => "docx",
            Format::Doc => "doc",
            Format::Pdf => "pdf",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Excel => "xlsx",
            Format::Jsonl => "jsonl",
            Format::Parquet => "parquet",
            Format::Zip => "zip",
        }
    }

    /// Whether taking a text out of this format takes so long that its result is kept.
    pub(crate) fn is_dear(self) -> bool {
        matches!(self, Format::Html | Format::Doc | Format::Docx | Format::Pdf)
    }

    /// Whether a file of this format holds several texts.
    pub(crate) fn holds_several(self) -> bool {
        matches!(
            self,
            Format::Csv | Format::Tsv | Format::Excel | Format::Jsonl | Format::Parquet | Format::Zip
        )
    }
}
