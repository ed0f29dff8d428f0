//! What a corpus holds, before its texts are read.

use crate::spool::Part;
use crate::year_rule::YearRule;
use encoding_rs::Encoding;
use nianlun_types::{Quarantined, Reason, Warning, Year};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A list of texts, with those that were set aside while listing.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Ascending by `id`.
    pub entries: Vec<Entry>,
    /// Names of the further columns of manifest and tables, in their order.
    pub further_columns: Vec<String>,
    /// Set aside already: duplicate identifiers, rows without a text, archives beyond limits.
    pub quarantined: Vec<Quarantined>,
    /// The manifest, where there is one: an input whose hash belongs into the provenance.
    pub manifest: Option<PathBuf>,
    /// What was guessed while listing, by file: which column of a table is taken for what.
    pub guesses: Vec<(String, Warning)>,
    /// How many files were passed over by rule, e.g. hidden ones.
    pub skipped: BTreeMap<&'static str, u64>,
}

/// One text of a corpus.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Identifier.
    pub id: String,
    /// The file as the manifest names it; a row or member has its number or name behind `#`.
    pub file: String,
    /// The file as it can be opened.
    pub path: PathBuf,
    /// Where the text lies, if it is a row of a table or a member of an archive.
    pub part: Option<Part>,
    /// Title; the file's name where nothing better is known before it is read.
    pub title: String,
    /// Whether a manifest or column gave the title.
    pub title_given: bool,
    /// The file's name without its ending, to look for a year in; empty where it says nothing.
    pub name: String,
    /// The year, or why none can be told so far.
    pub year: Result<Year, String>,
    /// The rule that decided `year`, where there is one.
    pub year_rule: YearRule,
    /// Whether the text may tell the year where nothing else did.
    pub search_year: bool,
    /// Added to years found in names: a yearbook's content year is its edition − 1.
    pub offset: Year,
    /// Whether the text was looked at, so that all fields say what was found, and `doubts` why
    /// somebody should look too.
    pub settled: bool,
    /// What was doubtful when it was looked at.
    pub doubts: Vec<Warning>,
    /// SHA-256 of the bytes of its text, where it was taken already.
    pub content: Option<String>,
    /// The text that this one repeats and how like they are, if it is counted nevertheless.
    pub twin: Option<(String, f64)>,
    /// The encoding that the pipeline says its files are in.
    pub encoding: Option<&'static Encoding>,
    /// Date as written.
    pub date: Option<String>,
    /// 文号.
    pub number: Option<String>,
    /// Issuing body.
    pub issuer: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Kind of text.
    pub kind: Option<String>,
    /// Line of the manifest or table, where there is one.
    pub line: Option<usize>,
    /// Values of [`Catalogue::further_columns`].
    pub further: Vec<Option<String>>,
}

impl Entry {
    /// The file `below` a folder, of which nothing is known but its name.
    pub(crate) fn of_file(folder: &Path, below: &str) -> Self {
        let path = folder.join(below);
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Entry {
            id: below.to_owned(),
            file: below.to_owned(),
            part: None,
            title: stem.clone(),
            title_given: false,
            name: stem,
            year: Err(
                "neither its date, its number, its page, its name nor its title tells a year".to_owned()
            ),
            year_rule: YearRule::FileName,
            search_year: true,
            offset: 0,
            settled: false,
            doubts: Vec::new(),
            content: None,
            twin: None,
            encoding: None,
            date: None,
            number: None,
            issuer: None,
            region: None,
            kind: None,
            line: None,
            further: Vec::new(),
            path,
        }
    }
}

impl Catalogue {
    /// Puts `entries` in order; of those with the same identifier the first stays.
    pub(crate) fn new(entries: Vec<Entry>, further_columns: Vec<String>, manifest: Option<PathBuf>) -> Self {
        let mut catalogue = Catalogue { further_columns, manifest, ..Catalogue::default() };
        catalogue.take(entries);
        catalogue
    }

    /// Puts `entries` in order; of those with the same identifier the first stays.
    pub(crate) fn take(&mut self, entries: Vec<Entry>) {
        let mut seen = BTreeSet::new();
        for mut entry in entries {
            if seen.insert(entry.id.clone()) {
                entry.further.resize(self.further_columns.len(), None);
                self.entries.push(entry);
            } else {
                self.quarantined.push(Quarantined {
                    detail: format!("the id `{}` was taken by an earlier row", entry.id),
                    file: entry.file,
                    reason: Reason::DuplicateId,
                });
            }
        }
        self.entries.sort_by(|a, b| a.id.cmp(&b.id));
    }

    /// Leaves out texts of known years outside `first..=last`; says how many those were. Those
    /// whose year is still to be found in the text stay.
    pub fn keep_years(&mut self, first: Year, last: Year) -> usize {
        let before = self.entries.len();
        self.entries.retain(|e| e.year.as_ref().map_or(true, |year| (first..=last).contains(year)));
        before - self.entries.len()
    }
}
