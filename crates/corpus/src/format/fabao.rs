//! Texts exported from 北大法宝: an identifier, a link and fields stand before the document, and
//! its title stands twice.

use super::extracted::Extracted;
use super::head::blank;
use crate::dates::first_date;
use crate::number::number_in;
use nianlun_text::{line_places, text_lines};
use std::ops::Range;

const MARK: &str = "法宝引证码";
/// Fields that an export puts before a document, and how many of them tell that it is one.
const FIELDS: [&str; 14] = [
    "法规标题",
    "发布部门",
    "制定机关",
    "发文机关",
    "发文字号",
    "文号",
    "发布日期",
    "公布日期",
    "实施日期",
    "施行日期",
    "时效性",
    "效力级别",
    "法规类别",
    "法宝引注",
];
const FEWEST: usize = 3;
/// Bytes at the beginning among which the mark must stand.
const HEAD: usize = 1 << 11;
/// Lines that are searched for fields of the head.
const LINES: usize = 30;

/// Takes out what the export added to the text, and keeps its title, number, date and issuer. It is replaced
/// by blanks, one for each character, so that places in the text stay.
pub(super) fn strip(extracted: &mut Extracted) {
    let text = &extracted.text;
    let Some(mark) = mark(&text[..text.floor_char_boundary(HEAD)]) else { return };
    let mut kept: Vec<&str> = Vec::new();
    let mut added: Vec<Range<usize>> = Vec::new();
    for place in line_places(text).take(LINES) {
        let line = &text[place.line.clone()];
        if line.contains('。') && !line.contains('【') && place.line.start > mark {
            break;
        }
        let bare = line.trim();
        if bare.is_empty() {
            continue;
        }
        if bare.contains(MARK) || bare.starts_with("原文链接") || bare.contains("pkulaw.com") {
            added.push(place.line);
            continue;
        }
        if let Some((label, value)) = field(bare) {
            match label {
                "法规标题" => extracted.title = non_empty(value),
                "发文字号" | "文号" => {
                    extracted.number = extracted.number.take().or_else(|| non_empty(value))
                }
                "发布部门" | "制定机关" | "发文机关" => {
                    extracted.issuer = extracted.issuer.take().or_else(|| non_empty(value));
                }
                "发布日期" | "公布日期" => {
                    extracted.page_date = extracted.page_date.or(first_date(value))
                }
                _ => {}
            }
            added.push(place.line);
            continue;
        }
        if kept.last().is_some_and(|title| equal_without_blanks(title, bare)) {
            added.push(place.line); // the title again
            continue;
        }
        kept.push(bare);
    }
    let last = line_places(text).filter(|place| !text[place.line.clone()].trim().is_empty()).last();
    let footer = last.map(|place| place.line).filter(|line| is_footer(&text[line.clone()]));
    // In a short text the last line may be one of the head.
    added.extend(footer.filter(|footer| added.last().is_none_or(|line| line.start < footer.start)));
    extracted.title = extracted.title.take().or_else(|| kept.first().map(|title| (*title).to_owned()));
    if extracted.number.is_none() {
        extracted.number = kept.iter().skip(1).take(3).find_map(|line| number_in(line)).map(|n| n.written);
    }
    // From the last to the first, since blanks have other lengths in bytes.
    for line in added.into_iter().rev() {
        blank(&mut extracted.text, line);
    }
}

/// Position of the mark of an export in the head; 0 where several of the fields stand for the mark.
fn mark(head: &str) -> Option<usize> {
    head.find(MARK).or_else(|| {
        let mut fields = text_lines(head).filter_map(|line| field(line.trim()));
        fields.by_ref().filter(|(label, _)| FIELDS.contains(label)).nth(FEWEST - 1)?;
        Some(0)
    })
}

/// `【发文字号】沪府规〔2019〕1号`
fn field(line: &str) -> Option<(&str, &str)> {
    let (label, value) = line.strip_prefix('【')?.split_once('】')?;
    Some((label.trim(), value.trim_start_matches(['：', ':', ' '])))
}

fn non_empty(value: &str) -> Option<String> {
    Some(value.trim().to_owned()).filter(|v| !v.is_empty())
}

/// Whether a line repeats the title; the repetition may have blanks in other places.
fn equal_without_blanks(a: &str, b: &str) -> bool {
    let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    bare(a) == bare(b)
}

