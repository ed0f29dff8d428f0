//! Reads a file of a results folder only as the run wrote it: with the hash that the lock names. A changed
//! table is a message, never a wrong number.

use crate::files::parquet;
use crate::lock::Lock;
use crate::unreadable;
use nianlun_digest::sha256_hex;
use nianlun_tables::Table;
use nianlun_types::{Problem, TableRow};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A results folder and the hashes of its files.
pub(crate) struct Listed {
    folder: PathBuf,
    digest: String,
    outputs: BTreeMap<String, String>,
}

impl Listed {
    /// Reads the lock of `folder`.
    ///
    /// # Errors
    /// It is missing or damaged.
    pub(crate) fn open(folder: &Path) -> Result<Self, Problem> {
        let (lock, digest) = Lock::read_with_digest(folder)?;
        Ok(Listed { folder: folder.to_owned(), digest, outputs: lock.outputs })
    }

    /// The results folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The digest of the lock, which names the run.
    pub(crate) fn digest(&self) -> &str {
        &self.digest
    }

    /// Whether a file is listed, or there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.outputs.contains_key(name) || self.folder.join(name).exists()
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// It cannot be read, or it is not as the run wrote it.
    pub(crate) fn bytes(&self, name: &str) -> Result<Vec<u8>, Problem> {
        let bytes = std::fs::read(self.folder.join(name)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => unreadable(name, "the file is missing"),
            _ => unreadable(name, error),
        })?;
        match self.outputs.get(name) {
            Some(hash) if *hash != sha256_hex(&bytes) => {
                Err(unreadable(name, "it was changed after the run; `nianlun verify` names every such file"))
            }
            // The lock of format 0 does not name every file.
            _ => Ok(bytes),
        }
    }

    /// The rows of a declared table.
    pub(crate) fn rows<R: TableRow>(&self) -> Result<Vec<R>, Problem> {
        let file = parquet(R::TABLE.name);
        nianlun_tables::read(self.bytes(&file)?).map_err(|error| unreadable(&file, error))
    }

    /// A table with what is said of its columns.
    pub(crate) fn table(&self, name: &str) -> Result<Table, Problem> {
        let file = parquet(name);
        Table::read(self.bytes(&file)?, name).map_err(|error| unreadable(&file, error))
    }
}
