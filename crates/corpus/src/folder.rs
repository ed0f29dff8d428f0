//! A whole folder of anything readable.

use crate::archive;
use crate::catalogue::Catalogue;
use crate::folder_names::{passed_over_by, take_from_folder_names};
use crate::format::{self, Format};
use crate::listed::Listed;
use crate::listing::Listing;
use crate::reading::Reading;
use crate::table::{self, TableSource};
use nianlun_types::{Problem, Problems, Quarantined, Reason};
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

/// Lists `files`, which lie below `folder`.
fn list(
    mut catalogue: Catalogue,
    folder: &Path,
    files: &[PathBuf],
    reading: Reading<'_>,
) -> Result<Catalogue, Problems> {
    let mut listing = Listing::new(reading).map_err(|error| {
        Problem::new("tables and archives cannot be unpacked")
            .because(error.to_string())
            .hint("the folder for temporary files (TMPDIR) must be writable")
    })?;
    for path in files {
        let below = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let mut listed = Listed::of_file(folder, &below, reading.offset);
        listed.source.path.clone_from(path);
        listed.source.encoding = reading.encoding;
        take_from_folder_names(&mut listed, &below, reading);
        let file = listed.source.file.clone();
        let before = listing.units();
        list_file(&mut listing, listed);
        listing.set_aside_if_empty(&file, before);
    }
    catalogue.further_columns = listing.further_columns;
    catalogue.guesses = listing.guesses;
    catalogue.quarantined.extend(listing.quarantined);
    catalogue.skipped.extend(listing.skipped);
    // The order of a folder is not the same everywhere.
    catalogue.skipped.sort();
    catalogue.take(listing.entries);
    Ok(catalogue)
}

/// Adds the files below `folder` to `files`, in no order. Notes what is passed over, and sets aside
/// what cannot be listed. A link to a folder is not followed, since it may lead back to itself.
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
            let below = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let mut pass_over = |rule| catalogue.skipped.push((below.clone(), rule));
            if let Some(rule) = passed_over_by(&item.file_name().to_string_lossy()) {
                pass_over(rule);
            } else if path.is_dir() {
                if is_of_nianlun(&path) {
                    pass_over("results-of-nianlun");
                } else if link {
                    pass_over("link-to-folder");
                } else {
                    folders.push(path);
                }
            } else if link || path.is_file() {
                files.push(path);
            } else {
                pass_over("no-file"); // a socket or a device
            }
        }
    }
    Ok(())
}

/// Whether a folder holds results of a run, or something made of them: they are output, never input.
fn is_of_nianlun(folder: &Path) -> bool {
    ["provenance.json", "pipeline.lock"].iter().all(|name| folder.join(name).is_file())
}

/// Lists a file: itself, or what it holds.
fn list_file(listing: &mut Listing<'_>, listed: Listed) {
    match detect(&listed.source.path) {
        Ok(Format::Zip) => match std::fs::File::open(&listed.source.path) {
            Ok(file) => archive::list_members(listing, file, &listed, 1),
            Err(error) => listing.set_aside(&listed.source.file, Reason::Unreadable, error.to_string()),
        },
        Ok(table) if crate::format::holds_several(table) => {
            let path = listed.source.path.clone();
            table::list_rows(listing, TableSource::File(&path), &listed, table);
        }
        // The pass sets aside what cannot be opened and formats that are not read.
        _ => listing.entries.push(listed),
    }
}

/// The format of a file by its first bytes. Formats of Office need the whole file.
fn detect(path: &Path) -> Result<Format, String> {
    use std::io::Read;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut head = Vec::with_capacity(format::HEAD);
    let mut file = std::fs::File::open(path).map_err(|e| e.to_string())?;
    file.by_ref().take(format::HEAD as u64).read_to_end(&mut head).map_err(|e| e.to_string())?;
    if head.starts_with(b"PK") {
        return format::kind_of_zip(file).map_err(|(_, detail)| detail);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0") {
        file.read_to_end(&mut head).map_err(|e| e.to_string())?;
    }
    format::detect(&head, &name).map_err(|(_, detail)| detail)
}
