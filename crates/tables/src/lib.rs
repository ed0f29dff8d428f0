//! Tables: rows of results ↔ Parquet files with a documented schema (`docs/tables.md`).
//!
//! Every table is written whole, from rows that the caller has put in order; the same rows give the
//! same bytes.

mod export;
mod sheet;
mod stata;
mod workbook;

pub use export::{Described, Table, workbook};
pub use sheet::{Sheet, Values};
pub use stata::{stata, stata_names};
pub use workbook::{TextSheet, read_sheet, read_sheets, write_sheet};

use nianlun_types::{
    Category, DocumentRow, FrequencyRow, HitRow, KeynessRow, ProfileRow, SensitivityRow, StageRow, TermRow,
};
use polars::io::parquet::write::KeyValueMetadata;
use polars::prelude::*;
use polars_parquet::write::schema_to_metadata_key;
use std::fs::File;
use std::path::Path;

/// What polars may say.
pub type Error = PolarsError;

/// Version of polars; a test compares it with `Cargo.lock`.
pub const POLARS_VERSION: &str = "0.55.2";

/// Rows of a row group: small enough to read in part, large enough to compress.
const ROW_GROUP: usize = 1 << 18;

/// Writes `documents.parquet`: the fixed columns, then the manifest's `further` columns as text. A
/// further column with the name of a fixed one is called `manifest_…`.
pub fn write_documents(
    path: &Path,
    rows: &[DocumentRow],
    further: &[(String, Vec<Option<String>>)],
) -> Result<(), Error> {
    let text = |name: &str, of: &dyn Fn(&DocumentRow) -> Option<&str>| -> Column {
        Column::new(name.into(), rows.iter().map(of).collect::<Vec<_>>())
    };
    let count = |name: &str, of: &dyn Fn(&DocumentRow) -> u64| -> Column {
        Column::new(name.into(), rows.iter().map(of).collect::<Vec<_>>())
    };
    let mut columns = vec![
        text("id", &|r| Some(&r.id)),
        text("title", &|r| Some(&r.title)),
        Column::new("year".into(), rows.iter().map(|r| r.year).collect::<Vec<_>>()),
        text("date", &|r| r.date.as_deref()),
        text("issuer", &|r| r.issuer.as_deref()),
        text("region", &|r| r.region.as_deref()),
        text("kind", &|r| r.kind.as_deref()),
        text("file", &|r| Some(&r.file)),
        text("sha256", &|r| Some(&r.sha256)),
        count("han_characters", &|r| r.han_characters),
        count("tokens", &|r| r.tokens),
        text("format", &|r| Some(r.format)),
        text("encoding", &|r| Some(r.encoding)),
        text("year_rule", &|r| r.year_rule),
        text("number", &|r| r.number.as_deref()),
        text("twin", &|r| r.twin.as_deref()),
        Column::new("likeness".into(), rows.iter().map(|r| r.likeness).collect::<Vec<_>>()),
        text("doubts", &|r| r.doubts.as_deref()),
    ];
    for (name, values) in further {
        let taken = columns.iter().any(|c| c.name() == name);
        let name = if taken { format!("manifest_{name}") } else { name.clone() };
        columns.push(Column::new(name.into(), values.as_slice()));
    }
    write(path, rows.len(), columns)
}

/// Writes `hits.parquet`; `terms` are the names of the codebook's terms.
pub fn write_hits(
    path: &Path,
    rows: &[HitRow],
    documents: &[DocumentRow],
    categories: &[Category],
    terms: &[&str],
) -> Result<(), Error> {
    let number = |name: &str, of: &dyn Fn(&HitRow) -> u32| -> Column {
        Column::new(name.into(), rows.iter().map(of).collect::<Vec<_>>())
    };
    let columns = vec![
        text("document", rows.iter().map(|r| documents[r.document as usize].id.as_str())),
        Column::new(
            "year".into(),
            rows.iter().map(|r| documents[r.document as usize].year).collect::<Vec<_>>(),
        ),
        text("dimension", rows.iter().map(|r| categories[r.category as usize].dimension.as_str())),
        text("category", rows.iter().map(|r| categories[r.category as usize].id.as_str())),
        text("term", rows.iter().map(|r| terms[r.term as usize])),
        number("start", &|r| r.start),
        number("end", &|r| r.end),
    ];
    write(path, rows.len(), columns)
}

