//! `corpus-report.csv`: what the run did with every file, table row and archive member, and every doubt
//! that a person should check.

use nianlun_study::{Repeat, Study};
use nianlun_types::{CorpusReportRow, DocumentRow, Quarantined, Reason, TableRow as _, Warning, shortened};

/// Doubts as the text of one cell: code and message of each, no message longer than people read.
pub fn doubts_cell(doubts: &[Warning]) -> String {
    doubts.iter().map(|d| format!("[{}] {}", d.code, shortened(&d.message))).collect::<Vec<_>>().join("; ")
}

/// How many texts and tables a person should check.
pub fn doubtful(study: &Study, documents: &[DocumentRow]) -> usize {
    documents.iter().filter(|d| d.doubts.is_some()).count()
        + study.repeats.iter().filter(|r| !r.entry.facts.doubts.is_empty()).count()
        + study.catalogue.guesses.len()
}

/// The rows of the table, sorted by their cells as text.
pub fn rows(study: &Study, documents: &[DocumentRow], quarantined: &[Quarantined]) -> Vec<CorpusReportRow> {
    let documents = documents.iter().map(row_of_document);
    let repeats = study.repeats.iter().map(row_of_repeat);
    // Texts without a year are among the documents, and duplicates among the repeats.
    let aside = quarantined.iter().filter(|q| q.is_set_aside());
    let aside = aside.map(|q| CorpusReportRow {
        doubts: non_empty(&q.detail),
        ..row_with_state(&q.file, q.reason.name())
    });
    let guesses = study.catalogue.guesses.iter();
    let guesses = guesses.map(|(file, guess)| CorpusReportRow {
        doubts: Some(doubts_cell(std::slice::from_ref(guess))),
        ..row_with_state(file, "guessed")
    });
    let skipped = study.catalogue.skipped.iter().map(|(file, rule)| CorpusReportRow {
        doubts: Some((*rule).to_owned()),
        ..row_with_state(file, "passed-over")
    });
    let outside = study.outside_years.iter().map(|text| CorpusReportRow {
        id: Some(text.id.clone()),
        year: Some(text.year),
        ..row_with_state(&text.file, "outside-years")
    });
    let mut rows: Vec<CorpusReportRow> =
        documents.chain(repeats).chain(aside).chain(guesses).chain(skipped).chain(outside).collect();
    rows.sort_by_cached_key(|row| {
        let columns = 0..CorpusReportRow::TABLE.columns.len();
        columns.map(|at| CorpusReportRow::getter(at)(row).shown()).collect::<Vec<_>>()
    });
    rows
}

fn row_of_document(d: &DocumentRow) -> CorpusReportRow {
    let state = if d.year.is_some() { "counted" } else { "no-year" };
    CorpusReportRow {
        id: Some(d.id.clone()),
        format: Some(d.format),
        encoding: Some(d.encoding.clone()),
        year: d.year,
        year_rule: d.year_rule,
        date: d.date.clone(),
        number: d.number.clone(),
        issuer: d.issuer.clone(),
        twin: d.twin.clone(),
        likeness: d.likeness.map(|l| format!("{l:.4}")),
        doubts: d.doubts.clone(),
        ..row_with_state(&d.file, state)
    }
}

fn row_of_repeat(repeat: &Repeat) -> CorpusReportRow {
    let entry = &repeat.entry;
    CorpusReportRow {
        id: Some(entry.id.clone()),
        year: entry.year(),
        date: entry.facts.date.clone(),
        number: entry.facts.number.clone(),
        issuer: entry.facts.issuer.clone(),
        twin: Some(repeat.of.clone()),
        likeness: Some(format!("{:.4}", repeat.likeness)),
        doubts: non_empty(&doubts_cell(&entry.facts.doubts)),
        ..row_with_state(&entry.source.file, Reason::Duplicate.name())
    }
}

/// A row in which only file and state are filled.
fn row_with_state(file: &str, state: &str) -> CorpusReportRow {
    CorpusReportRow {
        file: file.to_owned(),
        id: None,
        state: state.to_owned(),
        format: None,
        encoding: None,
        year: None,
        year_rule: None,
        date: None,
        number: None,
        issuer: None,
        twin: None,
        likeness: None,
        doubts: None,
    }
}

fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
