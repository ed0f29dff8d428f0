//! One JSON object a line, or one array of objects.

use super::rows::Table;
use super::source::{TableSource, is_utf8};
use crate::decode::decode_as;
use crate::format::Format;
use crate::listed::Listed;
use crate::listing::Listing;
use nianlun_types::Reason;
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor};

/// Objects at the beginning whose keys are the columns.
const SAMPLE: usize = 200;

pub(super) fn list_rows(
    listing: &mut Listing<'_>,
    source: TableSource<'_>,
    file: &Listed,
) -> Result<(), String> {
    let path = match source {
        TableSource::File(path)
            if file.source.encoding.is_none() && is_utf8(path).map_err(|e| e.to_string())? =>
        {
            path
        }
        source => return decoded(listing, source.bytes()?, file),
    };
    let open = || File::open(path).map(|f| BufReader::with_capacity(1 << 16, f)).map_err(|e| e.to_string());
    let starts_with = open()?.fill_buf().map_err(|e| e.to_string())?.trim_ascii_start().first().copied();
    // Lines stream; an array, or another encoding (with its mark, or not UTF-8), is read as a whole.
    if starts_with == Some(b'{') {
        let sample = objects(open()?).take(SAMPLE).filter_map(|(_, o)| o.ok()).collect::<Vec<_>>();
        return rows(listing, &sample, objects(open()?), file, "UTF-8");
    }
    decoded(listing, TableSource::File(path).bytes()?, file)
}

fn decoded(listing: &mut Listing<'_>, bytes: Vec<u8>, file: &Listed) -> Result<(), String> {
    let decoded = decode_as(bytes, file.source.encoding)?;
    listing.guesses.extend(decoded.doubt.map(|doubt| (file.source.file.clone(), doubt)));
    let text = decoded.text;
    if text.trim_start().starts_with('[') {
        let list: Vec<Map<String, Value>> =
            serde_json::from_str(&text).map_err(|e| format!("is no list of objects: {e}"))?;
        let sample = list[..list.len().min(SAMPLE)].to_vec();
        let numbered = list.into_iter().enumerate().map(|(at, object)| (at + 1, Ok(object)));
        return rows(listing, &sample, numbered, file, decoded.encoding);
    }
    let sample: Vec<_> = objects(Cursor::new(&text)).take(SAMPLE).filter_map(|(_, o)| o.ok()).collect();
    rows(listing, &sample, objects(Cursor::new(&text)), file, decoded.encoding)
}

type Numbered = (usize, Result<Map<String, Value>, String>);

/// The objects of lines, each with the number of its line.
fn objects(reader: impl BufRead) -> impl Iterator<Item = Numbered> {
    // A `\r` alone ends a line too: within a value JSON writes it as `\r`.
    let several = |line: std::io::Result<String>| match line {
        Ok(line) if line.contains('\r') => line.split('\r').map(|part| Ok(part.to_owned())).collect(),
        line => vec![line],
    };
    let lines = reader.lines().flat_map(several);
    lines.enumerate().filter_map(|(at, line)| {
        let line = match line {
            Ok(line) => line,
            Err(error) => return Some((at + 1, Err(error.to_string()))),
        };
        // A file joined from several holds byte order marks inside.
        let bare = line.trim_start_matches('\u{feff}').trim();
        (!bare.is_empty()).then(|| (at + 1, serde_json::from_str(bare).map_err(|e| e.to_string())))
    })
}

fn rows(
    listing: &mut Listing<'_>,
    sample: &[Map<String, Value>],
    objects: impl Iterator<Item = Numbered>,
    file: &Listed,
    encoding: &'static str,
) -> Result<(), String> {
    let mut heading: Vec<String> = Vec::new();
    for key in sample.iter().flat_map(Map::keys) {
        if !heading.contains(key) {
            heading.push(key.clone());
        }
    }
    if heading.is_empty() {
        return Err("holds no JSON object".to_owned());
    }
    let Some(table) = Table::with_heading(listing, file, heading.clone(), Format::Jsonl, encoding, "") else {
        return Ok(());
    };
    for (line, object) in objects {
        match object {
            Ok(mut object) => {
                let row: Vec<Option<String>> =
                    heading.iter().map(|key| object.remove(key).and_then(cell)).collect();
                table.list_row(listing, line, &row)?;
            }
            Err(cause) => {
                listing.set_aside(&format!("{}#{line}", file.source.file), Reason::Malformed, cause)
            }
        }
    }
    Ok(())
}

fn cell(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}
