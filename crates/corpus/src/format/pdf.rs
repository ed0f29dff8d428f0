//! PDF with text in it.

use super::extracted::{Extracted, PDF_OWN, Refusal};
use super::pages::join;
use nianlun_types::{Reason, Warning};
use pdf_oxide::document::PdfDocument;

/// Han characters a page below which a PDF is taken for a scan.
const LEAST_A_PAGE: usize = 10;

/// Reads the pages of a PDF and joins them.
pub(super) fn extract(bytes: Vec<u8>) -> Result<Extracted, Refusal> {
    let unreadable =
        |error: &dyn std::fmt::Display| (Reason::Unreadable, format!("is a damaged PDF: {error}"));
    let document = PdfDocument::from_bytes(bytes).map_err(|e| unreadable(&e))?;
    let count = document.page_count().map_err(|e| unreadable(&e))?;
    let mut pages = Vec::with_capacity(count);
    let mut failed = Vec::new();
    for page in 0..count {
        match document.extract_text(page) {
            Ok(text) => pages.push(text),
            Err(error) => {
                failed.push(format!("{}（{error}）", page + 1));
                pages.push(String::new());
            }
        }
    }
    if count > 0 && failed.len() == count {
        return Err(unreadable(&"no page of it can be read"));
    }
    let letters = |text: &String| text.chars().filter(|c| c.is_alphabetic()).count();
    let blank = pages.iter().filter(|page| letters(page) < LEAST_A_PAGE).count();
    if count > 0 && blank == count {
        return Err((
            Reason::Scanned,
            format!(
                "its {count} pages hold pictures, or text that cannot be told: `ocrmypdf -l chi_sim IN OUT` adds text"
            ),
        ));
    }
    let mut doubts = Vec::new();
    if !failed.is_empty() {
        doubts.push(Warning::new("pages-unreadable", format!("第 {} 页未能读出", failed.join("、"))));
    }
    if blank * 5 > count {
        doubts.push(Warning::new(
            "pages-without-text",
            format!("{count} 页中有 {blank} 页没有文字，或是扫描页"),
        ));
    }
    let text = join(&pages);
    if let Some(doubt) = garbled(&text) {
        doubts.push(doubt);
    }
    Ok(Extracted { text, encoding: PDF_OWN, doubts, ..Extracted::default() })
}

/// Whether the text is unreadable: a font without a table of characters gives characters for private
/// use or replacement characters.
fn garbled(text: &str) -> Option<Warning> {
    let all = text.chars().filter(|c| !c.is_whitespace()).count();
    let odd = text.chars().filter(|c| matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}')).count();
    (odd * 100 > all)
        .then(|| Warning::new("garbled", format!("{all} 个字符中有 {odd} 个无法识别，字体缺编码表")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PDF whose pages hold these lines, in a font with a table of characters (ToUnicode) and no
    /// glyphs, as text layers have.
    fn pdf(pages: &[&[&str]]) -> Vec<u8> {
        let mut objects: Vec<String> = Vec::new();
        let kids: Vec<String> = (0..pages.len()).map(|at| format!("{} 0 R", 6 + at * 2)).collect();
        objects.push("<< /Type /Catalog /Pages 2 0 R >>".to_owned());
        objects.push(format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()));
        objects.push("<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>".to_owned());
        objects.push("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SimSun /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 1000 >>".to_owned());
        let mut used: Vec<u16> = pages.iter().flat_map(|p| p.iter()).flat_map(|l| l.encode_utf16()).collect();
        used.sort_unstable();
        used.dedup();
        let pairs: String = used.iter().map(|unit| format!("<{unit:04X}> <{unit:04X}>\n")).collect();
        let map = format!(
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /x def /CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{} beginbfchar\n{pairs}endbfchar\nendcmap end end",
            used.len()
        );
        objects.push(stream(&map));
        for (at, lines) in pages.iter().enumerate() {
            let mut content = "BT /F1 12 Tf 14 TL 72 760 Td\n".to_owned();
            for line in *lines {
                let codes: String = line.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
                content += &format!("<{codes}> Tj T*\n");
            }
            content += "ET";
            objects.push(format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
                7 + at * 2
            ));
            objects.push(stream(&content));
        }
        let mut file = "%PDF-1.4\n".to_owned();
        let mut places = Vec::new();
        for (at, object) in objects.iter().enumerate() {
            places.push(file.len());
            file += &format!("{} 0 obj\n{object}\nendobj\n", at + 1);
        }
        let table = file.len();
        file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for place in places {
            file += &format!("{place:010} 00000 n \n");
        }
        file +=
            &format!("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
        file.into_bytes()
    }

    fn stream(content: &str) -> String {
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())
    }

    #[test]
    fn words_are_joined_and_furniture_goes() {
        let body = ["推进城市治理现代化和公共数", "据共享，提高服务水平。"];
        let others = ["第一章 总则", "第二章 组织", "第三章 保障", "第四章 附则"];
        let pages: Vec<Vec<String>> = others
            .iter()
            .enumerate()
            .map(|(at, other)| {
                let foot = format!("— {} —", at + 1);
                ["上海信息化年鉴", *other, &foot].map(str::to_owned).to_vec()
            })
            .collect();
        let borrowed: Vec<Vec<&str>> =
            pages.iter().map(|page| page.iter().map(String::as_str).collect()).collect();
        let slices: Vec<&[&str]> = borrowed.iter().map(Vec::as_slice).collect();
        let text = extract(pdf(&slices)).expect("text").text;
        assert!(!text.contains("年鉴") && !text.contains('—'), "{text}");
        assert!(text.contains("总则") && text.contains("附则"), "{text}");
        let one = extract(pdf(&[&body])).expect("text").text;
        let normal = nianlun_text::normalise(&one).text.into_owned();
        assert!(normal.contains("公共数据共享"), "{one}");
    }

    #[test]
    fn scans_and_broken_files() {
        assert_eq!(extract(pdf(&[&[], &[]])).expect_err("pictures").0, Reason::Scanned);
        assert!(extract(b"%PDF-1.4\n garbage".to_vec()).is_err());
    }
}
