//! What made an index: a query must be read as the texts were, and an index that was made otherwise
//! must be made anew.

use crate::Error;
use crate::schema::VERSION;
use nianlun_segment::Segmenter;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;

const FILE: &str = "fingerprint.json";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fingerprint {
    version: u32,
    tantivy: String,
    segmentation: String,
}

/// Why an index must be made anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stale {
    /// There is none.
    Missing,
    /// It cannot be read.
    Damaged(String),
    /// Another version of nianlun made it.
    Version,
    /// Its texts were cut otherwise: by what, and by what now.
    Segmentation(String, String),
}

impl fmt::Display for Stale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stale::Missing => write!(f, "there is no index yet"),
            Stale::Damaged(cause) => write!(f, "the index is damaged: {cause}"),
            Stale::Version => write!(f, "the index was made by another version of nianlun"),
            Stale::Segmentation(then, now) => {
                write!(f, "the index was cut by `{then}`, and would now be cut by `{now}`")
            }
        }
    }
}

impl std::error::Error for Stale {}

impl Fingerprint {
    pub fn of(segmenter: &dyn Segmenter) -> Self {
        Fingerprint {
            version: VERSION,
            tantivy: crate::TANTIVY_VERSION.to_owned(),
            segmentation: segmenter.fingerprint(),
        }
    }

    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        let json = serde_json::to_string_pretty(self).map_err(|e| Error::SystemError(e.to_string()))?;
        std::fs::write(folder.join(FILE), json + "\n").map_err(Error::from)
    }

    pub fn read(folder: &Path) -> Result<Self, Stale> {
        if !folder.join("meta.json").is_file() {
            return Err(Stale::Missing);
        }
        let Ok(json) = std::fs::read_to_string(folder.join(FILE)) else {
            return Err(Stale::Version); // the first version wrote none
        };
        serde_json::from_str(&json).map_err(|error| Stale::Damaged(error.to_string()))
    }

    /// Whether what `self` made can be gone on with by `now`.
    pub fn matches(&self, now: &Fingerprint) -> Result<(), Stale> {
        self.readable()?;
        if self.segmentation != now.segmentation {
            return Err(Stale::Segmentation(self.segmentation.clone(), now.segmentation.clone()));
        }
        Ok(())
    }

    /// Whether this version can read what `self` made.
    pub fn readable(&self) -> Result<(), Stale> {
        let same = self.version == VERSION && self.tantivy == crate::TANTIVY_VERSION;
        if same { Ok(()) } else { Err(Stale::Version) }
    }
}
