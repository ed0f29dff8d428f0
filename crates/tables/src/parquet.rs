//! Writes and reads every declared table as a Parquet file, in one way.

use nianlun_types::{Cell, Kind, TableRow};
use polars::io::parquet::write::KeyValueMetadata;
use polars::prelude::*;
use polars_parquet::write::schema_to_metadata_key;
use std::borrow::Borrow;
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// An error of polars.
pub type Error = PolarsError;

/// Rows of a row group: small enough to read a part of the file, large enough to compress well.
const ROW_GROUP: usize = 1 << 18;

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
    let columns = (0..R::TABLE.columns.len()).map(|at| column_of::<R, R>(at, rows.clone())).collect();
    encode(to, rows.len(), columns)
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
    let height = rows.len();
    let mut columns: Vec<Column> =
        (0..R::TABLE.columns.len()).map(|at| column_of::<R, &R>(at, rows.iter())).collect();
    for (name, values) in further {
        let taken = columns.iter().any(|c| c.name() == name);
        let name = if taken { format!("manifest_{name}") } else { name.clone() };
        columns.push(Column::new(name.into(), values.as_slice()));
    }
    encode(to, height, columns)
}

fn column_of<R: TableRow, B: Borrow<R>>(at: usize, rows: impl ExactSizeIterator<Item = B>) -> Column {
    let (about, get) = (&R::TABLE.columns[at], R::getter(at));
    macro_rules! numbers {
        ($Variant:ident) => {
            Column::new(
                about.name.into(),
                rows.map(
                    |row| if let Cell::$Variant(value) = get(row.borrow()) { Some(value) } else { None },
                )
                .collect::<Vec<_>>(),
            )
        };
    }
    match about.kind {
        Kind::Text => {
            let mut column = StringChunkedBuilder::new(about.name.into(), rows.len());
            for row in rows {
                match get(row.borrow()) {
                    Cell::Text(text) => column.append_value(&text),
                    _ => column.append_null(),
                }
            }
            column.finish().into_column()
        }
        Kind::Int32 => numbers!(Int32),
        Kind::UInt32 => numbers!(UInt32),
        Kind::UInt64 => numbers!(UInt64),
        Kind::Float64 => numbers!(Float64),
        Kind::Boolean => numbers!(Boolean),
    }
}

/// Reads a declared table. Columns beyond the declared ones are passed over.
///
/// # Errors
/// The file cannot be read, a declared column is missing, or a value is not of its kind; the message
/// names the column and, where there is one, the row.
pub fn read<R: TableRow>(path: &Path) -> Result<Vec<R>, Error> {
    let mut frame = ParquetReader::new(File::open(path)?).finish()?;
    frame.rechunk_mut();
    let other = |what: String| PolarsError::SchemaMismatch(what.into());
    let columns: Vec<Typed> = R::TABLE
        .columns
        .iter()
        .map(|about| {
            let column =
                frame.column(about.name).map_err(|_| other(format!("no column `{}`", about.name)))?;
            Typed::of(column)?.ok_or_else(|| other(format!("`{}` is a {}", about.name, column.dtype())))
        })
        .collect::<Result<_, Error>>()?;
    (0..frame.height())
        .map(|row| {
            let mut cells = columns.iter().map(|column| column.cell(row));
            R::from_cells(&mut || cells.next().unwrap_or(Cell::Missing))
                .map_err(|what| other(format!("row {}: {what}", row + 1)))
        })
        .collect()
}

/// A column with the type of its values known.
enum Typed {
    Text(StringChunked),
    Int32(Int32Chunked),
    UInt32(UInt32Chunked),
    UInt64(UInt64Chunked),
    Float64(Float64Chunked),
    Boolean(BooleanChunked),
}

impl Typed {
    /// The column with its type; `None` for a type that no declared table has.
    fn of(column: &Column) -> Result<Option<Self>, Error> {
        Ok(Some(match column.dtype() {
            DataType::String => Typed::Text(column.str()?.clone()),
            DataType::Int32 => Typed::Int32(column.i32()?.clone()),
            DataType::UInt32 => Typed::UInt32(column.u32()?.clone()),
            DataType::UInt64 => Typed::UInt64(column.u64()?.clone()),
            DataType::Float64 => Typed::Float64(column.f64()?.clone()),
            DataType::Boolean => Typed::Boolean(column.bool()?.clone()),
            _ => return Ok(None),
        }))
    }

    fn cell(&self, row: usize) -> Cell<'_> {
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

/// Reads any Parquet file of plain columns as text: somebody's table of texts, or a series.
///
/// # Errors
/// The file is no Parquet, or cannot be read.
pub fn read_text(path: &Path) -> Result<TextTable, Error> {
    let frame = ParquetReader::new(File::open(path)?).finish()?;
    let names = frame.columns().iter().map(|c| c.name().to_string()).collect();
    let mut rows = vec![Vec::with_capacity(frame.width()); frame.height()];
    for column in frame.columns() {
        for (at, row) in rows.iter_mut().enumerate() {
            row.push(match column.get(at)? {
                AnyValue::Null => None,
                AnyValue::String(text) => Some(text.to_owned()),
                AnyValue::StringOwned(text) => Some(text.to_string()),
                AnyValue::Float64(number) => Some(number.to_string()),
                AnyValue::Float32(number) => Some(number.to_string()),
                other => Some(other.to_string()),
            });
        }
    }
    Ok((names, rows))
}

/// Writes columns as one Parquet file.
pub(crate) fn encode(target: impl Write, height: usize, columns: Vec<Column>) -> Result<(), Error> {
    let mut frame = DataFrame::new(height, columns)?;
    // Declares text as plain strings. polars would declare "string view", which R's arrow and older readers
    // cannot read. The data itself is the same.
    let arrow = frame.schema().to_arrow(CompatLevel::oldest());
    let key = schema_to_metadata_key(&arrow);
    let metadata = KeyValueMetadata::from_static(vec![(key.key, key.value.unwrap_or_default())]);
    ParquetWriter::new(target)
        .with_compression(ParquetCompression::Zstd(None))
        .with_row_group_size(Some(ROW_GROUP))
        .with_key_value_metadata(Some(metadata))
        .finish(&mut frame)?;
    Ok(())
}

#[cfg(test)]
mod tests;
