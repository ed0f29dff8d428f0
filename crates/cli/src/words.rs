//! `nianlun kwic`, `collocates`, `keyness`, `dispersion` and `ngram`.

use crate::args::{CollocatesArgs, Format, KeynessArgs, KwicArgs, LineSortName, OutArgs, QueriesArgs};
use crate::exit::Exit;
use crate::put::{json, put, table, unreadable};
use nianlun_index::{Card, Concordance, ConcordanceLine, LineOptions, LineSort};
use nianlun_pipeline::{DispersionRow, Opened, RateRow, WordRow, WordTable};
use nianlun_tables::{Sheet, Values};
use nianlun_types::{Problem, Problems};
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

/// Writes an answer in the format asked for.
fn answer(
    out: &OutArgs,
    text: impl FnOnce() -> String,
    object: &impl Serialize,
    sheet: impl FnOnce() -> Sheet,
) -> Result<(), Problem> {
    let bytes = match out.format() {
        Format::Text => text().into_bytes(),
        Format::Json => json(object)?,
        format => table(&sheet(), format)?,
    };
    put(&bytes, out)
}

/// Blanks up to so many columns; Han characters have two.
fn padded(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(text.width())) + text
}

fn filled(text: &str, columns: usize) -> String {
    text.to_owned() + &" ".repeat(columns.saturating_sub(text.width()))
}

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

/// Words near a string.
pub fn collocates(args: &CollocatesArgs) -> Result<Exit, Problems> {
    let opened = Opened::open(&args.at.folder)?;
    let query = opened.query(&args.query, args.at.expand)?;
    let (documents, occurrences, mut words) = opened
        .collocates(&query, args.at.years.as_ref(), usize::from(args.window), args.minimum)
        .map_err(|e| unreadable(&opened, &e))?;
    // Words that shun the string are left out: nearly all words of the corpus do.
    words.rows.retain(|row| row.log_ratio > 0.0);
    let all = words.rows.len();
    words.rows.truncate(args.limit);
    #[derive(Serialize)]
    struct Answer<'a> {
        query: &'a str,
        window: u16,
        documents: u64,
        occurrences: u64,
        #[serde(flatten)]
        words: &'a WordTable,
    }
    let object = Answer { query: &args.query, window: args.window, documents, occurrences, words: &words };
    let text = || {
        format!(
            "{}：{documents} 篇，{occurrences} 处；左右各 {} 词之内（不出本句）共 {} 词，其余 {} 词\n\n{}{}",
            args.query,
            args.window,
            words.tokens[0],
            words.tokens[1],
            word_lines(&words.rows, ["近旁", "别处"]),
            more(all, args.limit),
        )
    };
    answer(&args.at.out, text, &object, || word_sheet(&words.rows))?;
    Ok(if all == 0 { Exit::No } else { Exit::Done })
}

/// Words that mark some years.
pub fn keyness(args: &KeynessArgs) -> Result<Exit, Problems> {
    let opened = Opened::open(&args.folder)?;
    let mut words = opened.keyness(&args.target, args.reference.as_ref(), args.minimum)?;
    let years = opened.years_of(&args.target)?;
    let split = words.rows.partition_point(|row| row.log_ratio > 0.0);
    let (marking, shunned) = (split, words.rows.len() - split);
    let others: Vec<WordRow> = words.rows.drain(split..).take(args.limit).collect();
    words.rows.truncate(args.limit);
    #[derive(Serialize)]
    struct Answer<'a> {
        first_year: i32,
        last_year: i32,
        #[serde(flatten)]
        words: &'a WordTable,
    }
    let text = || {
        let heads = ["目标", "参照"];
        format!(
            "目标 {}：{} 篇，{} 词；参照：{} 篇，{} 词\n\n目标多用的词\n{}{}\n参照多用的词\n{}{}",
            shown_years(&years),
            words.documents[0],
            words.tokens[0],
            words.documents[1],
            words.tokens[1],
            word_lines(&words.rows, heads),
            more(marking, args.limit),
            word_lines(&others, heads),
            more(shunned, args.limit),
        )
    };
    let text = (args.out.format() == Format::Text).then(text).unwrap_or_default();
    words.rows.extend(others.iter().cloned());
    let object = Answer { first_year: *years.start(), last_year: *years.end(), words: &words };
    answer(&args.out, || text, &object, || word_sheet(&words.rows))?;
    Ok(if words.rows.is_empty() { Exit::No } else { Exit::Done })
}

