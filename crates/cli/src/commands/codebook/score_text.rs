//! What a coding says, for reading.

use nianlun_coding::{Agreement, Coding, ENOUGH, Recall, Score};
use nianlun_findings::{Refit, RefitStages};
use nianlun_types::show_years;
use nianlun_words::Lang;
use std::fmt::Write as _;

/// The report of `nianlun codebook score`.
pub fn text(score: &Score) -> String {
    let mut text = format!(
        "编码核验：{} 行中已编 {} 行，两人都编的 {} 行\n",
        score.lines, score.coded, score.coded_twice
    );
    let _ = writeln!(text, "  一致性  {}", agreement(&score.agreement));
    if score.coded_twice == 0 {
        text.push_str("  注意  只有一位编码员：查准率是一个人的判断，一致性无从说起\n");
    }
    text.push_str("\n类目：查准率（命中里真属于该类目的）与召回率（按句估计）\n");
    for category in &score.categories {
        let _ = writeln!(
            text,
            "  {}（{}）\n    查准 {}\n    召回 {}\n    一致 {}",
            category.label,
            category.category,
            category.precision.as_ref().map_or("没有已编的命中行".to_owned(), coding),
            category
                .recall
                .as_ref()
                .map_or("无从估计：没有已编的无命中句，或没有命中的句子".to_owned(), recall),
            agreement(&category.agreement)
        );
    }
    text.push_str("  召回率很弱：无命中的句子只抽了几句，抽中一句漏掉的，或一句也没抽中，估计都会大变；请看区间，不要只引点估计\n");

    let failing: Vec<_> = score.terms.iter().filter(|term| term.fails).collect();
    if failing.is_empty() {
        let _ = writeln!(text, "\n没有查准率低于 {ENOUGH} 的词（至少编了 3 行的才判）");
    } else {
        let _ = writeln!(text, "\n查准率低于 {ENOUGH} 的词（至少编了 3 行的才判）");
        for term in failing {
            let _ = writeln!(
                text,
                "  “{}”（{}） {}，全部文本中 {} 处",
                term.term,
                term.category,
                coding(&term.precision),
                term.hits
            );
        }
    }
    if let Some(Refit { before, after }) = &score.refit {
        text.push_str("\n去掉这些词再估阶段\n");
        let _ = writeln!(text, "  原来  {}\n  去掉后  {}", stages(before), stages(after));
        text.push_str(if before.verdict == after.verdict && before.boundaries == after.boundaries {
            "  阶段不变：结论不靠这些词\n"
        } else {
            "  阶段变了：结论靠着这些词，请先改编码表再引用\n"
        });
    }
    if let Some(why) = &score.refit_missing {
        let _ = writeln!(text, "\n未能去掉这些词再估阶段：\n{why}");
    }
    text
}

fn coding(coding: &Coding) -> String {
    format!("{:.2}（95% 区间 {:.2}–{:.2}，{} 行）", coding.share, coding.low, coding.high, coding.lines)
}

fn recall(recall: &Recall) -> String {
    if recall.missed.share <= 0.0 {
        return format!(
            "不低于约 {:.2}（抽查的 {} 句无命中句里没有漏掉的，但抽得太少，说不了更多）",
            recall.low, recall.missed.lines
        );
    }
    format!(
        "约 {:.2}（{:.2}–{:.2}）；无命中的句子里漏掉 {}",
        recall.estimate,
        recall.low,
        recall.high,
        coding(&recall.missed)
    )
}

fn agreement(agreement: &Agreement) -> String {
    let Some(percent) = agreement.percent else {
        return "没有两人都编的行".to_owned();
    };
    let alpha = match agreement.alpha {
        Some(alpha) if alpha < 0.667 => format!("α = {alpha:.3}，偏低：.667 以下不宜据以下结论"),
        Some(alpha) => format!("α = {alpha:.3}"),
        None => "α 无定义（所有判断都一样）".to_owned(),
    };
    format!("Krippendorff {alpha}；{} 行两人都编，{:.0}% 相同", agreement.lines, percent * 100.0)
}

fn stages(stages: &RefitStages) -> String {
    let verdict = nianlun_words::verdict(stages.verdict, Lang::Chinese);
    let boundaries = if stages.verdict.shows_stages() {
        format!("，分界 {}", show_years(&stages.boundaries))
    } else {
        String::new()
    };
    format!("{verdict}{boundaries}（{} 处命中）", stages.hits)
}
