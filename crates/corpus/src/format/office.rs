//! Word and WPS documents, told by content: a `.wps` or `.doc` may be any of them.

use super::{Extracted, Format, Refusal};
use nianlun_types::Reason;
use office_oxide::{Document, DocumentFormat};
use std::io::{Cursor, Read, Seek};

/// What a zip archive is: docx, xlsx, or a plain archive.
pub(crate) fn kind_of_zip(reader: impl Read + Seek) -> Result<Format, Refusal> {
    let archive = zip::ZipArchive::new(reader)
        .map_err(|error| (Reason::Unreadable, format!("is a damaged zip, docx or xlsx: {error}")))?;
    let holds = |name: &str| archive.file_names().any(|n| n.eq_ignore_ascii_case(name));
    if holds("word/document.xml") {
        Ok(Format::Docx)
    } else if holds("xl/workbook.xml") || holds("xl/workbook.bin") {
        Ok(Format::Excel)
    } else if holds("ppt/presentation.xml") {
        Err((Reason::Unsupported, "is PowerPoint: save it as PDF".to_owned()))
    } else if holds("OFD.xml") {
        Err((Reason::Unsupported, "is OFD: open it in an OFD reader and export it as PDF".to_owned()))
    } else if holds("content.xml") && holds("META-INF/manifest.xml") {
        Err((Reason::Unsupported, "is OpenDocument: save it as docx or xlsx".to_owned()))
    } else {
        Ok(Format::Zip)
    }
}

/// What an OLE compound file is, by the names of its streams, which stand in it as UTF-16.
pub(super) fn kind_of_compound(bytes: &[u8], ending: &str) -> Result<Format, Refusal> {
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memchr::memmem::find(bytes, &wide).is_some()
    };
    if holds("WordDocument") {
        Ok(Format::Doc)
    } else if holds("Workbook") || matches!(ending, "xls" | "et") {
        Ok(Format::Excel)
    } else if holds("EncryptedPackage") {
        Err((Reason::Unreadable, "is locked with a password: save it without one".to_owned()))
    } else {
        Err((
            Reason::Unsupported,
            "is an Office file, but neither Word nor Excel: save it as docx or PDF".to_owned(),
        ))
    }
}

/// Reads a document, one line a paragraph.
pub(super) fn extract(bytes: Vec<u8>, format: Format) -> Result<Extracted, Refusal> {
    let (kind, encoding) = match format {
        Format::Doc => (DocumentFormat::Doc, "Word binary"),
        _ => (DocumentFormat::Docx, "UTF-8"),
    };
    let document = Document::from_reader(Cursor::new(bytes), kind)
        .map_err(|error| (Reason::Unreadable, format!("is a damaged {} file: {error}", format.as_str())))?;
    let text = document.plain_text();
    Ok(Extracted { text, encoding, ..Extracted::default() })
}
