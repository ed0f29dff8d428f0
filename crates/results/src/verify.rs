//! `nianlun verify`: compares every file of a results folder with the lists in it.

use crate::files::{CACHE, INDEX, LOCK, PROVENANCE};
use crate::lock::Lock;
use nianlun_digest::sha256_of;
use nianlun_types::{Problem, named};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

named! {
    /// How a file of a results folder compares with the lists in it.
    pub enum State: "state of a file" {
        /// Listed, with the same bytes.
        Whole = "whole",
        /// Listed, with other bytes.
        Changed = "changed",
        /// Listed, but absent.
        Missing = "missing",
        /// Present, but in no list.
        NotOurs = "not ours",
        /// Present, in results of a format that did not list it.
        Unlisted = "unlisted",
    }
}

/// The files of a folder and their states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Every file with its state, by name.
    pub files: BTreeMap<String, State>,
}

impl Checked {
    /// Whether every file is unchanged and none was added.
    pub fn is_whole(&self) -> bool {
        self.files.values().all(|state| matches!(state, State::Whole | State::Unlisted))
    }

    /// The first file that was changed or removed. Files that somebody added do not count.
    pub fn first_damaged(&self) -> Option<&str> {
        let damaged = self.files.iter().find(|(_, state)| matches!(state, State::Changed | State::Missing));
        damaged.map(|(name, _)| name.as_str())
    }

    /// How many files have each state.
    pub fn counts(&self) -> Vec<(&'static str, usize)> {
        let count = |state: State| self.files.values().filter(|own| **own == state).count();
        State::ALL.iter().map(|(name, state)| (*name, count(*state))).filter(|(_, n)| *n > 0).collect()
    }
}

/// Checks the folder of a run, or a derived folder.
///
/// # Errors
/// Its lock is missing or damaged, or a folder cannot be read.
pub fn verify(folder: &Path) -> Result<Checked, Problem> {
    let shown = folder.display();
    let Some(lock) = Lock::read(folder) else {
        return Err(Problem::new(format!("`{shown}` cannot be verified"))
            .because(format!("it has no `{LOCK}` that can be read"))
            .hint("name a results folder, e.g. out/shanghai, or run the pipeline again"));
    };
    let cannot = |error: std::io::Error| {
        Problem::new(format!("`{shown}` cannot be verified")).because(error.to_string())
    };
    let mut files = listed(folder, &lock);
    // In format 0 the lock did not name the provenance.
    let old = !lock.outputs.contains_key(PROVENANCE);
    own_lists(folder, &mut files, old).map_err(cannot)?;
    let own_list = |name: &&String| {
        [INDEX, CACHE].iter().any(|part| name.strip_prefix(part).is_some_and(|rest| rest.starts_with('/')))
    };
    for name in names_below(folder, "").map_err(cannot)?.into_iter().filter(|name| !own_list(&name)) {
        let strange = if old && name == PROVENANCE { State::Unlisted } else { State::NotOurs };
        files.entry(name).or_insert(strange);
    }
    files.remove(LOCK);
    Ok(Checked { files })
}

/// The files that the lock names.
fn listed(folder: &Path, lock: &Lock) -> BTreeMap<String, State> {
    let state = |(name, sha256): (&String, &String)| {
        let state = match File::open(folder.join(name)).and_then(sha256_of) {
            Ok(now) if now == *sha256 => State::Whole,
            Ok(_) => State::Changed,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => State::Missing,
            Err(_) => State::Changed,
        };
        (name.clone(), state)
    };
    lock.outputs.iter().map(state).collect()
}

/// The files of the folders that keep their own lists.
fn own_lists(folder: &Path, files: &mut BTreeMap<String, State>, old: bool) -> std::io::Result<()> {
    for part in [INDEX, CACHE] {
        if old && folder.join(part).is_dir() {
            let names = names_below(folder, part)?;
            files.extend(names.into_iter().map(|name| (name, State::Unlisted)));
        }
    }
    // A derived folder has neither.
    if !old && folder.join(INDEX).is_dir() {
        check_index(folder, files);
        check_cache(folder, files)?;
    }
    Ok(())
}

