//! The vocabulary of nianlun: nouns that every crate shares, and nothing that acts.
//!
//! No function here reads, writes or walks a corpus. This crate declares the rows of the result tables, so
//! that the crate that computes a row and the crate that writes it do not depend on each other.

// The macros of this crate name it as others do.
extern crate self as nianlun_types;

mod choices;
mod named;
mod problem;
mod progress;
mod published;
mod rows;
mod shortened;
mod table;
mod toml_marks;
mod workers;

pub use choices::{
    Agreement, Decision, Depth, Format, InsideNumbers, Level, Reason, StageSet, Verdict, VerdictReason,
    YearRule,
};
pub use named::Named;
pub use problem::{Problem, ProblemKind, Problems, Warning};
pub use progress::{Progress, Silent};
pub use published::{PublishedStage, PublishedStages};
pub use rows::{
    CategoryRow, CodebookRow, CorpusReportRow, DocumentRow, FrequencyRow, HitRecord, HitRow, KeynessRow,
    ProfileRow, Quarantined, SensitivityRow, StageRow, StageSpan, TABLES, TermRow, YearTotals, table_about,
};
/// For the macros [`named!`] and [`table!`].
pub use serde;
pub use shortened::shortened;
pub use table::{About, Cell, Field, Kind, TableAbout, TableRow, choice_of_cell};
pub use workers::{Alone, Workers, map};

/// The seed of everything random where none is given.
pub const SEED: u64 = 20_210_607;

use serde::{Deserialize, Serialize};

/// A calendar year, e.g. 1994.
pub type Year = i32;

/// Ascending years as runs without a gap, each with its first and last year.
pub fn year_runs(years: &[Year]) -> Vec<(Year, Year)> {
    let mut runs: Vec<(Year, Year)> = Vec::new();
    for year in years {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == *year => run.1 = *year,
            _ => runs.push((*year, *year)),
        }
    }
    runs
}

/// Ascending years as people write them: 1998–2000、2003.
pub fn show_years(years: &[Year]) -> String {
    let show = |(a, b): (Year, Year)| if a == b { a.to_string() } else { format!("{a}–{b}") };
    year_runs(years).into_iter().map(show).collect::<Vec<_>>().join("、")
}

/// A half-open byte range `start..end` of a normalised text, always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The text that the span covers.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }
}

/// One category 类目 of a codebook.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    /// ASCII identifier, e.g. `technology`.
    pub id: String,
    /// Identifier of its [`Dimension`], e.g. `innovation`.
    pub dimension: String,
    /// Chinese label, e.g. 技术创新.
    pub label: String,
    /// English label, e.g. Technological innovation.
    pub label_en: Option<String>,
    /// Its definition, a Chinese sentence; may be empty.
    pub definition: String,
    /// The same in English.
    pub definition_en: Option<String>,
}

impl Category {
    /// The label for English readers: the identifier where the codebook has no English label.
    pub fn english_label(&self) -> &str {
        self.label_en.as_deref().unwrap_or(&self.id)
    }
}

/// One dimension 维度 of a codebook: categories that are read together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// ASCII identifier, e.g. `innovation`.
    pub id: String,
    /// Chinese label, e.g. 创新类型; the identifier where the codebook has none.
    pub label: String,
    /// English label, e.g. Innovation types.
    pub label_en: Option<String>,
    /// Its definition, a Chinese sentence; may be empty.
    pub definition: String,
    /// The same in English.
    pub definition_en: Option<String>,
}

impl Dimension {
    /// The label for English readers: the identifier where the codebook has no English label.
    pub fn english_label(&self) -> &str {
        self.label_en.as_deref().unwrap_or(&self.id)
    }
}

/// One occurrence 命中 of a codebook term in one document, whatever its categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Position of the term in the codebook.
    pub term: u32,
    /// Its bytes in the normalised text.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_written_as_runs() {
        assert_eq!(show_years(&[1998, 1999, 2000, 2003]), "1998–2000、2003");
        assert_eq!(show_years(&[]), "");
    }
}
