//! `nianlun dispersion` and `nianlun ngram`.

use crate::args::QueriesArgs;
use crate::exit::Exit;
use crate::put::{answer, filled, padded, unreadable};
use nianlun_pipeline::{DispersionRow, Opened, RateRow};
use nianlun_tables::{Sheet, Values};
use nianlun_types::{Problem, Problems};
use unicode_width::UnicodeWidthStr as _;

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
