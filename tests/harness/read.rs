//! Reads what the commands wrote: Parquet, CSV, JSON.

use crate::compare::Row;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A table as cells of text: `-` where a value is missing, `""` for a text that is empty.
pub struct Table {
    pub names: Row,
    pub rows: Vec<Row>,
}

impl Table {
    /// A table of the results folder by its name, or a file by its path.
    pub fn open(results: &Path, name: &str) -> Result<Self, String> {
        let parquet = results.join(format!("{name}.parquet"));
        if parquet.exists() {
            return Self::from_parquet(&parquet);
        }
        let own = results.join(format!("{name}.csv"));
        let path = if own.exists() { own } else { results.join("../..").join(name) };
        let bytes = fs::read(&path).map_err(|error| format!("there is no table `{name}`: {error}"))?;
        Self::from_csv(&bytes)
    }

    /// The rows of a CSV file, with or without byte order mark.
    pub fn from_csv(bytes: &[u8]) -> Result<Self, String> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let mut reader = csv::Reader::from_reader(bytes);
        let row = |record: &csv::StringRecord| -> Row {
            record.iter().map(|cell| if cell.is_empty() { "-" } else { cell }.to_owned()).collect()
        };
        let names = reader.headers().map(row).map_err(|error| error.to_string())?;
        let rows = reader.records().map(|record| record.map(|record| row(&record)));
        Ok(Table { names, rows: rows.collect::<Result<_, _>>().map_err(|error| error.to_string())? })
    }

    fn from_parquet(path: &Path) -> Result<Self, String> {
        let bytes = fs::read(path).map_err(|error| error.to_string())?;
        let (names, rows) = nianlun_tables::read_text(bytes).map_err(|error| error.to_string())?;
        let cell = |value: Option<String>| match value {
            None => "-".to_owned(),
            Some(text) if text.is_empty() => "\"\"".to_owned(),
            Some(text) => text,
        };
        Ok(Table { names, rows: rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect() })
    }

    /// These columns of the rows in which every `column=value` holds.
    pub fn chosen(&self, columns: &[String], filters: &[(&str, &str)]) -> Result<Vec<Row>, String> {
        let at = |name: &str| {
            let known = || format!("there is no column `{name}`, but {}", self.names.join(", "));
            self.names.iter().position(|own| own == name).ok_or_else(known)
        };
        let places: Vec<usize> = columns.iter().map(|name| at(name)).collect::<Result<_, _>>()?;
        let mut rows: Vec<&Row> = self.rows.iter().collect();
        for (name, value) in filters {
            let place = at(name)?;
            rows.retain(|row| row[place] == *value);
        }
        Ok(rows.into_iter().map(|row| places.iter().map(|place| row[*place].clone()).collect()).collect())
    }
}

/// The values at a dotted path; a list gives those of all its members, in order.
pub fn values_at(json: &Value, path: &str) -> Result<Row, String> {
    if let Value::Array(members) = json {
        let found: Result<Vec<Row>, String> = members.iter().map(|member| values_at(member, path)).collect();
        return found.map(|rows| rows.concat());
    }
    if path.is_empty() {
        return Ok(vec![match json {
            Value::Null => "-".to_owned(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }]);
    }
    let (key, rest) = path.split_once('.').unwrap_or((path, ""));
    let keys = || json.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>().join(", "));
    let below =
        json.get(key).ok_or_else(|| format!("there is no `{key}`, but {}", keys().unwrap_or_default()))?;
    values_at(below, rest)
}
