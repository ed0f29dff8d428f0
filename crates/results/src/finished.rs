//! The only reader of a results folder. It returns typed values, or a message that names the damaged file;
//! it guesses nothing.

mod search;

pub use search::Search;

use crate::files::{PROVENANCE, QUARANTINE, STAGES};
use crate::listed::Listed;
use crate::provenance::Provenance;
use crate::unreadable;
use nianlun_findings::{Decisions, Findings};
use nianlun_index::{Language, Query};
use nianlun_tables::Table;
use nianlun_types::{
    CodebookRow, DocumentRow, FrequencyRow, HitRecord, KeynessRow, Problem, ProfileRow, Quarantined,
    SensitivityRow, StageRow, TermRow, Year,
};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

/// A value that is read at its first use.
type Lazily<T> = OnceLock<Result<T, Problem>>;

/// A finished run.
pub struct Finished {
    files: Listed,
    provenance: Provenance,
    codebook: Vec<CodebookRow>,
    findings: Lazily<Findings>,
    documents: Lazily<Vec<DocumentRow>>,
    hits: Lazily<Vec<HitRecord<'static>>>,
    frequencies: Lazily<Vec<FrequencyRow>>,
    stages: Lazily<Vec<StageRow>>,
    profile: Lazily<Vec<ProfileRow>>,
    terms: Lazily<Vec<TermRow>>,
    keyness: Lazily<Vec<KeynessRow>>,
    sensitivity: Lazily<Vec<SensitivityRow>>,
    quarantine: Lazily<Vec<Quarantined>>,
    search: Lazily<Arc<Search>>,
}

impl Finished {
    /// Opens the results in `folder`. Tables and index are read at their first use.
    ///
    /// # Errors
    /// The folder has no results, damaged ones, or those of another version of nianlun.
    pub fn open(folder: &Path) -> Result<Self, Problem> {
        let provenance = Provenance::read(folder)?;
        provenance.check_format(folder)?;
        let files = Listed::open(folder)?;
        files.bytes(PROVENANCE)?; // as the run wrote it
        let codebook = files.rows()?;
        Finished::assemble(files, provenance, codebook)
    }

    pub(crate) fn assemble(
        files: Listed,
        provenance: Provenance,
        codebook: Vec<CodebookRow>,
    ) -> Result<Self, Problem> {
        Ok(Finished {
            files,
            provenance,
            codebook,
            findings: OnceLock::new(),
            documents: OnceLock::new(),
            hits: OnceLock::new(),
            frequencies: OnceLock::new(),
            stages: OnceLock::new(),
            profile: OnceLock::new(),
            terms: OnceLock::new(),
            keyness: OnceLock::new(),
            sensitivity: OnceLock::new(),
            quarantine: OnceLock::new(),
            search: OnceLock::new(),
        })
    }

    /// The results folder.
    pub fn folder(&self) -> &Path {
        self.files.folder()
    }

    /// The provenance of the run.
    pub fn provenance(&self) -> &Provenance {
        &self.provenance
    }

    /// The digest of the lock, which names this run.
    pub fn digest(&self) -> &str {
        self.files.digest()
    }

    /// The decisions that the findings rest on.
    pub fn decisions(&self) -> Decisions {
        self.provenance.decisions()
    }

    /// The categories of the codebook, in its order.
    pub fn codebook(&self) -> &[CodebookRow] {
        &self.codebook
    }

    /// `stages.json`.
    ///
    /// # Errors
    /// The file is damaged.
    pub fn findings(&self) -> Result<&Findings, Problem> {
        lazily(&self.findings, || {
            serde_json::from_slice(&self.files.bytes(STAGES)?).map_err(|error| unreadable(STAGES, error))
        })
    }

    /// `documents.parquet`, without the further columns of the manifest.
    ///
    /// # Errors
    /// As [`Finished::findings`].
    pub fn documents(&self) -> Result<&Vec<DocumentRow>, Problem> {
        lazily(&self.documents, || self.files.rows())
    }

