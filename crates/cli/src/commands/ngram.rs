//! `nianlun ngram`.

use crate::exit::{Ended, Exit, unreadable_index};
use crate::groups::QueriesArgs;
use crate::layout::padded;
use crate::put;
use clap::Args;
use nianlun_pipeline::{Opened, RateRow};
use nianlun_tables::{Sheet, Values};
use nianlun_types::Problem;
use unicode_width::UnicodeWidthStr as _;

/// Say how often strings stand in each year
///
/// Occurrences, documents with one, and the rate per 10,000 Han characters, beside the texts and
/// characters of the year. A year without a text is a gap, not zero.
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
        let opened = Opened::open(&at.folder)?;
        let mut rows: Vec<RateRow> = Vec::new();
        for typed in queries {
            let query = opened.query(typed, at.expand)?;
            if !query.counts() {
                return Err(Problem::new(format!("`{typed}` counts nothing"))
                    .because("it only says which documents")
                    .hint("add a string: '\"公共数据\" region:上海'")
                    .into());
            }
            let rates = opened.rates(&query, at.years.as_ref());
            rows.extend(rates.map_err(|error| unreadable_index(&opened, &error))?);
        }
        let undated = opened.searcher.cards().filter(|card| card.year.is_none()).count();
        put::answer(&at.out, || text(queries, &rows, undated), &rows, || sheet(&rows))?;
        Ok(Exit::done_if(rows.iter().any(|row| row.hits.unwrap_or(0) > 0)))
    }
}

fn text(queries: &[String], rows: &[RateRow], undated: usize) -> String {
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
    let mut text = tables.join("\n") + "\n每万汉字命中，括号内为命中数\n";
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

fn sheet(rows: &[RateRow]) -> Sheet {
    let counts = |count: fn(&RateRow) -> Option<u64>| {
        Values::Whole(rows.iter().map(|row| count(row).and_then(|n| i64::try_from(n).ok())).collect())
    };
    Sheet {
        columns: vec![
            ("query", Values::text(rows.iter().map(|row| row.query.as_str()))),
            ("year", Values::Whole(rows.iter().map(|row| Some(i64::from(row.year))).collect())),
            ("hits", counts(|row| row.hits)),
            ("documents_with_hits", counts(|row| row.documents_with_hits)),
            ("documents", counts(|row| row.documents)),
            ("han_characters", counts(|row| row.han_characters)),
            ("tokens", counts(|row| row.tokens)),
            ("per_10k", Values::Real(rows.iter().map(|row| row.per_10k).collect())),
        ],
    }
}
