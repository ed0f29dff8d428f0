//! A small table of any columns, as bytes: CSV, Parquet or a workbook.

use crate::column::{Column, Error, encode};
use crate::csv::{MARK, csv_rows};
use nianlun_types::{About, Cell, Kind, TableRow};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// Most characters that Excel keeps in a cell.
pub(crate) const MOST_OF_A_CELL: usize = 32_767;

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Columns of one length, in order, each with its name.
    pub columns: Vec<(&'static str, Values)>,
}

/// The values of a column; nothing is missing, not zero.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Text.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Real numbers.
    Real(Vec<Option<f64>>),
}

impl Values {
    /// Text, none of it missing.
    pub fn text(values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Values::Text(values.into_iter().map(|v| Some(v.into())).collect())
    }

    /// Counts, none of them missing.
    pub fn counts(values: impl IntoIterator<Item = u64>) -> Self {
        Values::Whole(values.into_iter().map(|v| i64::try_from(v).ok()).collect())
    }

    /// Real numbers, none of them missing.
    pub fn real(values: impl IntoIterator<Item = f64>) -> Self {
        Values::Real(values.into_iter().map(Some).collect())
    }

    /// The values of cells of this kind; yes and no are 1 and 0.
    fn of_cells<'c>(kind: Kind, cells: impl Iterator<Item = Cell<'c>>) -> Self {
        match kind {
            Kind::Text => Values::Text(
                cells
                    .map(|cell| if let Cell::Text(text) = cell { Some(text.into_owned()) } else { None })
                    .collect(),
            ),
            Kind::Float64 => Values::Real(
                cells
                    .map(|cell| if let Cell::Float64(number) = cell { Some(number) } else { None })
                    .collect(),
            ),
            Kind::Int32 | Kind::UInt32 | Kind::UInt64 | Kind::Boolean => Values::Whole(
                cells
                    .map(|cell| match cell {
                        Cell::Int32(number) => Some(number.into()),
                        Cell::UInt32(number) => Some(number.into()),
                        Cell::UInt64(number) => i64::try_from(number).ok(),
                        Cell::Boolean(yes) => Some(yes.into()),
                        Cell::Missing | Cell::Text(_) | Cell::Float64(_) => None,
                    })
                    .collect(),
            ),
        }
    }

    /// The values of these rows; missing where there is none.
    pub fn picked(&self, rows: &[Option<usize>]) -> Values {
        fn pick<T: Clone>(values: &[Option<T>], rows: &[Option<usize>]) -> Vec<Option<T>> {
            rows.iter().map(|row| row.and_then(|row| values[row].clone())).collect()
        }
        match self {
            Values::Text(values) => Values::Text(pick(values, rows)),
            Values::Whole(values) => Values::Whole(pick(values, rows)),
            Values::Real(values) => Values::Real(pick(values, rows)),
        }
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Values::Text(values) => values.len(),
            Values::Whole(values) => values.len(),
            Values::Real(values) => values.len(),
        }
    }

    pub(crate) fn column(&self, name: &str) -> Column {
        match self {
            Values::Text(values) => Column::text(name, values.iter().map(Option::as_deref)),
            Values::Whole(values) => Column::numbers(name, values.iter().copied()),
            Values::Real(values) => Column::numbers(name, values.iter().copied()),
        }
    }

    /// Whether there is a value in this row.
    pub fn is_there(&self, row: usize) -> bool {
        match self {
            Values::Text(values) => values[row].is_some(),
            Values::Whole(values) => values[row].is_some(),
            Values::Real(values) => values[row].is_some(),
        }
    }

    /// A value as text; nothing where it is missing.
    pub fn shown(&self, row: usize) -> String {
        match self {
            Values::Text(values) => values[row].clone().unwrap_or_default(),
            Values::Whole(values) => values[row].map_or(String::new(), |v| v.to_string()),
            Values::Real(values) => values[row].map_or(String::new(), |v| v.to_string()),
        }
    }
}

impl Values {
    /// Writes the values into a column of a spreadsheet, below its heading.
    pub(crate) fn write(&self, sheet: &mut Worksheet, at: u16) -> Result<(), XlsxError> {
        for row in 0..self.len() {
            let place = row as u32 + 1;
            match self {
                // As a string: otherwise a text like `=1+1` would become a formula.
                Values::Text(values) => {
                    if let Some(text) = &values[row] {
                        let cell: String = text.chars().take(MOST_OF_A_CELL).collect();
                        sheet.write_string(place, at, cell)?;
                    }
                }
                Values::Whole(values) => {
                    if let Some(number) = values[row] {
                        sheet.write_number(place, at, number as f64)?;
                    }
                }
                Values::Real(values) => {
                    if let Some(number) = values[row].filter(|n| n.is_finite()) {
                        sheet.write_number(place, at, number)?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl Sheet {
    /// The rows of a declared table, laid out in its columns.
    pub fn of_rows<R: TableRow>(rows: &[R]) -> Self {
        let column = |(at, about): (usize, &About)| {
            let cells = rows.iter().map(R::getter(at));
            (about.name, Values::of_cells(about.kind, cells))
        };
        Sheet { columns: R::TABLE.columns.iter().enumerate().map(column).collect() }
    }

    /// How many rows it has.
    pub fn height(&self) -> usize {
        self.columns.first().map_or(0, |(_, values)| values.len())
    }

    /// As CSV, in UTF-8 without byte order mark.
    pub fn to_csv(&self) -> Result<Vec<u8>, std::io::Error> {
        let heading = self.columns.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>();
        let row = |row| self.columns.iter().map(|(_, values)| values.shown(row)).collect::<Vec<_>>();
        csv_rows(std::iter::once(heading).chain((0..self.height()).map(row)))
    }

    /// As the bytes of a CSV file that a person may open, with its byte order mark.
    ///
    /// # Errors
    /// Out of memory, in effect.
    pub fn to_csv_file(&self) -> Result<Vec<u8>, std::io::Error> {
        Ok([MARK.as_bytes(), &self.to_csv()?].concat())
    }

    /// As Parquet.
    pub fn to_parquet(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        let columns: Vec<Column> = self.columns.iter().map(|(name, values)| values.column(name)).collect();
        encode(&mut bytes, &columns)?;
        Ok(bytes)
    }

    /// As a workbook with one sheet.
    pub fn to_xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        // A fixed time of creation, so that the same table gives the same bytes.
        workbook.set_properties(
            &DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?),
        );
        let sheet = workbook.add_worksheet();
        let bold = Format::new().set_bold();
        for (at, (name, values)) in (0..).zip(&self.columns) {
            sheet.write_string_with_format(0, at, *name, &bold)?;
            values.write(sheet, at)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        workbook.save_to_buffer()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::decode;

    #[test]
    fn the_same_table_in_every_form() {
        let sheet = Sheet {
            columns: vec![
                ("text", Values::Text(vec![Some("公,众".into()), None])),
                ("count", Values::counts([3, 4])),
                ("rate", Values::Real(vec![Some(0.5), None])),
            ],
        };
        assert_eq!(sheet.to_csv().expect("csv"), "text,count,rate\n\"公,众\",3,0.5\n,4,\n".as_bytes());
        let parquet = sheet.to_parquet().expect("parquet");
        let columns = decode(parquet).expect("read");
        assert_eq!(columns.len(), 3);
        assert_eq!(columns[2].shown(), [Some("0.5".to_owned()), None]);
        let workbook = sheet.to_xlsx().expect("workbook");
        assert!(workbook.starts_with(b"PK") && workbook == sheet.to_xlsx().expect("again"));
        assert_eq!(Sheet::default().height(), 0);
    }
}
