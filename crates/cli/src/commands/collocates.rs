//! `nianlun collocates`.

use super::word_table;
use crate::exit::{Ended, Exit};
use crate::groups::{AtArgs, finished};
use crate::put;
use clap::Args;
use nianlun_results::{Collocates, WordTable};
use nianlun_tables::Sheet;
use serde::Serialize;

/// List the words that stand near a string more often than elsewhere
///
/// Words within a window of the same sentence, against all else in the texts: log-likelihood and
/// log-ratio (METHOD §5). Exits with 1 if nothing is found.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  nianlun collocates out/shanghai '\"数据\"'\n  nianlun collocates out/shanghai 'category:participation' --window 10 --format csv"
)]
pub struct CollocatesArgs {
    /// The run
    #[command(flatten)]
    at: AtArgs,
    /// What to look for, as in `nianlun search`
    query: String,
    /// Words on either side, no farther than the sentence goes
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=50))]
    window: u16,
    /// Leave out words that stand there fewer times
    #[arg(long, value_name = "N", default_value_t = 3)]
    minimum: u64,
    /// Show at most this many words
    #[arg(long, value_name = "N", default_value_t = 30)]
    limit: usize,
}

/// The object of `--format json`.
#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    window: u16,
    documents: u64,
    occurrences: u64,
    #[serde(flatten)]
    words: &'a WordTable,
}

impl CollocatesArgs {
    /// Lists the words.
    pub fn run(&self) -> Ended {
        let opened = finished(&self.at.folder)?;
        let query = opened.query(&self.query, self.at.expand)?;
        let Collocates { documents, occurrences, mut words } =
            opened.collocates(&query, self.at.years.as_ref(), usize::from(self.window), self.minimum)?;
        // Words that shun the string are left out: nearly all words of the corpus do.
        words.rows.retain(|row| row.log_ratio > 0.0);
        let all = words.rows.len();
        words.rows.truncate(self.limit);
        let object =
            Answer { query: &self.query, window: self.window, documents, occurrences, words: &words };
        let text = || self.text(&object, all);
        put::answer(&self.at.out, text, &object, || Sheet::of_rows(&words.rows))?;
        Ok(Exit::done_if(all > 0))
    }

    fn text(&self, answer: &Answer<'_>, all: usize) -> String {
        let Answer { query, window, documents, occurrences, words } = answer;
        format!(
            "{query}：{documents} 篇，{occurrences} 处；左右各 {window} 词之内（不出本句）共 {} 词，其余 {} 词\n\n{}{}",
            words.tokens[0],
            words.tokens[1],
            word_table::text(&words.rows, ["近旁", "别处"]),
            word_table::text_of_rest(all, self.limit),
        )
    }
}
