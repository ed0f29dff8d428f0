//! What a corpus holds, before its texts are read.

use crate::listed::Listed;
use crate::settled::Settled;
use nianlun_types::{Quarantined, Reason, Warning, Year};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A list of texts, first as [`Listed`], after the survey as [`Settled`]; with those that were set
/// aside on the way.
#[derive(Debug, Clone)]
pub struct Catalogue<T = Listed> {
    /// Ascending by `id`.
    pub entries: Vec<T>,
    /// Names of the further columns of manifest and tables, in their order.
    pub further_columns: Vec<String>,
    /// Set aside already: duplicate identifiers, rows without a text, archives beyond limits.
    pub quarantined: Vec<Quarantined>,
    /// The manifest, where there is one: an input whose hash belongs into the provenance.
    pub manifest: Option<PathBuf>,
    /// What was guessed while listing, by file: which column of a table is taken for what.
    pub guesses: Vec<(String, Warning)>,
    /// Files, folders and members that were passed over, each with the rule, e.g. hidden ones.
    pub skipped: Vec<(String, &'static str)>,
    /// How many units were listed: texts, those set aside, those passed over. Every one of them has exactly one
    /// state at the end of a run.
    pub announced: usize,
}

/// A text that is not of the years of the study.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outside {
    /// Its file, as the manifest names it.
    pub file: String,
    /// Its identifier.
    pub id: String,
    /// Its year.
    pub year: Year,
}

impl<T> Default for Catalogue<T> {
    fn default() -> Self {
        Catalogue {
            entries: Vec::new(),
            further_columns: Vec::new(),
            quarantined: Vec::new(),
            manifest: None,
            guesses: Vec::new(),
            skipped: Vec::new(),
            announced: 0,
        }
    }
}

impl<T> Catalogue<T> {
    /// Takes the texts out, and leaves a catalogue for what becomes of them.
    pub fn take_entries<U>(self) -> (Vec<T>, Catalogue<U>) {
        let Catalogue { entries, further_columns, quarantined, manifest, guesses, skipped, announced } = self;
        let rest = Catalogue {
            entries: Vec::new(),
            further_columns,
            quarantined,
            manifest,
            guesses,
            skipped,
            announced,
        };
        (entries, rest)
    }

    /// Leaves out texts of known years outside `first..=last`, and returns them. `known` gives file, identifier
    /// and year of a text.
    fn keep_known_years(
        &mut self,
        first: Year,
        last: Year,
        known: impl Fn(&T) -> (&str, &str, Option<Year>),
    ) -> Vec<Outside> {
        let mut outside = Vec::new();
        self.entries.retain(|entry| {
            let (file, id, year) = known(entry);
            let out = year.filter(|year| !(first..=last).contains(year));
            outside.extend(out.map(|year| Outside { file: file.to_owned(), id: id.to_owned(), year }));
            out.is_none()
        });
        outside
    }
}

impl Catalogue<Settled> {
    /// Leaves out texts of years outside `first..=last`, and returns them. Texts without a year stay.
    pub fn keep_years(&mut self, first: Year, last: Year) -> Vec<Outside> {
        self.keep_known_years(first, last, |text| (&text.source.file, &text.id, text.year()))
    }
}

impl Catalogue {
    /// Leaves out texts whose given year is outside `first..=last`, and returns them. Those whose year is still
    /// to be found in the text stay.
    pub fn keep_years(&mut self, first: Year, last: Year) -> Vec<Outside> {
        self.keep_known_years(first, last, |text| (&text.source.file, &text.id, text.year.given()))
    }

    /// The catalogue with its units counted, now that all are listed.
    #[must_use]
    pub fn announced(mut self) -> Self {
        self.announced = self.entries.len() + self.quarantined.len() + self.skipped.len();
        self
    }

    /// Puts `entries` in order; of those with the same identifier the first stays.
    pub(crate) fn new(entries: Vec<Listed>, further_columns: Vec<String>, manifest: Option<PathBuf>) -> Self {
        let mut catalogue = Catalogue { further_columns, manifest, ..Catalogue::default() };
        catalogue.take(entries);
        catalogue
    }

    /// Puts `entries` in order; of those with the same identifier the first stays.
    pub(crate) fn take(&mut self, entries: Vec<Listed>) {
        let mut seen = BTreeSet::new();
        for mut entry in entries {
            if seen.insert(entry.id.clone()) {
                entry.further.resize(self.further_columns.len(), None);
                self.entries.push(entry);
            } else {
                self.quarantined.push(Quarantined {
                    detail: format!("the id `{}` was taken by an earlier row", entry.id),
                    file: entry.source.file,
                    reason: Reason::DuplicateId,
                });
            }
        }
        self.entries.sort_by(|a, b| a.id.cmp(&b.id));
    }
}
