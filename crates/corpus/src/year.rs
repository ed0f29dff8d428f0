//! Decides the year of a text, and says by which rule.
//!
//! The rules in their order: what a person said (manifest, column, folder), the document's own date,
//! its number, the date of the page, the name of the file, the title. A year from the title is always
//! doubted.

use crate::dates::dates;
use crate::facts::Facts;
use crate::format::Extracted;
use crate::listed::NameWithYear;
use crate::number::{number, number_in};
use crate::signature::signature;
use nianlun_text::{normalise, text_lines};
use nianlun_types::YearRule;
use nianlun_types::{Warning, Year};
use regex::Regex;
use std::sync::LazyLock;

/// What was decided of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Decided {
    pub year: Option<(Year, YearRule)>,
    pub date: Option<String>,
    pub number: Option<String>,
    pub doubts: Vec<Warning>,
}

/// Decides the year of a text of which the listing says `listed`. Where it says no year, `open` is the
/// name that may tell it; without a name no year is looked for.
pub(crate) fn decide(listed: &Facts, open: Option<&NameWithYear>, found: &Extracted) -> Decided {
    let signed = signature(&found.text);
    let own_number = [listed.number.as_deref(), found.number.as_deref()]
        .into_iter()
        .flatten()
        .find_map(number_in)
        .or_else(|| number(&found.text));
    let page = found.page_date;
    let mut decided = Decided {
        date: listed.date.clone().or_else(|| signed.as_ref().map(|s| s.date).or(page).map(|d| d.to_string())),
        number: listed
            .number
            .clone()
            .or_else(|| found.number.clone())
            .or_else(|| own_number.as_ref().map(|n| n.written.clone())),
        ..Decided::default()
    };
    let given = listed.year.as_ref().ok().copied().zip(listed.year_rule);
    if let Some((year, rule)) = given {
        decided.year = Some((year, rule));
        // An amended statute may be filed under any of its years.
        if let Some(signed) = signed.filter(|s| !s.years.contains(&year)) {
            decided.doubts.push(Warning::new(
                "another-years-body",
                format!("归入 {year} 年（{}），而正文的日期是 {}", rule.name(), signed.date),
            ));
        }
        // A number of December is signed in January; further apart, one of the two is mistyped.
        if let Some(number) = own_number.filter(|n| n.year.abs_diff(year) > 1) {
            decided.doubts.push(Warning::new(
                "number-of-another-year",
                format!("归入 {year} 年（{}），而文号是 {}", rule.name(), number.written),
            ));
        }
    } else if let Some(name) = open {
        search(name, found, signed, own_number.map(|n| n.year), &mut decided);
    }
    decided
}

fn search(
    file: &NameWithYear,
    found: &Extracted,
    signed: Option<crate::signature::Signed>,
    number: Option<Year>,
    decided: &mut Decided,
) {
    let signature = signed.as_ref().map(|s| s.date.year);
    if let (Some(signature), Some(number)) = (signature, number)
        && signature != number
    {
        decided.doubts.push(Warning::new(
            "number-of-another-year",
            format!("落款是 {signature} 年，文号是 {number} 年；取落款"),
        ));
    }
    let page = found.page_date.map(|d| d.year);
    decided.year = if let Some(signed) = signed {
        decided.doubts.extend(signed.doubts);
        Some((signed.date.year, YearRule::Signature))
    } else if let Some(year) = number {
        Some((year, YearRule::Number))
    } else if let Some(year) = page {
        Some((year, YearRule::Page))
    } else if let Some(year) = in_name(&file.name, file.offset, &mut decided.doubts) {
        Some((year, YearRule::FileName))
    } else {
        let title = found.title.as_deref().or(first_line(&found.text)).unwrap_or("");
        let year = in_name(title, file.offset, &mut decided.doubts);
        if let Some(year) = year {
            let message = format!("年份 {year} 只见于标题“{title}”，或是所述之年，而非成文之年");
            decided.doubts.push(Warning::new("year-from-title", message));
        }
        year.map(|year| (year, YearRule::Title))
    };
}

/// The first line, unless it is a sentence.
fn first_line(text: &str) -> Option<&str> {
    let line = text_lines(text).map(str::trim).find(|line| !line.is_empty())?;
    (line.len() <= 240 && !line.contains('。')).then_some(line)
}

static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:19|20)[0-9]{2}").expect("a valid pattern"));

