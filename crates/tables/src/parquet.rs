//! Rows ↔ Parquet files: one way of writing and one of reading for every declared table.

use nianlun_types::{Cell, Kind, TableRow};
use polars::io::parquet::write::KeyValueMetadata;
use polars::prelude::*;
use polars_parquet::write::schema_to_metadata_key;
use std::borrow::Borrow;
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// What polars may say.
pub type Error = PolarsError;

/// Rows of a row group: small enough to read in part, large enough to compress.
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
    /// Nothing for a type that no table of ours has.
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
    // Say in the file that text is plain text: polars would say "string view", which R's arrow and
    // older readers cannot turn into columns. The data itself is the same.
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
mod tests {
    use super::*;
    use nianlun_types::{
        About, CodebookRow, DocumentRow, Field, FrequencyRow, HitRecord, KeynessRow, ProfileRow,
        SensitivityRow, StageRow, TABLES, TermRow,
    };

    fn file(path: &Path) -> File {
        File::create(path).expect("file")
    }

    /// A value for a column: one of its closed set where the column has one, else some value of its kind.
    fn sample(table: &str, column: &About, row: u32) -> Cell<'static> {
        let choice = match (table, column.name) {
            ("documents", "format") => Some("pdf"),
            ("documents", "year_rule") => Some("file-name"),
            ("profile", "stages") => Some("published"),
            (_, "level" | "published_level") => Some("leading"),
            ("profile", "agreement") => Some("later"),
            (_, "decision") => Some("minimum_length"),
            (_, "verdict") => Some("no change"),
            (_, "boundaries") => Some("2001 2010"),
            _ => None,
        };
        match (choice, column.kind) {
            (Some(name), _) => Cell::Text(name.into()),
            (None, Kind::Text) => Cell::Text(format!("公“众”,{row}").into()),
            (None, Kind::Int32) => Cell::Int32(1994 + row as i32),
            (None, Kind::UInt32) => Cell::UInt32(row),
            (None, Kind::UInt64) => Cell::UInt64(u64::from(row) << 40),
            (None, Kind::Float64) => Cell::Float64(f64::from(row) / 3.0),
            (None, Kind::Boolean) => Cell::Boolean(row.is_multiple_of(2)),
        }
    }

    fn goes_there_and_back<R: TableRow + Clone + PartialEq + std::fmt::Debug>() {
        let columns = R::TABLE.columns;
        let row = |row: u32| {
            let mut at = columns.iter();
            // The last row has nothing wherever nothing may be.
            let mut cells = || at.next().map_or(Cell::Missing, |column| sample(R::TABLE.name, column, row));
            R::from_cells(&mut cells).unwrap_or_else(|what| panic!("{}: {what}", R::TABLE.name))
        };
        let rows: Vec<R> = (0..3).map(row).collect();
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("t.parquet");
        write(file(&path), &rows).expect("written");
        assert_eq!(read::<R>(&path).expect("read"), rows, "{}", R::TABLE.name);

        let table = crate::Table::read(&path, R::TABLE.name).expect("read");
        let named: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
        let declared: Vec<&str> = columns.iter().map(|c| c.name).collect();
        assert_eq!((named, table.height()), (declared, 3));

        write_each(file(&path), std::iter::empty::<R>()).expect("written");
        assert_eq!(read::<R>(&path).expect("an empty table keeps its columns"), []);
    }

    #[test]
    fn every_table_is_written_and_read_back() {
        goes_there_and_back::<DocumentRow>();
        goes_there_and_back::<HitRecord<'static>>();
        goes_there_and_back::<FrequencyRow>();
        goes_there_and_back::<StageRow>();
        goes_there_and_back::<ProfileRow>();
        goes_there_and_back::<TermRow>();
        goes_there_and_back::<KeynessRow>();
        goes_there_and_back::<SensitivityRow>();
        goes_there_and_back::<CodebookRow>();
        assert_eq!(TABLES.len(), 9, "a new table is tried above");
    }

    #[test]
    fn missing_stays_missing() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("f.parquet");
        let row = |hits: Option<u64>| FrequencyRow {
            year: 2000,
            dimension: "d".into(),
            category: "c".into(),
            hits,
            documents_with_hits: hits,
            documents: hits,
            han_characters: hits,
            tokens: hits,
            per_10k: hits.map(|h| h as f64),
        };
        let rows = [row(Some(0)), row(None)];
        write(file(&path), &rows).expect("written");
        assert_eq!(read::<FrequencyRow>(&path).expect("read"), rows);
        let (_, text) = read_text(&path).expect("read");
        assert_eq!((text[0][3].as_deref(), text[1][3].as_deref()), (Some("0"), None));
    }

    #[test]
    fn further_columns_stand_behind_and_never_take_a_name() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("s.parquet");
        let stage = StageRow { stage: 1, first_year: 1994, last_year: 1998 };
        let further = [("note".to_owned(), vec![Some("注".to_owned())]), ("stage".to_owned(), vec![None])];
        write_with(file(&path), &[stage], &further).expect("written");
        let (names, _) = read_text(&path).expect("read");
        assert_eq!(names, ["stage", "first_year", "last_year", "note", "manifest_stage"]);
        assert_eq!(read::<StageRow>(&path).expect("read"), [stage]);
    }

    #[test]
    fn another_table_is_refused_by_the_name_of_its_column() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("t.parquet");
        let says = |what: &str, error: Result<Vec<SensitivityRow>, Error>| {
            let error = error.expect_err("refused").to_string();
            assert!(error.contains(what), "{error}");
        };
        write(file(&path), &[StageRow { stage: 1, first_year: 1, last_year: 2 }]).expect("written");
        says("no column `decision`", read(&path));
        // A word that is none of the set.
        let mut frame = sensitivity("grown");
        encode(file(&path), 1, std::mem::take(&mut frame)).expect("written");
        says("row 1: `verdict` is `grown`, which is no verdict", read(&path));
        std::fs::write(&path, "no parquet").expect("file");
        assert!(read::<StageRow>(&path).is_err() && read_text(&path).is_err());
    }

    fn sensitivity(verdict: &str) -> Vec<Column> {
        vec![
            Column::new("decision".into(), ["rule"]),
            Column::new("choice".into(), ["a"]),
            Column::new("in_force".into(), [true]),
            Column::new("hits".into(), [1_u64]),
            Column::new("verdict".into(), [verdict]),
            Column::new("phi".into(), [1.0]),
            Column::new("stages".into(), [3_u32]),
            Column::new("boundaries".into(), ["2001"]),
        ]
    }

    #[test]
    fn years_are_one_cell() {
        assert_eq!(Vec::from([2001, 2010]).cell(), Cell::Text("2001 2010".into()));
        assert_eq!(Vec::<i32>::from_cell(Cell::Text("".into())), Ok(Vec::new()));
        assert!(Vec::<i32>::from_cell(Cell::Text("x".into())).is_err());
    }
}
