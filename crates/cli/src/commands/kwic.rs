//! `nianlun kwic`.

use crate::args::{KwicArgs, LineSortName};
use crate::exit::Exit;
use crate::put::{answer, filled, padded, unreadable};
use nianlun_index::{Card, Concordance, ConcordanceLine, LineOptions, LineSort};
use nianlun_pipeline::Opened;
use nianlun_tables::{Sheet, Values};
use nianlun_types::{Problem, Problems};
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

/// The end of `text` that has at most so many columns.
fn end_of(text: &str, columns: usize) -> &str {
    let mut from = text.char_indices().map(|c| c.0);
    from.find(|at| text[*at..].width() <= columns).map_or("", |at| &text[at..])
}

/// Lines of a concordance.
pub fn kwic(args: &KwicArgs) -> Result<Exit, Problems> {
    let opened = Opened::open(&args.at.folder)?;
    let query = opened.query(&args.query, args.at.expand)?;
    if !query.counts() {
        return Err(Problem::new("the query has nothing to show in a line")
            .because("it only says which documents, and counts nothing in them")
            .hint("add a string: nianlun kwic out/shanghai '\"公共数据\" year:2010..'")
            .into());
    }
    let options = LineOptions {
        years: args.at.years.clone(),
        context: args.context,
        sort: match args.sort {
            LineSortName::Year => LineSort::Year,
            LineSortName::Left => LineSort::Left,
            LineSortName::Right => LineSort::Right,
        },
        sample: args.sample.map(|most| (most, args.seed)),
        offset: args.offset,
        limit: args.limit,
    };
    let found = opened.searcher.concordance(&query, &options).map_err(|e| unreadable(&opened, &e))?;
    #[derive(Serialize)]
    struct Line<'a> {
        id: &'a str,
        title: &'a str,
        year: Option<i32>,
        left: &'a str,
        hit: &'a str,
        right: &'a str,
        start: u32,
        end: u32,
    }
    #[derive(Serialize)]
    struct Answer<'a> {
        query: &'a str,
        documents: u64,
        occurrences: u64,
        drawn: u64,
        seed: Option<u64>,
        lines: Vec<Line<'a>>,
    }
    let lines: Vec<Line<'_>> = found
        .lines
        .iter()
        .map(|line| {
            let card = opened.searcher.card(&line.id);
            Line {
                id: &line.id,
                title: card.map_or("", |card| card.title.as_str()),
                year: card.and_then(|card| card.year),
                left: &line.left,
                hit: &line.hit,
                right: &line.right,
                start: line.place.start,
                end: line.place.end,
            }
        })
        .collect();
    let object = Answer {
        query: &args.query,
        documents: found.documents,
        occurrences: found.occurrences,
        drawn: found.drawn,
        seed: args.sample.map(|_| args.seed),
        lines,
    };
    let sheet = || {
        let lines = || object.lines.iter();
        Sheet {
            columns: vec![
                ("id", Values::text(lines().map(|l| l.id))),
                ("title", Values::text(lines().map(|l| l.title))),
                ("year", Values::Whole(lines().map(|l| l.year.map(i64::from)).collect())),
                ("left", Values::text(lines().map(|l| l.left))),
                ("hit", Values::text(lines().map(|l| l.hit))),
                ("right", Values::text(lines().map(|l| l.right))),
                ("start", Values::counts(lines().map(|l| u64::from(l.start)))),
                ("end", Values::counts(lines().map(|l| u64::from(l.end)))),
            ],
        }
    };
    answer(&args.at.out, || kwic_text(args, &opened, &found), &object, sheet)?;
    Ok(if found.occurrences == 0 { Exit::No } else { Exit::Done })
}

fn kwic_text(args: &KwicArgs, opened: &Opened, found: &Concordance) -> String {
    let mut text = format!("{}：{} 篇，{} 处", args.query, found.documents, found.occurrences);
    if args.sample.is_some() {
        text.push_str(&format!("，抽 {} 处（种子 {}）", found.drawn, args.seed));
    }
    text.push('\n');
    if !found.lines.is_empty() {
        text.push('\n');
    }
    let columns = 2 * args.context as usize;
    let beside = |line: &ConcordanceLine| {
        let card: Option<&Card> = opened.searcher.card(&line.id);
        let year = card.and_then(|card| card.year).map_or("----".to_owned(), |year| year.to_string());
        format!("{year} {}", line.id)
    };
    let widest = found.lines.iter().map(|line| beside(line).width()).max().unwrap_or(0).min(24);
    for line in &found.lines {
        let left = padded(end_of(&line.left, columns), columns);
        text.push_str(&format!("{}  {left}  {}  {}\n", filled(&beside(line), widest), line.hit, line.right));
    }
    let listed = (args.offset + found.lines.len()) as u64;
    if listed < found.drawn {
        text.push_str(&format!(
            "\n另有 {} 处未列出（--limit N 可多列，--offset {listed} 看下一页）\n",
            found.drawn - listed
        ));
    }
    text
}
