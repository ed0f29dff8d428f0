//! Writes results into a new folder beside the old one, then swaps the two.

use crate::files::{INDEX, LOCK, PROVENANCE as MARK};
use nianlun_digest::{Running, sha256_hex};
use nianlun_types::Problem;
use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A results folder that is being written. The old results stay unchanged until [`Output::swap_in`]. A run
/// removes what an interrupted one left.
pub struct Output {
    target: PathBuf,
    staging: PathBuf,
    /// SHA-256 of every file so far, by its name.
    hashes: Mutex<BTreeMap<String, String>>,
    /// Locked while the run works. The system unlocks it if the run dies.
    _lock: File,
}

impl Output {
    /// Locks `target` and makes an empty folder beside it.
    ///
    /// # Errors
    /// Another run has locked `target`, it contains something else than results, it lies in results, or it
    /// cannot be written.
    pub fn claim(target: &Path) -> Result<Self, Problem> {
        outside_results(target)?;
        let shown = target.display();
        let cannot = |error: std::io::Error| {
            Problem::new(format!("results cannot be written to `{shown}`")).because(error.to_string())
        };
        let name = target.file_name().ok_or_else(|| {
            Problem::new(format!("`{shown}` cannot be a results folder"))
                .hint("name a folder, e.g. --out out/shanghai")
        })?;
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        if target.exists() && !is_ours(target).map_err(cannot)? {
            return Err(Problem::new(format!("`{shown}` holds something else than results"))
                .because(format!("it has no file `{MARK}`, and a run replaces the whole folder"))
                .hint("choose an empty or new folder with --out"));
        }
        std::fs::create_dir_all(parent).map_err(cannot)?;
        let beside = |ending: &str| parent.join(format!(".{}.{ending}", name.to_string_lossy()));
        let lock = File::create(beside("lock")).map_err(cannot)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Problem::new(format!("another run is at work on `{shown}`"))
                    .hint("wait for it to end, or choose another folder with --out"));
            }
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        }
        let old = beside("old");
        if old.exists() && !target.exists() {
            // A run was interrupted between two steps of `exchange_in_steps`.
            std::fs::rename(&old, target).map_err(cannot)?;
        }
        let staging = beside("new");
        if staging.exists() {
            std::fs::remove_dir_all(&staging).map_err(cannot)?;
        }
        std::fs::create_dir(&staging).map_err(cannot)?;
        Ok(Output { target: target.to_owned(), staging, hashes: Mutex::default(), _lock: lock })
    }

    /// Writes a file and keeps its hash for the lock, so that the lock names every file.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn put(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        std::fs::write(self.new_path(name)?, bytes)?;
        self.keep_hash(name, sha256_hex(bytes));
        Ok(())
    }

    /// As [`Output::put`], for a file that `write` writes piece by piece.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn put_by<E: From<std::io::Error>>(
        &self,
        name: &str,
        write: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut file =
            Hashing { file: BufWriter::new(File::create(self.new_path(name)?)?), hash: Running::default() };
        write(&mut file)?;
        file.flush()?;
        self.keep_hash(name, file.hash.hex());
        Ok(())
    }

    /// Makes an empty folder. The lock does not name its files: its owner keeps a list inside it.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn folder(&self, name: &str) -> std::io::Result<PathBuf> {
        let path = self.staging.join(name);
        std::fs::create_dir(&path)?;
        Ok(path)
    }

    /// SHA-256 of every file so far, by its name.
    pub fn hashes(&self) -> BTreeMap<String, String> {
        self.hashes.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The path of a new file; makes its folder.
    fn new_path(&self, name: &str) -> std::io::Result<PathBuf> {
        let path = self.staging.join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        Ok(path)
    }

    fn keep_hash(&self, name: &str, sha256: String) {
        self.hashes.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), sha256);
    }

    /// Swaps the new results with the old, in one step where the system can, and removes the old.
    ///
    /// # Errors
    /// The folder could not be moved; the old results are still whole.
    pub fn swap_in(self) -> std::io::Result<()> {
        if !self.target.exists() {
            return std::fs::rename(&self.staging, &self.target);
        }
        exchange(&self.staging, &self.target)?;
        std::fs::remove_dir_all(&self.staging)
    }
}

impl Output {
    /// Leaves what was written beside the results, under a name of its own, and the results as they are.
    ///
    /// # Errors
    /// The folder cannot be renamed.
    pub fn leave_beside(self) -> std::io::Result<PathBuf> {
        let name = self.target.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let beside = self.target.with_file_name(format!("{name}.not-whole"));
        if beside.exists() {
            std::fs::remove_dir_all(&beside)?;
        }
        std::fs::rename(&self.staging, &beside)?;
        Ok(beside)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // Cleans up after a refused or failed run; after a swap the folder does not exist any more.
        let _ = std::fs::remove_dir_all(&self.staging);
    }
}

