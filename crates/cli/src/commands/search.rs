//! `nianlun search`.

use crate::args::SearchArgs;
use crate::exit::Exit;
use crate::put::{answer, unreadable};
use nianlun_index::{Card, Facet, Facets, LikeResult, Options, SearchResult, Snippet, Sort};
use nianlun_pipeline::Opened;
use nianlun_tables::{Sheet, Values};
use nianlun_types::{Problem, Problems, Year};
use serde::Serialize;
use std::io::IsTerminal as _;

/// Searches the texts of a run.
pub fn search(args: &SearchArgs) -> Result<Exit, Problems> {
    let opened = Opened::open(&args.folder)?;
    if let Some(id) = &args.like {
        return like(args, &opened, id);
    }
    let typed = args.query.as_deref().unwrap_or_default();
    let query = opened.query(typed, args.expand)?;
    let options = Options {
        years: args.years.clone(),
        sort: args.sort.into(),
        offset: args.offset,
        limit: args.limit,
        ..Options::default()
    };
    let found = opened.searcher.search(&query, &options).map_err(|e| unreadable(&opened, &e))?;
    let shown = || text(typed, args, &found, query.counts(), std::io::stdout().is_terminal());
    answer(&args.out, shown, &object(typed, args, &found), || sheet(&found))?;
    Ok(if found.documents == 0 { Exit::No } else { Exit::Done })
}

fn text(typed: &str, args: &SearchArgs, found: &SearchResult, counts: bool, colour: bool) -> String {
    let mut text = if counts {
        format!("{typed}：{} 篇，{} 处\n", found.documents, found.occurrences)
    } else {
        format!("{typed}：{} 篇\n", found.documents) // it only says which documents
    };
    if args.facets {
        text.push_str(&facets(&found.facets));
    }
    for (at, result) in found.matches.iter().enumerate() {
        let card = &result.card;
        text.push_str(&format!("\n{}. {}", args.offset + at + 1, named(card)));
        if counts {
            text.push_str(&format!("  {} 处，相关度 {:.2}", result.occurrences, result.score));
        }
        text.push('\n');
        for snippet in &result.snippets {
            text.push_str(&format!("   …{}…\n", highlighted(snippet, colour)));
        }
    }
    let shown = found.matches.len() as u64;
    if shown < found.documents {
        let more = if args.offset + args.limit < found.documents as usize {
            format!("（--limit N 可多列，--offset {} 看下一页）", args.offset + args.limit)
        } else {
            String::new()
        };
        text.push_str(&format!("\n另有 {} 篇未列出{more}\n", found.documents - shown));
    }
    text
}

/// Title, year, issuing body and identifier.
pub fn named(card: &Card) -> String {
    let year = card.year.map_or("无年份".to_owned(), |y| y.to_string());
    let issuer = card.issuer.as_ref().map_or(String::new(), |issuer| format!("，{issuer}"));
    format!("{}（{year}{issuer}）{}", card.title, card.id)
}

fn facets(facets: &Facets) -> String {
    fn line<T: ToString>(name: &str, facets: &[Facet<T>], most: usize) -> String {
        let show = |f: &Facet<T>| {
            let value = f.value.as_ref().map_or("（无）".to_owned(), T::to_string);
            format!("{value} {}篇{}处", f.documents, f.occurrences)
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

fn highlighted(snippet: &Snippet, colour: bool) -> String {
    if !colour || std::env::var_os("NO_COLOR").is_some() {
        return snippet.plain();
    }
    let piece = |p: &nianlun_index::Piece| {
        if p.hit { format!("\u{1b}[1;31m{}\u{1b}[0m", p.text) } else { p.text.clone() }
    };
    snippet.pieces.iter().map(piece).collect()
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

/// What is known of a document.
#[derive(Serialize)]
struct Facts<'a> {
    id: &'a str,
    title: &'a str,
    year: Option<Year>,
    date: Option<String>,
    issuer: Option<&'a str>,
    region: Option<&'a str>,
    kind: Option<&'a str>,
    number: Option<&'a str>,
}

impl<'a> From<&'a Card> for Facts<'a> {
    fn from(card: &'a Card) -> Self {
        Facts {
            id: &card.id,
            title: &card.title,
            year: card.year,
            date: card.shown_date(),
            issuer: card.issuer.as_deref(),
            region: card.region.as_deref(),
            kind: card.kind.as_deref(),
            number: card.number.as_deref(),
        }
    }
}

fn object<'a>(typed: &'a str, args: &SearchArgs, found: &'a SearchResult) -> Answer<'a> {
    let document = |m: &'a nianlun_index::Match| AnswerDocument {
        facts: Facts::from(&m.card),
        score: m.score,
        occurrences: m.occurrences,
        snippets: m.snippets.iter().map(Snippet::plain).collect(),
    };
    Answer {
        query: typed,
        documents: found.documents,
        occurrences: found.occurrences,
        sort: args.sort.into(),
        offset: args.offset,
        facets: &found.facets,
        results: found.matches.iter().map(document).collect(),
    }
}

fn sheet(found: &SearchResult) -> Sheet {
    let cards = || found.matches.iter().map(|m| &m.card);
    let snippets =
        |m: &nianlun_index::Match| m.snippets.iter().map(Snippet::plain).collect::<Vec<_>>().join(" … ");
    let mut columns = vec![
        ("id", Values::text(cards().map(|c| c.id.as_str()))),
        ("title", Values::text(cards().map(|c| c.title.as_str()))),
        ("year", Values::Whole(cards().map(|c| c.year.map(i64::from)).collect())),
        ("score", Values::real(found.matches.iter().map(|m| m.score))),
        ("occurrences", Values::counts(found.matches.iter().map(|m| m.occurrences))),
        ("snippets", Values::text(found.matches.iter().map(snippets))),
    ];
    columns.extend(facts(cards()));
    Sheet { columns }
}

/// Date, issuing body, region, kind and number of each document.
fn facts<'c>(cards: impl Iterator<Item = &'c Card> + Clone) -> Vec<(&'static str, Values)> {
    let text = |of: fn(&Card) -> Option<String>| Values::Text(cards.clone().map(of).collect());
    vec![
        ("date", text(Card::shown_date)),
        ("issuer", text(|c| c.issuer.clone())),
        ("region", text(|c| c.region.clone())),
        ("kind", text(|c| c.kind.clone())),
        ("number", text(|c| c.number.clone())),
    ]
}

