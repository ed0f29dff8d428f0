//! Dates as Chinese documents write them: 2021年10月11日, １９８５年, 一九八五年, "1 9 9 8 年",
//! 二〇二一年十月十一日, 2021-10-11, 2021/10/11, 2021.10.11, 20211011.

use nianlun_text::normalise;
use nianlun_types::Year;
use regex::{Captures, Regex};
use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

/// Years that a date in a text may have; a manifest may name any.
const PLAUSIBLE: Range<Year> = 1900..2100;

/// A date, as far as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date {
    pub year: Year,
    pub month: Option<u32>,
    pub day: Option<u32>,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

/// A date and the bytes that it takes up in its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub date: Date,
    pub at: Range<usize>,
}

/// Circles of every kind stand for zero; normalising has replaced full-width ones.
const ZEROS: &str = "〇零○◯o0";
const DIGITS: &str = "零一二三四五六七八九";

// Digits are [0-9]: \d is those of some 70 scripts, and two dozen of it take megabytes to compile.
static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?<y>[12]\s?[0-9]\s?[0-9]\s?[0-9]|[一二][{ZEROS}一二三四五六七八九]{{3}})\s*年(?:\s*(?<m>[01]\s?[0-9]|[0-9]|十[一二]?|[元一二三四五六七八九])\s*月(?:\s*(?<d>[0-3]\s?[0-9]|[0-9]|[一二三四五六七八九十廿卅]{{1,3}})\s*[日号])?)?"
    ))
    .expect("a valid pattern")
});
static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?<y>[12][0-9]{3})(?:-(?<m>[0-9]{1,2})-(?<d>[0-9]{1,2})|/(?<m2>[0-9]{1,2})/(?<d2>[0-9]{1,2})|\.(?<m3>[0-9]{1,2})\.(?<d3>[0-9]{1,2})|(?<m4>[01][0-9])(?<d4>[0-3][0-9]))")
        .expect("a valid pattern")
});

/// The dates of a normalised line, in the order they stand; a bare year needs its 年.
pub(crate) fn dates(line: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for pattern in [&*WRITTEN, &*NUMERIC] {
        for captures in pattern.captures_iter(line) {
            let at = captures.get(0).expect("the whole match").range();
            let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
            if joined(line[..at.start].chars().next_back()) || joined(line[at.end..].chars().next()) {
                continue;
            }
            if let Some(date) = date(&captures) {
                found.push(Found { date, at });
            }
        }
    }
    found.sort_by_key(|f| f.at.start);
    found
}

/// The first date of a cell or attribute that holds nothing else of interest.
pub(crate) fn first_date(cell: &str) -> Option<Date> {
    dates(&normalise(cell).text).first().map(|f| f.date)
}

fn date(captures: &Captures<'_>) -> Option<Date> {
    let of = |names: &[&str]| names.iter().find_map(|n| captures.name(n)).map(|m| m.as_str());
    let year = year(of(&["y"])?).ok().filter(|y| PLAUSIBLE.contains(y))?;
    let part = |names: &[&str], most| match of(names) {
        None => Some(None),
        Some(text) => number(text).filter(|n| (1..=most).contains(n)).map(Some),
    };
    let month = part(&["m", "m2", "m3", "m4"], 12)?;
    let longest = match month {
        Some(2) => 29,
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    Some(Date { year, month, day: part(&["d", "d2", "d3", "d4"], longest)? })
}

/// 11, "1 1", 十一, 二十一, 廿一, 元 → 11, 11, 11, 21, 21, 1.
fn number(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if let Ok(number) = digits.parse() {
        return Some(number);
    }
    let (mut tens, mut ones) = (0, 0);
    for c in digits.chars() {
        match c {
            '元' => ones = 1,
            '十' => (tens, ones) = (if ones == 0 { 1 } else { ones }, 0),
            '廿' => tens = 2,
            '卅' => tens = 3,
            _ => ones = DIGITS.chars().position(|d| d == c)? as u32,
        }
    }
    Some(tens * 10 + ones)
}

/// A year as people write it: 1985, １９８５, 1985年, 一九八五, "1 9 8 5 年".
pub(crate) fn year(cell: &str) -> Result<Year, String> {
    if cell.trim().is_empty() {
        return Err("the year is empty".to_owned());
    }
    let digits: String = normalise(cell)
        .text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '年')
        .map(|c| match DIGITS.chars().position(|d| d == c) {
            Some(digit) => char::from(b'0' + digit as u8),
            None if ZEROS.contains(c) => '0',
            None => c,
        })
        .collect();
    match digits.parse::<Year>() {
        Ok(year) if digits.len() == 4 && (1000..=2999).contains(&year) => Ok(year),
        _ => Err(format!("`{cell}` is no year")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, dates_found: &[&str]) {
        let found = dates(&normalise(line).text);
        let shown: Vec<String> = found.iter().map(|f| f.date.to_string()).collect();
        assert_eq!(shown, dates_found, "{line}");
    }

    #[test]
    fn every_form_that_occurs() {
        for line in [
            "2021年10月11日",
            "２０２１年１０月１１日",
            "2021 年 10 月 11 日",
            "2 0 2 1 年1 0 月1 1 日",
            "二〇二一年十月十一日",
            "二○二一年十月十一日",
            "二Ｏ二一年十月十一日",
            "二零二一年十月十一日",
            "2021-10-11",
            "2021/10/11 08:30",
            "2021.10.11",
            "20211011",
            "发布日期：2021-10-11",
        ] {
            check(line, &["2021-10-11"]);
        }
        check("１９８５年", &["1985"]);
        check("一九八五年", &["1985"]);
        check("1 9 9 8 年", &["1998"]);
        check("二〇〇一年元月三十一日", &["2001-01-31"]);
        check("一九九五年二月廿八日", &["1995-02-28"]);
        check("2021年3月", &["2021-03"]);
        check("2010年9月17日通过，2012年3月1日施行", &["2010-09-17", "2012-03-01"]);
    }

    #[test]
    fn what_is_no_date() {
        for line in [
            "2021",
            "12021年",
            "2021年13月1日",
            "2021-02-30",
            "202110111",
            "1234567890",
            "3021年",
            "第一九条",
        ] {
            check(line, &[]);
        }
    }

    #[test]
    fn years_as_people_write_them() {
        for cell in ["1985", "１９８５", "1985年", "一九八五年", "1 9 8 5 年"] {
            assert_eq!(year(cell), Ok(1985), "{cell}");
        }
        assert_eq!(year("二〇〇零"), Ok(2000));
        for cell in ["", "85", "19x5", "1985-86", "12021", "0900"] {
            assert!(year(cell).is_err(), "{cell}");
        }
    }
}
