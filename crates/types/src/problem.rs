//! What can be wrong with the things that people give us.
//!
//! Three kinds, told apart by who must act: a [`Problem`] refuses a codebook, configuration or
//! manifest; a [`Quarantined`] sets one text aside while the run goes on; a [`Warning`] stands
//! beside a result.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A fault in a file that a person wrote: where, what, why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file as the user would name it; empty where no file is concerned.
    pub file: String,
    /// One-based line, where there is one.
    pub line: Option<usize>,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// Why it is wrong, where that is not plain.
    pub cause: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem that concerns no particular line yet.
    pub fn new(message: impl Into<String>) -> Self {
        Problem { file: String::new(), line: None, message: message.into(), cause: None, hint: None }
    }

    /// Names the file.
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = file.into();
        self
    }

    /// Names the line, counted from 1.
    pub fn at_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// Names the line that holds byte `offset` of `source`.
    pub fn at_offset(self, source: &str, offset: usize) -> Self {
        let before = &source.as_bytes()[..offset.min(source.len())];
        let line = before.iter().filter(|b| **b == b'\n').count() + 1;
        self.at_line(line)
    }

    /// Says why.
    pub fn because(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// Says what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: ")?;
        match (self.file.is_empty(), self.line) {
            (false, Some(line)) => write!(f, "{}:{line}: ", self.file)?,
            (false, None) => write!(f, "{}: ", self.file)?,
            _ => {}
        }
        write!(f, "{}", self.message)?;
        if let Some(cause) = &self.cause {
            write!(f, "\n  caused by: {}", cause.trim_end().replace('\n', "\n    "))?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\nhint: {hint}")?;
        }
        Ok(())
    }
}

/// Every problem found, never empty: people want to mend all of them in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Problems(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// Why a text was set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The manifest names a file that cannot be opened.
    Missing,
    /// The file could be opened but not read to its end.
    Unreadable,
    /// Nothing but white space.
    Empty,
    /// The bytes are no text in any encoding that we read.
    NotText,
    /// A format that we do not read; the detail says what to save it as.
    Unsupported,
    /// A PDF of pictures of pages: there is no text in it.
    Scanned,
    /// A row of a table, or a table, that cannot be told apart into cells.
    Malformed,
    /// An archive, or a member of one, that goes beyond what is unpacked.
    ArchiveLimit,
    /// The text of another document, which is counted instead; the detail names it.
    Duplicate,
    /// Its identifier was taken by an earlier row.
    DuplicateId,
    /// No year can be told: indexed, but in no series.
    NoYear,
}

impl Reason {
    /// The word used in `quarantine.csv`.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Missing => "missing",
            Reason::Unreadable => "unreadable",
            Reason::Empty => "empty",
            Reason::NotText => "not-text",
            Reason::Unsupported => "unsupported",
            Reason::Scanned => "scanned",
            Reason::Malformed => "malformed",
            Reason::ArchiveLimit => "archive-limit",
            Reason::Duplicate => "duplicate",
            Reason::DuplicateId => "duplicate-id",
            Reason::NoYear => "no-year",
        }
    }
}

/// A text that was set aside, a row of `quarantine.csv`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarantined {
    /// The file as the manifest names it.
    pub file: String,
    /// Why.
    pub reason: Reason,
    /// The particulars, in a sentence.
    pub detail: String,
}

/// A caveat that stands beside a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// A stable word to filter by, e.g. `missing-years`.
    pub code: String,
    /// The caveat in plain Chinese, since scholars read it in reports.
    pub message: String,
}

impl Warning {
    /// A warning with its code and text.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Warning { code: code.to_owned(), message: message.into() }
    }
}
