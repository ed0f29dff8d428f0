//! Writing an index: every thread fills segments of its own, one list joins them.
//!
//! tantivy's own writer keeps a queue of up to 10,000 documents; here a document is indexed on the
//! thread that segmented it and forgotten, so that memory does not grow with the corpus. An index
//! that is there already is brought up to date in the same way: new segments, and marks on the
//! documents of the old ones that went.

use crate::document::DocumentToIndex;
use crate::error::{Error, Stale};
use crate::fingerprint::Fingerprint;
use crate::schema::{Fields, schema};
use crate::segment::SegmentBuilder;
use nianlun_segment::Segmenter;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use tantivy::directory::TerminatingWrite as _;
use tantivy::fastfield::write_alive_bitset;
use tantivy::index::{Index, Segment, SegmentComponent, SegmentMeta, SegmentReader};
use tantivy::indexer::{IndexWriter, NoMergePolicy};
use tantivy::{BitSet, Directory, IndexMeta};

/// Bytes of memory after which a thread begins a new segment.
const SEGMENT_MEMORY: usize = 64 << 20;
/// An updated index of more segments than this is joined to one: every query walks through each.
const MOST_SEGMENTS: usize = 12;

/// An index that is being written.
pub struct IndexBuilder {
    index: Index,
    fields: Fields,
    finished: Mutex<Vec<SegmentMeta>>,
    /// Documents of an earlier index that go.
    removed: Mutex<BTreeSet<String>>,
    updates: bool,
}

impl IndexBuilder {
    /// Begins an index in an empty folder, for texts that `segmenter` cuts.
    pub fn create(folder: &Path, segmenter: &dyn Segmenter) -> Result<Self, Error> {
        let (schema, fields) = schema();
        let index = Index::create_in_dir(folder, schema)?;
        Fingerprint::of(segmenter).write(folder)?;
        Ok(IndexBuilder {
            index,
            fields,
            finished: Mutex::default(),
            removed: Mutex::default(),
            updates: false,
        })
    }

    /// Goes on with the index in `folder`. Add what is new; remove what went; remove, then add what
    /// changed. Nothing changes on disk before [`IndexBuilder::finish`], which changes it in one step.
    ///
    /// # Errors
    /// The index must be built anew, and why: it is missing or damaged, or another version or another
    /// segmentation made it.
    pub fn update(folder: &Path, segmenter: &dyn Segmenter) -> Result<Self, Stale> {
        Fingerprint::read(folder)?.matches(&Fingerprint::of(segmenter))?;
        let damaged = |error: Error| Stale::Damaged(error.to_string());
        let index = Index::open_in_dir(folder).map_err(damaged)?;
        let (expected, fields) = schema();
        if index.schema() != expected {
            return Err(Stale::Version);
        }
        // Every file of tantivy ends with its checksum.
        let changed = index.validate_checksum().map_err(damaged)?;
        if let Some(file) = changed.into_iter().min() {
            return Err(Stale::Damaged(format!("`{}` was changed since it was written", file.display())));
        }
        Ok(IndexBuilder {
            index,
            fields,
            finished: Mutex::default(),
            removed: Mutex::default(),
            updates: true,
        })
    }

    /// The documents that the index holds before the update: identifier and mark.
    pub fn marks(&self) -> Result<BTreeMap<String, u64>, Error> {
        let searcher = self.index.reader()?.searcher();
        let mut marks = BTreeMap::new();
        for reader in searcher.segment_readers() {
            let Some(ids) = reader.fast_fields().str("id")? else { continue };
            let of_document = reader.fast_fields().u64("mark")?;
            for doc in reader.doc_ids_alive() {
                let (Some(ord), Some(mark)) = (ids.term_ords(doc).next(), of_document.first(doc)) else {
                    continue;
                };
                let mut id = String::new();
                ids.ord_to_str(ord, &mut id)?;
                marks.insert(id, mark);
            }
        }
        Ok(marks)
    }

