//! A whole folder of anything readable.

use crate::catalogue::{Catalogue, Entry};
use crate::dates;
use crate::unpack::{FolderField, Reading, Unpacker};
use crate::year::YearRule;
use nianlun_types::{Problem, Problems, Quarantined, Reason};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

impl Catalogue {
    /// Lists the texts of every file below `folder`, whatever its format; tables and archives are
    /// gone through, each row and member is a text. Identifier and file are the path below the
    /// folder, of a row or member with `#` and its number or name.
    ///
    /// # Errors
    /// A folder that cannot be listed, or that holds no file at all.
    pub fn from_folder(folder: &Path, reading: Reading<'_>) -> Result<Self, Problems> {
        let mut files = Vec::new();
        let mut catalogue = Catalogue::default();
        walk(folder, &mut files, &mut catalogue).map_err(|error| {
            Problem::new(format!("the folder `{}` cannot be listed", folder.display()))
                .because(error.to_string())
        })?;
        if files.is_empty() {
            return Err(Problem::new(format!("the folder `{}` holds no file to read", folder.display()))
                .hint("name the folder with your texts in it; it may hold folders")
                .into());
        }
        files.sort();
        list(catalogue, folder, &files, reading)
    }

    /// Lists the files below `folder` that match any of `patterns`, like [`Catalogue::from_folder`].
    ///
    /// # Errors
    /// A pattern that is none, or patterns that match no file at all.
    pub fn from_files(folder: &Path, patterns: &[String], reading: Reading<'_>) -> Result<Self, Problems> {
        let files: Vec<PathBuf> = crate::pattern::matching(folder, patterns)?.into_iter().collect();
        list(Catalogue::default(), folder, &files, reading)
    }
}

fn list(
    mut catalogue: Catalogue,
    folder: &Path,
    files: &[PathBuf],
    reading: Reading<'_>,
) -> Result<Catalogue, Problems> {
    let mut unpacker = Unpacker::new(reading).map_err(|error| {
        Problem::new("tables and archives cannot be unpacked")
            .because(error.to_string())
            .hint("the folder for temporary files (TMPDIR) must be writable")
    })?;
    for path in files {
        let below = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let mut entry = Entry { path: path.clone(), ..Entry::of_file(folder, &below) };
        entry.offset = reading.offset;
        entry.encoding = reading.encoding;
        by_folder(&mut entry, &below, reading);
        unpacker.file(entry);
    }
    catalogue.further_columns = unpacker.further_columns;
    catalogue.guesses = unpacker.guesses;
    catalogue.quarantined.extend(unpacker.quarantined);
    catalogue.take(unpacker.entries);
    Ok(catalogue)
}

/// Files below `folder`, in any order; what is passed over is counted, what cannot be listed is set
/// aside. A link to a folder is not followed: it may lead round in a circle.
fn walk(folder: &Path, files: &mut Vec<PathBuf>, catalogue: &mut Catalogue) -> std::io::Result<()> {
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        let listed = match std::fs::read_dir(&at) {
            Ok(listed) => listed,
            Err(error) if at != folder => {
                let file = at.strip_prefix(folder).unwrap_or(&at).to_string_lossy().into_owned();
                let detail = error.to_string();
                catalogue.quarantined.push(Quarantined { file, reason: Reason::Unreadable, detail });
                continue;
            }
            Err(error) => return Err(error),
        };
        for item in listed {
            let item = item?;
            let path = item.path();
            let link = item.file_type()?.is_symlink();
            if let Some(rule) = is_passed_over(&item.file_name().to_string_lossy()) {
                count(&mut catalogue.skipped, rule);
            } else if path.is_dir() {
                if link {
                    count(&mut catalogue.skipped, "link-to-folder");
                } else {
                    folders.push(path);
                }
            } else if link || path.is_file() {
                files.push(path);
            } else {
                count(&mut catalogue.skipped, "no-file"); // a socket or a device
            }
        }
    }
    Ok(())
}

fn count(skipped: &mut BTreeMap<&'static str, u64>, rule: &'static str) {
    *skipped.entry(rule).or_default() += 1;
}

/// The rule by which a file or folder of this name is passed over, if any.
pub(crate) fn is_passed_over(name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    if lower.starts_with("~$") || lower.starts_with(".~") {
        Some("office-lock")
    } else if lower == "__macosx" || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | "icon\r") {
        Some("system")
    } else if lower.starts_with('.') && lower != "." && lower != ".." {
        Some("hidden")
    } else {
        None
    }
}

/// Takes what the names of the folders above a file say, as far as the pipeline says that they do.
pub(crate) fn by_folder(entry: &mut Entry, below: &str, reading: Reading<'_>) {
    let Some((folders, _)) = below.rsplit_once('/') else { return };
    for (name, field) in folders.split('/').zip(reading.by_folder) {
        let said = Some(name.to_owned());
        match field {
            FolderField::Region => entry.region = said,
            FolderField::Issuer => entry.issuer = said,
            FolderField::Kind => entry.kind = said,
            FolderField::Year => {
                if let Ok(year) = dates::year(name) {
                    entry.year = Ok(year + reading.offset);
                    entry.year_rule = YearRule::Folder;
                }
            }
            FolderField::Nothing => {}
        }
    }
}
