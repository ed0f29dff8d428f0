//! `nianlun codebook suggest`.

use crate::bars::Bars;
use crate::exit::{Ended, Exit};
use crate::groups::OutArgs;
use crate::put;
use clap::Args;
use nianlun_coding::{SampleLine, SuggestOptions, Suggestion, Suggestions, suggest};
use nianlun_tables::{Sheet, Values};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Propose terms for a category from the texts; nothing enters by itself
///
/// Looks for strings that hold together (cohesion), stand freely (entropy of their neighbours) and
/// are more frequent near the hits of the category than elsewhere (log-likelihood), and shows for
/// each its counts by stage and sample lines. Exits with 1 if there is none.
#[derive(Debug, Args)]
pub struct SuggestArgs {
    /// The pipeline folder, which holds `pipeline.toml`
    pipeline: PathBuf,
    /// The category: its id or label
    category: String,
    /// Use this corpus instead of the pipeline's own
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,
    /// The results whose stages to count by [default: out/<name>; without stages, decades]
    #[arg(long, value_name = "DIR")]
    results: Option<PathBuf>,
    /// Propose at most this many terms
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    out: OutArgs,
}

impl SuggestArgs {
    /// Lists the terms.
    pub fn run(&self) -> Ended {
        let options = SuggestOptions {
            corpus: self.corpus.clone(),
            results: self.results.clone(),
            category: self.category.clone(),
            limit: self.limit,
        };
        let found = suggest(&self.pipeline, &options, &Bars::new())?;
        put::answer(&self.out, || text(&found), &found, || sheet(&found))?;
        Ok(Exit::done_if(!found.terms.is_empty()))
    }
}

fn text(found: &Suggestions) -> String {
    let mut text = text_of_grounds(found);
    if found.terms.is_empty() {
        text.push_str("\n没有达到门槛的字串：文本或命中太少时常会如此\n");
    }
    for (at, term) in found.terms.iter().enumerate() {
        let cut = if term.new_word { "  〔分词器会切开〕" } else { "" };
        let _ = writeln!(text, "\n{}. {}{cut}", at + 1, term.term);
        text.push_str(&text_of_numbers(term));
        let by_stage = found.stages.iter().zip(&term.by_stage).map(|(stage, n)| format!("{stage}：{n}"));
        let _ = writeln!(text, "   {}", by_stage.collect::<Vec<_>>().join("  "));
        for sample in term.lines.iter().take(4) {
            let year = sample.year.map_or("无年份".to_owned(), |year| year.to_string());
            let _ = writeln!(text, "   {year}  …{}…", marked(sample));
        }
    }
    text
}

/// What was looked at, and what a string had to reach.
fn text_of_grounds(found: &Suggestions) -> String {
    let mut text = format!(
        "{}（{}）：候选词 {} 个，只供人取舍，不会自动进入编码表\n",
        found.label,
        found.category,
        found.terms.len()
    );
    let _ = writeln!(
        text,
        "  依据  类目命中 {} 处；各命中前后 {} 字（共 {} 个汉字）与其余 {} 个汉字相比",
        found.hits,
        found.window,
        found.han_characters_near,
        found.han_characters - found.han_characters_near
    );
    let _ = writeln!(
        text,
        "  门槛  至少出现 {} 次，凝固度与两侧邻接熵够高，邻近频率至少为别处的八倍（LL ≥ 10.83）；已在编码表里的词不再列出",
        found.least
    );
    if !found.stages_from_run {
        text.push_str("  时段  没有可用的阶段（还没有运行，或没有分出阶段），按年代列出\n");
    }
    if found.set_aside > 0 {
        let _ = writeln!(text, "  注意  {} 个文本读不出，未计（nianlun check 会列出）", found.set_aside);
    }
    text
}

fn text_of_numbers(term: &Suggestion) -> String {
    format!(
        "   {} 次，{} 篇；邻近 {} 次，LL {:.1}，log-ratio {:.1}；凝固度 {:.1}，邻接熵 {:.1}\n",
        term.count,
        term.documents,
        term.near,
        term.log_likelihood,
        term.log_ratio,
        term.cohesion,
        term.entropy
    )
}

/// A line with its hit in brackets.
fn marked(sample: &SampleLine) -> String {
    format!("{}【{}】{}", sample.line.left, sample.line.hit, sample.line.right)
}

/// A row for each term, with a column for each stage.
fn sheet(found: &Suggestions) -> Sheet {
    let terms = &found.terms;
    let lines = |term: &Suggestion| term.lines.iter().map(marked).collect::<Vec<_>>().join(" … ");
    let mut columns = vec![
        ("term", Values::text(terms.iter().map(|term| term.term.as_str()))),
        ("new_word", Values::text(terms.iter().map(|term| term.new_word.to_string()))),
        ("count", Values::counts(terms.iter().map(|term| term.count))),
        ("documents", Values::counts(terms.iter().map(|term| term.documents))),
        ("near", Values::counts(terms.iter().map(|term| term.near))),
        ("log_likelihood", Values::real(terms.iter().map(|term| term.log_likelihood))),
        ("log_ratio", Values::real(terms.iter().map(|term| term.log_ratio))),
        ("cohesion", Values::real(terms.iter().map(|term| term.cohesion))),
        ("entropy", Values::real(terms.iter().map(|term| term.entropy))),
    ];
    columns.extend(found.stages.iter().enumerate().map(|(at, stage)| {
        // A sheet wants names that live as long as the program. The stages are few, and the program ends
        // with this answer.
        let name: &'static str = stage.clone().leak();
        (name, Values::counts(terms.iter().map(|term| term.by_stage[at])))
    }));
    columns.push(("lines", Values::text(terms.iter().map(lines))));
    Sheet { columns }
}
