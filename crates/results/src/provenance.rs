//! `provenance.json`: everything that a run was made from. Comparing two of them says why results differ. It
//! names no time and no machine: the same inputs give the same bytes.

use crate::files::{FORMAT, INDEX, PROVENANCE};
use nianlun_codebook::{Rule, Unit};
use nianlun_findings::Decisions;
use nianlun_frequency::Exposure;
use nianlun_types::{Problem, Warning, Year, named};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// The object of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Version of the format of the results; 0 where the file has none.
    #[serde(default)]
    pub format: u32,
    /// Name of the pipeline.
    pub pipeline: String,
    /// Versions of the programs.
    pub versions: Versions,
    /// Every setting in force.
    pub settings: SettingsInForce,
    /// Seed of everything random.
    pub seed: u64,
    /// Replicates of each bootstrap.
    pub replicates: u64,
    /// Documents read.
    pub documents: usize,
    /// Texts outside the years of the study.
    pub outside_years: usize,
    /// How many texts were read in each encoding.
    pub encodings: BTreeMap<String, u64>,
    /// How many texts were set aside for each reason.
    pub quarantined: BTreeMap<String, u64>,
    /// Every file that was read: configuration first, then texts in the order of documents.
    pub inputs: Vec<Input>,
    /// Every file that was written but this one and the lock, by name.
    pub outputs: Vec<HashedFile>,
    /// The index.
    pub index: IndexNote,
    /// Every warning.
    pub warnings: Vec<Warning>,
}

/// Versions of the programs that made the results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// nianlun.
    pub nianlun: String,
    /// The segmentation with its dictionary.
    pub segmenter: String,
    /// tantivy, whose files the index consists of.
    pub tantivy: String,
    /// polars, which writes the tables.
    pub polars: String,
}

named! {
    /// What an input is.
    pub enum InputKind: "kind of input" {
        /// Pipeline, codebook, manifest, dictionary, published stages.
        Configuration = "configuration",
        /// A text of the corpus.
        Text = "text",
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its name, as the pipeline or the manifest writes it.
    pub file: String,
    /// What it is; missing in results of format 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<InputKind>,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HashedFile {
    /// Its name in the results folder.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// What the provenance says of the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexNote {
    /// How many documents it has.
    pub documents: usize,
    /// Its folder.
    pub folder: String,
    /// Why its hashes are not here.
    pub note: String,
}

impl IndexNote {
    /// The note on an index of `documents` documents.
    pub fn new(documents: usize) -> Self {
        IndexNote {
            documents,
            folder: INDEX.to_owned(),
            note: "not hashed: tantivy names its files at random; the index follows from the inputs above"
                .to_owned(),
        }
    }
}

/// Every setting in force, defaults included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsInForce {
    /// What a reader must know about the texts.
    pub note: Option<String>,
    /// Which column of tables holds what.
    pub columns: BTreeMap<String, String>,
    /// The facts that names of folders give.
    #[serde(rename = "by-folder")]
    pub by_folder: Vec<String>,
    /// Added to years found in names.
    pub offset: Year,
    /// The encoding that all files are in, where the pipeline says so.
    pub encoding: Option<String>,
    /// What to do with repeated texts: `one`, `all`, or nothing where it follows from the corpus.
    pub keep: Option<String>,
    /// First and last year of the study.
    pub years: Option<(Year, Year)>,
    /// Counting rule.
    pub rule: Rule,
    /// The unit of rates: hits per 10,000 of it.
    pub exposure: Exposure,
    /// Limits counting to passages with an anchor word.
    pub scope: Option<ScopeInForce>,
    /// User dictionary of the segmentation.
    pub dictionary: Option<String>,
    /// Dimensions that the stages are estimated from; empty means all.
    pub dimensions: Vec<String>,
    /// Fewest years of a stage.
    pub minimum_length: usize,
    /// Most stages.
    pub maximum: usize,
    /// File of published stages.
    pub published: Option<String>,
    /// Whether error rates were simulated for this corpus.
    #[serde(default)]
    pub calibrate: bool,
}

/// The scope in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeInForce {
    /// What a passage is.
    pub unit: Unit,
    /// Anchor words: a passage must contain one.
    pub anchors: Vec<String>,
    /// `scope` where the exposure is that of the passages, else `all`.
    pub exposure: String,
}

impl SettingsInForce {
    /// The decisions that findings depend on.
    pub fn decisions(&self, seed: u64) -> Decisions {
        Decisions {
            years: self.years,
            rule: self.rule,
            exposure: self.exposure,
            dimensions: self.dimensions.clone(),
            stages: nianlun_stages::Settings { minimum_length: self.minimum_length, maximum: self.maximum },
            seed,
            calibrate: self.calibrate,
        }
    }
}

impl Provenance {
    /// Reads the file in `folder`, whatever its format.
    ///
    /// # Errors
    /// The file is missing, or is no provenance of a run.
    pub fn read(folder: &Path) -> Result<Self, Problem> {
        let shown = folder.join(PROVENANCE).display().to_string();
        let no_results = |cause: String| {
            Problem::new("these are no results of a run")
                .in_file(&shown)
                .because(cause)
                .hint("name a results folder, e.g. out/shanghai, or run the pipeline again")
        };
        let bytes = std::fs::read(folder.join(PROVENANCE)).map_err(|error| no_results(error.to_string()))?;
        serde_json::from_slice(&bytes).map_err(|error| no_results(error.to_string()))
    }

    /// Refuses results of another format than this version writes.
    ///
    /// # Errors
    /// The format is older or newer.
    pub fn check_format(&self, folder: &Path) -> Result<(), Problem> {
        if self.format == FORMAT {
            return Ok(());
        }
        let shown = folder.display();
        let (whose, hint) = if self.format < FORMAT {
            ("an earlier", "run the pipeline again: what was found out from the texts is kept and used")
        } else {
            ("a later", "use that version of nianlun, or run the pipeline again with this one")
        };
        Err(Problem::new(format!("the results in `{shown}` are of {whose} version of nianlun"))
            .because(format!("their format is {}, this version reads {FORMAT}", self.format))
            .hint(hint))
    }

    /// The bytes of the file, its keys in the order of the alphabet.
    ///
    /// # Errors
    /// A fault of ours.
    pub fn to_json(&self) -> serde_json::Result<Vec<u8>> {
        json(self)
    }

    /// The inputs that are configuration.
    pub fn configuration(&self) -> impl Iterator<Item = &Input> {
        self.inputs.iter().filter(|input| input.kind == Some(InputKind::Configuration))
    }

    /// The decisions that the findings rest on.
    pub fn decisions(&self) -> Decisions {
        self.settings.decisions(self.seed)
    }
}

/// `value` as indented JSON, its keys in alphabetical order.
///
/// # Errors
/// A fault of ours.
pub(crate) fn json(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut json = serde_json::to_vec_pretty(&serde_json::to_value(value)?)?;
    json.push(b'\n');
    Ok(json)
}