fn shown_years(years: &std::ops::RangeInclusive<i32>) -> String {
    match (*years.start(), *years.end()) {
        (i32::MIN, last) => format!("至{last}年"),
        (first, i32::MAX) => format!("{first}年起"),
        (first, last) if first == last => format!("{first}年"),
        (first, last) => format!("{first}–{last}年"),
    }
}

fn more(all: usize, limit: usize) -> String {
    if all > limit {
        format!("另有 {} 词未列出（--limit N 可多列）\n", all - limit)
    } else {
        String::new()
    }
}

fn word_lines(rows: &[WordRow], heads: [&str; 2]) -> String {
    if rows.is_empty() {
        return "  （无）\n".to_owned();
    }
    let wide = rows.iter().map(|row| row.word.width()).max().unwrap_or(0).clamp(4, 24);
    let mut text = format!(
        "  {}  {}  {}  {}  {}  {}  {}\n",
        filled("词", wide),
        padded(heads[0], 7),
        padded(heads[1], 8),
        padded("每万词", 8),
        padded("别处", 8),
        padded("LL", 9),
        padded("log-ratio", 9),
    );
    for row in rows {
        text.push_str(&format!(
            "  {}  {:7}  {:8}  {:8.2}  {:8.2}  {:9.2}  {:9.2}\n",
            filled(&row.word, wide),
            row.hits,
            row.elsewhere,
            row.per_10k,
            row.elsewhere_per_10k,
            row.log_likelihood,
            row.log_ratio
        ));
    }
    text
}

fn word_sheet(rows: &[WordRow]) -> Sheet {
    Sheet {
        columns: vec![
            ("word", Values::text(rows.iter().map(|r| r.word.as_str()))),
            ("hits", Values::counts(rows.iter().map(|r| r.hits))),
            ("elsewhere", Values::counts(rows.iter().map(|r| r.elsewhere))),
            ("per_10k", Values::real(rows.iter().map(|r| r.per_10k))),
            ("elsewhere_per_10k", Values::real(rows.iter().map(|r| r.elsewhere_per_10k))),
            ("log_likelihood", Values::real(rows.iter().map(|r| r.log_likelihood))),
            ("log_ratio", Values::real(rows.iter().map(|r| r.log_ratio))),
            ("documents", Values::counts(rows.iter().map(|r| r.documents))),
        ],
    }
}

/// How evenly strings are spread.
pub fn dispersion(args: &QueriesArgs) -> Result<Exit, Problems> {
    let opened = Opened::open(&args.at.folder)?;
    let mut rows: Vec<DispersionRow> = Vec::new();
    for typed in &args.queries {
        let query = opened.query(typed, args.at.expand)?;
        rows.push(opened.dispersion(&query, args.at.years.as_ref()).map_err(|e| unreadable(&opened, &e))?);
    }
    let wide = rows.iter().map(|row| row.query.width()).max().unwrap_or(0).max(4);
    let text = || {
        let shown = |n: Option<f64>| n.map_or("     –".to_owned(), |n| format!("{n:6.3}"));
        let mut text = format!(
            "{}  {}  {}  {}  {}  {}  {}\n",
            filled("查询", wide),
            padded("命中", 7),
            padded("文本", 11),
            padded("DP", 6),
            padded("DPnorm", 6),
            padded("年份", 7),
            padded("DPnorm（按年）", 14)
        );
        for row in &rows {
            text.push_str(&format!(
                "{}  {:7}  {}  {}  {}  {}  {}\n",
                filled(&row.query, wide),
                row.hits,
                padded(&format!("{}/{}", row.documents_with_hits, row.documents), 11),
                shown(row.dp),
                shown(row.dp_norm),
                padded(&format!("{}/{}", row.years_with_hits, row.years), 7),
                padded(&shown(row.dp_norm_years), 14),
            ));
        }
        text
    };
    let sheet = || Sheet {
        columns: vec![
            ("query", Values::text(rows.iter().map(|r| r.query.as_str()))),
            ("hits", Values::counts(rows.iter().map(|r| r.hits))),
            ("documents_with_hits", Values::counts(rows.iter().map(|r| r.documents_with_hits))),
            ("documents", Values::counts(rows.iter().map(|r| r.documents))),
            ("dp", Values::Real(rows.iter().map(|r| r.dp).collect())),
            ("dp_norm", Values::Real(rows.iter().map(|r| r.dp_norm).collect())),
            ("years_with_hits", Values::counts(rows.iter().map(|r| r.years_with_hits))),
            ("years", Values::counts(rows.iter().map(|r| r.years))),
            ("dp_norm_years", Values::Real(rows.iter().map(|r| r.dp_norm_years).collect())),
        ],
    };
    answer(&args.at.out, text, &rows, sheet)?;
    Ok(if rows.iter().all(|row| row.hits == 0) { Exit::No } else { Exit::Done })
}

