//! `nianlun keyness`.

use super::word_table;
use crate::exit::{Ended, Exit};
use crate::groups::{OutArgs, finished};
use crate::put;
use clap::Args;
use nianlun_frequency::WordRow;
use nianlun_results::{WordTable, YearsOrStage};
use nianlun_tables::Sheet;
use serde::Serialize;
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// List the words that mark some years or a stage against others
///
/// All words of the segmentation, per 10,000 words; log-likelihood and log-ratio (METHOD §5). A
/// stage is named by its number, a published one as published:2.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  nianlun keyness out/shanghai --target 2\n  nianlun keyness out/shanghai --target 2010-2017 --reference 1999-2009\n  nianlun keyness out/shanghai --target published:4 --reference published:3"
)]
pub struct KeynessArgs {
    /// A pipeline folder that was run, or a results folder
    folder: PathBuf,
    /// A stage (2, or published:2) or years (2010-2017)
    #[arg(long, value_name = "STAGE|YEARS", allow_hyphen_values = true)]
    target: YearsOrStage,
    /// What to compare with [default: all other years]
    #[arg(long, value_name = "STAGE|YEARS", allow_hyphen_values = true)]
    reference: Option<YearsOrStage>,
    /// Leave out words that stand in both together fewer times
    #[arg(long, value_name = "N", default_value_t = 5)]
    minimum: u64,
    /// Show at most this many words of either side
    #[arg(long, value_name = "N", default_value_t = 30)]
    limit: usize,
    /// Where the answer goes
    #[command(flatten)]
    out: OutArgs,
}

/// The object of `--format json`.
#[derive(Serialize)]
struct Answer<'a> {
    first_year: i32,
    last_year: i32,
    #[serde(flatten)]
    words: &'a WordTable,
}

impl KeynessArgs {
    /// Lists the words that the target uses more, then those that the reference uses more.
    pub fn run(&self) -> Ended {
        let opened = finished(&self.folder)?;
        let mut words = opened.word_keyness(&self.target, self.reference.as_ref(), self.minimum)?;
        let years = opened.years_of(&self.target)?;
        // The rows are sorted by log-ratio, so that the words of the target come first.
        let of_target = words.rows.partition_point(|row| row.log_ratio > 0.0);
        let of_reference = words.rows.len() - of_target;
        let reference_rows: Vec<WordRow> = words.rows.drain(of_target..).take(self.limit).collect();
        words.rows.truncate(self.limit);
        let target_rows = words.rows.len();
        words.rows.extend(reference_rows);
        let text = || {
            let (marking, shunned) = words.rows.split_at(target_rows);
            self.text(&years, &words, [(marking, of_target), (shunned, of_reference)])
        };
        let object = Answer { first_year: *years.start(), last_year: *years.end(), words: &words };
        put::answer(&self.out, text, &object, || Sheet::of_rows(&words.rows))?;
        Ok(Exit::done_if(!words.rows.is_empty()))
    }

    /// Both lists, each with the number of words that it would hold without `--limit`.
    fn text(
        &self,
        years: &RangeInclusive<i32>,
        words: &WordTable,
        [(marking, all_marking), (shunned, all_shunned)]: [(&[WordRow], usize); 2],
    ) -> String {
        let heads = ["目标", "参照"];
        format!(
            "目标 {}：{} 篇，{} 词；参照：{} 篇，{} 词\n\n目标多用的词\n{}{}\n参照多用的词\n{}{}",
            shown_years(years),
            words.documents[0],
            words.tokens[0],
            words.documents[1],
            words.tokens[1],
            word_table::text(marking, heads),
            word_table::text_of_rest(all_marking, self.limit),
            word_table::text(shunned, heads),
            word_table::text_of_rest(all_shunned, self.limit),
        )
    }
}

fn shown_years(years: &RangeInclusive<i32>) -> String {
    match (*years.start(), *years.end()) {
        (i32::MIN, last) => format!("至{last}年"),
        (first, i32::MAX) => format!("{first}年起"),
        (first, last) if first == last => format!("{first}年"),
        (first, last) => format!("{first}–{last}年"),
    }
}
