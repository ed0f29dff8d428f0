//! Writes tables for Stata 14–18 (dta 118): ASCII names, Chinese labels, missing values as missing.

use crate::export::Table;
use crate::sheet::Values;
use dta::stata::dta::byte_order::ByteOrder;
use dta::stata::dta::dta_error::DtaError;
use dta::stata::dta::dta_writer::DtaWriter;
use dta::stata::dta::header::Header;
use dta::stata::dta::long_string_table::LongStringTable;
use dta::stata::dta::release::Release;
use dta::stata::dta::schema::Schema;
use dta::stata::dta::value::Value;
use dta::stata::dta::variable::Variable;
use dta::stata::dta::variable_type::VariableType;
use dta::stata::missing_value::MissingValue;
use dta::stata::stata_double::StataDouble;
use dta::stata::stata_long::StataLong;
use std::collections::BTreeSet;
use std::io::Cursor;

/// Characters of a name, and of a label.
const NAME: usize = 32;
const LABEL: usize = 80;
/// Bytes of a string that lies in its row; longer ones are `strL`.
const IN_ROW: usize = 2_045;
/// What a `long` holds; beyond it whole numbers are doubles.
const LONG: std::ops::RangeInclusive<i64> = -2_147_483_647..=2_147_483_620;

/// The Stata names of the columns: ASCII, at most 32 characters, unique. A column whose name is not ASCII is
/// called `v` and its number.
pub fn stata_names(table: &Table) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let names = table.columns.iter().enumerate().map(|(at, column)| {
        let plain: String =
            column.name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let means = column.name.chars().any(|c| c.is_ascii_alphanumeric()) && column.name.is_ascii();
        let mut name: String = if means { plain } else { format!("v{}", at + 1) };
        if name.starts_with(|c: char| c.is_ascii_digit()) {
            name.insert(0, '_');
        }
        name.truncate(NAME);
        let mut number = 2;
        let stem = name.clone();
        while !taken.insert(name.to_ascii_lowercase()) {
            let ending = format!("_{number}");
            name = stem.chars().take(NAME - ending.len()).collect::<String>() + &ending;
            number += 1;
        }
        name
    });
    names.collect()
}

/// The table as a dta file.
///
/// # Errors
/// A table that Stata cannot hold.
pub fn stata(table: &Table) -> Result<Vec<u8>, String> {
    write(table).map_err(|error| error.to_string())
}

fn kind(values: &Values) -> VariableType {
    match values {
        Values::Real(_) => VariableType::Double,
        Values::Whole(values) => {
            let fits = values.iter().flatten().all(|v| LONG.contains(v));
            if fits { VariableType::Long } else { VariableType::Double }
        }
        Values::Text(values) => {
            let longest = values.iter().flatten().map(String::len).max().unwrap_or(0).max(1);
            let whole = values.iter().flatten().all(|v| !v.contains('\0'));
            match u16::try_from(longest) {
                Ok(length) if longest <= IN_ROW && whole => VariableType::FixedString(length),
                _ => VariableType::LongString,
            }
        }
    }
}

fn format(kind: VariableType) -> String {
    match kind {
        VariableType::Long => "%12.0g".to_owned(),
        VariableType::FixedString(length) => format!("%{}s", length.min(40)),
        VariableType::LongString => "%40s".to_owned(),
        _ => "%10.0g".to_owned(),
    }
}