/// A file that is hashed while it is written.
struct Hashing {
    file: BufWriter<File>,
    hash: Running,
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

/// Whether a folder is empty or holds results of ours.
fn is_ours(folder: &Path) -> std::io::Result<bool> {
    Ok(folder.join(MARK).is_file() || std::fs::read_dir(folder)?.next().is_none())
}

#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        // The file system cannot exchange folders.
        Err(_) => exchange_in_steps(a, b),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(a: &Path, b: &Path) -> std::io::Result<()> {
    exchange_in_steps(a, b)
}

/// Exchanges two folders by three renames. At every moment the old results are whole under one of the names.
fn exchange_in_steps(a: &Path, b: &Path) -> std::io::Result<()> {
    let aside = a.with_extension("old");
    if aside.exists() {
        std::fs::remove_dir_all(&aside)?;
    }
    std::fs::rename(b, &aside)?;
    if let Err(error) = std::fs::rename(a, b) {
        std::fs::rename(&aside, b)?;
        return Err(error);
    }
    std::fs::rename(&aside, a)
}

/// Whether `folder` contains results of a run, or something derived from them.
pub fn is_results(folder: &Path) -> bool {
    folder.join(MARK).is_file() || folder.join(INDEX).is_dir()
}

/// Refuses to write a user's file or folder into a results folder: it would be lost at the next run, or would
/// take the place of a result.
///
/// # Errors
/// `path` lies in a results folder.
pub fn outside_results(path: &Path) -> Result<(), Problem> {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let holds_results = |folder: &&Path| [MARK, LOCK].iter().all(|name| folder.join(name).is_file());
    match whole.ancestors().skip(1).find(holds_results) {
        None => Ok(()),
        Some(folder) => {
            let because =
                format!("`{}` holds the results of a run, and the next run replaces it", folder.display());
            Err(Problem::new(format!("`{}` is not written", path.display()))
                .because(because)
                .hint("name a place outside that folder"))
        }
    }
}

/// The results folder that `path` means: `path` itself if it contains results; `out/<name>` if it is a
/// pipeline folder, whose name `pipeline_name` reads.
///
/// # Errors
/// `path` is neither, or the pipeline has not been run.
pub fn locate(
    path: &Path,
    pipeline_name: &dyn Fn(&Path) -> Result<String, Problem>,
) -> Result<PathBuf, Problem> {
    if is_results(path) {
        return Ok(path.to_owned());
    }
    let shown = path.display();
    if !path.join("pipeline.toml").is_file() {
        return Err(Problem::new(format!("`{shown}` is neither a pipeline folder nor a results folder"))
            .because("it holds neither `pipeline.toml` nor `index`")
            .hint("name a results folder, e.g. out/shanghai, or a pipeline folder that was run, e.g. pipelines/shanghai"));
    }
    let results = Path::new("out").join(pipeline_name(path)?);
    if is_results(&results) {
        Ok(results)
    } else {
        Err(Problem::new(format!("`{shown}` has no results yet"))
            .because(format!("there is no `{}`", results.display()))
            .hint(format!("run it first: nianlun run {shown}; if you ran it with --out, name that folder")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_swapped_in_whole() {
        let folder = tempfile::tempdir().expect("folder");
        let target = folder.path().join("out/a");
        let interrupted = folder.path().join("out/.a.new/index");
        std::fs::create_dir_all(&interrupted).expect("what a killed run left");
        for round in ["one", "two"] {
            let output = Output::claim(&target).expect("claimed");
            assert!(!interrupted.exists());
            output.put(MARK, round.as_bytes()).expect("written");
            if round == "two" {
                assert_eq!(std::fs::read_to_string(target.join(MARK)).expect("old"), "one");
            }
            output.swap_in().expect("swapped");
            assert_eq!(std::fs::read_to_string(target.join(MARK)).expect("new"), round);
        }
        let left: Vec<_> = std::fs::read_dir(folder.path().join("out")).expect("out").collect();
        assert_eq!(left.len(), 2); // the results and the lock
    }

    #[test]
    fn a_second_run_and_a_foreign_folder_are_refused() {
        let folder = tempfile::tempdir().expect("folder");
        let target = folder.path().join("a");
        let first = Output::claim(&target).expect("claimed");
        assert!(Output::claim(&target).is_err_and(|p| p.message.contains("another run")));
        drop(first);
        assert!(!target.exists());
        std::fs::create_dir(&target).expect("folder");
        Output::claim(&target).expect("an empty folder is fine");
        std::fs::write(target.join("thesis.docx"), "").expect("file");
        assert!(Output::claim(&target).is_err_and(|p| p.message.contains("something else")));
        assert!(target.join("thesis.docx").exists());
    }

    #[test]
    fn an_interrupted_exchange_is_mended() {
        let folder = tempfile::tempdir().expect("folder");
        let old = folder.path().join(".a.old");
        std::fs::create_dir(&old).expect("folder");
        std::fs::write(old.join(MARK), "old").expect("file");
        drop(Output::claim(&folder.path().join("a")).expect("claimed"));
        assert!(folder.path().join("a").join(MARK).exists());
    }

    #[test]
    fn steps_exchange_two_folders() {
        let folder = tempfile::tempdir().expect("folder");
        let (a, b) = (folder.path().join("a.new"), folder.path().join("b"));
        for path in [&a, &b] {
            std::fs::create_dir(path).expect("folder");
        }
        std::fs::write(a.join("x"), "").expect("file");
        exchange_in_steps(&a, &b).expect("exchanged");
        assert!(b.join("x").exists() && a.exists() && !a.join("x").exists());
    }
}
