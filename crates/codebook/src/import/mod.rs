//! Import: a dictionary in another format → the text of a `codebook.toml`, with notes on what was lost.
//!
//! The caller decodes the bytes. Whatever a codebook cannot express comes back as a [`Note`]: nothing is
//! dropped in silence.

mod draft;
mod lines;
mod liwc;
mod rows;
#[cfg(test)]
mod tests;
mod tree;
mod yaml;

use draft::Draft;
use nianlun_text::text_lines;
use nianlun_types::{Problem, Problems, named};
use std::fmt;

named! {
    /// A format of dictionaries.
    pub enum Format: "format" {
        /// One term a line, or `term<TAB>category`.
        List = "list",
        /// A table with the columns term and category (csv, tsv).
        Csv = "csv",
        /// The YAML of Python's cntext: `Dictionary:` above lists.
        Cntext = "cntext",
        /// LIWC's `.dic`: numbered categories between two `%`, then words with numbers.
        Liwc = "liwc",
        /// A user dictionary of jieba: `word frequency tag`.
        Jieba = "jieba",
        /// The YAML of R's quanteda: nested keys above lists.
        Quanteda = "quanteda",
    }
}

impl Format {
    /// Guesses the format of a file from its name and its first lines.
    pub fn guess(file_name: &str, text: &str) -> Format {
        let ending = file_name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        let lines = || text_lines(text).filter(|line| !line.trim().is_empty());
        match ending.as_deref() {
            Some("dic") => Format::Liwc,
            Some("csv" | "tsv") => Format::Csv,
            Some("yaml" | "yml") if lines().any(|line| line.starts_with("Dictionary:")) => Format::Cntext,
            Some("yaml" | "yml") => Format::Quanteda,
            _ if lines().next().is_some_and(|line| line.trim() == "%") => Format::Liwc,
            // Most of the first lines of a user dictionary end with a frequency or a tag.
            _ => {
                let (all, jieba) = lines().take(200).fold((0, 0), |(all, jieba), line| {
                    (all + 1, jieba + usize::from(lines::has_frequency_or_tag(line)))
                });
                if all > 0 && 2 * jieba > all { Format::Jieba } else { Format::List }
            }
        }
    }
}

/// Something that an import lost or changed, or that somebody must decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What happened to the entries, and what it means for the counts.
    pub message: String,
    /// The entries concerned, with their lines; empty where the note is about the whole file.
    pub entries: Vec<(usize, String)>,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 6;
        write!(f, "note: {}", self.message)?;
        for (at, (line, entry)) in self.entries.iter().take(SHOWN).enumerate() {
            write!(f, "{}`{entry}` (line {line})", if at == 0 { ": " } else { ", " })?;
        }
        match self.entries.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// An imported dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The text of a `codebook.toml` that [`crate::Codebook::parse`] accepts.
    pub toml: String,
    /// What was lost or changed, and what a person must still write.
    pub notes: Vec<Note>,
    /// Number of categories.
    pub categories: usize,
    /// Number of terms.
    pub terms: usize,
}

/// Turns a dictionary into a codebook.
///
/// # Errors
/// The text is not of that format, or holds no term.
pub fn import(text: &str, format: Format) -> Result<Imported, Problems> {
    let draft = match format {
        Format::List => lines::list(text),
        Format::Jieba => lines::jieba(text),
        Format::Csv => rows::csv(text)?,
        Format::Cntext => tree::cntext(text)?,
        Format::Quanteda => tree::quanteda(text)?,
        Format::Liwc => liwc::liwc(text)?,
    };
    finish(draft, format.name())
}

/// Turns the rows of a spreadsheet, headings first, into a codebook.
///
/// # Errors
/// As for [`import`].
pub fn import_rows(rows: &[Vec<String>]) -> Result<Imported, Problems> {
    let numbered = rows.iter().enumerate().map(|(at, row)| (at + 1, row.clone())).collect();
    finish(rows::rows(numbered)?, "table")
}

fn finish(draft: Draft, from: &str) -> Result<Imported, Problems> {
    let imported = draft.into_codebook(from);
    if imported.terms == 0 {
        return Err(Problem::new("the file holds no term that can be counted")
            .because(imported.notes.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
            .hint("name its format, e.g. --from list, liwc or quanteda")
            .into());
    }
    Ok(imported)
}
