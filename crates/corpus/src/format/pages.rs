//! Pages of a printed document → one text, without running headers, footers and page numbers.
//!
//! A running line stands at the edge of many pages and differs in numbers at most. Line ends stay,
//! since normalising joins words across them. Blank lines within a sentence go, since they would part
//! a word.

use nianlun_text::text_lines;
use std::collections::BTreeMap;

/// Lines at the head and at the foot of a page that may be running ones.
const EDGE: usize = 3;

/// Joins pages into a text.
pub(super) fn join(pages: &[String]) -> String {
    let pages: Vec<Vec<&str>> = pages
        .iter()
        .map(|page| text_lines(page).map(str::trim_end).filter(|line| !line.trim().is_empty()).collect())
        .collect();
    let running = running(&pages);
    let mut text = String::new();
    for page in &pages {
        let (first, last) = body(page, &running);
        for line in &page[first..last] {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// Shapes of lines that stand at the edges of many pages, and of three at least.
fn running(pages: &[Vec<&str>]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let foot = page.len().saturating_sub(EDGE).max(EDGE.min(page.len()));
        let mut shapes: Vec<String> =
            page[..EDGE.min(page.len())].iter().chain(&page[foot..]).map(|l| shape(l)).collect();
        shapes.sort_unstable();
        shapes.dedup();
        for shape in shapes {
            *seen.entry(shape).or_default() += 1;
        }
    }
    // Even and odd pages may have different headers, so a running line may be on half of them only.
    let least = (pages.len() * 2 / 5).max(3);
    seen.into_iter().filter(|(_, pages)| *pages >= least).map(|(shape, _)| shape).collect()
}

/// The lines of a page that are neither running ones nor its number.
fn body(page: &[&str], running: &[String]) -> (usize, usize) {
    let drop = |line: &str| running.contains(&shape(line)) || is_page_number(line);
    let first = page.iter().take(EDGE).take_while(|line| drop(line)).count();
    let last = page.len() - page[first..].iter().rev().take(EDGE).take_while(|line| drop(line)).count();
    (first, last)
}

/// A line without its numbers and blanks.
fn shape(line: &str) -> String {
    let mut shape = String::new();
    for c in line.chars().filter(|c| !c.is_whitespace()) {
        if c.is_numeric() {
            if !shape.ends_with('#') {
                shape.push('#');
            }
        } else {
            shape.push(c);
        }
    }
    shape
}

/// `12`, `- 12 -`, `— 12 —`, `第 12 页`, `第12页 共30页`, `12 / 30`.
fn is_page_number(line: &str) -> bool {
    let shape = shape(line);
    let bare = shape.trim_matches(['-', '—', '–', '·', '•', '_', '~']);
    matches!(
        bare,
        "#" | "第#页" | "第#页共#页" | "第#页,共#页" | "第#页，共#页" | "#/#" | "Page#" | "Page#of#"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(number: usize, body: &str) -> String {
        format!("上海信息化年鉴2010\n\n{body}\n\n— {number} —\n")
    }

    #[test]
    fn headers_footers_and_numbers_go() {
        let pages = [
            page(1, "推进公共数"),
            page(2, "据共享，2010\n年完成。"),
            page(3, "结束。"),
            "正文。\n4".to_owned(),
        ];
        assert_eq!(join(&pages), "推进公共数\n据共享，2010\n年完成。\n结束。\n正文。\n");
    }

    #[test]
    fn what_stands_once_stays() {
        let pages = ["标题\n正文一。\n2021年\n结尾".to_owned(), "第一条\n正文二。".to_owned()];
        assert_eq!(join(&pages), "标题\n正文一。\n2021年\n结尾\n第一条\n正文二。\n");
        assert_eq!(join(&[]), "");
    }

    #[test]
    fn shapes_of_page_numbers() {
        for line in ["12", "- 12 -", "— 12 —", "第 12 页", "第12页 共30页", "12 / 30"] {
            assert!(is_page_number(line), "{line}");
        }
        for line in ["2021年", "第12条", "12.", "一、12"] {
            assert!(!is_page_number(line), "{line}");
        }
    }
}
