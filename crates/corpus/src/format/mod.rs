//! File formats: detected by content first and by the ending second, then read into text.

mod extracted;
mod fabao;
mod guarded;
mod head;
mod head_value;
mod html;
mod kind;
mod office;
mod page_text;
mod pages;
mod pdf;
mod plain;

pub(crate) use extracted::{Extracted, Head, Refusal, encoding_named};
pub use kind::Format;
pub(crate) use kind::{holds_several, is_expensive};
pub(crate) use office::kind_of_zip;

use encoding_rs::Encoding;
use guarded::guarded;
use nianlun_types::Reason;

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
        Format::Text | Format::Markdown => plain::extract(bytes, encoding)?,
        // Those that hold several texts are listed row by row, member by member, and do not come here.
        Format::Csv | Format::Tsv | Format::Excel | Format::Jsonl | Format::Parquet | Format::Zip => {
            plain::extract(bytes, encoding)?
        }
    };
    if matches!(format, Format::Text | Format::Markdown) {
        head::take(&mut extracted, format == Format::Markdown);
    }
    fabao::strip(&mut extracted);
    Ok(extracted)
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
}
