//! Lays the drawn lines out as a sheet and its key.

use super::drawing::{CellKey, Drawn, Line};
use crate::sheet::{COLUMNS, Cell, Key, KeyLine};
use nianlun_findings::TermYears;
use nianlun_results::Spans;
use nianlun_study::Study;
use nianlun_types::Year;
use std::collections::BTreeMap;

pub(super) fn sentences_with_hits(study: &Study, drawn: &Drawn) -> BTreeMap<String, u64> {
    let sentences = |k: usize| drawn.sentences_with_hits.get(&(k as u32)).copied().unwrap_or(0);
    study.codebook.categories.iter().enumerate().map(|(k, c)| (c.id.clone(), sentences(k))).collect()
}

pub(super) fn by_year(study: &Study, drawn: &Drawn) -> Vec<TermYears> {
    let book = &study.codebook;
    let row = |((k, term), years): (&(u32, u32), &BTreeMap<Year, u64>)| TermYears {
        category: book.categories[*k as usize].id.clone(),
        term: book.terms[*term as usize].term.clone(),
        hits: years.iter().map(|(year, hits)| (*year, *hits)).collect(),
    };
    drawn.by_year.iter().map(row).collect()
}

/// Orders the lines by their hash, which shuffles them, and numbers them. Returns the rows that coders see;
/// puts what they must not see into `key`.
pub(super) fn lay_out(
    study: &Study,
    eras: &Spans,
    drawn: BTreeMap<CellKey, (u64, Vec<Line>)>,
    key: &mut Key,
) -> Vec<Vec<String>> {
    let book = &study.codebook;
    let mut lines = Vec::new();
    for ((category, term, era), (population, of_cell)) in drawn {
        let category = &book.categories[category as usize];
        key.cells.push(Cell {
            category: category.id.clone(),
            term: term.map(|term| book.terms[term as usize].term.clone()),
            stage: eras.name(era),
            population,
            drawn: of_cell.len() as u64,
        });
        lines.extend(of_cell.into_iter().map(|line| (line, key.cells.len() - 1, category)));
    }
    lines.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    for (at, (line, cell, category)) in lines.into_iter().enumerate() {
        let number = format!("L{:04}", at + 1);
        let question = if key.cells[cell].term.is_some() {
            format!("“{}”在这里说的是{}吗？", line.hit, category.label)
        } else {
            format!("这句话说到{}吗？", category.label)
        };
        let (label, definition) = (category.label.clone(), category.definition.clone());
        let blank = String::new;
        key.lines.push(KeyLine {
            line: number.clone(),
            cell,
            document: line.document,
            year: line.year,
            place: line.place,
        });
        rows.push(vec![
            number,
            question,
            line.left,
            line.hit,
            line.right,
            label,
            definition,
            blank(),
            blank(),
        ]);
    }
    rows
}
