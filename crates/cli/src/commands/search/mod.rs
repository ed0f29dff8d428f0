//! `nianlun search`.

mod documents;
mod like;

use crate::choice::choice;
use crate::exit::{Ended, Exit};
use crate::groups::{OutArgs, finished};
use crate::put;
use clap::Args;
use documents::{Facts, named, sheet_of_documents};
use nianlun_index::{Facet, Facets, Match, Options, Piece, SearchResult, Snippet, Sort, Years};
use nianlun_results::{Finished, match_columns, unreadable};
use nianlun_tables::Sheet;
use serde::Serialize;
use std::path::PathBuf;

/// Search the texts of a run
///
/// Words without quotation marks are cut as the texts were; documents that hold any of them are
/// ranked by relevance. A string in quotation marks is found exactly wherever it stands, inside
/// words too, and counted left to right without overlap; several must all occur. Traditional and
/// simplified, full and half width, upper and lower case are the same, and line breaks inside
/// words do not matter. AND, OR, NOT and brackets; title:, issuer:, region:, kind:, number:, id:;
/// year:2003..2010, date:2018-06..; category: and term: from the codebook; NEAR(公众, 参与, 5);
/// ? and * inside quotation marks: docs/search.md says it all. Exits with 1 if nothing is found.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  nianlun search pipelines/shanghai 政务公开\n  nianlun search out/shanghai '\"公共数据\"' --years 2015-2021 --format json\n  nianlun search out/shanghai '(政务公开 OR 信息公开) AND NOT title:年鉴 year:2004..' --sort date\n  nianlun search out/shanghai 'category:governance NEAR(公共, 服务, 5)'\n  nianlun search out/shanghai --like sh-2018"
)]
pub struct SearchArgs {
    /// A pipeline folder that was run, or a results folder
    folder: PathBuf,
    /// What to look for; exact strings in quotation marks
    #[arg(required_unless_present = "like", conflicts_with = "like")]
    query: Option<String>,
    /// Only these years: 2003-2010, 2003-, -2010 or 2003
    #[arg(long, value_name = "A-B", allow_hyphen_values = true, conflicts_with = "like")]
    years: Option<Years>,
    /// Find also what the codebook holds to be the same: variants, and groups of `[[same]]`
    #[arg(long, conflicts_with = "like")]
    expand: bool,
    /// In which order; equals by identifier
    #[arg(long, allow_hyphen_values = true, default_value = "score", conflicts_with = "like", value_parser = choice(SORTS, help_of_sort))]
    sort: Sort,
    /// Show at most this many documents; totals count all
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Pass over this many documents
    #[arg(long, value_name = "N", default_value_t = 0, conflicts_with = "like")]
    offset: usize,
    /// Show the documents found by year, region, issuer and kind (always in JSON)
    #[arg(long, conflicts_with = "like")]
    facets: bool,
    /// Instead of a query: documents like this one, by their words
    #[arg(long, value_name = "ID")]
    like: Option<String>,
    /// With --like: documents at least so like each other are one text
    #[arg(long, value_name = "LIKENESS", requires = "like", value_parser = share)]
    fold: Option<f64>,
    /// Where the answer goes
    #[command(flatten)]
    out: OutArgs,
}

const SORTS: &[(&str, Sort)] =
    &[("score", Sort::Score), ("date", Sort::Date), ("-date", Sort::DateDescending)];

fn help_of_sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Score => "The most relevant first",
        Sort::Date => "The earliest first",
        Sort::DateDescending => "The latest first",
    }
}

fn share(typed: &str) -> Result<f64, String> {
    let number = typed.parse().ok().filter(|n: &f64| *n > 0.0 && *n <= 1.0);
    number.ok_or_else(|| "give a number above 0 and up to 1".to_owned())
}

impl SearchArgs {
    /// Lists the documents that a query finds, or those like one of them.
    pub fn run(&self) -> Ended {
        let opened = finished(&self.folder)?;
        match &self.like {
            Some(id) => self.list_like(&opened, id),
            None => self.list_found(&opened, self.query.as_deref().unwrap_or_default()),
        }
    }

