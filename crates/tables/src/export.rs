//! Tables for other programs: typed columns, each with its Chinese title, unit and meaning.

use crate::column::{Column, Error, decode, encode};
use crate::csv::csv_file;
use crate::sheet::Values;
use nianlun_types::table_about;
use polars_error::PolarsError;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use serde_json::json;

/// Rows that a spreadsheet holds beside its heading.
const MOST_ROWS: usize = 1_048_575;

/// A column with what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Described {
    /// Its name.
    pub name: String,
    /// Its Chinese title.
    pub title: String,
    /// Its unit; empty where it has none.
    pub unit: String,
    /// What it means.
    pub description: String,
    /// Its values.
    pub values: Values,
}

/// A table of described columns, all of one length.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its Chinese title.
    pub title: String,
    /// What a row is.
    pub row: String,
    /// Its columns.
    pub columns: Vec<Described>,
}

impl Table {
    /// Reads the result table `name` from the bytes of a Parquet file. Columns that no result table has by
    /// itself are those of the manifest.
    ///
    /// # Errors
    /// The bytes are no Parquet file.
    pub fn read(bytes: Vec<u8>, name: &str) -> Result<Self, Error> {
        let about = table_about(name);
        let columns = decode(bytes)?.into_iter().map(|column| {
            let own = column.name.as_str();
            let known = about.and_then(|table| table.columns.iter().find(|c| c.name == own));
            Ok(Described {
                name: own.to_owned(),
                title: known.map_or(own, |c| c.title).to_owned(),
                unit: known.map_or("", |c| c.unit).to_owned(),
                description: known.map_or("column of the manifest or table", |c| c.description).to_owned(),
                values: values(&column)?,
            })
        });
        Ok(Table {
            name: name.to_owned(),
            title: about.map_or(name, |table| table.title).to_owned(),
            row: about.map_or("", |table| table.row).to_owned(),
            columns: columns.collect::<Result<_, Error>>()?,
        })
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&Described> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// How many rows it has.
    pub fn height(&self) -> usize {
        self.columns.first().map_or(0, |column| column.values.len())
    }

    /// As CSV in UTF-8 with a byte order mark, so that Excel reads the Chinese.
    ///
    /// # Errors
    /// Out of memory, in effect.
    pub fn to_csv(&self) -> std::io::Result<Vec<u8>> {
        let heading = self.columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>();
        let row = |row| self.columns.iter().map(|c| c.values.shown(row)).collect::<Vec<_>>();
        csv_file(std::iter::once(heading).chain((0..self.height()).map(row)))
    }

    /// As one JSON object a line; missing values are null.
    ///
    /// # Errors
    /// Out of memory, in effect.
    pub fn to_jsonl(&self) -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        for row in 0..self.height() {
            // Key by key: an object of serde_json would sort the keys alphabetically.
            for (at, column) in self.columns.iter().enumerate() {
                bytes.push(if at == 0 { b'{' } else { b',' });
                serde_json::to_writer(&mut bytes, &column.name)?;
                bytes.push(b':');
                let value = match &column.values {
                    Values::Text(values) => json!(values[row]),
                    Values::Whole(values) => json!(values[row]),
                    Values::Real(values) => json!(values[row].filter(|v| v.is_finite())),
                };
                serde_json::to_writer(&mut bytes, &value)?;
            }
            bytes.extend(b"}\n");
        }
        Ok(bytes)
    }

    /// As Parquet.
    ///
    /// # Errors
    /// Two columns of one name.
    pub fn to_parquet(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        encode(&mut bytes, &self.columns.iter().map(|c| c.values.column(&c.name)).collect::<Vec<_>>())?;
        Ok(bytes)
    }
}

fn values(column: &Column) -> Result<Values, Error> {
    if let Some(values) = column.as_text() {
        return Ok(Values::Text(values.iter().map(|v| v.map(str::to_owned)).collect()));
    }
    if let Some(values) = column.as_booleans() {
        return Ok(Values::Whole(values.iter().map(|v| v.map(i64::from)).collect()));
    }
    column.reals().map(Values::Real).or_else(|| column.wholes().map(Values::Whole)).ok_or_else(|| {
        PolarsError::SchemaMismatch(format!("`{}` is a {}", column.name, column.kind()).into())
    })
}

