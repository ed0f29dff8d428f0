//! Tables of texts: csv, tsv, xlsx, jsonl, parquet. Each row is an entry.

mod excel;
mod json;
mod separated;

use crate::columns::{Field, Found};
use crate::dates;
use crate::format::Format;
use crate::spool::Part;
use crate::unpack::Unpacker;
use crate::year::YearRule;
use crate::{Entry, TextTable};
use nianlun_types::{Reason, Warning, Year};
use std::path::Path;

/// The largest table that is decoded as a whole.
pub(crate) const LARGEST: u64 = 512 << 20;

/// Where a table is: a file, or bytes out of an archive.
pub(crate) enum Source<'s> {
    File(&'s Path),
    Bytes(Vec<u8>),
}

impl Source<'_> {
    /// The whole of it.
    fn bytes(self) -> Result<Vec<u8>, String> {
        match self {
            Source::Bytes(bytes) => Ok(bytes),
            Source::File(path) => {
                let length = std::fs::metadata(path).map_err(|e| e.to_string())?.len();
                if length > LARGEST {
                    return Err("larger than 512 MiB: save it as UTF-8 csv or split it".to_owned());
                }
                std::fs::read(path).map_err(|e| e.to_string())
            }
        }
    }
}

/// Unpacks a table into entries.
pub(crate) fn unpack(unpacker: &mut Unpacker<'_>, source: Source<'_>, file: &Entry, format: Format) {
    let result = match format {
        Format::Csv | Format::Tsv => separated::unpack(unpacker, source, file, format),
        Format::Excel => excel::unpack(unpacker, source, file),
        Format::Jsonl => json::unpack(unpacker, source, file),
        _ => parquet(unpacker, source, file),
    };
    if let Err(detail) = result {
        unpacker.aside(&file.file, Reason::Unreadable, detail);
    }
}

fn parquet(unpacker: &mut Unpacker<'_>, source: Source<'_>, file: &Entry) -> Result<(), String> {
    let Some(read) = unpacker.options.parquet else {
        unpacker.aside(&file.file, Reason::Unsupported, "Parquet is not read here".to_owned());
        return Ok(());
    };
    let (heading, rows): TextTable = match source {
        Source::File(path) => read(path)?,
        Source::Bytes(bytes) => {
            let copy = tempfile::NamedTempFile::new().map_err(|e| e.to_string())?;
            std::fs::write(copy.path(), bytes).map_err(|e| e.to_string())?;
            read(copy.path())?
        }
    };
    let Some(table) = Table::begin(unpacker, file, heading, Format::Parquet, "UTF-8", "") else {
        return Ok(());
    };
    for (at, row) in rows.into_iter().enumerate() {
        table.row(unpacker, at + 1, &row)?;
    }
    Ok(())
}

/// A table whose rows become entries one after another.
pub(crate) struct Table<'f> {
    file: &'f Entry,
    found: Found,
    /// Position of each column among the further columns of the catalogue.
    further: Vec<Option<usize>>,
    format: Format,
    encoding: &'static str,
    /// Stands before the number of a row: the sheet.
    prefix: String,
}

impl<'f> Table<'f> {
    /// Finds out what the columns are. Without a column of texts the table is set aside.
    fn begin(
        unpacker: &mut Unpacker<'_>,
        file: &'f Entry,
        heading: Vec<String>,
        format: Format,
        encoding: &'static str,
        prefix: &str,
    ) -> Option<Self> {
        let found = match unpacker.options.columns.find(&heading) {
            Ok(found) => found,
            Err(detail) => {
                unpacker.aside(&file.file, Reason::Unsupported, detail);
                return None;
            }
        };
        if !found.guessed.is_empty() {
            let only = if found.titles_only { "（没有正文列，以标题为文本）" } else { "" };
            let message = format!("columns = {{ {} }} 是按列名猜的{only}", found.guessed.join(", "));
            unpacker.guesses.push((file.file.clone(), Warning::new("columns-guessed", message)));
        }
        let taken: Vec<usize> = found.at.values().copied().collect();
        let further = (0..heading.len())
            .map(|at| (!taken.contains(&at)).then(|| unpacker.further_column(&heading[at])))
            .collect();
        Some(Table { file, found, further, format, encoding, prefix: prefix.to_owned() })
    }

    /// Makes an entry of a row, whose number is `line`.
    fn row(&self, unpacker: &mut Unpacker<'_>, line: usize, row: &[Option<String>]) -> Result<(), String> {
        if row.iter().all(|cell| cell.as_deref().is_none_or(|c| c.trim().is_empty())) {
            return Ok(());
        }
        let cell = |field| self.found.cell(field, row);
        let own = cell(Field::Id).unwrap_or_else(|| line.to_string());
        let name = format!("{}#{}{own}", self.file.file, self.prefix);
        let Some(text) = cell(Field::Text) else {
            unpacker.aside(&name, Reason::Empty, format!("row {line} has no text"));
            return Ok(());
        };
        let range = unpacker.spool.add(text.as_bytes()).map_err(|e| format!("cannot be unpacked: {e}"))?;
        let title = cell(Field::Title);
        let mut entry = Entry {
            id: name.clone(),
            file: name,
            part: Some(Part {
                spool: unpacker.spool.clone(),
                range,
                text_of: Some((self.format, self.encoding)),
                source: None,
            }),
            title_given: title.is_some(),
            title: title.unwrap_or_else(|| own.clone()),
            name: String::new(),
            date: cell(Field::Date).or_else(|| self.file.date.clone()),
            number: cell(Field::Number),
            issuer: cell(Field::Issuer).or_else(|| self.file.issuer.clone()),
            region: cell(Field::Region).or_else(|| self.file.region.clone()),
            kind: cell(Field::Kind).or_else(|| self.file.kind.clone()),
            line: Some(line),
            further: vec![None; unpacker.further_columns.len()],
            ..self.file.clone()
        };
        if let Some(year) = self.year(row) {
            entry.year = Ok(year);
            entry.year_rule = YearRule::Column;
        }
        for (at, to) in self.further.iter().enumerate() {
            if let Some(to) = to {
                entry.further[*to] = row.get(at).cloned().flatten().filter(|c| !c.trim().is_empty());
            }
        }
        unpacker.entries.push(entry);
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
