//! Makes the index of a run: updates a copy of the earlier index, or creates a new one.

use nianlun_index::{Error, IndexBuilder, Stale};
use nianlun_segment::Segmenter;
use nianlun_types::DocumentRow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// How a text compares with the earlier index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Was {
    /// The earlier index does not hold it.
    New,
    /// The earlier index holds another version of it.
    Changed,
    /// The earlier index holds this version of it.
    Same,
}

/// An index that is being written.
pub struct Indexing {
    /// Writes the index.
    pub builder: IndexBuilder,
    /// The mark of each document in the earlier index, by identifier.
    earlier: BTreeMap<String, u64>,
    /// Why the earlier index could not be updated; nothing where it was.
    pub anew: Option<Stale>,
}

impl Indexing {
    /// Begins an index in the empty folder `to`. Copies the index in `from` to update it; creates a new
    /// one where there is none, or where it is damaged, of another version or of another segmentation.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn begin(from: Option<&Path>, to: &Path, segmenter: &dyn Segmenter) -> Result<Self, Error> {
        let update = |from: &Path| -> Result<(IndexBuilder, BTreeMap<String, u64>), Stale> {
            let damaged = |error: &dyn std::fmt::Display| Stale::Damaged(error.to_string());
            nianlun_index::copy(from, to)?;
            let builder = IndexBuilder::update(to, segmenter)?;
            let earlier = builder.marks().map_err(|e| damaged(&e))?;
            Ok((builder, earlier))
        };
        match from.ok_or(Stale::Missing).and_then(update) {
            Ok((builder, earlier)) => Ok(Indexing { builder, earlier, anew: None }),
            Err(stale) => {
                std::fs::remove_dir_all(to)?;
                std::fs::create_dir(to)?;
                let builder = IndexBuilder::create(to, segmenter)?;
                Ok(Indexing { builder, earlier: BTreeMap::new(), anew: Some(stale) })
            }
        }
    }

    /// Compares a document with the earlier index by its mark. A changed document is removed.
    pub fn was(&self, id: &str, mark: u64) -> Was {
        match self.earlier.get(id) {
            None => Was::New,
            Some(earlier) if *earlier == mark => Was::Same,
            Some(_) => {
                self.builder.remove(id);
                Was::Changed
            }
        }
    }

    /// Removes the documents that are no longer among `documents`, and commits. Returns how many it
    /// removed. An index without any change is not written again.
    ///
    /// # Errors
    /// The index cannot be written.
    pub fn finish(self, documents: &[DocumentRow], was: &BTreeMap<Was, usize>) -> Result<usize, Error> {
        let there: BTreeSet<&str> = documents.iter().map(|d| d.id.as_str()).collect();
        let mut gone = 0;
        for id in self.earlier.keys().filter(|id| !there.contains(id.as_str())) {
            self.builder.remove(id);
            gone += 1;
        }
        let untouched = self.anew.is_none() && gone == 0 && was.keys().all(|was| *was == Was::Same);
        if !untouched {
            self.builder.finish()?;
        }
        Ok(gone)
    }
}
