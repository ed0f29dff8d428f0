//! Every declared table is written and read back; another table is refused.

use super::*;
use nianlun_types::{
    About, CodebookRow, DocumentRow, Field, FrequencyRow, HitRecord, KeynessRow, ProfileRow, SensitivityRow,
    StageRow, TABLES, TermRow,
};
use std::fs::File;
use std::path::Path;

fn file(path: &Path) -> File {
    File::create(path).expect("file")
}

fn read<R: TableRow>(path: &Path) -> Result<Vec<R>, Error> {
    super::read(std::fs::read(path)?)
}

fn read_text(path: &Path) -> Result<TextTable, Error> {
    super::read_text(std::fs::read(path)?)
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
        (_, "depth") => Some("brief"),
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
    let row_without = |row: u32, left_out: &dyn Fn(usize) -> bool| {
        let mut at = columns.iter().enumerate();
        let mut cells = || match at.next() {
            Some((at, column)) if !left_out(at) => sample(R::TABLE.name, column, row),
            _ => Cell::Missing,
        };
        R::from_cells(&mut cells)
    };
    let whole = |row| {
        let made = row_without(row, &|_| false);
        made.unwrap_or_else(|what| panic!("{}: {what}", R::TABLE.name))
    };
    // The last row has nothing wherever nothing may be.
    let optional: Vec<bool> = (0..columns.len()).map(|at| row_without(0, &|own| own == at).is_ok()).collect();
    let sparse = row_without(2, &|at| optional[at]);
    let rows: Vec<R> = vec![whole(0), whole(1), sparse.unwrap_or_else(|what| panic!("{what}"))];
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("t.parquet");
    write(file(&path), &rows).expect("written");
    assert_eq!(read::<R>(&path).expect("read"), rows, "{}", R::TABLE.name);

    let table = crate::Table::read(std::fs::read(&path).expect("file"), R::TABLE.name).expect("read");
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

fn stage() -> StageRow {
    StageRow {
        stage: 1,
        first_year: 1994,
        last_year: 1998,
        verdict: nianlun_types::Verdict::Staged,
        probability: None,
        window_first: None,
        window_last: None,
        window_probability: None,
    }
}

#[test]
fn further_columns_stand_behind_and_never_take_a_name() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("s.parquet");
    let stage = stage();
    let further = [("note".to_owned(), vec![Some("注".to_owned())]), ("stage".to_owned(), vec![None])];
    write_with(file(&path), &[stage], &further).expect("written");
    let (names, _) = read_text(&path).expect("read");
    assert_eq!(names[..3], ["stage", "first_year", "last_year"]);
    assert_eq!(names[names.len() - 2..], ["note", "manifest_stage"]);
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
    write(file(&path), &[stage()]).expect("written");
    says("no column `decision`", read(&path));
    // A word that is none of the set.
    encode(file(&path), &sensitivity("grown")).expect("written");
    says("row 1: `verdict` is `grown`, which is no verdict", read(&path));
    std::fs::write(&path, "no parquet").expect("file");
    assert!(read::<StageRow>(&path).is_err() && read_text(&path).is_err());
}

fn sensitivity(verdict: &str) -> Vec<Column> {
    let text = |name, value| Column::text(name, [Some(value)].into_iter());
    vec![
        text("decision", "rule"),
        text("choice", "a"),
        Column::booleans("in_force", [Some(true)].into_iter()),
        Column::numbers("hits", [Some(1_u64)].into_iter()),
        text("verdict", verdict),
        Column::numbers("phi", [Some(1.0)].into_iter()),
        Column::numbers("stages", [Some(3_u32)].into_iter()),
        text("boundaries", "2001"),
        text("depth", "full"),
    ]
}

#[test]
fn years_are_one_cell() {
    assert_eq!(Vec::from([2001, 2010]).cell(), Cell::Text("2001 2010".into()));
    assert_eq!(Vec::<i32>::from_cell(Cell::Text("".into())), Ok(Vec::new()));
    assert!(Vec::<i32>::from_cell(Cell::Text("x".into())).is_err());
}
