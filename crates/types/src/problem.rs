//! Faults of what people give us, by their effect: a [`Problem`] stops the command; a
//! [`Quarantined`](crate::Quarantined) sets one text aside while the run continues; a [`Warning`] accompanies
//! a result.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Who must act on a problem. The exit code of a command follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// The person: a file, a flag, a full disk. The command cannot run as asked (exit 2).
    Input,
    /// A fault of ours, never of the input (exit 3).
    Ours,
}

/// A fault: where, what, why, and what to do. Its text carries no `error: `; the command line adds it,
/// so that a problem can be the cause of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Who must act.
    pub kind: ProblemKind,
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
        Problem {
            kind: ProblemKind::Input,
            file: String::new(),
            line: None,
            message: message.into(),
            cause: None,
            hint: None,
        }
    }

    /// A fault of ours: what failed, and how.
    pub fn ours(message: impl Into<String>, cause: impl fmt::Display) -> Self {
        let problem = Problem::new(message).because(cause.to_string());
        Problem { kind: ProblemKind::Ours, ..problem }
            .hint("this is a bug of nianlun; earlier results are untouched; please report it with the command that you ran")
    }

    /// Whether the fault is ours.
    pub fn is_ours(&self) -> bool {
        self.kind == ProblemKind::Ours
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

/// Every problem found, never empty, so that people can mend all of them at once.
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

impl std::error::Error for Problem {}

impl std::error::Error for Problems {}

impl Problems {
    /// Whether one of the faults is ours.
    pub fn is_ours(&self) -> bool {
        self.0.iter().any(Problem::is_ours)
    }
}

/// A caveat that accompanies a result.
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
