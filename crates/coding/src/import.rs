//! `nianlun codebook import`: turns the file of a dictionary into the text of a codebook.

use crate::sheet::read_rows;
use nianlun_codebook::import::{Format, Imported, import, import_rows};
use nianlun_corpus::decode;
use nianlun_types::{Problem, Problems};
use std::path::Path;

/// Imports the dictionary in `path`. Guesses its format unless `from` names it. Returns the name of the
/// format used, too: one of `Format`, or `xlsx`.
///
/// # Errors
/// The file cannot be read, or is not in that format.
pub fn import_codebook(path: &Path, from: Option<Format>) -> Result<(Imported, &'static str), Problems> {
    let shown = path.display().to_string();
    let in_file = |Problems(problems): Problems| {
        Problems(problems.into_iter().map(|p| p.in_file(shown.clone())).collect())
    };
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("xlsx")) {
        return Ok((import_rows(&read_rows(path)?).map_err(in_file)?, "xlsx"));
    }
    let cannot = |cause: String| Problem::new("the dictionary cannot be read").in_file(&shown).because(cause);
    let bytes = std::fs::read(path).map_err(|error| cannot(error.to_string()))?;
    let text = decode(bytes).map_err(cannot)?.text;
    let format = from.unwrap_or_else(|| Format::guess(&shown, &text));
    Ok((import(&text, format).map_err(in_file)?, format.name()))
}