/// `--like ID`.
fn like(args: &SearchArgs, opened: &Opened, id: &str) -> Result<Exit, Problems> {
    let found = opened
        .searcher
        .like(id, &opened.segmenter, args.limit, args.fold)
        .map_err(|e| unreadable(opened, &e))?
        .ok_or_else(|| {
            Problem::new(format!("there is no document `{id}`"))
                .hint("identifiers stand behind the titles that a search lists, and in documents.parquet")
        })?;
    answer(&args.out, || like_text(opened, id, &found), &like_object(id, &found), || like_sheet(&found))?;
    let none = found.matches.is_empty() && found.reposts.is_empty();
    Ok(if none { Exit::No } else { Exit::Done })
}

fn like_text(opened: &Opened, id: &str, found: &LikeResult) -> String {
    let mut text =
        opened.searcher.card(id).map_or(String::new(), |card| format!("与 {} 相近\n", named(card)));
    for (card, likeness) in &found.reposts {
        text.push_str(&format!("   同文  {}  {likeness:.3}\n", named(card)));
    }
    for (at, near) in found.matches.iter().enumerate() {
        text.push_str(&format!("{:3}. {}  {:.3}\n", at + 1, named(&near.card), near.likeness));
        if !near.folded.is_empty() {
            text.push_str(&format!("     同文：{}\n", near.folded.join("、")));
        }
    }
    text
}

#[derive(Serialize)]
struct LikeAnswer<'a> {
    like: &'a str,
    reposts: Vec<Near<'a>>,
    results: Vec<Near<'a>>,
}

#[derive(Serialize)]
struct Near<'a> {
    #[serde(flatten)]
    facts: Facts<'a>,
    likeness: f64,
    folded: &'a [String],
}

fn like_object<'a>(id: &'a str, found: &'a LikeResult) -> LikeAnswer<'a> {
    let near = |card: &'a Card, likeness, folded| Near { facts: card.into(), likeness, folded };
    LikeAnswer {
        like: id,
        reposts: found.reposts.iter().map(|(card, likeness)| near(card, *likeness, &[])).collect(),
        results: found.matches.iter().map(|n| near(&n.card, n.likeness, &n.folded)).collect(),
    }
}

fn like_sheet(found: &LikeResult) -> Sheet {
    let cards = || found.reposts.iter().map(|(card, _)| card).chain(found.matches.iter().map(|n| &n.card));
    let likeness = found.reposts.iter().map(|(_, l)| *l).chain(found.matches.iter().map(|n| n.likeness));
    let folded = found.reposts.iter().map(|_| String::new());
    let folded = folded.chain(found.matches.iter().map(|n| n.folded.join(" ")));
    let mut columns = vec![
        ("id", Values::text(cards().map(|c| c.id.as_str()))),
        ("title", Values::text(cards().map(|c| c.title.as_str()))),
        ("year", Values::Whole(cards().map(|c| c.year.map(i64::from)).collect())),
        ("likeness", Values::real(likeness)),
        ("folded", Values::text(folded)),
    ];
    columns.extend(facts(cards()));
    Sheet { columns }
}
