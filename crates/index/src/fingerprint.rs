//! What made an index: versions and the segmentation. A query must be cut as the texts were cut, and an
//! index of another version or segmentation must be made anew.

use crate::error::{Error, Stale};
use crate::schema::VERSION;
use nianlun_segment::Segmenter;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Version of tantivy, whose files an index consists of; a test compares it with `Cargo.lock`.
pub const TANTIVY_VERSION: &str = "0.27.0";

/// Where it is kept in the folder of the index.
pub(crate) const FILE: &str = "fingerprint.json";

/// What made an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fingerprint {
    version: u32,
    tantivy: String,
    segmentation: String,
}

impl Fingerprint {
    /// The fingerprint of an index that is made now.
    pub fn current(segmenter: &dyn Segmenter) -> Self {
        Fingerprint {
            version: VERSION,
            tantivy: TANTIVY_VERSION.to_owned(),
            segmentation: segmenter.fingerprint(),
        }
    }

    /// Writes it into the folder of an index.
    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        let json = serde_json::to_string_pretty(self).map_err(|e| Error::SystemError(e.to_string()))?;
        std::fs::write(folder.join(FILE), json + "\n").map_err(Error::from)
    }

    /// Reads that of the index in `folder`.
    pub fn read(folder: &Path) -> Result<Self, Stale> {
        if !folder.join("meta.json").is_file() {
            return Err(Stale::Missing);
        }
        let Ok(json) = std::fs::read_to_string(folder.join(FILE)) else {
            return Err(Stale::Version); // the first version of nianlun wrote none
        };
        serde_json::from_str(&json).map_err(|error| Stale::Damaged(error.to_string()))
    }

    /// Makes sure that an index with this fingerprint can be updated by what has the fingerprint `now`.
    pub fn matches(&self, now: &Fingerprint) -> Result<(), Stale> {
        self.readable()?;
        if self.segmentation != now.segmentation {
            return Err(Stale::Segmentation(self.segmentation.clone(), now.segmentation.clone()));
        }
        Ok(())
    }

    /// Makes sure that this version can read an index with this fingerprint.
    pub fn readable(&self) -> Result<(), Stale> {
        let same = self.version == VERSION && self.tantivy == TANTIVY_VERSION;
        if same { Ok(()) } else { Err(Stale::Version) }
    }
}