    /// Takes a document of the earlier index out of it; nothing happens where there is none.
    pub fn remove(&self, id: &str) {
        self.removed.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned());
    }

    /// A writer for one thread.
    pub fn shard(&self) -> ShardWriter<'_> {
        ShardWriter { builder: self, current: None }
    }

    /// Makes everything that finished shards wrote visible, and what was removed invisible.
    pub fn finish(self) -> Result<(), Error> {
        let removed = self.removed.into_inner().unwrap_or_else(PoisonError::into_inner);
        let earlier = self.index.load_metas()?;
        let opstamp = earlier.opstamp + 1;
        let mut segments = self.finished.into_inner().unwrap_or_else(PoisonError::into_inner);
        for segment in self.index.searchable_segments()? {
            segments.extend(without(segment, &removed, opstamp)?);
        }
        segments.sort_by_key(|segment| std::cmp::Reverse(segment.max_doc()));
        let meta = IndexMeta { segments, opstamp, ..earlier };
        let json = serde_json::to_vec_pretty(&meta).map_err(|e| Error::SystemError(e.to_string()))?;
        self.index.directory().sync_directory()?;
        self.index.directory().atomic_write(Path::new("meta.json"), &json)?;
        if self.updates { tidy(&self.index) } else { Ok(()) }
    }
}

/// A segment of the earlier index without the documents `removed`; nothing where none is left.
fn without(segment: Segment, removed: &BTreeSet<String>, opstamp: u64) -> Result<Option<SegmentMeta>, Error> {
    let reader = SegmentReader::open(&segment)?;
    let mut alive = BitSet::with_max_value_and_full(reader.max_doc());
    for doc in 0..reader.max_doc() {
        if reader.alive_bitset().is_some_and(|before| before.is_deleted(doc)) {
            alive.remove(doc);
        }
    }
    if let Some(ids) = reader.fast_fields().str("id")? {
        let mut gone = BTreeSet::new();
        for id in removed {
            gone.extend(ids.dictionary().term_ord(id.as_bytes())?);
        }
        let goes = |doc: &u32| ids.term_ords(*doc).next().is_some_and(|ord| gone.contains(&ord));
        (0..reader.max_doc()).filter(goes).for_each(|doc| alive.remove(doc));
    }
    let dead = reader.max_doc() - alive.len() as u32;
    if dead == reader.max_doc() {
        return Ok(None);
    }
    if dead == segment.meta().num_deleted_docs() {
        return Ok(Some(segment.meta().clone()));
    }
    let segment = segment.with_delete_meta(dead, opstamp);
    let mut file = segment.open_write(SegmentComponent::Delete)?;
    write_alive_bitset(&alive, &mut file)?;
    file.terminate()?;
    Ok(Some(segment.meta().clone()))
}

/// Joins the segments where they became many, and deletes files that no segment needs any more.
fn tidy(index: &Index) -> Result<(), Error> {
    // tantivy's own writer is good for this: nothing is queued.
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 16 << 20)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let segments = index.searchable_segment_ids()?;
    if segments.len() > MOST_SEGMENTS {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()
}

/// Fills segments on one thread.
pub struct ShardWriter<'b> {
    builder: &'b IndexBuilder,
    current: Option<SegmentBuilder>,
}

impl ShardWriter<'_> {
    /// Indexes one document.
    pub fn add(&mut self, document: DocumentToIndex<'_>) -> Result<(), Error> {
        let segment = match &mut self.current {
            Some(current) => current,
            none => none.insert(SegmentBuilder::new(&self.builder.index, self.builder.fields)?),
        };
        segment.add(&document)?;
        if segment.memory() > SEGMENT_MEMORY { self.flush() } else { Ok(()) }
    }

    /// Writes what is left; without it the shard's last documents are lost.
    pub fn finish(mut self) -> Result<(), Error> {
        self.flush()
    }

    fn flush(&mut self) -> Result<(), Error> {
        if let Some(segment) = self.current.take() {
            let meta = segment.finish()?;
            self.builder.finished.lock().unwrap_or_else(PoisonError::into_inner).push(meta);
        }
        Ok(())
    }
}
