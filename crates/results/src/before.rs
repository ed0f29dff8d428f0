//! Reads results of format 0, so that they can still be exported.

use crate::finished::Finished;
use crate::listed::Listed;
use crate::provenance::Provenance;
use crate::unreadable;
use nianlun_types::{CodebookRow, Problem};
use std::path::Path;

/// The data of the first figure, the only file of format 0 with the labels of categories.
const LABELS: &str = "figures/frequencies.csv";

impl Finished {
    /// Opens results of this format or the one before, for their tables alone.
    ///
    /// # Errors
    /// As [`Finished::open`].
    pub(crate) fn open_for_tables(folder: &Path) -> Result<Self, Problem> {
        let provenance = Provenance::read(folder)?;
        if provenance.format != 0 {
            return Finished::open(folder);
        }
        let files = Listed::open(folder)?;
        let categories = categories_of_format_0(&files)?;
        Finished::assemble(files, provenance, categories)
    }
}

/// The categories of results of format 0, in the order of the codebook.
fn categories_of_format_0(files: &Listed) -> Result<Vec<CodebookRow>, Problem> {
    let bytes = files.bytes(LABELS)?;
    let mut records =
        nianlun_tables::csv_records(&bytes).map_err(|error| unreadable(LABELS, error))?.into_iter();
    let heading = records.next().unwrap_or_default();
    let place = |name: &str| {
        let at = heading.iter().position(|own| own == name);
        at.ok_or_else(|| unreadable(LABELS, format!("no column `{name}`")))
    };
    let (dimension, category, label) = (place("dimension")?, place("category")?, place("label")?);
    let mut rows: Vec<CodebookRow> = Vec::new();
    for record in records {
        let cell = |at: usize| record.get(at).cloned().unwrap_or_default();
        if rows.first().is_some_and(|first| first.category == cell(category)) {
            break; // The next year repeats the categories.
        }
        rows.push(CodebookRow {
            dimension: cell(dimension),
            dimension_label: cell(dimension),
            dimension_label_en: cell(dimension),
            category: cell(category),
            label: cell(label),
            label_en: cell(category),
            definition: String::new(),
            definition_en: None,
        });
    }
    Ok(rows)
}