fn write(table: &Table) -> Result<Vec<u8>, DtaError> {
    let label = |text: &str| text.chars().take(LABEL).collect::<String>();
    let header =
        Header::builder(Release::V118, ByteOrder::LittleEndian).dataset_label(label(&table.title)).build();
    let kinds: Vec<VariableType> = table.columns.iter().map(|c| kind(&c.values)).collect();
    let mut schema = Schema::builder();
    for ((column, name), kind) in table.columns.iter().zip(stata_names(table)).zip(&kinds) {
        let said = if column.unit.is_empty() {
            column.title.clone()
        } else {
            format!("{} ({})", column.title, column.unit)
        };
        schema =
            schema.add_variable(Variable::builder(*kind, name).format(format(*kind)).label(label(&said)));
    }
    let mut records = DtaWriter::new()
        .from_writer(Cursor::new(Vec::new()))
        .write_header(header)?
        .write_schema(schema.build()?)?
        .into_record_writer()?;
    let mut long = LongStringTable::for_writing();
    for row in 0..table.height() {
        let cells: Vec<Value<'_>> = (1..)
            .zip(table.columns.iter().zip(&kinds))
            .map(|(variable, (column, kind))| match (&column.values, kind) {
                (Values::Text(values), VariableType::LongString) => {
                    let text = values[row].as_deref().unwrap_or("");
                    Value::LongStringRef(long.get_or_insert(variable, row as u64 + 1, text))
                }
                (Values::Text(values), _) => Value::string(values[row].as_deref().unwrap_or("")),
                (Values::Whole(values), VariableType::Long) => {
                    let whole = values[row].and_then(|v| i32::try_from(v).ok());
                    Value::Long(whole.map_or(StataLong::Missing(MissingValue::System), StataLong::Present))
                }
                (Values::Whole(values), _) => Value::Double(real(values[row].map(|v| v as f64))),
                (Values::Real(values), _) => Value::Double(real(values[row])),
            })
            .collect();
        records.write_record(&cells)?;
    }
    let mut strings = records.into_long_string_writer()?;
    strings.write_long_string_table(&long)?;
    Ok(strings.into_value_label_writer()?.finish()?.into_inner())
}

fn real(value: Option<f64>) -> StataDouble {
    match value.filter(|v| v.is_finite()) {
        Some(value) => StataDouble::Present(value),
        None => StataDouble::Missing(MissingValue::System),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Described;
    use dta::stata::dta::dta_reader::DtaReader;

    fn column(name: &str, values: Values) -> Described {
        Described {
            name: name.to_owned(),
            title: format!("题{name}"),
            unit: String::new(),
            description: String::new(),
            values,
        }
    }

    fn table() -> Table {
        Table {
            name: "t".to_owned(),
            title: "表".to_owned(),
            row: String::new(),
            columns: vec![
                column("文号", Values::Text(vec![Some("沪府发".into()), None])),
                column("text", Values::Text(vec![Some("长".repeat(3_000)), Some("短".into())])),
                column("hits", Values::Whole(vec![Some(0), None])),
                column("large", Values::Whole(vec![Some(1 << 40), Some(2)])),
                column("per-10k", Values::Real(vec![Some(0.5), None])),
                column("per_10k", Values::Real(vec![None, None])),
            ],
        }
    }

    #[test]
    fn names_are_ascii_short_and_differ() {
        assert_eq!(stata_names(&table()), ["v1", "text", "hits", "large", "per_10k", "per_10k_2"]);
        let long = Table {
            columns: vec![
                column(&"a".repeat(40), Values::Real(vec![])),
                column(&"a".repeat(41), Values::Real(vec![])),
                column("9x", Values::Real(vec![])),
            ],
            ..table()
        };
        let names = stata_names(&long);
        assert!(names.iter().all(|n| n.len() <= NAME), "{names:?}");
        assert_eq!((names[1].as_str(), names[2].as_str()), (&*("a".repeat(30) + "_2"), "_9x"));
    }

    #[test]
    fn what_is_written_reads_back() {
        let bytes = stata(&table()).expect("dta");
        assert_eq!(bytes, stata(&table()).expect("again"));
        let mut reader = DtaReader::new()
            .from_reader(Cursor::new(bytes))
            .read_header()
            .and_then(|r| r.read_schema())
            .expect("schema");
        reader.skip_to_end().expect("characteristics");
        let mut records = reader.into_record_reader().expect("records");
        let labels: Vec<String> = records.schema().variables().iter().map(|v| v.label().to_owned()).collect();
        assert_eq!(labels[0], "题文号");
        let first = records.read_record().expect("row").expect("row");
        assert_eq!(first.values()[0], Value::string("沪府发"));
        assert_eq!(first.values()[2], Value::Long(StataLong::Present(0)));
        assert_eq!(first.values()[3], Value::Double(StataDouble::Present((1_u64 << 40) as f64)));
        let second = records.read_record().expect("row").expect("row");
        assert_eq!(second.values()[2], Value::Long(StataLong::Missing(MissingValue::System)));
        assert_eq!(second.values()[4], Value::Double(StataDouble::Missing(MissingValue::System)));
    }
}
