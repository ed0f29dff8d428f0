//! `corpus-report.csv`: what became of every file, row and member, and every decision that somebody
//! should check.

use crate::count::Counted;
use crate::load::Pipeline;
use nianlun_types::{DocumentRow, Reason, Warning};
use std::path::Path;

const HEADING: [&str; 13] = [
    "file",
    "id",
    "state",
    "format",
    "encoding",
    "year",
    "year_rule",
    "date",
    "number",
    "issuer",
    "twin",
    "likeness",
    "doubts",
];

/// Doubts as one cell: code and message of each.
pub fn shown(doubts: &[Warning]) -> String {
    doubts.iter().map(|d| format!("[{}] {}", d.code, d.message)).collect::<Vec<_>>().join("; ")
}

/// How many texts or tables somebody should check.
pub fn doubtful(pipeline: &Pipeline, documents: &[DocumentRow]) -> usize {
    documents.iter().filter(|d| d.doubts.is_some()).count()
        + pipeline.repeats.iter().filter(|r| !r.entry.facts.doubts.is_empty()).count()
        + pipeline.catalogue.guesses.len()
}

/// Writes the table.
///
/// # Errors
/// It cannot be written.
pub fn write(path: &Path, pipeline: &Pipeline, counted: &Counted) -> std::io::Result<()> {
    let year = |year: Option<i32>| year.map_or(String::new(), |year| year.to_string());
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut rows: Vec<[String; 13]> = Vec::new();
    for d in &counted.documents {
        let state = if d.year.is_some() { "counted" } else { "no-year" };
        rows.push([
            d.file.clone(),
            d.id.clone(),
            state.to_owned(),
            d.format.to_owned(),
            d.encoding.to_owned(),
            year(d.year),
            d.year_rule.unwrap_or("").to_owned(),
            text(&d.date),
            text(&d.number),
            text(&d.issuer),
            text(&d.twin),
            d.likeness.map_or(String::new(), |l| format!("{l:.4}")),
            text(&d.doubts),
        ]);
    }
    let other = |file: &str, state: &str, detail: String| {
        let mut row: [String; 13] = Default::default();
        (row[0], row[2], row[12]) = (file.to_owned(), state.to_owned(), detail);
        row
    };
    for repeat in &pipeline.repeats {
        let entry = &repeat.entry;
        let mut row = other(&entry.source.file, Reason::Duplicate.as_str(), shown(&entry.facts.doubts));
        row[1].clone_from(&entry.id);
        row[5] = year(entry.year());
        row[7] = text(&entry.facts.date);
        row[8] = text(&entry.facts.number);
        row[9] = text(&entry.facts.issuer);
        row[10].clone_from(&repeat.of);
        row[11] = format!("{:.4}", repeat.likeness);
        rows.push(row);
    }
    for aside in &counted.quarantined {
        if !matches!(aside.reason, Reason::NoYear | Reason::Duplicate) {
            rows.push(other(&aside.file, aside.reason.as_str(), aside.detail.clone()));
        }
    }
    for (file, guess) in &pipeline.catalogue.guesses {
        rows.push(other(file, "guessed", shown(std::slice::from_ref(guess))));
    }
    for (rule, files) in &pipeline.catalogue.skipped {
        rows.push(other(&format!("({rule})"), "passed-over", format!("{files} files or folders")));
    }
    rows.sort();
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(HEADING)?;
    for row in rows {
        writer.write_record(row)?;
    }
    writer.flush()
}