    fn list_found(&self, opened: &Finished, typed: &str) -> Ended {
        let query = opened.query(typed, self.expand)?;
        let options = Options {
            years: self.years.clone(),
            sort: self.sort,
            offset: self.offset,
            limit: self.limit,
            ..Options::default()
        };
        let found =
            opened.search()?.searcher.search(&query, &options).map_err(|error| unreadable("index", error))?;
        let text = || self.text(typed, &found, query.counts());
        put::answer(&self.out, text, &self.object(typed, &found), || sheet(&found))?;
        Ok(Exit::done_if(found.documents > 0))
    }

    /// `counts`: whether the query counts places in texts, or only says which documents.
    fn text(&self, typed: &str, found: &SearchResult, counts: bool) -> String {
        let mut text = format!("{typed}：{} 篇", found.documents);
        if counts {
            text.push_str(&format!("，{} 处", found.occurrences));
        }
        text.push('\n');
        if self.facets {
            text.push_str(&text_of_facets(&found.facets));
        }
        for (at, result) in found.matches.iter().enumerate() {
            text.push_str(&format!("\n{}. {}", self.offset + at + 1, named(&result.card)));
            if counts {
                text.push_str(&format!("  {} 处，相关度 {:.2}", result.occurrences, result.score));
            }
            text.push('\n');
            for snippet in &result.snippets {
                text.push_str(&format!("   …{}…\n", text_of_snippet(snippet, self.out.coloured())));
            }
        }
        text + &self.text_of_rest(found)
    }

    fn text_of_rest(&self, found: &SearchResult) -> String {
        let shown = found.matches.len() as u64;
        if shown >= found.documents {
            return String::new();
        }
        let next = self.offset + self.limit;
        let how = if next < found.documents as usize {
            format!("（--limit N 可多列，--offset {next} 看下一页）")
        } else {
            String::new()
        };
        format!("\n另有 {} 篇未列出{how}\n", found.documents - shown)
    }

    fn object<'a>(&self, typed: &'a str, found: &'a SearchResult) -> Answer<'a> {
        Answer {
            query: typed,
            documents: found.documents,
            occurrences: found.occurrences,
            sort: self.sort,
            offset: self.offset,
            facets: &found.facets,
            results: found.matches.iter().map(AnswerDocument::from).collect(),
        }
    }
}

fn text_of_facets(facets: &Facets) -> String {
    fn line<T: ToString>(name: &str, facets: &[Facet<T>], most: usize) -> String {
        let show = |facet: &Facet<T>| {
            let value = facet.value.as_ref().map_or("（无）".to_owned(), T::to_string);
            format!("{value} {}篇{}处", facet.documents, facet.occurrences)
        };
        let mut shown: Vec<String> = facets.iter().take(most).map(show).collect();
        if facets.len() > most {
            shown.push(format!("另{}种", facets.len() - most));
        }
        format!("  {name}  {}\n", shown.join("，"))
    }
    line("年份", &facets.year, usize::MAX)
        + &line("地区", &facets.region, 8)
        + &line("机关", &facets.issuer, 8)
        + &line("类别", &facets.kind, 8)
}

/// The snippet with its hits in colour, or else in brackets.
fn text_of_snippet(snippet: &Snippet, coloured: bool) -> String {
    if !coloured {
        return snippet.plain();
    }
    let show = |piece: &Piece| {
        if piece.hit { format!("\u{1b}[1;31m{}\u{1b}[0m", piece.text) } else { piece.text.clone() }
    };
    snippet.pieces.iter().map(show).collect()
}

/// The object of `--format json`; totals and facets count all documents, whatever the limit.
#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    documents: u64,
    occurrences: u64,
    sort: Sort,
    offset: usize,
    facets: &'a Facets,
    results: Vec<AnswerDocument<'a>>,
}

#[derive(Serialize)]
struct AnswerDocument<'a> {
    #[serde(flatten)]
    facts: Facts<'a>,
    score: f64,
    occurrences: u64,
    snippets: Vec<String>,
}

impl<'a> From<&'a Match> for AnswerDocument<'a> {
    fn from(found: &'a Match) -> Self {
        AnswerDocument {
            facts: Facts::from(&found.card),
            score: found.score,
            occurrences: found.occurrences,
            snippets: found.snippets.iter().map(Snippet::plain).collect(),
        }
    }
}

fn sheet(found: &SearchResult) -> Sheet {
    sheet_of_documents(found.matches.iter().map(|found| &found.card), match_columns(&found.matches))
}