/// How often strings stand in each year.
pub fn ngram(args: &QueriesArgs) -> Result<Exit, Problems> {
    let opened = Opened::open(&args.at.folder)?;
    let mut rows: Vec<RateRow> = Vec::new();
    for typed in &args.queries {
        let query = opened.query(typed, args.at.expand)?;
        if !query.counts() {
            return Err(Problem::new(format!("`{typed}` counts nothing"))
                .because("it only says which documents")
                .hint("add a string: '\"公共数据\" region:上海'")
                .into());
        }
        rows.extend(opened.rates(&query, args.at.years.as_ref()).map_err(|e| unreadable(&opened, &e))?);
    }
    let undated = opened.searcher.cards().filter(|card| card.year.is_none()).count();
    let sheet = || {
        let count = |of: fn(&RateRow) -> Option<u64>| {
            Values::Whole(rows.iter().map(|r| of(r).and_then(|n| i64::try_from(n).ok())).collect())
        };
        Sheet {
            columns: vec![
                ("query", Values::text(rows.iter().map(|r| r.query.as_str()))),
                ("year", Values::Whole(rows.iter().map(|r| Some(i64::from(r.year))).collect())),
                ("hits", count(|r| r.hits)),
                ("documents_with_hits", count(|r| r.documents_with_hits)),
                ("documents", count(|r| r.documents)),
                ("han_characters", count(|r| r.han_characters)),
                ("tokens", count(|r| r.tokens)),
                ("per_10k", Values::Real(rows.iter().map(|r| r.per_10k).collect())),
            ],
        }
    };
    answer(&args.at.out, || ngram_text(&args.queries, &rows, undated), &rows, sheet)?;
    Ok(if rows.iter().all(|row| row.hits.unwrap_or(0) == 0) { Exit::No } else { Exit::Done })
}

fn ngram_text(queries: &[String], rows: &[RateRow], undated: usize) -> String {
    let years = rows.len() / queries.len().max(1);
    if years == 0 {
        return "没有标明年份的文本\n".to_owned();
    }
    let of_query: Vec<&[RateRow]> = rows.chunks(years).collect();
    // Side by side, as long as they have the same denominators.
    let same = |a: &[RateRow], b: &[RateRow]| {
        a.iter().zip(b).all(|(a, b)| (a.documents, a.han_characters) == (b.documents, b.han_characters))
    };
    let tables: Vec<String> = of_query.chunk_by(|a, b| same(a, b)).map(rate_table).collect();
    let mut text = tables.join("\n") + "\n每万汉字命中，括号内为命中数\n";
    if undated > 0 {
        text.push_str(&format!("{undated} 篇文本无年份，不在其内\n"));
    }
    text
}

fn rate_table(queries: &[&[RateRow]]) -> String {
    let wide: Vec<usize> = queries.iter().map(|rows| rows[0].query.width().max(16)).collect();
    let mut text = format!("年份  {}  {}", padded("文本", 6), padded("汉字", 9));
    for (rows, wide) in queries.iter().zip(&wide) {
        text.push_str(&format!("  {}", padded(&rows[0].query, *wide)));
    }
    text.push('\n');
    for (at, first) in queries[0].iter().enumerate() {
        let Some(documents) = first.documents else {
            text.push_str(&format!("{}  无文本\n", first.year));
            continue;
        };
        text.push_str(&format!("{}  {documents:6}  {:9}", first.year, first.han_characters.unwrap_or(0)));
        for (rows, wide) in queries.iter().zip(&wide) {
            let rate = rows[at].per_10k.map_or("–".to_owned(), |rate| format!("{rate:.2}"));
            let shown = format!("{rate} ({})", rows[at].hits.unwrap_or(0));
            text.push_str(&format!("  {}", padded(&shown, *wide)));
        }
        text.push('\n');
    }
    text
}
