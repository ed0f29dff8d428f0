//! Writes and reads every declared table as a Parquet file, in one way.

use crate::column::{Column, Error, decode, encode};
use nianlun_types::{Cell, Kind, TableRow};
use polars_arrow::array::{BooleanArray, PrimitiveArray, StaticArray as _, Utf8ViewArray};
use polars_error::PolarsError;
use std::borrow::Borrow;
use std::io::Write;

/// Writes a table.
///
/// # Errors
/// It cannot be written.
pub fn write<R: TableRow>(to: impl Write, rows: &[R]) -> Result<(), Error> {
    write_with(to, rows, &[])
}

/// Writes a table whose rows are made on the fly: the iterator runs once for each column, so that never
/// more than one row is in memory.
///
/// # Errors
/// It cannot be written.
pub fn write_each<R: TableRow>(
    to: impl Write,
    rows: impl ExactSizeIterator<Item = R> + Clone,
) -> Result<(), Error> {
    let columns: Vec<Column> =
        (0..R::TABLE.columns.len()).map(|at| column_of::<R, R>(at, rows.clone())).collect();
    encode(to, &columns)
}

/// Writes a table with `further` columns of text behind the declared ones. A further column with the
/// name of a declared one is called `manifest_…`.
///
/// # Errors
/// It cannot be written.
pub fn write_with<R: TableRow>(
    to: impl Write,
    rows: &[R],
    further: &[(String, Vec<Option<String>>)],
) -> Result<(), Error> {
    let mut columns: Vec<Column> =
        (0..R::TABLE.columns.len()).map(|at| column_of::<R, &R>(at, rows.iter())).collect();
    for (name, values) in further {
        let taken = columns.iter().any(|c| c.name == *name);
        let name = if taken { format!("manifest_{name}") } else { name.clone() };
        columns.push(Column::text(&name, values.iter().map(Option::as_deref)));
    }
    encode(to, &columns)
}

fn column_of<R: TableRow, B: Borrow<R>>(at: usize, rows: impl ExactSizeIterator<Item = B>) -> Column {
    let (about, get) = (&R::TABLE.columns[at], R::getter(at));
    macro_rules! column {
        ($how:ident, $Variant:ident) => {
            Column::$how(
                about.name,
                rows.map(
                    |row| if let Cell::$Variant(value) = get(row.borrow()) { Some(value) } else { None },
                ),
            )
        };
    }
    match about.kind {
        Kind::Text => Column::texts(about.name, |push| {
            for row in rows {
                match get(row.borrow()) {
                    Cell::Text(text) => push(Some(&text)),
                    _ => push(None),
                }
            }
        }),
        Kind::Int32 => column!(numbers, Int32),
        Kind::UInt32 => column!(numbers, UInt32),
        Kind::UInt64 => column!(numbers, UInt64),
        Kind::Float64 => column!(numbers, Float64),
        Kind::Boolean => column!(booleans, Boolean),
    }
}

/// Reads a declared table from the bytes of a file. Columns beyond the declared ones are passed over.
///
/// # Errors
/// The bytes are no Parquet file, a declared column is missing, or a value is not of its kind; the message
/// names the column and, where there is one, the row.
pub fn read<R: TableRow>(bytes: Vec<u8>) -> Result<Vec<R>, Error> {
    let columns = decode(bytes)?;
    let height = columns.first().map_or(0, Column::height);
    let other = |what: String| PolarsError::SchemaMismatch(what.into());
    let columns: Vec<Typed> = R::TABLE
        .columns
        .iter()
        .map(|about| {
            let column = columns.iter().find(|column| column.name == about.name);
            let column = column.ok_or_else(|| other(format!("no column `{}`", about.name)))?;
            Typed::of(column).ok_or_else(|| other(format!("`{}` is a {}", about.name, column.kind())))
        })
        .collect::<Result<_, Error>>()?;
    (0..height)
        .map(|row| {
            let mut cells = columns.iter().map(|column| column.cell(row));
            R::from_cells(&mut || cells.next().unwrap_or(Cell::Missing))
                .map_err(|what| other(format!("row {}: {what}", row + 1)))
        })
        .collect()
}

/// A column with the type of its values known.
enum Typed<'c> {
    Text(&'c Utf8ViewArray),
    Int32(&'c PrimitiveArray<i32>),
    UInt32(&'c PrimitiveArray<u32>),
    UInt64(&'c PrimitiveArray<u64>),
    Float64(&'c PrimitiveArray<f64>),
    Boolean(&'c BooleanArray),
}

impl<'c> Typed<'c> {
    /// Nothing for a type that no table of ours has.
    fn of(column: &'c Column) -> Option<Self> {
        let text = column.as_text().map(Typed::Text);
        text.or_else(|| column.as_numbers().map(Typed::Int32))
            .or_else(|| column.as_numbers().map(Typed::UInt32))
            .or_else(|| column.as_numbers().map(Typed::UInt64))
            .or_else(|| column.as_numbers().map(Typed::Float64))
            .or_else(|| column.as_booleans().map(Typed::Boolean))
    }

    fn cell(&self, row: usize) -> Cell<'c> {
        match self {
            Typed::Text(column) => column.get(row).map_or(Cell::Missing, |text| Cell::Text(text.into())),
            Typed::Int32(column) => column.get(row).map_or(Cell::Missing, Cell::Int32),
            Typed::UInt32(column) => column.get(row).map_or(Cell::Missing, Cell::UInt32),
            Typed::UInt64(column) => column.get(row).map_or(Cell::Missing, Cell::UInt64),
            Typed::Float64(column) => column.get(row).map_or(Cell::Missing, Cell::Float64),
            Typed::Boolean(column) => column.get(row).map_or(Cell::Missing, Cell::Boolean),
        }
    }
}

/// A table as text, for readers that take CSV and Parquet alike: names of the columns, and rows in
/// which nulls are missing.
pub type TextTable = (Vec<String>, Vec<Vec<Option<String>>>);

/// Reads the bytes of any Parquet file of plain columns as text: somebody's table of texts, or a series.
///
/// # Errors
/// They are no Parquet file.
pub fn read_text(bytes: Vec<u8>) -> Result<TextTable, Error> {
    let columns = decode(bytes)?;
    let height = columns.first().map_or(0, Column::height);
    let mut rows = vec![Vec::with_capacity(columns.len()); height];
    for column in &columns {
        for (row, value) in rows.iter_mut().zip(column.shown()) {
            row.push(value);
        }
    }
    Ok((columns.into_iter().map(|column| column.name).collect(), rows))
}

#[cfg(test)]
mod tests;
