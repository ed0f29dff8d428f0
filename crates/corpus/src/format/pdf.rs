//! PDF with text in it.

use super::pages::join;
use super::{Extracted, Refusal};
use nianlun_types::{Reason, Warning};
use pdf_oxide::document::PdfDocument;

/// Han characters a page below which a PDF is taken for pictures of pages.
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
                "its {count} pages are pictures without text: `ocrmypdf -l chi_sim IN OUT` adds the text"
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
    Ok(Extracted { text, encoding: "PDF", doubts, ..Extracted::default() })
}

/// Fonts without a table of characters give signs of private use, or replacement characters.
fn garbled(text: &str) -> Option<Warning> {
    let all = text.chars().filter(|c| !c.is_whitespace()).count();
    let odd = text.chars().filter(|c| matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}')).count();
    (odd * 100 > all)
        .then(|| Warning::new("garbled", format!("{all} 个字符中有 {odd} 个无法识别，字体缺编码表")))
}
