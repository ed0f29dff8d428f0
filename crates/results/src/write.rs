//! Writes everything that a run found into the files of its results.

use crate::files::{CONCEPTS, CORPUS_REPORT, DICTIONARY, QUARANTINE, STAGES, parquet};
use crate::folder::Output;
use nianlun_codebook::Codebook;
use nianlun_findings::{Analysis, Counted};
use nianlun_tables::csv_table;
use nianlun_types::{
    Category, CodebookRow, CorpusReportRow, Dimension, HitRecord, HitRow, Quarantined, TableRow,
};
use std::error::Error;

/// Everything that the tables contain.
pub struct Contents<'c> {
    /// The codebook that was counted.
    pub codebook: &'c Codebook,
    /// The counts.
    pub counted: &'c Counted,
    /// Columns of the manifest beyond the fixed ones, each with a value for every document.
    pub further: &'c [(String, Vec<Option<String>>)],
    /// The findings.
    pub analysis: &'c Analysis,
    /// Texts set aside.
    pub quarantined: &'c [Quarantined],
    /// What the run did with every file, row and member.
    pub corpus_report: &'c [CorpusReportRow],
    /// The user dictionary, as text.
    pub dictionary: Option<String>,
}

/// Writes every table, `stages.json`, and what queries need beside the index.
///
/// # Errors
/// A file cannot be written.
pub fn write_contents(output: &Output, contents: &Contents<'_>) -> Result<(), Box<dyn Error + Send + Sync>> {
    let Contents { codebook, counted, analysis, .. } = contents;
    if let Some(dictionary) = &contents.dictionary {
        output.put(DICTIONARY, dictionary.as_bytes())?;
    }
    output.put(CONCEPTS, &json(&codebook.concepts())?)?;
    let documents = &counted.documents;
    output.put_by("documents.parquet", |to| nianlun_tables::write_with(to, documents, contents.further))?;
    let hit = |row: &HitRow| {
        let category = &codebook.categories[row.category as usize];
        let document = &documents[row.document as usize];
        HitRecord {
            document: document.id.as_str().into(),
            year: document.year,
            dimension: category.dimension.as_str().into(),
            category: category.id.as_str().into(),
            term: codebook.terms[row.term as usize].term.as_str().into(),
            start: row.start,
            end: row.end,
        }
    };
    output.put_by("hits.parquet", |to| nianlun_tables::write_each(to, counted.hits.iter().map(hit)))?;
    put_table(output, &codebook_rows(codebook))?;
    put_table(output, &analysis.frequencies)?;
    put_table(output, &analysis.findings.estimate.stage_rows())?;
    put_table(output, &analysis.profile)?;
    put_table(output, &analysis.terms)?;
    put_table(output, &analysis.keyness)?;
    put_table(output, &analysis.findings.sensitivity)?;
    output.put(STAGES, &json(&analysis.findings)?)?;
    output.put(QUARANTINE, &csv_table(contents.quarantined)?)?;
    output.put(CORPUS_REPORT, &csv_table(contents.corpus_report)?)?;
    Ok(())
}

fn put_table<R: TableRow>(output: &Output, rows: &[R]) -> Result<(), nianlun_tables::Error> {
    output.put_by(&parquet(R::TABLE.name), |to| nianlun_tables::write(to, rows))
}

/// The categories of the codebook with their labels, in its order.
fn codebook_rows(codebook: &Codebook) -> Vec<CodebookRow> {
    let row = |category: &Category| {
        let dimension = codebook.dimensions.iter().find(|dimension| dimension.id == category.dimension);
        let label = |label: fn(&Dimension) -> &str| dimension.map_or(category.dimension.as_str(), label);
        CodebookRow {
            dimension: category.dimension.clone(),
            dimension_label: label(|d| &d.label).to_owned(),
            dimension_label_en: label(Dimension::english_label).to_owned(),
            category: category.id.clone(),
            label: category.label.clone(),
            label_en: category.english_label().to_owned(),
            definition: category.definition.clone(),
            definition_en: category.definition_en.clone(),
        }
    };
    codebook.categories.iter().map(row).collect()
}

/// `value` as indented JSON, in the order of its fields.
fn json(value: &impl serde::Serialize) -> serde_json::Result<Vec<u8>> {
    let mut json = serde_json::to_vec_pretty(value)?;
    json.push(b'\n');
    Ok(json)
}
