//! What a corpus holds, before anything is opened.

use nianlun_types::{Quarantined, Reason, Year};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// A list of texts, with those that were set aside while listing.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Ascending by `id`.
    pub entries: Vec<Entry>,
    /// Names of the manifest's further columns, in its order.
    pub further_columns: Vec<String>,
    /// Set aside already: duplicate identifiers.
    pub quarantined: Vec<Quarantined>,
    /// The manifest, where there is one: an input whose hash belongs into the provenance.
    pub manifest: Option<PathBuf>,
}

/// One text of a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Identifier.
    pub id: String,
    /// The file as the manifest names it.
    pub file: String,
    /// The file as it can be opened.
    pub path: PathBuf,
    /// Title.
    pub title: String,
    /// The year, or why none can be told.
    pub year: Result<Year, String>,
    /// Date as written.
    pub date: Option<String>,
    /// Issuing body.
    pub issuer: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Kind of text.
    pub kind: Option<String>,
    /// Line of the manifest, where there is one.
    pub line: Option<usize>,
    /// Values of [`Catalogue::further_columns`].
    pub further: Vec<Option<String>>,
}

impl Catalogue {
    /// Puts `entries` in order; of those with the same identifier the first stays.
    pub(crate) fn new(entries: Vec<Entry>, further_columns: Vec<String>, manifest: Option<PathBuf>) -> Self {
        let mut catalogue = Catalogue { further_columns, manifest, ..Catalogue::default() };
        let mut seen = BTreeSet::new();
        for entry in entries {
            if seen.insert(entry.id.clone()) {
                catalogue.entries.push(entry);
            } else {
                catalogue.quarantined.push(Quarantined {
                    detail: format!("the id `{}` was taken by an earlier row", entry.id),
                    file: entry.file,
                    reason: Reason::DuplicateId,
                });
            }
        }
        catalogue.entries.sort_by(|a, b| a.id.cmp(&b.id));
        catalogue
    }

    /// Leaves out texts of known years outside `first..=last`; says how many those were.
    pub fn keep_years(&mut self, first: Year, last: Year) -> usize {
        let before = self.entries.len();
        self.entries.retain(|e| e.year.as_ref().map_or(true, |year| (first..=last).contains(year)));
        before - self.entries.len()
    }
}
