//! Files of other formats, as small as they can be: docx, doc, PDF, zip.

use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

/// A zip archive with these members.
pub fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("member");
        writer.write_all(content).expect("written");
    }
    writer.finish().expect("archive").into_inner()
}

/// Text as it stands between tags.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A Word file, one paragraph a line.
pub fn docx(text: &str) -> Vec<u8> {
    const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let mut document = r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#.to_owned();
    for line in text.lines() {
        document += &format!(r#"<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#, escaped(line));
    }
    document += "</w:body></w:document>";
    zip(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ])
}

/// A page as a government site prints it, with a menu around the text.
pub fn html(title: &str, text: &str) -> String {
    let paragraphs: String = text.lines().map(|line| format!("<p>{}</p>\n", escaped(line))).collect();
    format!(
        "<!DOCTYPE html>\n<html><head><meta charset=\"gb2312\"><title>{title}_某市人民政府</title></head>\n\
         <body><div class=\"menu\"><a>首页</a> <a>政务公开</a> <a>数据开放</a></div><h1>{title}</h1>\n\
         <div class=\"TRS_Editor\">{paragraphs}</div><div>版权所有 信息化办公室</div></body></html>"
    )
}

/// A PDF as a printer makes it: lines of 34 characters, 30 a page, a running header and a number.
pub fn pdf(header: &str, text: &str) -> Vec<u8> {
    let lines: Vec<String> = text
        .lines()
        .flat_map(|line| {
            line.chars().collect::<Vec<_>>().chunks(34).map(String::from_iter).collect::<Vec<_>>()
        })
        .collect();
    // Without a text there is a page nevertheless: one that was scanned.
    let printed: Vec<&[String]> = if lines.is_empty() { vec![&[]] } else { lines.chunks(30).collect() };
    let pages: Vec<Vec<String>> = printed
        .into_iter()
        .enumerate()
        .map(|(at, lines)| {
            let foot = format!("— {} —", at + 1);
            if lines.is_empty() { vec![] } else { [&[header.to_owned()], lines, &[foot]].concat() }
        })
        .collect();
    let mut used: Vec<u16> = pages.iter().flatten().flat_map(|line| line.encode_utf16()).collect();
    used.sort_unstable();
    used.dedup();
    let mut map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /x def /CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n".to_owned();
    for some in used.chunks(100) {
        map += &format!("{} beginbfchar\n", some.len());
        some.iter().for_each(|unit| map += &format!("<{unit:04X}> <{unit:04X}>\n"));
        map += "endbfchar\n";
    }
    map += "endcmap end end";
    let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 6 + at * 2)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>".to_owned(),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>".to_owned(),
        stream(&map),
    ];
    for (at, lines) in pages.iter().enumerate() {
        let mut content = "BT /F1 12 Tf 20 TL 72 780 Td\n".to_owned();
        for line in lines {
            let codes: String = line.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            content += &format!("<{codes}> Tj T*\n");
        }
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            7 + at * 2
        ));
        objects.push(stream(&(content + "ET")));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    let table = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places.iter().for_each(|place| file += &format!("{place:010} 00000 n \n"));
    file += &format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

fn stream(content: &str) -> String {
    format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A Word 97 file: the header, the text in UTF-16 and a table of its one piece.
pub fn doc(text: &str) -> Vec<u8> {
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