/// Writes `frequencies.parquet`.
pub fn write_frequencies(path: &Path, rows: &[FrequencyRow]) -> Result<(), Error> {
    let count = |name: &str, of: &dyn Fn(&FrequencyRow) -> Option<u64>| -> Column {
        Column::new(name.into(), rows.iter().map(of).collect::<Vec<_>>())
    };
    let columns = vec![
        Column::new("year".into(), rows.iter().map(|r| r.year).collect::<Vec<_>>()),
        Column::new("dimension".into(), rows.iter().map(|r| r.dimension.as_str()).collect::<Vec<_>>()),
        Column::new("category".into(), rows.iter().map(|r| r.category.as_str()).collect::<Vec<_>>()),
        count("hits", &|r| r.hits),
        count("documents_with_hits", &|r| r.documents_with_hits),
        count("documents", &|r| r.documents),
        count("han_characters", &|r| r.han_characters),
        count("tokens", &|r| r.tokens),
        Column::new("per_10k".into(), rows.iter().map(|r| r.per_10k).collect::<Vec<_>>()),
    ];
    write(path, rows.len(), columns)
}

/// Writes `stages.parquet`.
pub fn write_stages(path: &Path, rows: &[StageRow]) -> Result<(), Error> {
    let columns = vec![
        Column::new("stage".into(), rows.iter().map(|r| r.stage).collect::<Vec<_>>()),
        Column::new("first_year".into(), rows.iter().map(|r| r.first_year).collect::<Vec<_>>()),
        Column::new("last_year".into(), rows.iter().map(|r| r.last_year).collect::<Vec<_>>()),
    ];
    write(path, rows.len(), columns)
}

/// Writes `profile.parquet`.
pub fn write_profile(path: &Path, rows: &[ProfileRow]) -> Result<(), Error> {
    let columns = vec![
        text("stages", rows.iter().map(|r| r.stages)),
        column("stage", rows, |r| r.stage),
        column("label", rows, |r| r.label.as_deref()),
        column("first_year", rows, |r| r.first_year),
        column("last_year", rows, |r| r.last_year),
        text("dimension", rows.iter().map(|r| r.dimension.as_str())),
        text("category", rows.iter().map(|r| r.category.as_str())),
        column("hits", rows, |r| r.hits),
        column("years", rows, |r| r.years),
        column("years_with_hits", rows, |r| r.years_with_hits),
        column("per_10k", rows, |r| r.per_10k),
        column("low", rows, |r| r.low),
        column("high", rows, |r| r.high),
        column("share", rows, |r| r.share),
        column("first_hit", rows, |r| r.first_hit),
        column("first_sustained", rows, |r| r.first_sustained),
        text("level", rows.iter().map(|r| r.level)),
        column("published_level", rows, |r| r.published_level),
        column("agreement", rows, |r| r.agreement),
    ];
    write(path, rows.len(), columns)
}

/// Writes `terms.parquet`.
pub fn write_terms(path: &Path, rows: &[TermRow]) -> Result<(), Error> {
    let columns = vec![
        text("dimension", rows.iter().map(|r| r.dimension.as_str())),
        text("category", rows.iter().map(|r| r.category.as_str())),
        text("term", rows.iter().map(|r| r.term.as_str())),
        column("hits", rows, |r| r.hits),
        column("share", rows, |r| r.share),
        column("documents_with_hits", rows, |r| r.documents_with_hits),
        column("dp", rows, |r| r.dp),
        column("dp_norm", rows, |r| r.dp_norm),
        column("first_year", rows, |r| r.first_year),
        column("last_year", rows, |r| r.last_year),
    ];
    write(path, rows.len(), columns)
}

/// Writes `keyness.parquet`.
pub fn write_keyness(path: &Path, rows: &[KeynessRow]) -> Result<(), Error> {
    let columns = vec![
        column("stage", rows, |r| r.stage),
        text("term", rows.iter().map(|r| r.term.as_str())),
        text("category", rows.iter().map(|r| r.category.as_str())),
        column("hits", rows, |r| r.hits),
        column("elsewhere", rows, |r| r.elsewhere),
        column("per_10k", rows, |r| r.per_10k),
        column("elsewhere_per_10k", rows, |r| r.elsewhere_per_10k),
        column("log_likelihood", rows, |r| r.log_likelihood),
        column("log_ratio", rows, |r| r.log_ratio),
        column("documents_with_hits", rows, |r| r.documents_with_hits),
    ];
    write(path, rows.len(), columns)
}

