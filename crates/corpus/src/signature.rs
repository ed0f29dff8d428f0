//! The date that a document gives of itself: a field 成文日期, the date under its signature, or the line
//! below its title that says when it was passed or delivered.
//!
//! A date in running text belongs to something else (a law that it cites, the day on which it takes
//! force). So a date counts only in a line of one of these kinds, in the place of that kind.

use crate::dates::{Date, dates};
use crate::lines::{Lines, unbroken};
use nianlun_text::normalise;
use nianlun_types::{Warning, Year};

/// Bytes of the longest line that may be a date with its issuer, or a line below a title.
const LONGEST: usize = 240;
/// Lines before the first full stop that may hold fields and dates of passing.
const HEAD_LINES: usize = 40;

/// The date of a document, as found in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signed {
    pub date: Date,
    /// The years of every date that could be it: of each passing and amendment, of each signature.
    pub years: Vec<Year>,
    pub doubts: Vec<Warning>,
}

impl Signed {
    fn new(date: Date, all: &[Date], code: &str, message: &str) -> Self {
        let mut years: Vec<Year> = all.iter().map(|d| d.year).collect();
        years.sort_unstable();
        years.dedup();
        let shown = years.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
        let doubt = (years.len() > 1).then(|| Warning::new(code, format!("{message}：{shown}")));
        Signed { date, years, doubts: doubt.into_iter().collect() }
    }
}

/// Words that close what a line below a title says: when the text was passed, amended, delivered.
const VERBS: [&str; 9] = ["通过", "公布", "发布", "颁布", "批准", "修正", "修订", "印发", "会议上"];

/// What a line says about the date of its document.
enum Says {
    /// A field 成文日期.
    Field(Date),
    /// Passed, published, delivered or amended.
    Passed(Date),
    /// A date alone.
    Alone(Date),
    /// A date behind an issuer.
    Signed(Date),
}

impl Says {
    fn date(&self) -> Date {
        match self {
            Says::Field(date) | Says::Passed(date) | Says::Alone(date) | Says::Signed(date) => *date,
        }
    }
}

/// The date of the document, if its text says one.
pub(crate) fn signature(text: &str) -> Option<Signed> {
    let mut passed: Vec<Date> = Vec::new();
    let mut signed: Vec<Date> = Vec::new();
    let mut in_head = true;
    let lines = Lines::of(text);
    for (at, line) in (0..).map_while(|at| Some((at, lines.get(at)?))) {
        if in_head && (line.contains('。') || at >= HEAD_LINES) {
            in_head = false;
        }
        let Some((says, used)) = says_from(&lines, at, in_head) else { continue };
        match says {
            Says::Field(date) => return Some(Signed::new(date, &[date], "", "")),
            Says::Passed(date) => passed.push(date),
            Says::Signed(date) if !in_head => signed.push(date),
            Says::Alone(date) if !in_head && (is_signed(&lines, at) || closes(lines.get(at + used))) => {
                signed.push(date);
            }
            Says::Signed(_) | Says::Alone(_) => {}
        }
    }
    // Documents annexed to this one follow its signature, and are often older.
    if let Some(date) = signed.first().copied() {
        return Some(Signed::new(date, &signed, "several-signatures", "文中有几个不同年份的落款"));
    }
    let date = passed.iter().max().copied()?;
    Some(Signed::new(date, &passed, "amended", "题下有几个不同年份的通过、修正日期，取最晚者"))
}

/// Whether a line may hold the date. Saves normalising the others: below the head only lines that end
/// as a date ends may.
fn may_hold(line: &str, in_head: bool) -> bool {
    in_head || line.ends_with(['日', ')', '）', '号']) || line.as_bytes()[line.len() - 1].is_ascii_digit()
}

/// What the line `at` says, alone or joined with the next ones where a page broke it, and how many lines that
/// are. Lines are joined where the line alone says nothing, or no day.
fn says_from(lines: &Lines<'_>, at: usize, in_head: bool) -> Option<(Says, usize)> {
    let line = lines.get(at)?;
    let joined = || (2..).zip(lines.joined(at, LONGEST));
    if in_head && opens(line) {
        // A note in brackets is one line, however many it is broken into.
        let note = joined().find(|(_, note)| !opens(note));
        if let Some(found) = note.and_then(|(used, note)| Some((says(note, None, true)?, used))) {
            return Some(found);
        }
    }
    let may_say = line.len() <= LONGEST && may_hold(line, in_head);
    let alone = may_say.then(|| says(line, lines.get(at + 1), in_head)).flatten().map(|found| (found, 1));
    if alone.as_ref().is_some_and(|(found, _)| found.date().day.is_some()) {
        return alone;
    }
    joined()
        .take_while(|(_, joined)| !joined.contains('。'))
        .filter(|(_, joined)| may_hold(joined, in_head))
        .find_map(|(used, joined)| {
            Some((says(joined, None, in_head).filter(|s| ends_with(joined, s))?, used))
        })
        .or(alone)
}

/// Whether a bracket that begins `line` is still open at its end.
fn opens(line: &str) -> bool {
    line.starts_with(['(', '（']) && !line.contains([')', '）'])
}