/// The year in a name: that of a 文号 or of a full date, else the only year in it. Of several years the
/// first is taken and doubted. The year of a plan is doubted too, since a plan is written before it.
fn in_name(name: &str, offset: Year, doubts: &mut Vec<Warning>) -> Option<Year> {
    if let Some(number) = number_in(name) {
        return Some(number.year);
    }
    let normal = normalise(name).text;
    let written = dates(&normal);
    if let [whole] = written.iter().filter(|f| f.date.day.is_some()).collect::<Vec<_>>()[..] {
        return Some(whole.date.year);
    }
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut places: Vec<(usize, Year)> = written.iter().map(|f| (f.at.start, f.date.year)).collect();
    for found in YEAR.find_iter(&normal) {
        let alone = !digit(normal[..found.start()].chars().next_back())
            && !digit(normal[found.end()..].chars().next());
        places.extend(found.as_str().parse().ok().filter(|_| alone).map(|year| (found.start(), year)));
    }
    places.sort_unstable();
    let years: Vec<Year> = places.into_iter().map(|(_, year)| year).collect();
    let first = *years.first()?;
    if years.iter().any(|year| *year != first) {
        let message = format!("“{name}”里不止一个年份，取第一个 {first}");
        doubts.push(Warning::new("several-years-in-name", message));
    } else if ["规划", "计划", "行动方案"].iter().any(|word| normal.contains(word)) {
        let message = format!("“{name}”里的 {first} 或是规划之年，而非成文之年");
        doubts.push(Warning::new("year-of-a-plan", message));
    } else if normal.contains("年鉴") && offset == 0 {
        let message = format!("“{name}”像是年鉴；年鉴所记是上一年的事，如是，请写 offset = -1");
        doubts.push(Warning::new("yearbook", message));
    }
    Some(first + offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listed::{Listed, ListedYear};
    use std::path::Path;

    fn decide_for(name: &str, text: &str, change: impl Fn(&mut Listed, &mut Extracted)) -> Decided {
        let mut listed = Listed::of_file(Path::new(""), name, 0);
        let mut found = Extracted::plain(text.to_owned());
        change(&mut listed, &mut found);
        decide(&listed.facts(), listed.year.open(), &found)
    }

    fn check(name: &str, text: &str, year: Year, rule: YearRule, doubts: &[&str]) {
        let decided = decide_for(name, text, |_, _| ());
        let codes: Vec<&str> = decided.doubts.iter().map(|d| d.code.as_str()).collect();
        assert_eq!((decided.year, codes.as_slice()), (Some((year, rule)), doubts), "{name} {text}");
    }

    const SIGNED: &str = "通知\n沪府发〔2021〕3号\n各区：根据2015年8月31日的《纲要》通知如下。\n市政府办公厅\n2021年10月11日\n";

    #[test]
    fn rules_in_their_order() {
        check("2019年.txt", SIGNED, 2021, YearRule::Signature, &[]);
        check("2019年.txt", "通知\n沪府发〔2021〕3号\n各区：执行。\n", 2021, YearRule::Number, &[]);
        check("2019年.txt", "正文。\n", 2019, YearRule::FileName, &[]);
        check("x.txt", "2018年工作要点\n正文。\n", 2018, YearRule::Title, &["year-from-title"]);
        assert_eq!(decide_for("x.txt", "正文提到2018年。\n", |_, _| ()).year, None);
        let page = decide_for("2019.txt", "正文。", |_, found| {
            found.page_date = crate::dates::first_date("2020-01-02")
        });
        assert_eq!(page.year, Some((2020, YearRule::Page)));
    }

    #[test]
    fn a_person_outranks_the_text_which_then_is_doubted() {
        let decided = decide_for("x.txt", SIGNED, |listed, _| {
            listed.year = ListedYear::Given(2020, YearRule::Manifest)
        });
        assert_eq!(decided.year, Some((2020, YearRule::Manifest)));
        assert_eq!(decided.doubts[0].code, "another-years-body");
    }

    #[test]
    fn years_in_names() {
        check("沪府办发〔2022〕43号 2025年目标.txt", "正文。", 2022, YearRule::FileName, &[]);
        check("公报20211011.txt", "正文。", 2021, YearRule::FileName, &[]);
        check(
            "上海行动方案（2021-2023年）.txt",
            "正文。",
            2021,
            YearRule::FileName,
            &["several-years-in-name"],
        );
        check("2025年计划.txt", "正文。", 2025, YearRule::FileName, &["year-of-a-plan"]);
        check("信息化年鉴2010.txt", "正文。", 2010, YearRule::FileName, &["yearbook"]);
        let yearbook = decide_for("信息化年鉴2010.txt", "正文。", |listed, _| {
            *listed = Listed::of_file(Path::new(""), "信息化年鉴2010.txt", -1);
        });
        assert_eq!((yearbook.year, yearbook.doubts.len()), (Some((2009, YearRule::FileName)), 0));
        assert_eq!(decide_for("12019876.txt", "正文。", |_, _| ()).year, None);
    }

    #[test]
    fn a_given_year_far_from_the_number_is_doubted() {
        let number_of = |year: Year| {
            let decided = decide_for("x.txt", "正文。", |listed, _| {
                listed.year = ListedYear::Given(2028, YearRule::Column);
                listed.number = Some(format!("沪规〔{year}〕1号"));
            });
            decided.doubts.iter().map(|d| d.code.clone()).collect::<Vec<_>>()
        };
        assert_eq!(number_of(2023), ["number-of-another-year"]);
        assert!(number_of(2027).is_empty());
    }

    #[test]
    fn signature_and_number_that_differ() {
        let text = SIGNED.replace("〔2021〕", "〔2020〕");
        check("x.txt", &text, 2021, YearRule::Signature, &["number-of-another-year"]);
    }
}