/// Writes `sensitivity.parquet`; `boundaries` are years with a blank between them.
pub fn write_sensitivity(path: &Path, rows: &[SensitivityRow]) -> Result<(), Error> {
    let shown: Vec<String> = rows
        .iter()
        .map(|r| r.boundaries.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
        .collect();
    let columns = vec![
        text("decision", rows.iter().map(|r| r.decision)),
        text("choice", rows.iter().map(|r| r.choice.as_str())),
        column("in_force", rows, |r| r.in_force),
        column("hits", rows, |r| r.hits),
        text("verdict", rows.iter().map(|r| r.verdict)),
        column("phi", rows, |r| r.phi),
        column("stages", rows, |r| r.stages),
        text("boundaries", shown.iter().map(String::as_str)),
    ];
    write(path, rows.len(), columns)
}

/// A table as text, for readers that take CSV and Parquet alike: names of the columns, and rows in
/// which nulls are missing.
pub type TextTable = (Vec<String>, Vec<Vec<Option<String>>>);

/// Reads any Parquet file of plain columns.
///
/// # Errors
/// The file is no Parquet, or cannot be read.
pub fn read(path: &Path) -> Result<TextTable, Error> {
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

/// A row of `hits.parquet` as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitRecord {
    /// Identifier of the document.
    pub document: String,
    /// Identifier of the category.
    pub category: String,
    /// The term.
    pub term: String,
    /// Start, in Unicode scalar values of the text as read.
    pub start: u32,
    /// End, exclusive.
    pub end: u32,
}

/// Reads `hits.parquet`.
///
/// # Errors
/// The file cannot be read, or is another table.
pub fn read_hits(path: &Path) -> Result<Vec<HitRecord>, Error> {
    let frame = ParquetReader::new(File::open(path)?).finish()?;
    let text = |name: &str| frame.column(name)?.str().cloned();
    let number = |name: &str| frame.column(name)?.u32().cloned();
    let (documents, categories, terms) = (text("document")?, text("category")?, text("term")?);
    let (starts, ends) = (number("start")?, number("end")?);
    let record = |at: usize| {
        let text = |column: &StringChunked| column.get(at).unwrap_or_default().to_owned();
        HitRecord {
            document: text(&documents),
            category: text(&categories),
            term: text(&terms),
            start: starts.get(at).unwrap_or(0),
            end: ends.get(at).unwrap_or(0),
        }
    };
    Ok((0..frame.height()).map(record).collect())
}

/// A column of one value a row.
fn column<'r, R, V, Kind: ?Sized>(name: &str, rows: &'r [R], value: impl Fn(&'r R) -> V) -> Column
where
    Series: NamedFrom<Vec<V>, Kind>,
{
    Series::new(name.into(), rows.iter().map(value).collect::<Vec<V>>()).into_column()
}

/// A column of text without gaps.
fn text<'v>(name: &str, values: impl ExactSizeIterator<Item = &'v str>) -> Column {
    let mut column = StringChunkedBuilder::new(name.into(), values.len());
    for value in values {
        column.append_value(value);
    }
    column.finish().into_column()
}

fn write(path: &Path, height: usize, columns: Vec<Column>) -> Result<(), Error> {
    encode(File::create(path)?, height, columns)
}

fn encode(target: impl std::io::Write, height: usize, columns: Vec<Column>) -> Result<(), Error> {
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

    fn read_frame(path: &Path) -> DataFrame {
        ParquetReader::new(File::open(path).expect("file")).finish().expect("parquet")
    }

    fn names(frame: &DataFrame) -> Vec<&str> {
        frame.columns().iter().map(|c| c.name().as_str()).collect()
    }

    fn document(id: &str, year: Option<i32>) -> DocumentRow {
        DocumentRow {
            id: id.into(),
            title: "题".into(),
            year,
            date: None,
            issuer: Some("市".into()),
            region: None,
            kind: None,
            file: "f".into(),
            sha256: "00".into(),
            han_characters: 3,
            tokens: 2,
            format: "txt",
            encoding: "UTF-8",
            year_rule: None,
            number: None,
            twin: None,
            likeness: None,
            doubts: None,
        }
    }

    #[test]
    fn documents_and_hits_have_the_columns_of_the_contract() {
        let folder = tempfile::tempdir().expect("folder");
        let documents = [document("a", Some(1994)), document("b", None)];
        let further =
            [("note".to_owned(), vec![Some("注".to_owned()), None]), ("tokens".to_owned(), vec![None, None])];
        let path = folder.path().join("documents.parquet");
        write_documents(&path, &documents, &further).expect("written");
        let frame = read_frame(&path);
        assert_eq!(
            names(&frame),
            [
                "id",
                "title",
                "year",
                "date",
                "issuer",
                "region",
                "kind",
                "file",
                "sha256",
                "han_characters",
                "tokens",
                "format",
                "encoding",
                "year_rule",
                "number",
                "twin",
                "likeness",
                "doubts",
                "note",
                "manifest_tokens"
            ]
        );
        assert_eq!(frame.column("year").expect("year").null_count(), 1);

        let category =
            Category { id: "c".into(), dimension: "d".into(), label: "类".into(), ..Category::default() };
        let hit = HitRow { document: 1, start: 3, end: 5, category: 0, term: 0 };
        let path = folder.path().join("hits.parquet");
        write_hits(&path, &[hit], &documents, &[category], &["词"]).expect("written");
        let frame = read_frame(&path);
        assert_eq!(names(&frame), ["document", "year", "dimension", "category", "term", "start", "end"]);
        assert_eq!(frame.column("document").expect("document").str().expect("text").get(0), Some("b"));
        let record =
            HitRecord { document: "b".into(), category: "c".into(), term: "词".into(), start: 3, end: 5 };
        assert_eq!(read_hits(&path).expect("read"), [record]);
    }

    #[test]
    fn empty_tables_keep_their_columns() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("t.parquet");
        write_hits(&path, &[], &[], &[], &[]).expect("written");
        assert_eq!((read_frame(&path).height(), names(&read_frame(&path)).len()), (0, 7));
        write_stages(&path, &[]).expect("written");
        assert_eq!(names(&read_frame(&path)), ["stage", "first_year", "last_year"]);
        write_frequencies(&path, &[]).expect("written");
        assert_eq!(names(&read_frame(&path)).len(), 9);
    }

    #[test]
    fn missing_years_stay_missing() {
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
        write_frequencies(&path, &[row(Some(0)), row(None)]).expect("written");
        let frame = read_frame(&path);
        let rates = frame.column("per_10k").expect("column").f64().expect("numbers");
        assert_eq!((rates.get(0), rates.get(1)), (Some(0.0), None));
    }

    #[test]
    fn a_table_is_read_back_as_text() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("s.parquet");
        let row = |choice: &str, phi| SensitivityRow {
            decision: "rule",
            choice: choice.into(),
            in_force: phi == Some(1.5),
            hits: 3,
            verdict: "staged",
            phi,
            stages: Some(3),
            boundaries: vec![2001, 2010],
        };
        write_sensitivity(&path, &[row("最长", Some(1.5)), row("b", None)]).expect("written");
        let (names, rows) = read(&path).expect("read");
        assert_eq!(names[..3], ["decision", "choice", "in_force"]);
        let shown: Vec<Option<&str>> = rows[0].iter().map(Option::as_deref).collect();
        let expected = ["rule", "最长", "true", "3", "staged", "1.5", "3", "2001 2010"].map(Some).to_vec();
        assert_eq!(shown, expected);
        assert_eq!(rows[1][5], None);
        std::fs::write(&path, "no parquet").expect("file");
        assert!(read(&path).is_err());
    }

    #[test]
    fn version_is_that_of_the_lock_file() {
        let lock = include_str!("../../../Cargo.lock");
        let entry = format!("name = \"polars\"\nversion = \"{POLARS_VERSION}\"");
        assert!(lock.contains(&entry), "set POLARS_VERSION to that of Cargo.lock");
    }
}
