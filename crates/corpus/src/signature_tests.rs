//! What tells a date in a text: signatures, notes of passing, and their lines broken over pages.

use super::*;

fn check(text: &str, date: Option<&str>) {
    let found = signature(text).map(|s| s.date.to_string());
    assert_eq!(found.as_deref(), date, "{text}");
}

const BODY: &str =
    "关于推进数字化的通知\n各区人民政府：\n根据2015年8月31日国务院印发的《纲要》，现通知如下。\n";

#[test]
fn the_date_under_a_signature() {
    check(&format!("{BODY}上海市人民政府办公厅\n2021年10月11日\n"), Some("2021-10-11"));
    check(
        &format!("{BODY}　　　　上海市人民政府办公厅 二〇二一年十月十一日\n（此件公开发布）\n"),
        Some("2021-10-11"),
    );
    check(
        &format!("{BODY}特此通知。\n２０２１年１０月１１日\n附件：方案\n一、总体要求。\n"),
        Some("2021-10-11"),
    );
    check(&format!("{BODY}2021 年 10 月 11 日\n"), Some("2021-10-11"));
    check(&format!("{BODY}市　长　　应　勇\n2017年3月1日\n附件\n"), Some("2017-03-01"));
}

#[test]
fn a_date_cited_does_not_win() {
    check(BODY, None);
    check(&format!("{BODY}本办法自2012年3月1日起施行。\n"), None);
    check(&format!("{BODY}本办法的有效期至\n2026年3月1日\n止，到期作废。\n"), None);
    check(&format!("{BODY}上海市人民政府办公厅2021年10月12日印发\n"), None);
}

#[test]
fn what_stands_below_a_title() {
    check("1954年政府工作报告——1954年5月23日在第一次会议上\n各位代表：。\n", Some("1954-05-23"));
    check("通知\n根据2015年8月31日国务院印发的纲要，\n制定本方案。\n", None);
    check("条例\n2011年11月17日 市人大常委会第三十次会议通过\n第一条 为了规范。\n", Some("2011-11-17"));
    check(
        "政府工作报告\n——1985年3月27日在第六届全国人民代表大会第三次会议上\n各位代表：。\n",
        Some("1985-03-27"),
    );
    check("成文日期：2021-10-11\n发布日期：2021-10-15\n关于印发的通知\n各区。\n", Some("2021-10-11"));
    check("成文日期\n2021年10月11日\n标题\n正文。\n", Some("2021-10-11"));
    check("发布日期：2021-10-15\n标题\n正文。\n", None);
}

#[test]
fn a_broken_line_says_what_the_whole_one_says() {
    for end in ["\n", "\r\n", "\r", "\u{b}", "\u{c}", "\n\u{c}", "\u{85}", "\u{2028}"] {
        for (whole, date) in [
            (
                "条例\n（2020年3月28日某市第十五届人民代表|大会常务委员会第十次会议通过）\n第一条。\n",
                "2020-03-28",
            ),
            ("条例\n（2021年3月|28日某市人大常委会通过）\n第一条。\n", "2021-03-28"),
            ("条例\n（2010年9月17日市人大通过|根据2015年7月23日决定修|正）\n第一条。\n", "2015-07-23"),
            (
                "条例\n2011年11月17日某市第十三届人民代表大会|常务委员会第三十次会议通过\n第一条 目的。\n",
                "2011-11-17",
            ),
            ("报告\n——1985年3月27日在第六届全国人民|代表大会第三次会议上\n各位代表：。\n", "1985-03-27"),
            ("成文日期：2021年10|月11日\n通知\n各区。\n", "2021-10-11"),
            ("通知\n各区：执行。\n某市人民政府办公厅　2022年3|月28日\n", "2022-03-28"),
            ("通知\n各区：执行。\n某市人民政府办|公厅 2022年3月28日\n附件\n", "2022-03-28"),
            (
                "通知\n各区：执行。\n某市人民政府办公厅\n二〇二二年|三月二十八日\n附件：表\n一。\n",
                "2022-03-28",
            ),
            ("通知\n各区：执行。\n某市人民政府办|公厅\n2022年3月28日\n方案\n一。\n", "2022-03-28"),
        ] {
            let text = whole.replace('\n', end);
            check(&text.replace('|', end), Some(date));
            check(&text.replace('|', ""), Some(date));
        }
    }
}

#[test]
fn a_title_below_a_date_is_no_note_of_passing() {
    check("2011年3月1日\n关于印发《方案》的通知\n各区。\n", None);
    check("（2011年3月1日\n\n市人大通过）\n各区。\n", None);
}

#[test]
fn several_years_are_doubted() {
    let amended =
        signature("条例\n（2010年9月17日市人大通过 根据2015年7月23日决定修正）\n第一条。\n").expect("date");
    assert_eq!(amended.date.to_string(), "2015-07-23");
    let annexed =
        signature(&format!("{BODY}市政府办公厅\n2021年3月1日\n方案\n内容。\n市发展改革委\n2020年12月1日\n"))
            .expect("date");
    assert_eq!((annexed.date.year, annexed.doubts[0].code.as_str()), (2021, "several-signatures"));
}
