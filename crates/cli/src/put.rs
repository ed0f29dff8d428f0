//! Answers on their way out: to standard output, or into a file.

use crate::args::{Format, OutArgs};
use nianlun_pipeline::Opened;
use nianlun_tables::Sheet;
use nianlun_types::Problem;
use serde::Serialize;
use std::io::{IsTerminal as _, Write as _};
use unicode_width::UnicodeWidthStr as _;

/// Writes an answer. A reader that closed the pipe is no fault.
pub fn put(bytes: &[u8], out: &OutArgs) -> Result<(), Problem> {
    if let Some(path) = &out.output {
        return std::fs::write(path, bytes).map_err(|error| {
            Problem::new(format!("`{}` cannot be written", path.display())).because(error.to_string())
        });
    }
    if out.format().is_binary() && std::io::stdout().is_terminal() {
        return Err(
            Problem::new("this format is not for a terminal").hint("name a file: --output results.parquet")
        );
    }
    let _ = std::io::stdout().write_all(bytes);
    Ok(())
}

/// One object, as text.
pub fn json(answer: &impl Serialize) -> Result<Vec<u8>, Problem> {
    let mut json = serde_json::to_vec_pretty(answer)
        .map_err(|error| Problem::new("the results cannot be written").because(error.to_string()))?;
    json.push(b'\n');
    Ok(json)
}

/// A table in one of the formats for tables.
pub fn table(sheet: &Sheet, format: Format) -> Result<Vec<u8>, Problem> {
    let bytes = match format {
        Format::Parquet => sheet.to_parquet().map_err(|error| error.to_string()),
        Format::Xlsx => sheet.to_xlsx().map_err(|error| error.to_string()),
        _ => sheet.to_csv().map_err(|error| error.to_string()),
    };
    bytes.map_err(|cause| Problem::new("the results cannot be written").because(cause))
}

/// An index that could be opened and not be read.
pub fn unreadable(opened: &Opened, error: &nianlun_index::Error) -> Problem {
    Problem::new(format!("the index in `{}` cannot be read", opened.folder.display()))
        .because(error.to_string())
        .hint("run the pipeline again")
}

/// Writes an answer in the format asked for.
pub fn answer(
    out: &OutArgs,
    text: impl FnOnce() -> String,
    object: &impl Serialize,
    sheet: impl FnOnce() -> Sheet,
) -> Result<(), Problem> {
    let bytes = match out.format() {
        Format::Text => text().into_bytes(),
        Format::Json => json(object)?,
        format => table(&sheet(), format)?,
    };
    put(&bytes, out)
}

/// Blanks up to so many columns; Han characters have two.
pub fn padded(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(text.width())) + text
}

/// The same, with the blanks behind.
pub fn filled(text: &str, columns: usize) -> String {
    text.to_owned() + &" ".repeat(columns.saturating_sub(text.width()))
}
