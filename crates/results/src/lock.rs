//! `pipeline.lock`: what results were made from, part by part, and the hash of every file.
//!
//! The next run compares it with what it finds and does again only what is no longer so. [`crate::verify`]
//! compares it with the files. Its own digest names the run: no clock and no chance are in it.

use crate::files::LOCK;
use nianlun_digest::sha256_hex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

const HEADING_OF_RUN: &str = "\
# What these results were made from. The next run of nianlun compares it with what it finds and does\n\
# again only what changed. Delete the file, or run with --again, to have everything done again.\n\n";

const HEADING_OF_DERIVED: &str = "\
# The hash of every file beside this one. `nianlun verify` compares them; provenance.json says what they\n\
# were made of.\n\n";

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Lock {
    /// A hash or name of each part; none for what was made of a run.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub made_from: BTreeMap<String, String>,
    /// How the run ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Ended>,
    /// SHA-256 of every file of the folder but the lock itself, by its name; `index` and `cache` keep
    /// the lists of their files themselves, since their bytes may depend on earlier runs.
    pub outputs: BTreeMap<String, String>,
}

/// How a run ended, as far as its exit code tells.
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
    /// The lock of the results in `folder`; nothing where there is none that can be read.
    pub fn read(folder: &Path) -> Option<Self> {
        toml::from_str(&std::fs::read_to_string(folder.join(LOCK)).ok()?).ok()
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

    /// The name of the run: the SHA-256 of the file in `folder`.
    ///
    /// # Errors
    /// There is none.
    pub fn digest(folder: &Path) -> std::io::Result<String> {
        Ok(sha256_hex(&std::fs::read(folder.join(LOCK))?))
    }
}
