//! Derived folders: what a later command makes of a finished run. Such a folder is beside the results. Its
//! provenance names the run; it has the same writer and the same `verify`.

use crate::files::{FORMAT, LOCK, PROVENANCE};
use crate::finished::Finished;
use crate::folder::Output;
use crate::lock::Lock;
use crate::provenance::{HashedFile, Versions, json};
use nianlun_types::Problem;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The `provenance.json` of a derived folder.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Derived {
    /// Version of the format.
    pub format: u32,
    /// What was made, e.g. `export`.
    pub made: String,
    /// The run that it was made of.
    pub run: RunName,
    /// Versions of the programs that made it.
    pub versions: Versions,
    /// The options of the command.
    pub options: serde_json::Value,
    /// Its files.
    pub outputs: Vec<HashedFile>,
}

/// The name of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunName {
    /// The pipeline.
    pub pipeline: String,
    /// SHA-256 of the run's `pipeline.lock`.
    pub digest: String,
}

/// The folder beside `results` for something made of them: `out/shanghai` and `export-csv` give
/// `out/shanghai.export-csv`.
pub fn beside(results: &Path, what: &str) -> PathBuf {
    let mut name = results.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{what}"));
    results.with_file_name(name)
}

impl Output {
    /// Finishes a folder derived from `run`: adds provenance and lock, and swaps it in.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn finish_derived(
        self,
        run: &Finished,
        made: &str,
        options: serde_json::Value,
    ) -> Result<(), Problem> {
        let cannot = |error: &dyn std::fmt::Display| {
            Problem::new("the files cannot be written").because(error.to_string())
        };
        let outputs = self.hashes().into_iter().map(|(file, sha256)| HashedFile { file, sha256 });
        let provenance = Derived {
            format: FORMAT,
            made: made.to_owned(),
            run: RunName { pipeline: run.provenance().pipeline.clone(), digest: run.digest().to_owned() },
            versions: Versions { nianlun: crate::VERSION.to_owned(), ..run.provenance().versions.clone() },
            options,
            outputs: outputs.collect(),
        };
        let provenance =
            json(&provenance).map_err(|error| Problem::ours("a provenance was not made", error))?;
        self.put(PROVENANCE, &provenance).map_err(|error| cannot(&error))?;
        let lock = Lock { outputs: self.hashes(), ..Lock::default() };
        let lock = lock.text().map_err(|error| cannot(&error))?;
        self.put(LOCK, lock.as_bytes()).map_err(|error| cannot(&error))?;
        self.swap_in().map_err(|error| cannot(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_of_a_run_lies_beside_it() {
        assert_eq!(beside(Path::new("out/shanghai"), "export-csv"), Path::new("out/shanghai.export-csv"));
        assert_eq!(beside(Path::new("a.b"), "x"), Path::new("a.b.x"));
    }
}
