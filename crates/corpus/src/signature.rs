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
#[path = "signature_tests.rs"]
mod tests;
