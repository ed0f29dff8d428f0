//! Writing an index: every thread fills segments of its own, and `meta.json` lists the segments.
//!
//! tantivy's own writer keeps a queue of up to 10,000 documents. Here the thread that segments a
//! document also indexes it and forgets it, so that memory does not grow with the corpus. An update of
//! an earlier index works in the same way: it adds segments, and marks the removed documents of the
//! earlier segments as deleted.

use crate::document::DocumentToIndex;
use crate::error::{Error, Stale};
use crate::files::{FileList, MANAGED};
use crate::fingerprint::{self, Fingerprint};
use crate::schema::{Fields, open, schema};
use crate::segment::SegmentBuilder;
use nianlun_segment::Segmenter;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
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
    folder: PathBuf,
    index: Index,
    fields: Fields,
    /// The new segments.
    finished: Mutex<Vec<SegmentMeta>>,
    /// The hashes of files that are known already: of the earlier index, and of new segments.
    files: Mutex<FileList>,
    /// Documents of an earlier index that go.
    removed: Mutex<BTreeSet<String>>,
    updates: bool,
}

impl IndexBuilder {
    /// Begins an index in an empty folder, for texts that `segmenter` cuts.
    pub fn create(folder: &Path, segmenter: &dyn Segmenter) -> Result<Self, Error> {
        let (schema, fields) = schema();
        let index = Index::create_in_dir(folder, schema)?;
        Fingerprint::current(segmenter).write(folder)?;
        Ok(IndexBuilder::new(folder, index, fields, FileList::default(), false))
    }

    /// Begins an update of the index in `folder`. Add what is new; remove what went; remove, then add
    /// what changed. [`IndexBuilder::finish`] makes all of it visible in one step; before that, readers
    /// see the earlier index.
    ///
    /// The update trusts tantivy's checksums (CRC-32) for the files of segments, since SHA-256 takes many
    /// times as long. It copies their earlier hashes unseen: a file that somebody replaced stays `Changed`
    /// to [`verify`](crate::verify).
    ///
    /// # Errors
    /// The index must be built anew, and why: it is missing or damaged, or another version or another
    /// segmentation made it.
    pub fn update(folder: &Path, segmenter: &dyn Segmenter) -> Result<Self, Stale> {
        Fingerprint::read(folder)?.matches(&Fingerprint::current(segmenter))?;
        let files = FileList::read(folder)?;
        files.check(folder, |name| name.ends_with(".json"))?; // these have no checksum of tantivy's
        let (index, fields) = open(folder)?;
        let damaged = |error: Error| Stale::Damaged(error.to_string());
        let changed = index.validate_checksum().map_err(damaged)?;
        if let Some(file) = changed.into_iter().min() {
            return Err(Stale::Damaged(format!("`{}` was changed since it was written", file.display())));
        }
        Ok(IndexBuilder::new(folder, index, fields, files.lasting(), true))
    }

    fn new(folder: &Path, index: Index, fields: Fields, files: FileList, updates: bool) -> Self {
        IndexBuilder {
            folder: folder.to_owned(),
            index,
            fields,
            finished: Mutex::default(),
            files: Mutex::new(files),
            removed: Mutex::default(),
            updates,
        }
    }

    /// The documents that the index holds before the update: identifier and mark.
    pub fn marks(&self) -> Result<BTreeMap<String, u64>, Error> {
        let searcher = self.index.reader()?.searcher();
        let mut marks = BTreeMap::new();
        for reader in searcher.segment_readers() {
            let Some(ids) = reader.fast_fields().str("id")? else { continue };
            let mark_column = reader.fast_fields().u64("mark")?;
            for doc in reader.doc_ids_alive() {
                let (Some(ord), Some(mark)) = (ids.term_ords(doc).next(), mark_column.first(doc)) else {
                    continue;
                };
                let mut id = String::new();
                ids.ord_to_str(ord, &mut id)?;
                marks.insert(id, mark);
            }
        }
        Ok(marks)
    }

