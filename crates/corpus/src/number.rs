//! 文号, the number of a document: 沪府办发〔2022〕43号, with brackets of any kind.

use crate::lines::Lines;
use nianlun_text::normalise;
use nianlun_types::Year;
use regex::Regex;
use std::sync::LazyLock;

/// Lines at the beginning of a text that may hold its number alone.
const HEAD_LINES: usize = 40;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"[\p{Han}()a-z]{1,25}[〔\[(【{〈<《](?<y>(?:19|20)[0-9]{2})年?[〕\])】}〉>》]第?[0-9a-z-]{1,8}号",
    )
    .expect("a valid pattern")
});

/// A number with the year that it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    pub written: String,
    pub year: Year,
}

/// The number that a cell or field gives.
pub(crate) fn number_in(cell: &str) -> Option<Number> {
    let bare: String = normalise(cell).text.chars().filter(|c| !c.is_whitespace()).collect();
    let found = NUMBER.captures(&bare)?;
    Some(Number { written: found[0].to_owned(), year: found["y"].parse().ok()? })
}

/// The number of a document, from a line of its own or a field 文号 in its head. A number in running
/// text belongs to another document, which the text cites.
pub(crate) fn number(text: &str) -> Option<Number> {
    let lines = Lines::of(text);
    let mut head =
        (0..HEAD_LINES).map_while(|at| Some((at, lines.get(at).filter(|line| !line.contains('。'))?)));
    head.find_map(|(at, line)| {
        // Of a number in two lines the second alone may look like one: `发〔2021〕3号`.
        let broken = lines.joined(at, LONGEST).next().filter(|joined| is_broken(line, joined));
        broken.and_then(number_alone).or_else(|| number_alone(line))
    })
}

/// Bytes of the longest line that may be a number.
const LONGEST: usize = 160;

/// Whether `line` may be the first part of a number whose rest is the next line: it breaks off behind the
/// bracket, or before it and names no text, which the number of that text may follow.
fn is_broken(line: &str, joined: &str) -> bool {
    const TEXTS: [&str; 9] = ["通知", "意见", "办法", "决定", "方案", "规划", "公告", "通告", "批复"];
    const RESTS: [char; 8] = ['发', '字', '函', '规', '〔', '[', '［', '('];
    let before_bracket = line.chars().count() <= 16
        && joined[line.len()..].trim_start().starts_with(RESTS)
        && !TEXTS.iter().any(|text| line.ends_with(text));
    before_bracket || line.contains(['〔', '[', '［', '(', '（', '【']) && !line.contains('号')
}

/// The number that is a line alone, or its field.
fn number_alone(line: &str) -> Option<Number> {
    if line.len() > LONGEST || !line.contains('号') {
        return None;
    }
    let bare: String = normalise(line).text.chars().filter(|c| !c.is_whitespace()).collect();
    let found = NUMBER.captures(&bare)?;
    let whole = found.get(0).expect("the whole match");
    let before = bare[..whole.start()].trim_start_matches(['(', '【', '[']);
    let after = bare[whole.end()..].trim_end_matches([')', '】', ']']);
    let field = ["文号", "发文字号", "发文号", "字号", "文件编号"]
        .iter()
        .any(|label| before.trim_end_matches([':', '】', ']', '|']).ends_with(label));
    if field || (before.is_empty() && after.is_empty()) {
        let written = found[0].trim_start_matches('(').to_owned();
        return Some(Number { written, year: found["y"].parse().ok()? });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_any_brackets() {
        for written in [
            "包府办发〔2022〕43号",
            "包府办发[2022]43号",
            "包府办发(2022)43号",
            "包府办发［２０２２］４３号",
            "包府办发（2022）43 号",
        ] {
            assert_eq!(number_in(written).map(|n| n.year), Some(2022), "{written}");
            let text = format!("关于印发方案的通知\n{written}\n各区：请遵照执行。\n");
            assert_eq!(number(&text).map(|n| n.year), Some(2022), "{written}");
        }
        assert_eq!(
            number("发文字号：沪府规〔2019〕1号\n正文。").expect("field").written,
            "沪府规〔2019〕1号"
        );
        assert_eq!(number_in("上海市人民政府令第35号"), None);
    }

    #[test]
    fn a_number_in_two_lines() {
        for end in ["\n", "\r\n", "\r", "\u{b}", "\u{85}", "\u{2028}"] {
            for written in [
                "沪府办|发〔2021〕3号",
                "沪府办发〔2021〕|3号",
                "沪府办发〔20|21〕3号",
                "沪府办发〔2021〕3|号",
                "发文字号：沪府规|〔2021〕3号",
            ] {
                let text = format!("关于印发方案的通知\n{written}\n各区：执行。\n").replace(['\n', '|'], end);
                let whole = written.replace('|', "").replace("发文字号：", "");
                assert_eq!(number(&text).map(|n| n.written), Some(whole), "{written} {end:?}");
            }
            let text = format!("关于印发方案的通知{end}沪府发〔2021〕3号{end}各区。");
            assert_eq!(number(&text).map(|n| n.written).as_deref(), Some("沪府发〔2021〕3号"));
        }
    }

    #[test]
    fn a_number_cited_is_not_the_documents() {
        assert_eq!(number("通知\n根据国发〔2015〕50号文件\n现通知如下。"), None);
        assert_eq!(number("通知\n现通知如下。\n国发〔2015〕50号\n"), None);
    }
}
