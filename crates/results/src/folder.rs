//! Results are made beside the old ones and swapped in whole.

use nianlun_segment::{Jieba, UserDictionary};
use nianlun_types::Problem;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// The file by which a results folder is known.
const MARK: &str = "provenance.json";

/// A results folder in the making. Until [`Output::swap_in`] the old results stay as they are;
/// whatever an interrupted run left is removed by the next.
pub struct Output {
    target: PathBuf,
    staging: PathBuf,
    /// Held for as long as the run is at work; the system lets go of it if the run dies.
    _lock: File,
}

impl Output {
    /// Claims `target` and makes an empty folder beside it.
    ///
    /// # Errors
    /// Another run is at work on it, it is a folder of something else, or it cannot be written.
    pub fn claim(target: &Path) -> Result<Self, Problem> {
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
            // Interrupted between two steps of an exchange.
            std::fs::rename(&old, target).map_err(cannot)?;
        }
        let staging = beside("new");
        if staging.exists() {
            std::fs::remove_dir_all(&staging).map_err(cannot)?;
        }
        std::fs::create_dir(&staging).map_err(cannot)?;
        Ok(Output { target: target.to_owned(), staging, _lock: lock })
    }

    /// Where to write a result of this name.
    pub fn path(&self, name: &str) -> PathBuf {
        self.staging.join(name)
    }

    /// Puts the new results in the place of the old, in one step where the system can.
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

impl Drop for Output {
    fn drop(&mut self) {
        // A refused or failed run leaves nothing behind; after a swap there is nothing left.
        let _ = std::fs::remove_dir_all(&self.staging);
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
        // A file system that cannot exchange.
        Err(_) => exchange_in_steps(a, b),
    }
}

#[cfg(not(target_os = "linux"))]
fn exchange(a: &Path, b: &Path) -> std::io::Result<()> {
    exchange_in_steps(a, b)
}

/// Three renames; the old results are whole under one name or the other at every moment.
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

/// The results folder that `path` means: itself where it holds results, or those of the pipeline
/// in it, looked for below `out`.
///
/// # Errors
/// Neither, or a pipeline that has not been run.
pub fn results_folder(path: &Path) -> Result<PathBuf, Problem> {
    if path.join("index").is_dir() {
        return Ok(path.to_owned());
    }
    let shown = path.display();
    let Ok(text) = std::fs::read_to_string(path.join("pipeline.toml")) else {
        return Err(Problem::new(format!("`{shown}` is neither a pipeline folder nor a results folder"))
            .because("it holds neither `pipeline.toml` nor `index`")
            .hint("try `nianlun search pipelines/shanghai 公共数据`"));
    };
    let settings = crate::Settings::parse(&text).map_err(|mut problems| {
        problems.0.remove(0).in_file(path.join("pipeline.toml").display().to_string())
    })?;
    let results = Path::new("out").join(&settings.name);
    if results.join("index").is_dir() {
        Ok(results)
    } else {
        Err(Problem::new(format!("`{shown}` has no results yet"))
            .because(format!("there is no `{}`", results.join("index").display()))
            .hint(format!("run it first: nianlun run {shown}; if you ran it with --out, name that folder")))
    }
}

/// Words of the user dictionary that the texts were cut with, kept beside the index.
pub(crate) const DICTIONARY: &str = "index/user-dictionary.txt";

/// Strings that the codebook holds to be one concept, kept beside the index.
pub(crate) const CONCEPTS: &str = "index/concepts.json";

/// The segmentation that the results in `folder` were made with, so that queries are cut as the
/// texts were, even if the pipeline's dictionary has changed since.
///
/// # Errors
/// The dictionary kept with the results cannot be read.
pub fn segmenter_of(folder: &Path) -> Result<Jieba, Problem> {
    let path = folder.join(DICTIONARY);
    if !path.exists() {
        return Ok(Jieba::new(None));
    }
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(&path).map_err(|error| {
        Problem::new("the index's dictionary cannot be read").in_file(&shown).because(error.to_string())
    })?;
    Ok(Jieba::new(Some(UserDictionary::parse(&text).map_err(|problem| problem.in_file(shown))?)))
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
            std::fs::write(output.path(MARK), round).expect("written");
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
