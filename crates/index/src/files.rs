//! The list of the index's own files, each with its SHA-256, kept in the index itself as `files.json`.
//!
//! The list holds the files of all segments, `fingerprint.json`, and the two files that tantivy
//! rewrites with each change: `meta.json` (the segments) and `.managed.json` (the files that tantivy
//! may delete). It does not hold
//! - itself;
//! - `.tantivy-*.lock`: tantivy makes these empty files whenever somebody opens the index to read it.
//!
//! A file of a segment keeps its bytes from the moment it is written. Its hash is therefore computed
//! once, by the thread that writes it, and copied from list to list in later updates.

use crate::error::{Error, Stale};
use crate::fingerprint::Fingerprint;
use crate::schema::open;
use nianlun_digest::sha256_of;
use nianlun_segment::Segmenter;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// The list.
const LIST: &str = "files.json";
/// The same while it is written.
const UNFINISHED_LIST: &str = "files.json.new";
/// The files that tantivy may delete.
pub(crate) const MANAGED: &str = ".managed.json";
/// What tantivy rewrites with each change of the index.
const REWRITTEN: [&str; 2] = ["meta.json", MANAGED];

/// How a file of the index folder compares with the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It holds the bytes that the index wrote.
    Whole,
    /// It holds other bytes.
    Changed,
    /// The list names it, and the folder does not have it.
    Missing,
    /// The folder has it, and the list does not name it.
    NotOurs,
}

/// A file of the index folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileState {
    /// Its name.
    pub name: String,
    /// How it compares with the list.
    pub state: State,
}

/// Compares the files of the index in `folder` with the list of its files: all that the list names and
/// all that the folder has, by name. It reads each once.
///
/// # Errors
/// There is no index, it has no list since an older version made it, or a file cannot be read.
pub fn verify(folder: &Path) -> Result<Vec<FileState>, Stale> {
    let FileList(listed) = FileList::read(folder)?;
    let mut names = present(folder).map_err(|error| Stale::Damaged(error.to_string()))?;
    names.extend(listed.keys().cloned());
    let compared = names.into_iter().map(|name| {
        let state = match listed.get(&name) {
            Some(sha256) => state(folder, &name, sha256)?,
            None => State::NotOurs,
        };
        Ok(FileState { name, state })
    });
    compared.collect()
}

/// Asks whether the index in `folder` is whole and can be updated with texts that `segmenter` cuts. It
/// reads every file of the index once and changes nothing.
///
/// # Errors
/// The index must be built anew, and why.
pub fn check(folder: &Path, segmenter: &dyn Segmenter) -> Result<(), Stale> {
    Fingerprint::read(folder)?.matches(&Fingerprint::current(segmenter))?;
    FileList::read(folder)?.check(folder, |_| true)?;
    open(folder).map(|_| ())
}

/// Gives the empty folder `to` the files of the index in `from`, and no others. Files of segments never
/// change once they are written, so that both folders may have the same file on disk (a hard link); the
/// others are small, and are copied.
///
/// # Errors
/// There is no index, it has no list since an older version made it, or a file cannot be copied.
pub fn copy(from: &Path, to: &Path) -> Result<(), Stale> {
    let FileList(listed) = FileList::read(from)?;
    for name in listed.keys().map(String::as_str).chain([LIST]) {
        let (source, target) = (from.join(name), to.join(name));
        // Some file systems have no hard links.
        if name.ends_with(".json") || fs::hard_link(&source, &target).is_err() {
            fs::copy(&source, &target)
                .map_err(|error| Stale::Damaged(format!("`{name}` cannot be copied: {error}")))?;
        }
    }
    Ok(())
}

/// The SHA-256 of each file of the index, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct FileList(BTreeMap<String, String>);

impl FileList {
    /// Reads the list of the index in `folder`.
    pub fn read(folder: &Path) -> Result<Self, Stale> {
        match fs::read(folder.join(LIST)) {
            Ok(json) => {
                let list: Result<BTreeMap<String, String>, _> = serde_json::from_slice(&json);
                let list = list.map_err(|error| Stale::Damaged(format!("`{LIST}`: {error}")))?;
                // A name with a folder in it would lead out of the index.
                match list.keys().find(|name| Path::new(name).file_name() != Some(name.as_ref())) {
                    Some(name) => Err(Stale::Damaged(format!("`{LIST}` names `{name}`"))),
                    None => Ok(FileList(list)),
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // Versions before the list wrote a whole index without it.
                let index = folder.join("meta.json").is_file();
                Err(if index { Stale::Version } else { Stale::Missing })
            }
            Err(error) => Err(Stale::Damaged(format!("`{LIST}`: {error}"))),
        }
    }

    /// Makes sure that every listed file, of those that are `wanted` by name, holds what the index wrote.
    pub fn check(&self, folder: &Path, wanted: impl Fn(&str) -> bool) -> Result<(), Stale> {
        for (name, sha256) in self.0.iter().filter(|(name, _)| wanted(name)) {
            match state(folder, name, sha256)? {
                State::Whole | State::NotOurs => {}
                State::Changed => {
                    return Err(Stale::Damaged(format!("`{name}` was changed since it was written")));
                }
                State::Missing => return Err(Stale::Damaged(format!("`{name}` is missing"))),
            }
        }
        Ok(())
    }

    /// Writes the list into `folder`, in one step.
    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        let json = serde_json::to_string_pretty(&self.0).map_err(|e| Error::SystemError(e.to_string()))?;
        let unfinished = folder.join(UNFINISHED_LIST);
        let mut file = File::create(&unfinished)?;
        file.write_all((json + "\n").as_bytes())?;
        file.sync_all()?;
        Ok(fs::rename(unfinished, folder.join(LIST))?)
    }

    /// The hashes that stay true while the index changes.
    pub fn lasting(mut self) -> Self {
        self.0.retain(|name, _| !REWRITTEN.contains(&name.as_str()));
        self
    }

    /// Adds the file, unless the list has it already, with the hash of what it holds now.
    pub fn add(&mut self, folder: &Path, name: &str) -> io::Result<()> {
        if !self.0.contains_key(name) {
            self.0.insert(name.to_owned(), sha256_of(File::open(folder.join(name))?)?);
        }
        Ok(())
    }

    /// Takes over the files of `other`.
    pub fn extend(&mut self, other: FileList) {
        self.0.extend(other.0);
    }

    /// Makes this the list of exactly `names`; files that have no hash yet are hashed.
    pub fn complete(mut self, folder: &Path, names: &BTreeSet<String>) -> io::Result<Self> {
        self.0.retain(|name, _| names.contains(name));
        names.iter().try_for_each(|name| self.add(folder, name))?;
        Ok(self)
    }
}

/// Compares a file with the hash that the list has for it.
fn state(folder: &Path, name: &str, listed: &str) -> Result<State, Stale> {
    match File::open(folder.join(name)).and_then(sha256_of) {
        Ok(sha256) if sha256 == listed => Ok(State::Whole),
        Ok(_) => Ok(State::Changed),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(State::Missing),
        Err(error) => Err(Stale::Damaged(format!("`{name}` cannot be read: {error}"))),
    }
}

/// The names of all that lies in `folder`, but for the list and locks.
fn present(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let lock = name.starts_with(".tantivy-") && name.ends_with(".lock");
        if !lock && name != LIST {
            names.insert(name);
        }
    }
    Ok(names)
}
