//! The index of a run: that of the earlier run brought up to date, or one made anew.

use nianlun_index::{Error, IndexBuilder, Stale};
use nianlun_segment::Segmenter;
use nianlun_types::DocumentRow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What a text was to the earlier index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Was {
    /// It was not there.
    New,
    /// It is not as it was.
    Changed,
    /// It is as it was.
    Same,
}

/// An index in the making.
pub struct Indexing {
    /// Writes it.
    pub builder: IndexBuilder,
    /// The documents that it held before, each with its mark.
    earlier: BTreeMap<String, u64>,
    /// Why it is made anew, if it is.
    pub anew: Option<Stale>,
}

impl Indexing {
    /// Begins an index in the empty folder `to`: with what the index in `from` holds, unless there is
    /// none or it must be made anew.
    ///
    /// # Errors
    /// It cannot be written.
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

    /// What the document with this mark was; one that is not as it was goes out.
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

    /// Takes out what is not among `documents` any more, and makes everything visible; says how many
    /// went.
    ///
    /// # Errors
    /// It cannot be written.
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
