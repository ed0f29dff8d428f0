//! `nianlun kwic`.

use crate::choice::choice;
use crate::exit::{Ended, Exit};
use crate::groups::{AtArgs, finished};
use crate::layout::{end_of, filled, padded};
use crate::put;
use clap::Args;
use nianlun_index::{Concordance, LineOptions, LineSort};
use nianlun_results::LineRow;
use nianlun_tables::Sheet;
use nianlun_types::{Problem, SEED};
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

/// List every occurrence in a line of its own, aligned (语境索引)
///
/// Lines in the source's own characters, sorted by year, or by what stands before or after.
/// Queries are those of `nianlun search`. Exits with 1 if nothing is found.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  nianlun kwic out/shanghai '\"公共数据\"' --sort right\n  nianlun kwic out/shanghai 'category:governance' --sample 50 --seed 7 --output lines.xlsx"
)]
pub struct KwicArgs {
    /// The run
    #[command(flatten)]
    at: AtArgs,
    /// What to look for, as in `nianlun search`
    query: String,
    /// In which order; equals by document and place
    #[arg(long, default_value = "year", value_parser = choice(SORTS, help_of_sort))]
    sort: LineSort,
    /// Characters on either side
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=500))]
    context: u32,
    /// Draw so many lines evenly from all
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// Seed of the draw
    #[arg(long, value_name = "S", default_value_t = SEED, requires = "sample")]
    seed: u64,
    /// Show at most this many lines; totals count all
    #[arg(long, value_name = "N", default_value_t = 1000)]
    limit: usize,
    /// Pass over this many lines
    #[arg(long, value_name = "N", default_value_t = 0)]
    offset: usize,
}

const SORTS: &[(&str, LineSort)] =
    &[("year", LineSort::Year), ("left", LineSort::Left), ("right", LineSort::Right)];

fn help_of_sort(sort: LineSort) -> &'static str {
    match sort {
        LineSort::Year => "By year",
        LineSort::Left => "By what stands before, from the hit leftwards",
        LineSort::Right => "By what stands after",
    }
}

/// The object of `--format json`.
#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    documents: u64,
    occurrences: u64,
    drawn: u64,
    seed: Option<u64>,
    lines: &'a [LineRow],
}

impl KwicArgs {
    /// Lists the lines.
    pub fn run(&self) -> Ended {
        let opened = finished(&self.at.folder)?;
        let query = opened.query(&self.query, self.at.expand)?;
        if !query.counts() {
            return Err(Problem::new("the query has nothing to show in a line")
                .because("it only says which documents, and counts nothing in them")
                .hint("add a string: nianlun kwic out/shanghai '\"公共数据\" year:2010..'")
                .into());
        }
        let options = LineOptions {
            years: self.at.years.clone(),
            context: self.context,
            sort: self.sort,
            sample: self.sample.map(|most| (most, self.seed)),
            offset: self.offset,
            limit: self.limit,
        };
        let (found, lines) = opened.concordance(&query, &options)?;
        let object = Answer {
            query: &self.query,
            documents: found.documents,
            occurrences: found.occurrences,
            drawn: found.drawn,
            seed: self.sample.map(|_| self.seed),
            lines: &lines,
        };
        put::answer(&self.at.out, || self.text(&found, &lines), &object, || Sheet::of_rows(&lines))?;
        Ok(Exit::done_if(found.occurrences > 0))
    }

    fn text(&self, found: &Concordance, lines: &[LineRow]) -> String {
        let mut text = format!("{}：{} 篇，{} 处", self.query, found.documents, found.occurrences);
        if self.sample.is_some() {
            text.push_str(&format!("，抽 {} 处（种子 {}）", found.drawn, self.seed));
        }
        text.push('\n');
        if !lines.is_empty() {
            text.push('\n');
        }
        let columns = 2 * self.context as usize;
        let year_and_id = |line: &LineRow| {
            format!("{} {}", line.year.map_or("----".to_owned(), |year| year.to_string()), line.id)
        };
        let widest = lines.iter().map(|line| year_and_id(line).width()).max().unwrap_or(0).min(24);
        for line in lines {
            let source = filled(&year_and_id(line), widest);
            let left = padded(end_of(&line.left, columns), columns);
            text.push_str(&format!("{source}  {left}  {}  {}\n", line.hit, line.right));
        }
        let listed = (self.offset + lines.len()) as u64;
        if listed < found.drawn {
            text.push_str(&format!(
                "\n另有 {} 处未列出（--limit N 可多列，--offset {listed} 看下一页）\n",
                found.drawn - listed
            ));
        }
        text
    }
}
