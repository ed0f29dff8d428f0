//! Where the sheet and its key are written.

use super::SampleOptions;
use crate::sheet::{Key, file_bytes};
use nianlun_results::{Finished, Output, beside, outside_results};
use nianlun_types::Problem;
use std::path::{Path, PathBuf};

/// The files of the sheet and its key.
pub(super) struct SheetFiles {
    pub(super) sheet: PathBuf,
    pub(super) key: PathBuf,
    /// The folder beside the results that holds both; `None` where the user named a file.
    pub(super) folder: Option<PathBuf>,
}

impl SheetFiles {
    /// # Errors
    /// One of the files exists: it may hold somebody's coding.
    pub(super) fn new(results: &Path, named: Option<&Path>) -> Result<Self, Problem> {
        named.map_or(Ok(()), outside_results)?;
        let folder = named.is_none().then(|| beside(results, "coding"));
        let default_sheet = || folder.as_deref().unwrap_or(Path::new("")).join("sheet.csv");
        let sheet = named.map_or_else(default_sheet, Path::to_owned);
        let files = SheetFiles { key: Key::beside(&sheet), sheet, folder };
        let wanted = [files.folder.as_ref(), Some(&files.sheet), Some(&files.key)];
        if let Some(there) = wanted.into_iter().flatten().find(|path| path.exists()) {
            return Err(Problem::new(format!("`{}` is there already", there.display()))
                .because("it may hold somebody's coding")
                .hint("name another file with --out, or move it away"));
        }
        Ok(files)
    }

    /// Writes both files. A folder of our own gets a provenance and a lock, too.
    ///
    /// # Errors
    /// A file cannot be written.
    pub(super) fn write(
        &self,
        run: &Finished,
        options: &SampleOptions,
        rows: &[Vec<String>],
        key: &Key,
    ) -> Result<(), Problem> {
        let cannot = |path: &Path, error: &dyn std::fmt::Display| {
            Problem::new(format!("`{}` cannot be written", path.display())).because(error.to_string())
        };
        let sheet = file_bytes(&self.sheet, rows)?;
        let mut json =
            serde_json::to_vec_pretty(key).map_err(|error| Problem::ours("the key was not made", error))?;
        json.push(b'\n');
        let Some(folder) = &self.folder else {
            std::fs::write(&self.sheet, sheet).map_err(|error| cannot(&self.sheet, &error))?;
            return std::fs::write(&self.key, json).map_err(|error| cannot(&self.key, &error));
        };
        let output = Output::claim(folder)?;
        for (path, bytes) in [(&self.sheet, sheet), (&self.key, json)] {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            output.put(&name, &bytes).map_err(|error| cannot(path, &error))?;
        }
        let asked = serde_json::json!({ "per_cell": options.per_cell, "seed": key.seed });
        output.finish_derived(run, "coding", asked)
    }
}
