//! What every source file and every document of the repository keeps.

use crate::support::root;
use std::fs;
use std::path::{Path, PathBuf};

/// All files below the repository's own folders with one of these endings.
pub fn files(endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("folder") {
            let path = entry.expect("entry").path();
            let name = path.file_name().expect("name").to_string_lossy().into_owned();
            if path.is_dir() && !["target", "out", ".git"].contains(&name.as_str()) {
                open.push(path);
            } else if endings.iter().any(|e| name.ends_with(e)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_source_file_opens_with_what_it_is() {
    for path in files(&[".rs"]) {
        let source = fs::read_to_string(&path).expect("source");
        assert!(source.starts_with("//!"), "{} does not open with `//!`", path.display());
        let ignore = concat!("#[", "ignore");
        assert!(!source.contains(ignore), "{} ignores a test", path.display());
    }
}

#[test]
fn every_path_that_the_documents_name_exists() {
    let mut missing = Vec::new();
    for path in files(&[".md"]).iter().filter(|p| !p.starts_with(root().join("tests/suite"))) {
        let source = fs::read_to_string(path).expect("document");
        for word in source.split(|c: char| c.is_whitespace() || "`()[]<>\"'，。；：、（）".contains(c))
        {
            let word = word.trim_end_matches(['.', ',', ':', ';']);
            let folders = ["crates/", "corpus/", "pipelines/", "tests/", "docs/", ".ci/"];
            let named = folders.iter().any(|f| word.starts_with(f)) && !word.contains(['*', '…', '{']);
            let beside = path.parent().expect("parent").join(word);
            if named && !root().join(word).exists() && !beside.exists() {
                missing.push(format!("{}: {word}", path.strip_prefix(root()).expect("root").display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn every_topic_is_in_the_suite() {
    let main = fs::read_to_string(root().join("tests/suite/main.rs")).expect("main.rs");
    for path in files(&[".rs"]).iter().filter(|p| p.parent() == Some(Path::new(&root().join("tests/suite"))))
    {
        let name = path.file_stem().expect("name").to_string_lossy();
        assert!(name == "main" || main.contains(&format!("mod {name};")), "main.rs forgets {name}");
    }
}

#[test]
fn every_warning_has_its_weight() {
    let source = |path: &str| fs::read_to_string(root().join(path)).expect("source");
    let weights = source("crates/findings/src/warnings.rs");
    let weights = &weights[weights.find("const WEIGHT").expect("weights")..];
    let weights = &weights[..weights.find("];").expect("end")];
    let crates = [root().join("crates/stages/src"), root().join("crates/findings/src")];
    let mut codes = 0;
    for path in files(&[".rs"]).iter().filter(|path| crates.iter().any(|folder| path.starts_with(folder))) {
        let text = fs::read_to_string(path).expect("source");
        for (at, call) in text.match_indices("Warning::new(") {
            let rest = text[at + call.len()..].trim_start();
            // A code that is chosen between two is a variable; both stand before it.
            let Some(code) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) else { continue };
            assert!(weights.contains(&format!("\"{code}\"")), "{code} of {} has no weight", path.display());
            codes += 1;
        }
    }
    assert!(codes > 25, "{codes}");
}