    /// `hits.parquet`.
    ///
    /// # Errors
    /// As [`Finished::findings`].
    pub fn hits(&self) -> Result<&Vec<HitRecord<'static>>, Problem> {
        lazily(&self.hits, || self.files.rows())
    }

    /// `frequencies.parquet`: years × categories, by year.
    ///
    /// # Errors
    /// As [`Finished::findings`].
    pub fn frequencies(&self) -> Result<&Vec<FrequencyRow>, Problem> {
        lazily(&self.frequencies, || self.files.rows())
    }

    /// `stages.parquet`.
    ///
    /// # Errors
    /// As [`Finished::findings`].
    pub fn stages(&self) -> Result<&Vec<StageRow>, Problem> {
        lazily(&self.stages, || self.files.rows())
    }

    /// `profile.parquet`.
    ///
    /// # Errors
    /// As [`Finished::findings`].
    pub fn profile(&self) -> Result<&Vec<ProfileRow>, Problem> {
        lazily(&self.profile, || self.files.rows())
    }

    /// `terms.parquet`.
    ///
    /// # Errors
    /// As [`Finished::findings`].
    pub fn terms(&self) -> Result<&Vec<TermRow>, Problem> {
        lazily(&self.terms, || self.files.rows())
    }

    /// `keyness.parquet`.
    ///
    /// # Errors
    /// As [`Finished::findings`].
    pub fn keyness(&self) -> Result<&Vec<KeynessRow>, Problem> {
        lazily(&self.keyness, || self.files.rows())
    }

    /// `sensitivity.parquet`.
    ///
    /// # Errors
    /// As [`Finished::findings`].
    pub fn sensitivity(&self) -> Result<&Vec<SensitivityRow>, Problem> {
        lazily(&self.sensitivity, || self.files.rows())
    }

    /// `quarantine.csv`.
    ///
    /// # Errors
    /// As [`Finished::findings`].
    pub fn quarantine(&self) -> Result<&Vec<Quarantined>, Problem> {
        lazily(&self.quarantine, || {
            nianlun_tables::read_csv(&self.files.bytes(QUARANTINE)?)
                .map_err(|error| unreadable(QUARANTINE, error))
        })
    }

    /// A table of the results with title, unit and meaning of its columns, including those of the manifest.
    ///
    /// # Errors
    /// As [`Finished::findings`].
    pub fn table(&self, name: &str) -> Result<Table, Problem> {
        self.files.table(name)
    }

    /// The index and what it needs.
    ///
    /// # Errors
    /// The index is damaged, or of another version.
    pub fn search(&self) -> Result<&Arc<Search>, Problem> {
        lazily(&self.search, || Search::open(&self.files).map(Arc::new))
    }

    /// Parses a query. With `expand`, a string finds all strings of the same concept of the codebook.
    ///
    /// # Errors
    /// The query is malformed.
    pub fn query(&self, typed: &str, expand: bool) -> Result<Query, Problem> {
        let search = self.search()?;
        let same = if expand { search.concepts.as_slice() } else { &[] };
        Query::parse_with(typed, &Language { segmenter: &search.segmenter, codes: Some(self), same })
    }

    /// First and last year of the texts.
    ///
    /// # Errors
    /// As [`Finished::findings`].
    pub fn span(&self) -> Result<Option<(Year, Year)>, Problem> {
        let years = || self.documents().map(|rows| rows.iter().filter_map(|row| row.year));
        Ok(years()?.min().zip(years()?.max()))
    }
}

/// The value of `cell`; reads it at the first call. A failure stays, too.
fn lazily<T>(cell: &Lazily<T>, read: impl FnOnce() -> Result<T, Problem>) -> Result<&T, Problem> {
    cell.get_or_init(read).as_ref().map_err(Clone::clone)
}

/// Length and time of `provenance.json`. Comparing two stamps detects replaced results without reading
/// them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp(Option<(u64, SystemTime)>);

impl Stamp {
    /// The stamp of the results in `folder`.
    pub fn of(folder: &Path) -> Self {
        let file = std::fs::metadata(folder.join(PROVENANCE)).ok();
        Stamp(file.and_then(|file| Some((file.len(), file.modified().ok()?))))
    }
}
