//! `summary.txt`: a run in a screenful, as `nianlun run` prints it. The text does not name the results
//! folder, so that the same results have the same bytes in any folder.

use crate::outcome::Outcome;
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
    if !outcome.quarantined.is_empty() {
        let mut reasons: BTreeMap<Reason, u64> = BTreeMap::new();
        for aside in &outcome.quarantined {
            *reasons.entry(aside.reason).or_default() += 1;
        }
        let reasons: Vec<String> =
            reasons.iter().map(|(reason, n)| format!("{} {n}", reason.name())).collect();
        let _ = writeln!(
            text,
            "  搁置  {} 个文本（{}），见 quarantine.csv",
            outcome.quarantined.len(),
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
    text.push_str(&stages_table(&outcome.findings.estimate));
    if let Some(stability) = &outcome.findings.stability
        && !stability.model_bootstrap.boundaries.is_empty()
    {
        let share =
            |b: &nianlun_stages::stability::BoundaryShare| format!("{}年 {:.0}%", b.year, b.within_1 * 100.0);
        let shares: Vec<String> = stability.model_bootstrap.boundaries.iter().map(share).collect();
        let _ = writeln!(
            text,
            "\n  按所选阶段重抽计数{}次，±1年内再次找到：{}",
            stability.model_bootstrap.replicates,
            shares.join("，")
        );
    }
    if !outcome.warnings.is_empty() {
        let _ = writeln!(text, "\n提醒");
        for warning in &outcome.warnings {
            let _ = writeln!(text, "  · {}", warning.message);
        }
    }
    text
}

/// The chosen stages and their comparison with published ones, as text for people.
pub fn stages_table(estimate: &Estimate) -> String {
    let mut text = String::new();
    let rows = estimate.stage_rows();
    if rows.is_empty() {
        return text;
    }
    let _ = writeln!(text, "\n  阶段  年份        分界概率  95%年份集");
    for (at, stage) in rows.iter().enumerate() {
        let _ = write!(text, "  {:<4}  {}–{}", stage.stage, stage.first_year, stage.last_year);
        let boundary = at.checked_sub(1).map(|b| &estimate.boundaries[b]);
        let _ = match boundary.map(|b| (b.probability, &b.years95)) {
            Some((Some(probability), years)) => {
                writeln!(text, "   {probability:.2}      {}", show_years(years))
            }
            Some((None, _)) => writeln!(text, "   —         —"),
            None => writeln!(text),
        };
    }
    if let Some(p) = &estimate.published {
        let rank = p.rank.map_or("—".to_owned(), |r| r.to_string());
        let chance = p.chance_f1_1.map_or(String::new(), |c| format!("（随机分段平均 {c:.2}）"));
        let _ = writeln!(
            text,
            "\n  已发表分界 {}：F1±1 {:.2}{chance}，F1±2 {:.2}，按代价在 {} 种同样阶段数的分段中列第 {rank}",
            show_years(&p.boundaries),
            p.f1_1,
            p.f1_2,
            p.of
        );
    }
    text
}
