//! Word and WPS documents, told by content: a `.wps` or `.doc` may be any of them.

use super::extracted::{Extracted, Refusal, WORD_BINARY};
use super::kind::Format;
use nianlun_types::{Reason, Warning};
use office_oxide::docx::DocxDocument;
use office_oxide::{Document, DocumentFormat};
use std::io::{Cursor, Read, Seek};

/// The format of a zip archive: docx, xlsx, or a plain archive.
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

/// The format of an OLE compound file, by the names of its streams, which it holds as UTF-16.
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
    let damaged = |error: &dyn std::fmt::Display| {
        (Reason::Unreadable, format!("is a damaged {} file: {error}", format.name()))
    };
    let reader = Cursor::new(bytes);
    if format == Format::Doc {
        let document = Document::from_reader(reader, DocumentFormat::Doc).map_err(|e| damaged(&e))?;
        let text = document.plain_text();
        return Ok(Extracted { text, encoding: WORD_BINARY, ..Extracted::default() });
    }
    let mut document = DocxDocument::from_reader(reader).map_err(|e| damaged(&e))?;
    // Headers, footers and comments are not the text of the document.
    document.headers_footers.clear();
    let comments = std::mem::take(&mut document.comments).len();
    let mut extracted = Extracted::plain(document.plain_text());
    if comments > 0 {
        extracted.doubts.push(Warning::new("comments-left-out", format!("{comments}条批注没有计入")));
    }
    Ok(extracted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    /// A zip archive with these members.
    fn zip(members: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in members {
            writer.start_file(*name, SimpleFileOptions::default()).expect("member");
            writer.write_all(content.as_bytes()).expect("written");
        }
        writer.finish().expect("archive").into_inner()
    }

    const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    const DOCUMENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>关于推进数</w:t></w:r><w:r><w:t>字化的通知</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>公共数据</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>2021年10月11日</w:t></w:r></w:p></w:body></w:document>"#;

    fn docx() -> Vec<u8> {
        zip(&[("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", DOCUMENT)])
    }

    #[test]
    fn paragraphs_runs_and_tables_of_docx() {
        assert_eq!(kind_of_zip(Cursor::new(docx())), Ok(Format::Docx));
        let text = extract(docx(), Format::Docx).expect("document").text;
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, ["关于推进数字化的通知", "公共数据", "2021年10月11日"]);
    }

    /// A Word 97 file: the header, the text in UTF-16 and a table of its one piece.
    fn doc(text: &str) -> Vec<u8> {
        const TEXT_AT: usize = 0x800;
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut main = vec![0u8; TEXT_AT];
        let mut put = |at: usize, bytes: &[u8]| main[at..at + bytes.len()].copy_from_slice(bytes);
        put(0x00, &0xa5ec_u16.to_le_bytes()); // Word
        put(0x02, &0x00c1_u16.to_le_bytes()); // of 1997
        put(0x0a, &0x1200_u16.to_le_bytes()); // whose table is called 1Table
        put(0x20, &14_u16.to_le_bytes());
        put(0x3e, &22_u16.to_le_bytes());
        put(0x4c, &(units.len() as u32).to_le_bytes());
        put(0x98, &0x5d_u16.to_le_bytes());
        let mut pieces = vec![2u8];
        pieces.extend(16_u32.to_le_bytes());
        pieces.extend(0_u32.to_le_bytes());
        pieces.extend((units.len() as u32).to_le_bytes());
        pieces.extend([0, 0]);
        pieces.extend((TEXT_AT as u32).to_le_bytes());
        pieces.extend([0, 0]);
        put(0x1a2, &0_u32.to_le_bytes());
        put(0x1a6, &(pieces.len() as u32).to_le_bytes());
        main.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        main.resize(main.len().max(0x1000), 0);
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("file");
        file.create_stream("WordDocument").expect("stream").write_all(&main).expect("written");
        file.create_stream("1Table").expect("stream").write_all(&pieces).expect("written");
        file.into_inner().into_inner()
    }

    #[test]
    fn paragraphs_of_doc_by_whatever_name() {
        let bytes = doc("关于推进数字化的通知\r公共数据共享。\r2021年10月11日\r");
        assert_eq!(kind_of_compound(&bytes, "wps"), Ok(Format::Doc));
        let text = extract(bytes, Format::Doc).expect("document").text;
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        assert_eq!(lines, ["关于推进数字化的通知", "公共数据共享。", "2021年10月11日"]);
    }

    #[test]
    fn headers_and_comments_are_not_the_text() {
        const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
        let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
        let document = format!(
            r#"<w:document {W}><w:body>{}<w:sectPr><w:headerReference w:type="default" r:id="rId1"/></w:sectPr></w:body></w:document>"#,
            paragraph("正文")
        );
        let header = format!("<w:hdr {W}>{}</w:hdr>", paragraph("页眉"));
        let comments = format!(
            r#"<w:comments {W}><w:comment w:id="0" w:author="甲">{}</w:comment></w:comments>"#,
            paragraph("批语")
        );
        let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let relations = format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="{base}/header" Target="header1.xml"/><Relationship Id="rId2" Type="{base}/comments" Target="comments.xml"/></Relationships>"#
        );
        let bytes = zip(&[
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", &document),
            ("word/header1.xml", &header),
            ("word/comments.xml", &comments),
            ("word/_rels/document.xml.rels", &relations),
        ]);
        let found = extract(bytes, Format::Docx).expect("document");
        assert_eq!(found.text.trim(), "正文");
        assert_eq!(found.doubts[0].code, "comments-left-out");
    }

    #[test]
    fn broken_documents() {
        let whole = docx();
        let (reason, _) = kind_of_zip(Cursor::new(&whole[..whole.len() / 2])).expect_err("cut");
        assert_eq!(reason, Reason::Unreadable);
        let torn = zip(&[("word/document.xml", "<w:document"), ("[Content_Types].xml", TYPES)]);
        assert!(extract(torn, Format::Docx).is_err());
        let (reason, _) =
            extract(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut".to_vec(), Format::Doc).expect_err("cut");
        assert_eq!(reason, Reason::Unreadable);
    }

    #[test]
    fn zips_of_other_kinds() {
        let kind = |name| kind_of_zip(Cursor::new(zip(&[(name, "")]))).map_err(|(reason, _)| reason);
        assert_eq!(kind("xl/workbook.xml"), Ok(Format::Excel));
        assert_eq!(kind("通知.txt"), Ok(Format::Zip));
        assert_eq!(kind("ppt/presentation.xml"), Err(Reason::Unsupported));
        assert_eq!(kind("OFD.xml"), Err(Reason::Unsupported));
    }
}
