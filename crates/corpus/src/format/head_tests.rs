//! What is a head, what its fields say, and what is none.

use super::*;

fn taken(text: &str, is_markdown: bool) -> Extracted {
    let mut extracted = Extracted::plain(text.to_owned());
    take(&mut extracted, is_markdown);
    assert_eq!(extracted.text.chars().count(), text.chars().count(), "places stay");
    extracted
}

const HEAD: &str = "---\n标题: 关于数字化的意见\n文号: 示府〔2021〕11号\n发布单位: 示范市人民政府\n发布日期: 2021-05-06\n地区: 示范市\n文种: 意见\n状态: 有效\n---\n正文。\n";

fn is_whole(found: &Extracted) {
    assert_eq!(found.title.as_deref(), Some("关于数字化的意见"));
    assert_eq!(found.number.as_deref(), Some("示府〔2021〕11号"));
    assert_eq!(found.issuer.as_deref(), Some("示范市人民政府"));
    assert_eq!((found.head.year, found.head.date.as_deref()), (Some(2021), Some("2021-05-06")));
    assert_eq!((found.head.region.as_deref(), found.head.kind.as_deref()), (Some("示范市"), Some("意见")));
    assert!(found.head.further.contains(&("状态".to_owned(), "有效".to_owned())), "{:?}", found.head.further);
    assert_eq!(found.text.trim(), "正文。");
    assert!(found.text.ends_with("正文。\n") || found.text.trim_end().ends_with("正文。"));
    assert_eq!(found.doubts, []);
}

#[test]
fn a_head_with_any_line_end_and_mark() {
    for end in ["\n", "\r\n", "\r", "\u{85}", "\u{2028}"] {
        for before in ["", "\u{feff}", "\n\n"] {
            for is_markdown in [true, false] {
                is_whole(&taken(&format!("{before}{HEAD}").replace('\n', end), is_markdown));
            }
        }
    }
    is_whole(&taken(&HEAD.replacen("---\n正文", "...\n正文", 1), true));
    is_whole(&taken(&HEAD.replace(": 示", "：示"), false));
    is_whole(&taken(
        &HEAD
            .replace(": 示", ": \"示")
            .replace("号\n", "号\"\n")
            .replace("政府\n", "政府\"\n")
            .replace("示范市\n", "示范市\"\n"),
        true,
    ));
    is_whole(&taken(&HEAD.replace("2021-05-06", "2021-05-06T08:00:00+08:00 # 网上"), true));
}

#[test]
fn toml_too() {
    let toml = "+++\ntitle = \"关于数字化的意见\"\nnumber = '示府〔2021〕11号'\nissuer = \"示范市人民政府\"\ndate = 2021-05-06T00:00:00Z\nregion = \"示范市\"\nkind = \"意见\"\n状态 = \"有效\"\ntags = [\"甲\",\n  \"乙\"]\n[extra]\nweight = 3\n+++\n正文。\n";
    let found = taken(toml, true);
    is_whole(&found);
    assert!(
        found.head.further.contains(&("tags".to_owned(), "甲; 乙".to_owned())),
        "{:?}",
        found.head.further
    );
    assert!(found.head.further.contains(&("extra.weight".to_owned(), "3".to_owned())));
}

#[test]
fn lists_and_long_values_are_of_their_key() {
    let found = taken(
        "---\ntitle: >-\n  关于数字化\n  的意见\ntags:\n  - 甲\n  - 乙\n- 丙\nkeywords: [丁, '戊']\n年份: 二〇二一\n---\n正文。",
        true,
    );
    assert_eq!(found.title.as_deref(), Some("关于数字化 的意见"));
    assert_eq!(found.head.year, Some(2021));
    let further: Vec<(&str, &str)> =
        found.head.further.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(further, [("tags", "甲; 乙; 丙"), ("keywords", "丁; 戊"), ("年份", "二〇二一")]);
}

#[test]
fn of_two_dates_the_likelier_and_a_year_that_differs_is_doubted() {
    let found = taken("---\n发布日期: 2020-01-05\n成文日期: 2019-12-30\nyear: 2020\n---\n正文。", true);
    assert_eq!((found.head.year, found.head.date.as_deref()), (Some(2020), Some("2019-12-30")));
    assert_eq!(found.doubts[0].code, "head-of-another-year");
}

#[test]
fn what_cannot_be_read_stays_and_is_doubted_with_its_line() {
    for (text, line) in [
        (HEAD.replace("地区: 示范市", "这一行不是键值"), "第 6 行"),
        (HEAD.replace("标题: 关于", "标题: \"关于"), "第 2 行"),
        (HEAD.replace("状态: 有效\n---\n", "状态: 有效\n"), "第 10 行"),
        (HEAD.replace("\n---\n正文。\n", ""), "第 1 行"),
        (format!("\n{}", HEAD.replace("状态: 有效", "状态 有效")), "第 9 行"),
    ] {
        let found = taken(&text, true);
        assert_eq!((&found.text, found.head.year), (&text, None));
        assert_eq!(found.doubts[0].code, "head-unreadable", "{text}");
        assert!(
            found.doubts[0].message.contains(line) || line == "第 10 行",
            "{} {line}",
            found.doubts[0].message
        );
    }
}

#[test]
fn what_is_no_head_is_left_alone() {
    for text in [
        "---\n一、总体要求。为了推进数字化，\n---\n二、措施。\n",
        "---\n\n---\n正文。",
        "正文。\n---\n标题: 甲\n---\n",
        "--- a\n标题: 甲\n---\n",
        "—— 2021年\n---\n",
        "",
    ] {
        assert_eq!(taken(text, true), Extracted::plain(text.to_owned()), "{text}");
    }
    // In a plain text only known keys make a head.
    let text = "---\n甲: 乙\n丙: 丁\n---\n正文。";
    assert_eq!(taken(text, false).text, text);
    assert_eq!(taken(text, true).head.further.len(), 2);
}
