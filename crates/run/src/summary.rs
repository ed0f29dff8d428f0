//! `summary.txt`: a run in a screenful, as `nianlun run` prints it. The text does not name the results
//! folder, so that the same results have the same bytes in any folder.

use crate::outcome::Outcome;
use nianlun_findings::Findings;
use nianlun_stages::Estimate;
use nianlun_types::{Reason, show_years};
use nianlun_words::Lang;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a run found, as text for people.
pub fn summary(outcome: &Outcome) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "年轮 · {}", outcome.name);
    let years = outcome.years.map_or("无年份".to_owned(), |(a, b)| {
        let missing = show_years(&outcome.missing_years);
        let gap = if missing.is_empty() { String::new() } else { format!("（缺 {missing}）") };
        format!("{a}–{b}{gap}")
    });
    let _ = writeln!(text, "  年份  {years}");
    let _ = writeln!(text, "  文本  {} 篇，{} 个汉字", outcome.documents, outcome.han_characters);
    let hits: Vec<String> =
        outcome.categories.iter().map(|(label, hits)| format!("{label} {hits}")).collect();
    let _ = writeln!(text, "  命中  {}", hits.join("，"));
    let _ = writeln!(text, "  单位  {}", outcome.units.shown());
    let aside = || outcome.quarantined.iter().filter(|text| text.is_set_aside());
    if outcome.units.set_aside > 0 {
        let mut reasons: BTreeMap<Reason, u64> = BTreeMap::new();
        for text in aside() {
            *reasons.entry(text.reason).or_default() += 1;
        }
        let reasons: Vec<String> =
            reasons.iter().map(|(reason, n)| format!("{} {n}", reason.name())).collect();
        let _ = writeln!(
            text,
            "  搁置  {} 个文件、行或成员（{}），见 quarantine.csv",
            outcome.units.set_aside,
            reasons.join("，")
        );
    }
    if outcome.doubtful > 0 {
        let _ = writeln!(text, "  存疑  {} 个文本或表格，见 corpus-report.csv", outcome.doubtful);
    }
    let _ = writeln!(text);
    let _ = writeln!(
        text,
        "判断：{}。{}",
        nianlun_words::verdict(outcome.findings.estimate.verdict, Lang::Chinese),
        nianlun_report::finding(&outcome.findings.estimate, Lang::Chinese)
    );
    if outcome.findings.estimate.has_too_few_years() {
        let _ = writeln!(text, "只是不判断阶段；文本、词频、命中、检索和报告都已照常写出。");
    }
    text.push_str(&evidence(&outcome.findings));
    let (shown, others) = outcome.warnings.split_at(outcome.warnings.len().min(MOST_WARNINGS));
    if !shown.is_empty() {
        let _ = writeln!(text, "\n提醒");
    }
    for warning in shown {
        let _ = writeln!(text, "  · {}", warning.message);
    }
    if !others.is_empty() {
        let _ = writeln!(text, "  · 另有{}条提醒，见 report.html", others.len());
    }
    text
}

/// Most warnings in the summary. They come with the weightiest first.
const MOST_WARNINGS: usize = 5;

/// What the verdict rests on, the stages, and how they stand: the sentences of the report.
pub fn evidence(findings: &Findings) -> String {
    let estimate = &findings.estimate;
    let mut text = String::new();
    if let Some(grounds) = nianlun_report::grounds(estimate, Lang::Chinese) {
        let _ = writeln!(text, "{grounds}");
        let _ = writeln!(text, "{}", nianlun_report::stages_sentence(estimate, Lang::Chinese));
    }
    text.push_str(&stages_table(estimate));
    if !estimate.boundaries.is_empty() || estimate.published.is_some() {
        let stability = findings.stability.as_ref();
        let _ = writeln!(text, "\n{}", nianlun_report::comparisons(estimate, stability, Lang::Chinese));
    }
    text
}

/// The chosen stages and the rank of the published ones, as text for people.
fn stages_table(estimate: &Estimate) -> String {
    let mut text = String::new();
    let rows = estimate.stage_spans();
    if rows.is_empty() || estimate.boundaries.is_empty() {
        return text;
    }
    let condition = if estimate.verdict.shows_stages() { "" } else { "（假如分阶段）" };
    let _ = writeln!(text, "\n  阶段  年份        恰在该年  窗口{condition}");
    for (at, stage) in rows.iter().enumerate() {
        let _ = write!(text, "  {:<4}  {}–{}", stage.stage, stage.first_year, stage.last_year);
        let boundary = at.checked_sub(1).map(|b| &estimate.boundaries[b]);
        let _ = match boundary.map(|b| (b.probability, b.window, b.cell)) {
            Some((Some(probability), Some(window), _)) => {
                let years = show_years(&window.years());
                writeln!(text, "   {probability:.2}      {years}（{:.2}）", window.probability)
            }
            Some((Some(probability), None, Some(cell))) => writeln!(
                text,
                "   {probability:.2}      没有（{}合计{:.2}）",
                show_years(&cell.years()),
                cell.probability
            ),
            Some(_) => writeln!(text, "   —         —"),
            None => writeln!(text),
        };
    }
    if let Some(p) = &estimate.published {
        let rank = p.rank.map_or("—".to_owned(), |r| r.to_string());
        let chance = p.chance_f1_2.map_or(String::new(), |c| format!("（随机分段平均 {c:.2}）"));
        let _ = writeln!(
            text,
            "\n  已发表分界 {}{condition}：F1±2 {:.2}{chance}；不带趋势时，按代价在 {} 种同样阶段数的分段中列第 {rank}",
            show_years(&p.boundaries),
            p.f1_2,
            p.of
        );
    }
    text
}
