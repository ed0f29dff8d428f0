//! The rules of ARCHITECTURE.md that a machine can check.

use crate::support::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The normal dependencies of each crate of ours, from its Cargo.toml.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for folder in fs::read_dir(root().join("crates")).expect("crates") {
        let folder = folder.expect("folder").path();
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("Cargo.toml");
        let manifest: toml::Table = manifest.parse().expect("toml");
        let names =
            manifest.get("dependencies").and_then(|d| d.as_table()).map(|d| d.keys().cloned().collect());
        found.insert(
            folder.file_name().expect("name").to_string_lossy().into_owned(),
            names.unwrap_or_default(),
        );
    }
    found
}

/// All files below the repository's own folders with one of these endings.
fn files(endings: &[&str]) -> Vec<PathBuf> {
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
fn layers_point_downwards_and_siblings_do_not_know_each_other() {
    let layer = |name: &str| match name {
        "types" | "text" => 1,
        "corpus" | "segment" | "codebook" | "frequency" | "stages" => 2,
        "index" | "tables" | "report" => 3,
        "pipeline" => 4,
        "server" => 5,
        "cli" => 6,
        other => panic!("give `{other}` a layer here and in ARCHITECTURE.md"),
    };
    for (name, needs) in dependencies() {
        for need in needs.iter().filter_map(|n| n.strip_prefix("nianlun-")) {
            assert!(layer(need) < layer(&name), "`{name}` must not know `{need}`");
        }
    }
}

#[test]
fn heavy_libraries_have_one_door_each() {
    for (library, door) in [
        ("polars", "tables"),
        ("tantivy", "index"),
        ("jieba-rs", "segment"),
        ("rayon", "pipeline"),
        ("clap", "cli"),
        ("indicatif", "cli"),
        ("minijinja", "report"),
        ("resvg", "report"),
        ("skera", "report"),
        ("rand", "stages"),
        ("rust_xlsxwriter", "tables"),
        ("calamine", "tables"),
        ("dta", "tables"),
        ("pdf_oxide", "corpus"),
        ("office_oxide", "corpus"),
        ("scraper", "corpus"),
        ("zip", "corpus"),
        ("axum", "server"),
        ("tokio", "server"),
        ("maud", "server"),
    ] {
        let users: Vec<String> = dependencies()
            .into_iter()
            .filter(|(_, needs)| needs.contains(library))
            .map(|(name, _)| name)
            .collect();
        assert_eq!(users, [door], "{library}");
    }
    assert!(dependencies()["types"].len() <= 3);
}

#[test]
fn only_some_crates_touch_files() {
    let allowed = ["corpus", "index", "tables", "pipeline", "server", "cli"];
    for path in files(&[".rs"]).iter().filter(|p| p.starts_with(root().join("crates"))) {
        let crate_name =
            path.strip_prefix(root().join("crates")).expect("crates").components().next().expect("crate");
        let crate_name = crate_name.as_os_str().to_string_lossy().into_owned();
        let own = path.components().any(|c| c.as_os_str() == "src");
        if !own || allowed.contains(&crate_name.as_str()) {
            continue;
        }
        let source = fs::read_to_string(path).expect("source");
        for word in ["std::fs", "std::env", "SystemTime", "Instant::now", "rand::"] {
            // The one place where random numbers come from, each from a seed and a stream.
            if word == "rand::" && path.ends_with("crates/stages/src/random.rs") {
                continue;
            }
            assert!(!source.contains(word), "{} uses {word}", path.display());
        }
    }
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
