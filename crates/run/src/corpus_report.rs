//! `corpus-report.csv`: what became of every file, row and member, and every decision that somebody
//! should look at.

use nianlun_study::{Repeat, Study};
use nianlun_types::{CorpusReportRow, DocumentRow, Quarantined, Reason, TableRow as _, Warning};

/// Doubts as one cell: code and message of each.
pub fn shown(doubts: &[Warning]) -> String {
    doubts.iter().map(|d| format!("[{}] {}", d.code, d.message)).collect::<Vec<_>>().join("; ")
}

/// How many texts or tables somebody should look at.
pub fn doubtful(study: &Study, documents: &[DocumentRow]) -> usize {
    documents.iter().filter(|d| d.doubts.is_some()).count()
        + study.repeats.iter().filter(|r| !r.entry.facts.doubts.is_empty()).count()
        + study.catalogue.guesses.len()
}

/// The rows of the table, in the order of their text.
pub fn rows(study: &Study, documents: &[DocumentRow], quarantined: &[Quarantined]) -> Vec<CorpusReportRow> {
    let documents = documents.iter().map(of_document);
    let repeats = study.repeats.iter().map(of_repeat);
    // Texts without a year and duplicates have a row already.
    let aside = quarantined.iter().filter(|q| !matches!(q.reason, Reason::NoYear | Reason::Duplicate));
    let aside =
        aside.map(|q| CorpusReportRow { doubts: filled(&q.detail), ..empty(&q.file, q.reason.name()) });
    let guesses = study.catalogue.guesses.iter();
    let guesses = guesses.map(|(file, guess)| CorpusReportRow {
        doubts: Some(shown(std::slice::from_ref(guess))),
        ..empty(file, "guessed")
    });
    let skipped = study.catalogue.skipped.iter().map(|(rule, files)| CorpusReportRow {
        doubts: Some(format!("{files} files or folders")),
        ..empty(&format!("({rule})"), "passed-over")
    });
    let mut rows: Vec<CorpusReportRow> =
        documents.chain(repeats).chain(aside).chain(guesses).chain(skipped).collect();
    rows.sort_by_cached_key(|row| {
        let columns = 0..CorpusReportRow::TABLE.columns.len();
        columns.map(|at| CorpusReportRow::getter(at)(row).shown()).collect::<Vec<_>>()
    });
    rows
}

fn of_document(d: &DocumentRow) -> CorpusReportRow {
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
        ..empty(&d.file, state)
    }
}

fn of_repeat(repeat: &Repeat) -> CorpusReportRow {
    let entry = &repeat.entry;
    CorpusReportRow {
        id: Some(entry.id.clone()),
        year: entry.year(),
        date: entry.facts.date.clone(),
        number: entry.facts.number.clone(),
        issuer: entry.facts.issuer.clone(),
        twin: Some(repeat.of.clone()),
        likeness: Some(format!("{:.4}", repeat.likeness)),
        doubts: filled(&shown(&entry.facts.doubts)),
        ..empty(&entry.source.file, Reason::Duplicate.name())
    }
}

/// A row of which only file and state are known.
fn empty(file: &str, state: &str) -> CorpusReportRow {
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

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
