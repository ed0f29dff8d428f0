//! Reads the files of a pipeline folder.

use super::tidy;
use nianlun_corpus::decode;
use nianlun_digest::sha256_hex;
use nianlun_types::{Problem, Problems};
use std::path::PathBuf;

/// Reads files of a pipeline folder, and gathers their hashes and their problems.
pub(super) struct Folder {
    pub(super) path: PathBuf,
    pub(super) inputs: Vec<(String, String)>,
    pub(super) problems: Vec<Problem>,
}

impl Folder {
    /// The text of a file below the folder, and its name for messages; `None` with a problem where it
    /// cannot be read.
    pub(super) fn text(&mut self, name: &str, what: &str) -> Option<(String, String)> {
        let shown = tidy(&self.path.join(name)).display().to_string();
        let read = std::fs::read(self.path.join(name)).map_err(|error| error.to_string()).and_then(|bytes| {
            self.inputs.push((name.to_owned(), sha256_hex(&bytes)));
            decode(bytes)
        });
        match read {
            Ok(decoded) => Some((decoded.text, shown)),
            Err(cause) => {
                self.problems.push(
                    Problem::new(format!("the {what} cannot be read"))
                        .in_file(shown)
                        .because(cause)
                        .hint("file names in pipeline.toml are relative to its folder"),
                );
                None
            }
        }
    }

    /// The value of `result`. Adds its problems, which name the file `shown`.
    pub(super) fn value_of<T>(&mut self, shown: &str, result: Result<T, impl Into<Problems>>) -> Option<T> {
        result
            .map_err(|problems| {
                let Problems(list) = problems.into();
                self.problems
                    .extend(list.into_iter().map(|p| if p.file.is_empty() { p.in_file(shown) } else { p }));
            })
            .ok()
    }
}