/// Tables as one workbook: a sheet each, headed by Chinese titles, and a sheet that explains them.
///
/// # Errors
/// A table with more rows than a sheet holds.
pub fn workbook(tables: &[Table]) -> Result<Vec<u8>, String> {
    if let Some(table) = tables.iter().find(|table| table.height() > MOST_ROWS) {
        return Err(format!("`{}` has {} rows, a sheet holds {MOST_ROWS}", table.name, table.height()));
    }
    write_workbook(tables).map_err(|error| error.to_string())
}

fn write_workbook(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A fixed time of creation, so that the same tables give the same bytes.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&epoch));
    let bold = Format::new().set_bold();
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(&table.name)?;
        for (at, column) in (0..).zip(&table.columns) {
            sheet.write_string_with_format(0, at, &column.title, &bold)?;
            column.values.write(sheet, at)?;
        }
        sheet.set_freeze_panes(1, 0)?;
    }
    let sheet = book.add_worksheet();
    sheet.set_name("说明")?;
    for (at, heading) in (0..).zip(["表", "列", "标题", "单位", "类型", "说明"]) {
        sheet.write_string_with_format(0, at, heading, &bold)?;
    }
    let mut row = 0;
    for (table, column) in tables.iter().flat_map(|table| table.columns.iter().map(move |c| (table, c))) {
        row += 1;
        let kind = column.values.kind();
        let cells =
            [&table.name, &column.name, &column.title, &column.unit, kind, column.description.as_str()];
        for (at, cell) in (0..).zip(cells) {
            sheet.write_string(row, at, cell)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}

impl Values {
    /// The type, in the words of Frictionless table schemas.
    pub fn kind(&self) -> &'static str {
        match self {
            Values::Text(_) => "string",
            Values::Whole(_) => "integer",
            Values::Real(_) => "number",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let column = |name: &str, title: &str, values| Described {
            name: name.to_owned(),
            title: title.to_owned(),
            unit: String::new(),
            description: String::new(),
            values,
        };
        Table {
            name: "t".to_owned(),
            title: "表".to_owned(),
            row: String::new(),
            columns: vec![
                column("text", "文本", Values::Text(vec![Some("=1+1,\"甲\"\n乙".into()), None])),
                column("count", "次数", Values::Whole(vec![Some(0), None])),
                column("rate", "词频", Values::Real(vec![None, Some(0.5)])),
            ],
        }
    }

    #[test]
    fn missing_is_not_zero_in_any_format() {
        let table = table();
        let csv = String::from_utf8(table.to_csv().expect("csv")).expect("text");
        assert_eq!(csv, "\u{feff}text,count,rate\n\"=1+1,\"\"甲\"\"\n乙\",0,\n,,0.5\n");
        let jsonl = String::from_utf8(table.to_jsonl().expect("jsonl")).expect("text");
        assert!(jsonl.ends_with("{\"text\":null,\"count\":null,\"rate\":0.5}\n"), "{jsonl}");
        let again = Table::read(table.to_parquet().expect("parquet"), "t").expect("read");
        let values = |table: &Table| table.columns.iter().map(|c| c.values.clone()).collect::<Vec<_>>();
        assert_eq!(values(&again), values(&table));
    }

    #[test]
    fn a_workbook_has_chinese_headings_and_no_formula() {
        let bytes = workbook(&[table()]).expect("workbook");
        assert_eq!(bytes, workbook(&[table()]).expect("again"));
        let sheets = crate::read_sheets(&bytes).expect("read");
        assert_eq!(sheets[0].1[0], ["文本", "次数", "词频"].map(|t| Some(t.to_owned())));
        assert_eq!(sheets[0].1[1][0].as_deref(), Some("=1+1,\"甲\"\n乙"));
        assert_eq!(sheets[0].1[1][1].as_deref(), Some("0"));
        assert_eq!(sheets[0].1[2][1], None);
        assert_eq!(sheets[1].0, "说明");
        assert_eq!(sheets[1].1.len(), 4);
    }
}