    /// Removes a document of the earlier index; nothing happens where there is none.
    pub fn remove(&self, id: &str) {
        self.removed.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned());
    }

    /// A writer for one thread.
    pub fn shard(&self) -> ShardWriter<'_> {
        ShardWriter { builder: self, current: None }
    }

    /// Makes visible what finished shards wrote, makes invisible what was removed, and lists the files.
    pub fn finish(self) -> Result<(), Error> {
        let removed = self.removed.into_inner().unwrap_or_else(PoisonError::into_inner);
        let earlier = self.index.load_metas()?;
        let opstamp = earlier.opstamp + 1;
        let mut segments = self.finished.into_inner().unwrap_or_else(PoisonError::into_inner);
        for segment in self.index.searchable_segments()? {
            segments.extend(remaining(segment, &removed, opstamp)?);
        }
        // The largest first; the order of equals does not show in any answer.
        segments.sort_by_key(|segment| std::cmp::Reverse(segment.max_doc()));
        let meta = IndexMeta { segments, opstamp, ..earlier };
        let json = serde_json::to_vec_pretty(&meta).map_err(|e| Error::SystemError(e.to_string()))?;
        self.index.directory().sync_directory()?;
        self.index.directory().atomic_write(Path::new("meta.json"), &json)?;
        if self.updates {
            tidy(&self.index)?;
        }
        // Last: the list must be true of all that is written before.
        let known = self.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        known.complete(&self.folder, &own_files(&self.index))?.write(&self.folder)
    }
}

/// The names of all files that make up the index.
fn own_files(index: &Index) -> BTreeSet<String> {
    let managed = index.directory().list_managed_files();
    let names = managed.into_iter().map(|path| path.to_string_lossy().into_owned());
    names.chain([MANAGED.to_owned(), fingerprint::FILE.to_owned()]).collect()
}

/// What remains of a segment of the earlier index without the documents `removed`; nothing where no
/// document remains.
///
/// The files of the segment stay as they are. A new file (`.del`) says which documents are alive; its
/// name has the `opstamp`, so that readers of the earlier index still find their own.
fn remaining(
    segment: Segment,
    removed: &BTreeSet<String>,
    opstamp: u64,
) -> Result<Option<SegmentMeta>, Error> {
    let reader = SegmentReader::open(&segment)?;
    let mut alive = BitSet::with_max_value_and_full(reader.max_doc());
    for doc in 0..reader.max_doc() {
        if reader.alive_bitset().is_some_and(|before| before.is_deleted(doc)) {
            alive.remove(doc);
        }
    }
    if let Some(ids) = reader.fast_fields().str("id")? {
        // The column holds ordinals of ids: compared as numbers, no id is decoded.
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
    // Nothing of this segment was removed now: its earlier `.del` stays true.
    if dead == segment.meta().num_deleted_docs() {
        return Ok(Some(segment.meta().clone()));
    }
    let segment = segment.with_delete_meta(dead, opstamp);
    let mut file = segment.open_write(SegmentComponent::Delete)?;
    write_alive_bitset(&alive, &mut file)?;
    file.terminate()?;
    Ok(Some(segment.meta().clone()))
}

/// Joins the segments where they are many, and deletes the files that no segment needs any more.
fn tidy(index: &Index) -> Result<(), Error> {
    // tantivy's own writer does this well, and queues no document here. It merges only on demand.
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 16 << 20)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let segments = index.searchable_segment_ids()?;
    if segments.len() > MOST_SEGMENTS {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()
}

/// Fills segments, one after the other, on one thread.
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

    /// Writes the last segment; without this call its documents are lost.
    pub fn finish(mut self) -> Result<(), Error> {
        self.flush()
    }

    /// Writes the segment at hand.
    fn flush(&mut self) -> Result<(), Error> {
        if let Some(segment) = self.current.take() {
            let IndexBuilder { folder, index, finished, files, .. } = self.builder;
            let meta = segment.finish()?;
            // Each thread hashes its own files, while the system still holds them in memory.
            let uuid = meta.id().uuid_string();
            let mut hashed = FileList::default();
            for name in own_files(index).iter().filter(|name| name.starts_with(&uuid)) {
                hashed.add(folder, name)?;
            }
            files.lock().unwrap_or_else(PoisonError::into_inner).extend(hashed);
            finished.lock().unwrap_or_else(PoisonError::into_inner).push(meta);
        }
        Ok(())
    }
}
