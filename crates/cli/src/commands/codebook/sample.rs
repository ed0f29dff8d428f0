//! `nianlun codebook sample`.

use crate::bars::Bars;
use crate::exit::{Ended, Exit};
use crate::put;
use clap::Args;
use nianlun_coding::{SampleOptions, Sampled, sample};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Draw a blind coding sheet for two coders from a finished run
///
/// Draws lines for each term × stage, and for recall sentences without a hit for each category ×
/// stage, in random order. Document, year and term go into a key beside the sheet, which coders
/// should not see. Coders write 1 or 0 into their columns.
#[derive(Debug, Args)]
pub struct SampleArgs {
    /// The pipeline folder, which holds `pipeline.toml` and was run
    pipeline: PathBuf,
    /// Use this corpus instead of the pipeline's own, as the run did
    #[arg(long, value_name = "PATH")]
    corpus: Option<PathBuf>,
    /// The results of the run [default: out/<name>]
    #[arg(long, value_name = "DIR")]
    results: Option<PathBuf>,
    /// Lines for each term × stage, and sentences for each category × stage
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    per_cell: u16,
    /// Seed of the draw [default: the pipeline's]
    #[arg(long, value_name = "SEED")]
    seed: Option<u64>,
    /// The sheet to write, csv or xlsx [default: beside the results, out/<name>.coding/sheet.csv]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl SampleArgs {
    /// Draws the sheet, and says how to fill it.
    pub fn run(&self) -> Ended {
        let options = SampleOptions {
            corpus: self.corpus.clone(),
            results: self.results.clone(),
            per_cell: self.per_cell.into(),
            seed: self.seed,
            sheet: self.out.clone(),
        };
        let drawn = sample(&self.pipeline, &options, &Bars::new())?;
        put::text(&text(&drawn))?;
        Ok(Exit::Done)
    }
}

fn text(drawn: &Sampled) -> String {
    let mut text = format!(
        "编码单 {}：{} 行（命中 {} 行，无命中的句子 {} 行），次序已打乱\n",
        drawn.sheet.display(),
        drawn.with_hit + drawn.without,
        drawn.with_hit,
        drawn.without
    );
    let spans = if drawn.stages_from_run { "阶段" } else { "年代（这次运行没有分出阶段）" };
    let _ = writeln!(text, "  分层  词 × {spans}：{}", drawn.stages.join("、"));
    text.push_str("  填法  两位编码员各填一列：1 是，0 否，拿不准的留空；互不商量\n");
    let _ = writeln!(text, "  对照  {} 记着文本、年份和词条，编完之前不要给编码员看", drawn.key.display());
    if drawn.without_year > 0 {
        let _ = writeln!(text, "  注意  {} 处命中在没有年份的文本里，未抽", drawn.without_year);
    }
    let _ = writeln!(text, "填好之后：nianlun codebook score {}", drawn.sheet.display());
    text
}
