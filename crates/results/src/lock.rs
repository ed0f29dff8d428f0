//! `pipeline.lock`: hashes of the parts that results were made from, and of every file.
//!
//! The next run compares the parts to decide whether there is work; [`crate::verify`] compares the files. The
//! digest of the lock names the run. It contains no time and no random number.

use crate::files::LOCK;
use crate::unreadable;
use nianlun_digest::sha256_hex;
use nianlun_types::Problem;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

const HEADING_OF_RUN: &str = "\
# What these results were made from. The next run of nianlun compares it with what it finds and does\n\
# again only what changed. Delete the file, or run with --again, to have everything done again.\n\n";

const HEADING_OF_DERIVED: &str = "\
# The hash of every file beside this one. `nianlun verify` compares them; provenance.json says what they\n\
# were made of.\n\n";

/// The contents of the file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Lock {
    /// A hash or name of each part; empty in a derived folder.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub made_from: BTreeMap<String, String>,
    /// How the run ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Ended>,
    /// SHA-256 of every file of the folder but the lock itself, by its name. `index` and `cache` keep lists
    /// of their own, since their bytes may depend on earlier runs.
    pub outputs: BTreeMap<String, String>,
}

/// The facts of a run that the exit code depends on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// Texts set aside.
    pub set_aside: usize,
    /// Texts or tables read with a doubt.
    pub doubtful: usize,
    /// Whether stages could not be judged.
    pub refused: bool,
}

impl Lock {
    /// The lock of the results in `folder`; `None` where it is missing or damaged.
    pub fn read(folder: &Path) -> Option<Self> {
        Lock::read_with_digest(folder).ok().map(|(lock, _)| lock)
    }

    /// The lock of the results in `folder` and its SHA-256, which names the run.
    ///
    /// # Errors
    /// The file is missing or damaged.
    pub(crate) fn read_with_digest(folder: &Path) -> Result<(Self, String), Problem> {
        let text = std::fs::read_to_string(folder.join(LOCK)).map_err(|error| unreadable(LOCK, error))?;
        let lock = toml::from_str(&text).map_err(|error| unreadable(LOCK, error.message()))?;
        Ok((lock, sha256_hex(text.as_bytes())))
    }

    /// The text of the file.
    ///
    /// # Errors
    /// A fault of ours.
    pub fn text(&self) -> std::io::Result<String> {
        let text = toml::to_string(self).map_err(std::io::Error::other)?;
        let heading = if self.result.is_some() { HEADING_OF_RUN } else { HEADING_OF_DERIVED };
        Ok(format!("{heading}{text}"))
    }
}