/// Whether joined lines end with what they say: behind a note of passing a title may begin.
fn ends_with(joined: &str, says: &Says) -> bool {
    let end = joined.trim_end_matches([')', '）', ' ']);
    !matches!(says, Says::Passed(_)) || VERBS.iter().any(|verb| end.ends_with(verb))
}

/// Whether somebody signs in the line above the line `at`, or in the two above, if a page broke that line.
fn is_signed(lines: &Lines<'_>, at: usize) -> bool {
    let above = at.checked_sub(1).and_then(|above| lines.get(above));
    let two_above = at.checked_sub(2).and_then(|above| lines.joined(above, LONGEST).next());
    above.is_some_and(is_signatory) || two_above.is_some_and(is_signatory)
}

fn says(line: &str, next: Option<&str>, in_head: bool) -> Option<Says> {
    let normal = unbroken(line);
    let line = normal.trim_matches(['(', ')', '[', ']', '—', '-', '*', '#', ' ', '\u{3000}', '|']);
    if in_head && let Some(date) = field(line, next) {
        return Some(Says::Field(date));
    }
    let mut found = dates(line);
    found.retain(|f| f.date.month.is_some());
    let first = found.first()?;
    let before = line[..first.at.start].trim_end_matches([' ', ':', ',']);
    let after = line[first.at.end..].trim();
    if in_head {
        // `根据2015年8月31日国务院印发的` is running text; `2021-10-15 发布` is the page's.
        let begins = before.is_empty() || before.ends_with(['—', '(']);
        let delivered = begins && line.contains('年') && VERBS.iter().any(|verb| after.contains(verb));
        // `2010年9月17日…通过 根据2011年12月22日…修正`, in one line
        return delivered.then(|| found.iter().map(|f| f.date).max()).flatten().map(Says::Passed);
    }
    if found.len() > 1 || !after.is_empty() {
        return None; // `2021年10月12日印发` is the printer's
    }
    match before {
        "" => Some(Says::Alone(first.date)),
        issuer if is_issuer(issuer) => Some(Says::Signed(first.date)),
        _ => None,
    }
}

/// `成文日期：2021年10月11日`, also with the date in the next line, as cells of a table come.
fn field(line: &str, next: Option<&str>) -> Option<Date> {
    const LABELS: [&str; 5] = ["成文日期", "发文日期", "签发日期", "印发日期", "制定日期"];
    let at = LABELS.iter().find_map(|label| line.find(label).map(|at| at + label.len()))?;
    let rest = line[at..].trim_start_matches([':', ' ', ']', '】', '|', '\t']);
    if rest.is_empty() {
        let next = normalise(next?).text;
        let found = dates(&next);
        return found.first().filter(|f| f.at.start == 0).map(|f| f.date);
    }
    dates(rest).first().filter(|f| f.at.start == 0).map(|f| f.date)
}

/// Whether a normalised string reads as the name of a body that issues documents.
pub(crate) fn is_issuer(name: &str) -> bool {
    const ENDINGS: [&str; 22] = [
        "政府",
        "办公厅",
        "办公室",
        "委员会",
        "委",
        "局",
        "部",
        "厅",
        "院",
        "会",
        "处",
        "署",
        "中心",
        "公司",
        "大学",
        "学院",
        "小组",
        "集团",
        "党组",
        "指挥部",
        "银行",
        "法院",
    ];
    const NOT_FIRST: [&str; 9] = ["根据", "自", "于", "在", "经", "依据", "按照", "截至", "从"];
    name.chars().count() <= 40
        && !name.contains(['。', ',', ';', ':', '、', '《'])
        && ENDINGS.iter().any(|ending| name.ends_with(ending))
        && !NOT_FIRST.iter().any(|start| name.starts_with(start))
}

/// Whether a line may stand right above the date of a signature.
fn is_signatory(line: &str) -> bool {
    const OFFICES: [&str; 10] =
        ["市长", "代市长", "省长", "主席", "总理", "国务院总理", "部长", "主任", "局长", "区长"];
    if line.len() > LONGEST {
        return line.ends_with("特此通知。") || line.ends_with("特此公告。");
    }
    let normal = normalise(line).text;
    let bare: String = normal.chars().filter(|c| !c.is_whitespace()).collect();
    is_issuer(&bare)
        || (bare.chars().count() <= 12 && OFFICES.iter().any(|office| bare.starts_with(office)))
        || bare.starts_with("特此")
        || bare.ends_with("特此通知。")
}

/// Whether the document itself ends before the line `next`.
fn closes(next: Option<&str>) -> bool {
    const AFTER: [&str; 8] = ["附件", "附:", "附：", "抄送", "(此件", "（此件", "主题词", "分送"];
    next.is_none_or(|line| AFTER.iter().any(|start| line.starts_with(start)))
}

#[cfg(test)]
mod tests {
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
        let amended = signature("条例\n（2010年9月17日市人大通过 根据2015年7月23日决定修正）\n第一条。\n")
            .expect("date");
        assert_eq!(amended.date.to_string(), "2015-07-23");
        let annexed = signature(&format!(
            "{BODY}市政府办公厅\n2021年3月1日\n方案\n内容。\n市发展改革委\n2020年12月1日\n"
        ))
        .expect("date");
        assert_eq!((annexed.date.year, annexed.doubts[0].code.as_str()), (2021, "several-signatures"));
    }
}
