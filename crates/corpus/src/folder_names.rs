//! What the names of files and folders say: what is passed over, and what the pipeline reads off them.

use crate::dates;
use crate::listed::{Listed, ListedYear};
use crate::reading::{FolderField, Reading};
use nianlun_types::YearRule;

/// The rule by which a file or folder of this name is passed over, if one does.
pub(crate) fn passed_over_by(name: &str) -> Option<&'static str> {
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

/// Fills the fields that the names of the folders above a file give, by the setting `by-folder`.
pub(crate) fn take_from_folder_names(listed: &mut Listed, below: &str, reading: Reading<'_>) {
    let Some((folders, _)) = below.rsplit_once('/') else { return };
    for (name, field) in folders.split('/').zip(reading.by_folder) {
        let said = Some(name.to_owned());
        match field {
            FolderField::Region => listed.region = said,
            FolderField::Issuer => listed.issuer = said,
            FolderField::Kind => listed.kind = said,
            FolderField::Year => {
                if let Ok(year) = dates::year(name) {
                    listed.year = ListedYear::Given(year + reading.offset, YearRule::Folder);
                }
            }
            FolderField::Nothing => {}
        }
    }
}
