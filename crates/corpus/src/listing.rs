//! The texts of a folder, as far as they have been listed.

use crate::listed::Listed;
use crate::reading::Reading;
use crate::spool::Spool;
use nianlun_types::{Quarantined, Reason, Warning};
use std::sync::Arc;

/// Texts listed so far, and the file that holds those which are rows or members.
pub(crate) struct Listing<'r> {
    pub reading: Reading<'r>,
    pub spool: Arc<Spool>,
    pub entries: Vec<Listed>,
    pub further_columns: Vec<String>,
    pub quarantined: Vec<Quarantined>,
    pub guesses: Vec<(String, Warning)>,
    /// Members of archives that were passed over, each with the rule.
    pub skipped: Vec<(String, &'static str)>,
}

impl<'r> Listing<'r> {
    pub(crate) fn new(reading: Reading<'r>) -> std::io::Result<Self> {
        Ok(Listing {
            reading,
            spool: Spool::new()?,
            entries: Vec::new(),
            further_columns: Vec::new(),
            quarantined: Vec::new(),
            guesses: Vec::new(),
            skipped: Vec::new(),
        })
    }

    /// How many units are listed so far, whatever their state.
    pub(crate) fn units(&self) -> usize {
        self.entries.len() + self.quarantined.len() + self.skipped.len()
    }

    /// Sets `file` aside as empty if nothing was listed of it since there were `before` units.
    pub(crate) fn set_aside_if_empty(&mut self, file: &str, before: usize) {
        if self.units() == before {
            self.set_aside(file, Reason::Empty, "holds no text at all".to_owned());
        }
    }

    /// Sets a file, row or member aside.
    pub(crate) fn set_aside(&mut self, file: &str, reason: Reason, detail: String) {
        self.quarantined.push(Quarantined { file: file.to_owned(), reason, detail });
    }

    /// The position of a further column, which is new or known from another table.
    pub(crate) fn further_column(&mut self, name: &str) -> usize {
        self.further_columns.iter().position(|known| known == name).unwrap_or_else(|| {
            self.further_columns.push(name.to_owned());
            self.further_columns.len() - 1
        })
    }
}
