//! File formats: told by content first and by ending second, then read into text.

mod fabao;
mod html;
mod office;
mod pages;
mod pdf;
mod plain;

pub(crate) use office::kind_of_zip;

use crate::dates::Date;
use encoding_rs::Encoding;
use nianlun_types::{Reason, Warning};

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

    /// Whether taking a text out of this format is dear enough to be done once only, and remembered.
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

/// What stands for an encoding where a binary format has its own.
pub(crate) const WORD_BINARY: &str = "Word binary";
pub(crate) const PDF_OWN: &str = "PDF";

/// The encoding, or what stands for one, of this name.
pub(crate) fn encoding_named(name: &str) -> Option<&'static str> {
    let own = [WORD_BINARY, PDF_OWN].into_iter().find(|own| *own == name);
    own.or_else(|| Some(Encoding::for_label(name.as_bytes())?.name()))
}

/// Why bytes give no text.
pub(crate) type Refusal = (Reason, String);

/// What a format gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Extracted {
    pub text: String,
    /// Name of the encoding; that of a binary format is what it uses inside.
    pub encoding: &'static str,
    pub title: Option<String>,
    /// Date of publication.
    pub page_date: Option<Date>,
    pub number: Option<String>,
    pub issuer: Option<String>,
    pub doubts: Vec<Warning>,
}

impl Extracted {
    /// A text of which nothing else is known.
    pub(crate) fn plain(text: String) -> Self {
        Extracted { text, encoding: "UTF-8", ..Extracted::default() }
    }
}

/// How many bytes [`detect`] needs of a file that is no archive.
pub(crate) const HEAD: usize = 1 << 12;

/// The format of a file, by its first bytes (all of them, of an archive) and its name.
///
/// # Errors
/// A format that is known not to be read, with what to do about it.
pub(crate) fn detect(bytes: &[u8], name: &str) -> Result<Format, Refusal> {
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, e)| e.to_ascii_lowercase());
    let unsupported = |what: &str| Err((Reason::Unsupported, what.to_owned()));
    let head = &bytes[..bytes.len().min(HEAD)];
    let starts = |magic: &[u8]| head.starts_with(magic);
    if head[..head.len().min(1024)].windows(5).any(|w| w == b"%PDF-") {
        return Ok(Format::Pdf); // also some .caj
    }
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        return kind_of_zip(std::io::Cursor::new(bytes));
    }
    if starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return office::kind_of_compound(bytes, &ending);
    }
    if starts(b"PAR1") {
        return Ok(Format::Parquet);
    }
    if starts(b"{\\rtf") {
        return unsupported("is RTF: open it in Word or WPS and save it as docx");
    }
    if starts(b"CAJ") || starts(b"KDH ") || matches!(ending.as_str(), "caj" | "kdh" | "nh") {
        return unsupported("is CAJ or KDH: open it in CAJViewer and export it as PDF");
    }
    if starts(b"Rar!") || starts(b"7z\xbc\xaf\x27\x1c") || starts(b"\x1f\x8b") {
        return unsupported("is a packed archive of a kind that is not read: unpack it, or pack it as zip");
    }
    if starts(b"\x89PNG")
        || starts(b"\xff\xd8\xff")
        || starts(b"GIF8")
        || starts(b"II*\0")
        || starts(b"MM\0*")
    {
        return Err((Reason::Scanned, "is a picture: OCRmyPDF makes a PDF with text of it".to_owned()));
    }
    if starts(b"MIME-Version:") || starts(b"From: <Saved by") {
        return unsupported("is a web archive (mht): save the page as html");
    }
    if html::is_html(head, &ending) {
        return Ok(Format::Html);
    }
    Ok(match ending.as_str() {
        "csv" => Format::Csv,
        "tsv" | "tab" => Format::Tsv,
        "jsonl" | "ndjson" | "json" => Format::Jsonl,
        "md" | "markdown" => Format::Markdown,
        _ => Format::Text,
    })
}

/// Reads the one text of a file that is no container.
pub(crate) fn extract(
    bytes: Vec<u8>,
    format: Format,
    encoding: Option<&'static Encoding>,
) -> Result<Extracted, Refusal> {
    let mut extracted = match format {
        Format::Html => html::extract(bytes, encoding)?,
        Format::Docx | Format::Doc => guarded(move || office::extract(bytes, format))?,
        Format::Pdf => guarded(move || pdf::extract(bytes))?,
        _ => plain::extract(bytes, encoding)?,
    };
    fabao::strip(&mut extracted);
    Ok(extracted)
}

/// Runs a parser of a hostile format; if it panics, the file is unreadable.
fn guarded<T>(parse: impl FnOnce() -> Result<T, Refusal> + std::panic::UnwindSafe) -> Result<T, Refusal> {
    quiet_panics();
    INSIDE.with(|inside| inside.set(true));
    let result = std::panic::catch_unwind(parse);
    INSIDE.with(|inside| inside.set(false));
    result.unwrap_or_else(|_| {
        Err((Reason::Unreadable, "its parser failed: open the file and save it anew, or as txt".to_owned()))
    })
}

thread_local! {
    static INSIDE: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Keeps the panics of such parsers off the terminal: they are reported as files set aside.
fn quiet_panics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !INSIDE.with(std::cell::Cell::get) {
                usual(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_outranks_the_ending() {
        let detected = |bytes: &[u8], name: &str| detect(bytes, name).map_err(|(reason, _)| reason);
        assert_eq!(detected(b"%PDF-1.4 \n", "x.caj"), Ok(Format::Pdf));
        assert_eq!(detected(b"<!DOCTYPE html><html>", "x.doc"), Ok(Format::Html));
        assert_eq!(detected("正文".as_bytes(), "x.doc"), Ok(Format::Text));
        assert_eq!(detected(b"a,b\n", "x.CSV"), Ok(Format::Csv));
        assert_eq!(detected(b"PAR1", "x"), Ok(Format::Parquet));
        for (bytes, name) in
            [(&b"CAJ"[..], "x.caj"), (b"{\\rtf1", "x.doc"), (b"Rar!", "x.rar"), (b"KDH ", "x.kdh")]
        {
            assert_eq!(detected(bytes, name), Err(Reason::Unsupported), "{name}");
        }
        assert_eq!(detected(b"\x89PNG\r\n", "x.png"), Err(Reason::Scanned));
    }

    #[test]
    fn panics_become_reasons() {
        let (reason, _) = guarded::<()>(|| panic!("on purpose")).expect_err("refused");
        assert_eq!(reason, Reason::Unreadable);
    }
}
