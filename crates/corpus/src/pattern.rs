//! A corpus without a manifest: file patterns, and the year read from the file name.

use crate::catalogue::Catalogue;
use crate::dates;
use crate::listed::{Listed, ListedYear};
use nianlun_types::YearRule;
use nianlun_types::{Problem, Problems, Year};
use regex::Regex;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// How a file name tells the year.
#[derive(Debug, Clone)]
pub struct YearFromName {
    pattern: Regex,
    offset: Year,
}

impl YearFromName {
    /// The first group of `pattern` is the year, to which `offset` is added: a yearbook's content
    /// year is its edition − 1.
    ///
    /// # Errors
    /// A pattern that is no regular expression or has no group.
    pub fn new(pattern: &str, offset: Year) -> Result<Self, Problem> {
        let regex = Regex::new(pattern).map_err(|error| {
            Problem::new(format!("`{pattern}` is no regular expression"))
                .because(error.to_string())
                .hint("for the first four digits write '(\\d{4})', in single quotation marks")
        })?;
        if regex.captures_len() < 2 {
            return Err(Problem::new(format!("the pattern `{pattern}` has no group"))
                .because("the year is what the first pair of parentheses matches")
                .hint("for the first four digits write '(\\d{4})'"));
        }
        Ok(YearFromName { pattern: regex, offset })
    }

    fn year(&self, name: &str) -> Result<Year, String> {
        let group = self.pattern.captures(name).and_then(|found| found.get(1));
        let group = group.ok_or_else(|| format!("the name `{name}` does not match `{}`", self.pattern))?;
        Ok(dates::year(group.as_str())? + self.offset)
    }
}

impl Catalogue {
    /// Lists the files below `folder` that match any of `patterns` (`texts/**/*.txt`). Identifier
    /// and file are the path below the folder, the title is the name without its ending.
    ///
    /// # Errors
    /// A pattern that is none, or patterns that match no file at all.
    pub fn from_patterns(folder: &Path, patterns: &[String], year: &YearFromName) -> Result<Self, Problems> {
        let paths = matching(folder, patterns)?;
        let entries = paths
            .into_iter()
            .map(|path| {
                let below = path.strip_prefix(folder).unwrap_or(&path);
                let file = below.to_string_lossy().replace('\\', "/");
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let mut listed = Listed::of_file(folder, &file, 0);
                // The pipeline says where the year is: it is looked for nowhere else.
                listed.year = match year.year(&name) {
                    Ok(year) => ListedYear::Given(year, YearRule::FileName),
                    Err(why) => ListedYear::Wrong(why),
                };
                listed.source.path = path;
                listed
            })
            .collect();
        Ok(Catalogue::new(entries, Vec::new(), None))
    }
}

/// The files below `folder` that match any of `patterns`.
pub(crate) fn matching(folder: &Path, patterns: &[String]) -> Result<BTreeSet<PathBuf>, Problems> {
    let mut paths: BTreeSet<PathBuf> = BTreeSet::new();
    for pattern in patterns {
        let full = PathBuf::from(glob::Pattern::escape(&folder.to_string_lossy())).join(pattern);
        let found = glob::glob(&full.to_string_lossy()).map_err(|error| {
            Problem::new(format!("`{pattern}` is no file pattern"))
                .because(error.to_string())
                .hint("`*` is any name, `**` any folders: texts/**/*.txt")
        })?;
        for path in found {
            let path = path.map_err(|error| {
                Problem::new(format!("`{}` cannot be listed", error.path().display()))
                    .because(error.to_string())
            })?;
            if path.is_file() {
                paths.insert(path);
            }
        }
    }
    if paths.is_empty() {
        return Err(Problem::new(format!("no file matches `{}`", patterns.join("`, `")))
            .because(format!("patterns are relative to `{}`", folder.display()))
            .into());
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_years() {
        let folder = tempfile::tempdir().expect("folder");
        let texts = folder.path().join("texts/上海[1]");
        std::fs::create_dir_all(&texts).expect("folder");
        for name in ["年鉴1995.txt", "无年份.txt", "1996.md"] {
            std::fs::write(texts.join(name), "文").expect("file");
        }
        let year = YearFromName::new(r"(\d{4})", -1).expect("pattern");
        let patterns = ["texts/**/*.txt".to_owned(), "texts/**/年*.txt".to_owned()];
        let catalogue = Catalogue::from_patterns(folder.path(), &patterns, &year).expect("files");
        let found: Vec<(&str, Option<Year>)> =
            catalogue.entries.iter().map(|e| (e.id.as_str(), e.year.given())).collect();
        assert_eq!(found, [("texts/上海[1]/年鉴1995.txt", Some(1994)), ("texts/上海[1]/无年份.txt", None)]);
        assert!(Catalogue::from_patterns(folder.path(), &["*.pdf".to_owned()], &year).is_err());
    }

    #[test]
    fn patterns_must_have_a_group() {
        assert!(YearFromName::new(r"\d{4}", 0).is_err());
        assert!(YearFromName::new(r"(\d{4", 0).is_err());
    }
}
