//! The rows of a table, each listed as a text.

use crate::columns::{Field, Found};
use crate::dates;
use crate::format::Format;
use crate::listed::{Listed, ListedYear};
use crate::listing::Listing;
use crate::spool::Part;
use nianlun_types::YearRule;
use nianlun_types::{Reason, Warning, Year};

/// A table whose heading has been read and whose rows are listed one after another.
pub(super) struct Table<'f> {
    file: &'f Listed,
    found: Found,
    /// Position of each column among the further columns of the catalogue.
    further: Vec<Option<usize>>,
    format: Format,
    encoding: &'static str,
    /// Stands before the number of a row: the sheet.
    prefix: String,
}

impl<'f> Table<'f> {
    /// Finds the fields in a heading. A table without a column of texts is set aside.
    pub(super) fn with_heading(
        listing: &mut Listing<'_>,
        file: &'f Listed,
        heading: Vec<String>,
        format: Format,
        encoding: &'static str,
        prefix: &str,
    ) -> Option<Self> {
        let found = match listing.reading.columns.find(&heading) {
            Ok(found) => found,
            Err(detail) => {
                listing.set_aside(&file.source.file, Reason::Unsupported, detail);
                return None;
            }
        };
        if !found.guessed.is_empty() {
            let only = if found.titles_only { "（没有正文列，以标题为文本）" } else { "" };
            let message = format!("columns = {{ {} }} 是按列名猜的{only}", found.guessed.join(", "));
            listing.guesses.push((file.source.file.clone(), Warning::new("columns-guessed", message)));
        }
        if !found.lacking.is_empty() {
            let message =
                format!("这张表没有 pipeline.toml 所写的列：{}，各文本缺这些字段", found.lacking.join(", "));
            let table = format!("{}#{prefix}", file.source.file);
            let name = table.trim_end_matches(['#', '!']).to_owned();
            listing.guesses.push((name, Warning::new("column-missing", message)));
        }
        let taken: Vec<usize> = found.at.values().copied().collect();
        let further = (0..heading.len())
            .map(|at| (!taken.contains(&at)).then(|| listing.further_column(&heading[at])))
            .collect();
        Some(Table { file, found, further, format, encoding, prefix: prefix.to_owned() })
    }

    /// Lists the row with the number `line`; an empty row is skipped.
    pub(super) fn list_row(
        &self,
        listing: &mut Listing<'_>,
        line: usize,
        row: &[Option<String>],
    ) -> Result<(), String> {
        if row.iter().all(|cell| cell.as_deref().is_none_or(|c| c.trim().is_empty())) {
            return Ok(());
        }
        let cell = |field| self.found.cell(field, row);
        let own = cell(Field::Id).unwrap_or_else(|| line.to_string());
        let name = format!("{}#{}{own}", self.file.source.file, self.prefix);
        let Some(text) = cell(Field::Text) else {
            listing.set_aside(&name, Reason::Empty, format!("row {line} has no text"));
            return Ok(());
        };
        let range = listing.spool.add(text.as_bytes()).map_err(|e| format!("cannot be unpacked: {e}"))?;
        let file = self.file;
        let mut listed = file.part_of(name, own, String::new());
        listed.source.part =
            Some(Part { spool: listing.spool.clone(), range, text_of: Some((self.format, self.encoding)) });
        listed.title = cell(Field::Title);
        listed.date = cell(Field::Date).or_else(|| file.date.clone());
        listed.number = cell(Field::Number);
        listed.issuer = cell(Field::Issuer).or_else(|| file.issuer.clone());
        listed.region = cell(Field::Region).or_else(|| file.region.clone());
        listed.kind = cell(Field::Kind).or_else(|| file.kind.clone());
        listed.line = Some(line);
        listed.further = vec![None; listing.further_columns.len()];
        if let Some(year) = self.year(row) {
            listed.year = ListedYear::Given(year, YearRule::Column);
        }
        for (at, to) in self.further.iter().enumerate() {
            if let Some(to) = to {
                listed.further[*to] = row.get(at).cloned().flatten().filter(|c| !c.trim().is_empty());
            }
        }
        listing.entries.push(listed);
        Ok(())
    }

    /// The year that its column says, else that of its date.
    fn year(&self, row: &[Option<String>]) -> Option<Year> {
        let year = self.found.cell(Field::Year, row).and_then(|cell| {
            // A spreadsheet may have made 2021 into 2021.0.
            dates::year(cell.strip_suffix(".0").unwrap_or(&cell)).ok()
        });
        year.or_else(|| {
            let cell = self.found.cell(Field::Date, row)?;
            dates::first_date(&cell).map(|d| d.year).or_else(|| dates::year(&cell).ok())
        })
    }
}