fn is_footer(line: &str) -> bool {
    line.contains("pkulaw.com") || line.contains("北大法宝") || line.contains(MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXPORT: &str = "【法宝引证码】 CLI.12.1234567\r\n原文链接：https://www.pkulaw.com/lar/x.html\r\n\r\n某区关于数字化的通知\r\n某区 关于数字化的通知\r\n（某府办发〔2022〕43号）\r\n\r\n各街道：\r\n现通知如下。\r\n某区人民政府\r\n2022年10月11日\r\n©北大法宝：（www.pkulaw.com）\r\n";

    #[test]
    fn what_the_export_added_is_not_counted() {
        let mut extracted = Extracted::plain(EXPORT.to_owned());
        strip(&mut extracted);
        assert_eq!(extracted.title.as_deref(), Some("某区关于数字化的通知"));
        assert_eq!(extracted.number.as_deref().and_then(number_in).map(|n| n.year), Some(2022));
        let text = &extracted.text;
        assert_eq!(text.matches("关于数字化的通知").count(), 1, "{text}");
        assert!(text.trim().starts_with("某区关于") && text.trim().ends_with("2022年10月11日"), "{text}");
        assert_eq!(text.chars().count(), EXPORT.chars().count(), "places stay");
        assert!(text.contains("各街道：") && !text.contains("CLI"), "{text}");
    }

    #[test]
    fn fields_are_taken() {
        let mut extracted = Extracted::plain(
            "某办法\n【法宝引证码】CLI.1\n【发布部门】某市人民政府\n【发文字号】某府〔2019〕1号\n【发布日期】2019.03.04\n【时效性】现行有效\n某办法\n第一条 为了规范。\n"
                .to_owned(),
        );
        strip(&mut extracted);
        assert_eq!(extracted.issuer.as_deref(), Some("某市人民政府"));
        assert_eq!(extracted.page_date.map(|d| d.to_string()).as_deref(), Some("2019-03-04"));
        let kept: Vec<&str> =
            extracted.text.split_terminator('\n').filter(|l| !l.trim().is_empty()).collect();
        assert_eq!(kept, ["某办法", "第一条 为了规范。"]);
    }

    #[test]
    fn a_short_text_may_end_with_a_line_of_the_export() {
        for last in [
            "原文链接：https://www.pkulaw.com/x",
            "©北大法宝：(www.pkulaw.com)",
            "【法宝引证码】CLI.1",
            "某办法",
        ] {
            for end in ["\n", "\r\n", "\r", "\u{2028}", ""] {
                let text = format!("【法宝引证码】CLI.1\n某办法\n推进信息化\n某办法\n{last}{end}");
                let mut extracted = Extracted::plain(text.clone());
                strip(&mut extracted);
                assert_eq!(extracted.text.chars().count(), text.chars().count(), "places stay: {text}");
                let added = ["pkulaw", "北大法宝", "引证码"];
                assert!(!added.iter().any(|added| extracted.text.contains(added)), "{}", extracted.text);
                assert!(extracted.text.contains("推进信息化"), "{}", extracted.text);
            }
        }
    }

    #[test]
    fn other_texts_are_left_alone() {
        let text = format!("{}法宝引证码\n", "文。\n".repeat(1000));
        let mut extracted = Extracted::plain(text.clone());
        strip(&mut extracted);
        assert_eq!(extracted.text, text);
    }

    #[test]
    fn fields_alone_make_an_export() {
        let text = "【法规标题】某市政务公开办法\n【发布部门】某市人民政府\n【发文字号】某府令第100号\n【发布日期】2014.03.04\n【时效性】现行有效\n\n第一条 为了推进政务公开。\n";
        let mut extracted = Extracted::plain(text.to_owned());
        strip(&mut extracted);
        assert_eq!(extracted.title.as_deref(), Some("某市政务公开办法"));
        assert_eq!(extracted.issuer.as_deref(), Some("某市人民政府"));
        assert_eq!(extracted.page_date.map(|d| d.year), Some(2014));
        assert_eq!(extracted.text.trim(), "第一条 为了推进政务公开。");
        let notice = "【通知】各区：\n【发布日期】2014年\n正文。\n";
        let mut extracted = Extracted::plain(notice.to_owned());
        strip(&mut extracted);
        assert_eq!(extracted.text, notice);
    }
}
