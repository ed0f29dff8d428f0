//! `nianlun ngram`.

use crate::exit::{Ended, Exit};
use crate::groups::{QueriesArgs, finished};
use crate::layout::padded;
use crate::put;
use clap::Args;
use nianlun_frequency::{Exposure, RateRow};
use nianlun_tables::Sheet;
use nianlun_types::Problem;
use unicode_width::UnicodeWidthStr as _;

/// Say how often strings stand in each year
///
/// Occurrences, documents with one, and the rate per 10,000 Han characters (or words, where the run
/// counts by words), beside the texts and characters of the year. `category:id` alone gives the run's own
/// frequencies. A year without a text is a gap, not zero.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Example:\n  nianlun ngram out/shanghai '\"信息化\"' '\"数字化\"' '信息化 OR 数字化' --format csv"
)]
pub struct NgramArgs {
    #[command(flatten)]
    asked: QueriesArgs,
}

impl NgramArgs {
    /// Says how often the strings stand in each year.
    pub fn run(&self) -> Ended {
        let QueriesArgs { at, queries } = &self.asked;
        let opened = finished(&at.folder)?;
        let mut rows: Vec<RateRow> = Vec::new();
        for typed in queries {
            let query = opened.query(typed, at.expand)?;
            if !query.counts() {
                return Err(Problem::new(format!("`{typed}` counts nothing"))
                    .because("it only says which documents")
                    .hint("add a string: '\"公共数据\" region:上海'")
                    .into());
            }
            rows.extend(opened.rates(&query, at.years.as_ref())?);
        }
        let exposure = opened.provenance().settings.exposure;
        let undated = opened.documents()?.iter().filter(|row| row.year.is_none()).count();
        put::answer(&at.out, || text(queries, &rows, undated, exposure), &rows, || Sheet::of_rows(&rows))?;
        Ok(Exit::done_if(rows.iter().any(|row| row.hits.unwrap_or(0) > 0)))
    }
}

fn text(queries: &[String], rows: &[RateRow], undated: usize, exposure: Exposure) -> String {
    let years = rows.len() / queries.len().max(1);
    if years == 0 {
        return "没有标明年份的文本\n".to_owned();
    }
    let by_query: Vec<&[RateRow]> = rows.chunks(years).collect();
    // Queries with the same denominators stand side by side, in one table.
    let same_denominators = |a: &[RateRow], b: &[RateRow]| {
        a.iter().zip(b).all(|(a, b)| (a.documents, a.han_characters) == (b.documents, b.han_characters))
    };
    let tables: Vec<String> = by_query.chunk_by(|a, b| same_denominators(a, b)).map(text_of_table).collect();
    let unit = match exposure {
        Exposure::Characters => "\n每万汉字命中",
        Exposure::Tokens => "\n每万词命中",
    };
    let mut text = tables.join("\n") + unit + "，括号内为命中数\n";
    if undated > 0 {
        text.push_str(&format!("{undated} 篇文本无年份，不在其内\n"));
    }
    text
}

fn text_of_table(queries: &[&[RateRow]]) -> String {
    let widths: Vec<usize> = queries.iter().map(|rows| rows[0].query.width().max(16)).collect();
    let mut text = format!("年份  {}  {}", padded("文本", 6), padded("汉字", 9));
    for (rows, width) in queries.iter().zip(&widths) {
        text.push_str(&format!("  {}", padded(&rows[0].query, *width)));
    }
    text.push('\n');
    for (at, first) in queries[0].iter().enumerate() {
        let Some(documents) = first.documents else {
            text.push_str(&format!("{}  无文本\n", first.year));
            continue;
        };
        text.push_str(&format!("{}  {documents:6}  {:9}", first.year, first.han_characters.unwrap_or(0)));
        for (rows, width) in queries.iter().zip(&widths) {
            let rate = rows[at].per_10k.map_or("–".to_owned(), |rate| format!("{rate:.2}"));
            let rate_and_hits = format!("{rate} ({})", rows[at].hits.unwrap_or(0));
            text.push_str(&format!("  {}", padded(&rate_and_hits, *width)));
        }
        text.push('\n');
    }
    text
}
