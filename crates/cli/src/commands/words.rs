//! `nianlun collocates` and `nianlun keyness`.

use crate::args::{CollocatesArgs, Format, KeynessArgs};
use crate::exit::Exit;
use crate::put::{answer, filled, padded, unreadable};
use nianlun_pipeline::{Opened, WordRow, WordTable};
use nianlun_tables::{Sheet, Values};
use nianlun_types::Problems;
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

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
