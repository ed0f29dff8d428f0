//! Tables with one term a row. Columns are found by their headings, in Chinese or English.

use super::draft::{Draft, Entry, pieces};
use nianlun_text::text_lines;
use nianlun_types::{Problem, Problems, Year};
use std::collections::BTreeSet;

/// The meaning of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Term,
    Category,
    Dimension,
    Variants,
    Since,
    Inside,
    Note,
}

const HEADINGS: [(Column, &[&str]); 7] = [
    (
        Column::Term,
        &[
            "term",
            "terms",
            "word",
            "words",
            "keyword",
            "keywords",
            "词",
            "词语",
            "词条",
            "词汇",
            "关键词",
            "术语",
            "特征词",
            "主题词",
        ],
    ),
    (
        Column::Category,
        &[
            "category",
            "categories",
            "class",
            "code",
            "label",
            "类目",
            "类别",
            "分类",
            "类",
            "类型",
            "编码",
            "二级指标",
            "二级类目",
            "主题",
        ],
    ),
    (Column::Dimension, &["dimension", "维度", "向度", "一级指标", "一级类目", "大类"]),
    (Column::Variants, &["variants", "variant", "synonyms", "变体", "同义词", "近义词", "别称", "异形"]),
    (Column::Since, &["since", "起始年", "起始年份", "首现年"]),
    (Column::Inside, &["inside", "词内也计"]),
    (Column::Note, &["note", "notes", "remark", "备注", "说明", "注", "来源"]),
];

fn meaning(heading: &str) -> Option<Column> {
    let heading = heading.trim().to_lowercase();
    HEADINGS.iter().find(|(_, names)| names.contains(&heading.as_str())).map(|(column, _)| *column)
}

/// Reads csv. The delimiter is the comma, semicolon or tab, whichever is most frequent in the first line.
pub fn csv(text: &str) -> Result<Draft, Problems> {
    let first = text_lines(text).find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |mark: u8| first.bytes().filter(|b| *b == mark).count();
    let delimiter = [b',', b';', b'\t'].into_iter().rev().max_by_key(|mark| count(*mark)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut numbered = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            Problem::new("the table cannot be read")
                .because(error.to_string())
                .hint("save it as csv in UTF-8")
        })?;
        let line = record.position().map_or(1, |p| p.line() as usize);
        numbered.push((line, record.iter().map(str::to_owned).collect()));
    }
    rows(numbered)
}

/// Reads rows with their line numbers. The first row may hold headings.
pub fn rows(mut rows: Vec<(usize, Vec<String>)>) -> Result<Draft, Problems> {
    rows.retain(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()));
    let mut draft = Draft { marks_part: true, ..Draft::default() };
    let Some((_, first)) = rows.first() else {
        return Ok(draft);
    };
    let mut columns: Vec<Option<Column>> = first.iter().map(|cell| meaning(cell)).collect();
    let has = |columns: &[Option<Column>], column| columns.contains(&Some(column));
    if has(&columns, Column::Term) {
        for (heading, column) in first.iter().zip(&columns) {
            if column.is_none() && !heading.trim().is_empty() {
                draft.notes.about(
                    "columns that mean nothing to a codebook are left out",
                    rows[0].0,
                    heading.trim(),
                );
            }
        }
        rows.remove(0);
    } else if columns.iter().any(Option::is_some) || first.len() > 2 {
        return Err(Problem::new("the table has no column of terms")
            .at_line(rows[0].0)
            .because(format!("its headings are `{}`", first.join("`, `")))
            .hint("head the columns term and category, or 词语 and 类目")
            .into());
    } else {
        // Categories repeat and terms do not: fewer distinct values in the first column mean that the
        // columns stand the other way round.
        let distinct = |at: usize| rows.iter().filter_map(|r| r.1.get(at)).collect::<BTreeSet<_>>().len();
        if first.len() == 2 && distinct(0) < distinct(1) {
            return Err(Problem::new("the columns of the table cannot be told apart")
                .because("there is no heading, and the first column repeats as categories do")
                .hint("head the columns 类目,词语 or category,term")
                .into());
        }
        draft.notes.whole(
            "no heading was recognised: the first column was taken for the term, the second for its category",
        );
        columns = vec![Some(Column::Term), Some(Column::Category)];
    }
    let with_categories = has(&columns, Column::Category);
    for (line, row) in rows {
        add_entry(&mut draft, &columns, with_categories, line, &row);
    }
    Ok(draft)
}

fn add_entry(
    draft: &mut Draft,
    columns: &[Option<Column>],
    with_categories: bool,
    line: usize,
    row: &[String],
) {
    let cell = |wanted| {
        let mut cells = columns.iter().zip(row).filter(|(column, _)| **column == Some(wanted));
        cells.next().map_or("", |(_, cell)| cell.trim())
    };
    let mut entry = Entry {
        line,
        term: cell(Column::Term).to_owned(),
        dimension: cell(Column::Dimension).to_owned(),
        category: cell(Column::Category).to_owned(),
        note: cell(Column::Note).to_owned(),
        ..Entry::default()
    };
    let variants = cell(Column::Variants);
    if !variants.is_empty() {
        entry.variants = pieces(variants).iter().map(|v| v.trim().to_owned()).collect();
    }
    let since = cell(Column::Since);
    if !since.is_empty() {
        entry.since = since.trim_end_matches('年').parse::<Year>().ok();
        if entry.since.is_none() {
            draft.notes.about("years that are no numbers are left out", line, since);
        }
    }
    match cell(Column::Inside).to_lowercase().as_str() {
        "true" | "yes" | "1" | "是" => entry.inside = true,
        "" | "false" | "no" | "0" | "否" => {}
        other => draft.notes.about("`inside` is true or false; anything else is left out", line, other),
    }
    if with_categories && entry.category.is_empty() && !entry.term.is_empty() {
        draft.notes.about("rows without a category stand in one of their own", line, &entry.term);
    }
    draft.entries.push(entry);
}
