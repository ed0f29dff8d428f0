//! `nianlun search`.

use crate::args::{Format, SearchArgs};
use crate::exit::Exit;
use nianlun_index::{Query, SearchResult, Searcher, Snippet};
use nianlun_pipeline::{results_folder, segmenter_of};
use nianlun_types::{Problem, Problems, Year};
use serde::Serialize;
use std::io::{IsTerminal as _, Write as _};

/// Searches the texts of a run.
pub fn search(args: &SearchArgs) -> Result<Exit, Problems> {
    let folder = results_folder(&args.folder)?;
    let unreadable = |error: nianlun_index::Error| {
        Problem::new(format!("the index in `{}` cannot be read", folder.display()))
            .because(error.to_string())
            .hint("run the pipeline again")
    };
    let searcher = Searcher::open(&folder.join("index")).map_err(unreadable)?;
    let query = Query::parse(&args.query, &segmenter_of(&folder)?)?;
    let found = searcher.search(&query, args.years.as_ref(), args.limit).map_err(unreadable)?;
    let unwritable = |error: Box<dyn std::error::Error>| {
        Problem::new("the results cannot be written").because(error.to_string())
    };
    let text = match args.format {
        Format::Text => text(&query, &found, std::io::stdout().is_terminal()),
        Format::Json => json(&query, &found).map_err(|error| unwritable(error.into()))?,
        Format::Csv => csv(&found).map_err(unwritable)?,
    };
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(if found.documents == 0 { Exit::No } else { Exit::Done })
}

fn text(query: &Query, found: &SearchResult, colour: bool) -> String {
    let mut text = format!("{}：{} 篇，{} 处\n", query.typed, found.documents, found.occurrences);
    for (at, result) in found.matches.iter().enumerate() {
        let year = result.year.map_or("无年份".to_owned(), |y| y.to_string());
        text.push_str(&format!(
            "\n{}. {}（{year}）{}  {} 处，相关度 {:.2}\n",
            at + 1,
            result.title,
            result.id,
            result.occurrences,
            result.score
        ));
        for snippet in &result.snippets {
            text.push_str(&format!("   …{}…\n", highlighted(snippet, colour)));
        }
    }
    let shown = found.matches.len() as u64;
    if shown < found.documents {
        text.push_str(&format!("\n另有 {} 篇未列出（--limit N 可多列）\n", found.documents - shown));
    }
    text
}

fn highlighted(snippet: &Snippet, colour: bool) -> String {
    if !colour || std::env::var_os("NO_COLOR").is_some() {
        return snippet.plain();
    }
    let piece = |p: &nianlun_index::Piece| {
        if p.hit { format!("\u{1b}[1;31m{}\u{1b}[0m", p.text) } else { p.text.clone() }
    };
    snippet.pieces.iter().map(piece).collect()
}

fn plain(snippets: &[Snippet]) -> Vec<String> {
    snippets.iter().map(Snippet::plain).collect()
}

/// The object of `--format json`; totals count all documents, whatever the limit.
#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    documents: u64,
    occurrences: u64,
    results: Vec<AnswerDocument<'a>>,
}

#[derive(Serialize)]
struct AnswerDocument<'a> {
    id: &'a str,
    title: &'a str,
    year: Option<Year>,
    score: f64,
    occurrences: u64,
    snippets: Vec<String>,
}

fn json(query: &Query, found: &SearchResult) -> serde_json::Result<String> {
    fn document(m: &nianlun_index::Match) -> AnswerDocument<'_> {
        AnswerDocument {
            id: &m.id,
            title: &m.title,
            year: m.year,
            score: m.score,
            occurrences: m.occurrences,
            snippets: plain(&m.snippets),
        }
    }
    let answer = Answer {
        query: &query.typed,
        documents: found.documents,
        occurrences: found.occurrences,
        results: found.matches.iter().map(document).collect(),
    };
    Ok(serde_json::to_string_pretty(&answer)? + "\n")
}

fn csv(found: &SearchResult) -> Result<String, Box<dyn std::error::Error>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["id", "title", "year", "score", "occurrences", "snippets"])?;
    for m in &found.matches {
        writer.write_record([
            &m.id,
            &m.title,
            &m.year.map_or(String::new(), |y| y.to_string()),
            &m.score.to_string(),
            &m.occurrences.to_string(),
            &plain(&m.snippets).join(" … "),
        ])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}
