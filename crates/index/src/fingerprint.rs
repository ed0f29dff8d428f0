//! What made an index: a query must be read as the texts were, and an index that was made otherwise
//! must be made anew.

use crate::error::{Error, Stale};
use crate::schema::VERSION;
use nianlun_segment::Segmenter;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Version of tantivy, whose files an index consists of; a test compares it with `Cargo.lock`.
pub const TANTIVY_VERSION: &str = "0.27.0";

/// Where it is kept in the folder of the index.
pub(crate) const FILE: &str = "fingerprint.json";

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fingerprint {
    version: u32,
    tantivy: String,
    segmentation: String,
}

impl Fingerprint {
    pub fn of(segmenter: &dyn Segmenter) -> Self {
        Fingerprint {
            version: VERSION,
            tantivy: TANTIVY_VERSION.to_owned(),
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
        let same = self.version == VERSION && self.tantivy == TANTIVY_VERSION;
        if same { Ok(()) } else { Err(Stale::Version) }
    }
}