/// Checks the index by its own list.
fn check_index(folder: &Path, files: &mut BTreeMap<String, State>) {
    let name = |file: &str| format!("{INDEX}/{file}");
    match nianlun_index::verify(&folder.join(INDEX)) {
        Ok(listed) => {
            files.insert(name("files.json"), State::Whole);
            files.extend(listed.into_iter().map(|file| (name(&file.name), file.state.into())));
        }
        Err(nianlun_index::Stale::Missing | nianlun_index::Stale::Version) => {
            files.insert(name("files.json"), State::Missing);
        }
        Err(_) => {
            files.insert(name("files.json"), State::Changed);
        }
    }
}

impl From<nianlun_index::State> for State {
    fn from(state: nianlun_index::State) -> Self {
        match state {
            nianlun_index::State::Whole => State::Whole,
            nianlun_index::State::Changed => State::Changed,
            nianlun_index::State::Missing => State::Missing,
            nianlun_index::State::NotOurs => State::NotOurs,
        }
    }
}

/// Checks `cache/kept` by the hash in the file beside it.
fn check_cache(folder: &Path, files: &mut BTreeMap<String, State>) -> std::io::Result<()> {
    let (kept, hash) = (format!("{CACHE}/kept"), format!("{CACHE}/kept.sha256"));
    let Ok(sha256) = std::fs::read_to_string(folder.join(&hash)) else {
        // Anybody may delete the cache, but not one file of it.
        if folder.join(CACHE).is_dir() {
            files.insert(hash, State::Missing);
        }
        return Ok(());
    };
    let state = match File::open(folder.join(&kept)).and_then(sha256_of) {
        Ok(now) if now == sha256.trim() => State::Whole,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => State::Missing,
        _ => State::Changed,
    };
    files.extend([(hash, State::Whole), (kept, state)]);
    for name in names_below(folder, CACHE)? {
        files.entry(name).or_insert(State::NotOurs);
    }
    Ok(())
}

/// Every file below `part` of `folder` at any depth, by its path from `folder` with `/`.
fn names_below(folder: &Path, part: &str) -> std::io::Result<Vec<String>> {
    let mut names = Vec::new();
    let here = if part.is_empty() { folder.to_owned() } else { folder.join(part) };
    for entry in std::fs::read_dir(here)? {
        let entry = entry?;
        let own = entry.file_name().to_string_lossy().into_owned();
        let name = if part.is_empty() { own } else { format!("{part}/{own}") };
        if entry.file_type()?.is_dir() {
            names.extend(names_below(folder, &name)?);
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::Output;

    fn made(folder: &Path) {
        let output = Output::claim(folder).expect("claimed");
        for (name, bytes) in [("a.csv", "a"), ("figures/b.svg", "b"), (PROVENANCE, "{}")] {
            output.put(name, bytes.as_bytes()).expect("written");
        }
        let lock = Lock { outputs: output.hashes(), ..Lock::default() };
        output.put(LOCK, lock.text().expect("text").as_bytes()).expect("written");
        output.swap_in().expect("swapped");
    }

    #[test]
    fn every_file_is_whole_changed_missing_or_not_ours() {
        let scratch = tempfile::tempdir().expect("folder");
        let folder = scratch.path().join("out");
        made(&folder);
        let checked = verify(&folder).expect("verified");
        assert!(checked.is_whole() && checked.files.len() == 3, "{checked:?}");
        std::fs::write(folder.join("a.csv"), "changed").expect("written");
        std::fs::remove_file(folder.join("figures/b.svg")).expect("removed");
        std::fs::write(folder.join("figures/thesis.docx"), "").expect("written");
        let checked = verify(&folder).expect("verified");
        let states: Vec<(&str, State)> = checked.files.iter().map(|(n, s)| (n.as_str(), *s)).collect();
        assert_eq!(
            states,
            [
                ("a.csv", State::Changed),
                ("figures/b.svg", State::Missing),
                ("figures/thesis.docx", State::NotOurs),
                (PROVENANCE, State::Whole),
            ]
        );
        assert_eq!(checked.first_damaged(), Some("a.csv"));
        assert!(!checked.is_whole());
        std::fs::remove_file(folder.join(LOCK)).expect("removed");
        assert!(verify(&folder).is_err());
    }
}
