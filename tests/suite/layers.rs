//! The rules of ARCHITECTURE.md about crates: who may depend on whom, and on which libraries. Each rule is a function from the graph of dependencies to what breaks it, so that a wrong graph
//! shows that the rule can fail.

use crate::metadata::{Graph, Kind};
use crate::support::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The crates, from the lowest layer up. A crate depends on crates of lower layers alone.
const LAYERS: [&[&str]; 7] = [
    &["types", "text", "digest"],
    &["words"],
    &["corpus", "segment", "codebook", "frequency", "stages", "tables"],
    &["study", "findings", "index", "report"],
    &["results"],
    &["run", "coding", "server"],
    &["cli", "tests"],
];

/// Libraries that any crate may use.
const FREE: [&str; 5] = ["fnv", "serde", "serde_json", "toml", "unicode-width"];

/// All other libraries, and the crates that may use them.
const DOORS: &[(&str, &[&str])] = &[
    // tables and workbooks
    ("polars-arrow", &["tables"]),
    ("polars-buffer", &["tables"]),
    ("polars-error", &["tables"]),
    ("polars-parquet", &["tables"]),
    ("calamine", &["tables"]),
    ("rust_xlsxwriter", &["tables"]),
    ("dta", &["tables"]),
    ("csv", &["codebook", "corpus", "study", "tables"]),
    // files of any format
    ("pdf_oxide", &["corpus"]),
    ("office_oxide", &["corpus"]),
    ("cfb", &["corpus"]),
    ("zip", &["corpus"]),
    ("scraper", &["corpus"]),
    ("ego-tree", &["corpus"]),
    ("dom_smoothie", &["corpus"]),
    ("encoding_rs", &["corpus"]),
    ("chardetng", &["corpus"]),
    ("simdutf8", &["corpus"]),
    ("memchr", &["corpus"]),
    ("regex", &["corpus"]),
    ("glob", &["corpus"]),
    // words
    ("ferrous-opencc", &["text"]),
    ("unicode-normalization", &["text"]),
    ("unicode-script", &["text"]),
    ("jieba-rs", &["segment"]),
    ("daachorse", &["codebook"]),
    ("saphyr-parser", &["codebook"]),
    ("tantivy", &["index"]),
    ("compact_str", &["index"]),
    ("rustc-hash", &["index"]),
    // numbers
    ("libm", &["frequency", "index", "stages"]),
    ("rand", &["stages"]),
    ("rand_chacha", &["stages"]),
    ("sha2", &["digest"]),
    // threads and files of a run
    ("rayon", &["run", "study"]),
    ("rustix", &["results"]),
    ("tempfile", &["coding", "corpus", "index", "results", "run", "server", "study", "tables"]),
    // pages and pictures
    ("minijinja", &["report"]),
    ("resvg", &["report"]),
    ("png", &["report"]),
    ("base64", &["report"]),
    // the explorer
    ("axum", &["server"]),
    ("tokio", &["server"]),
    ("maud", &["server"]),
    ("form_urlencoded", &["server"]),
    ("crc32fast", &["server"]),
    // the command line
    ("clap", &["cli"]),
    ("indicatif", &["cli"]),
    ("mimalloc", &["cli"]),
];

/// What the explorer must not compile: it shows finished runs, and reads no texts.
const NOT_FOR_SERVER: [&str; 6] = ["corpus", "study", "run", "coding", "pdf_oxide", "office_oxide"];

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|crates| crates.contains(&name))
}

/// The dependencies that a crate may not have because of the layers, and the crates without a layer.
fn not_downwards(graph: &Graph) -> Vec<String> {
    let mut breaches = Vec::new();
    for (name, dependencies) in &graph.declared {
        let Some(own) = layer(name) else {
            breaches.push(format!("give `{name}` a layer here and in ARCHITECTURE.md"));
            continue;
        };
        for (other, kind) in dependencies {
            let below = layer(other).is_none_or(|other| other < own);
            if graph.declared.contains_key(other) && *kind != Kind::Development && !below {
                breaches.push(format!("`{name}` must not depend on `{other}`"));
            }
        }
    }
    breaches
}

/// The crates that depend on themselves through others; dependencies of tests count.
fn circles(graph: &Graph) -> Vec<String> {
    let mut rest = graph.declared.clone();
    loop {
        let before = rest.len();
        let left: BTreeSet<String> = rest.keys().cloned().collect();
        // a crate that depends on none of the rest is in no circle
        rest.retain(|_, dependencies| dependencies.iter().any(|(other, _)| left.contains(other)));
        if rest.len() == before {
            return rest
                .into_keys()
                .map(|name| format!("`{name}` is part of a circle, or above one"))
                .collect();
        }
    }
}

/// The libraries whose users are not those that `DOORS` lists. The tests may use any library.
fn wrong_doors(graph: &Graph) -> Vec<String> {
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (name, dependencies) in graph.declared.iter().filter(|(name, _)| *name != "tests") {
        for (library, _) in dependencies.iter().filter(|(other, _)| !graph.declared.contains_key(other)) {
            users.entry(library).or_default().insert(name);
        }
    }
    users.retain(|library, _| !FREE.contains(library));
    let allowed = |library: &str| DOORS.iter().find(|(name, _)| *name == library).map(|(_, crates)| *crates);
    let wrong = users.iter().filter_map(|(library, users)| match allowed(library) {
        None => Some(format!("give `{library}` a door here: {users:?} use it")),
        Some(crates) => {
            let outside: Vec<_> = users.iter().filter(|name| !crates.contains(name)).collect();
            (!outside.is_empty()).then(|| format!("`{library}` is for {crates:?}, not for {outside:?}"))
        }
    });
    wrong.collect()
}

/// The doors that no crate goes through any more.
fn unused_doors(graph: &Graph) -> Vec<String> {
    let uses = |name: &str, library: &str| {
        graph.declared.get(name).is_some_and(|all| all.iter().any(|(other, _)| other == library))
    };
    let all = DOORS.iter().flat_map(|(library, crates)| crates.iter().map(move |name| (name, library)));
    all.filter(|(name, library)| !uses(name, library))
        .map(|(name, library)| format!("`{name}` does not use `{library}`: take it out of `DOORS`"))
        .collect()
}

/// What is compiled for the explorer and must not be.
fn too_much_for_server(graph: &Graph) -> Vec<String> {
    let compiled = graph.compiled_for("server");
    let forbidden = NOT_FOR_SERVER.iter().filter(|name| compiled.contains(*name));
    forbidden.map(|name| format!("`server` compiles `{name}`")).collect()
}

#[test]
fn the_workspace_keeps_its_rules() {
    let graph = Graph::of(&root(), &["--locked"]);
    let rules = [not_downwards, circles, wrong_doors, unused_doors, too_much_for_server];
    let breaches: Vec<String> = rules.iter().flat_map(|rule| rule(&graph)).collect();
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
    let crates: BTreeSet<&str> = LAYERS.concat().into_iter().collect();
    assert!(graph.declared.keys().map(String::as_str).eq(crates), "a crate in `LAYERS` is gone");
    assert!(graph.compiled_for("server").contains("axum"), "the graph reaches other people's packages");
}

/// A graph in which crates declare these normal dependencies.
fn graph(declared: &[(&str, &[&str])]) -> Graph {
    let mut graph = Graph::default();
    for (name, others) in declared {
        let others = others.iter().map(|other| (*other).to_owned());
        graph.needs.insert((*name).to_owned(), others.clone().collect());
        graph.declared.insert((*name).to_owned(), others.map(|other| (other, Kind::Normal)).collect());
    }
    graph
}

#[test]
fn a_dependency_upwards_or_sideways_is_found() {
    let wrong = graph(&[("types", &["stages"]), ("stages", &["codebook"]), ("codebook", &["types"])]);
    assert_eq!(
        not_downwards(&wrong),
        ["`stages` must not depend on `codebook`", "`types` must not depend on `stages`"]
    );
    assert_eq!(circles(&wrong).len(), 3);
    let unknown = graph(&[("utilities", &[])]);
    assert_eq!(not_downwards(&unknown), ["give `utilities` a layer here and in ARCHITECTURE.md"]);
}

#[test]
fn tests_may_look_sideways_but_not_in_a_circle() {
    let mut sideways = graph(&[("run", &[]), ("server", &[])]);
    let dependency = |name: &str| (name.to_owned(), Kind::Development);
    sideways.declared.get_mut("server").expect("server").insert(dependency("run"));
    assert!(not_downwards(&sideways).is_empty() && circles(&sideways).is_empty());
    sideways.declared.get_mut("run").expect("run").insert(dependency("server"));
    assert!(not_downwards(&sideways).is_empty());
    assert_eq!(
        circles(&sideways),
        ["`run` is part of a circle, or above one", "`server` is part of a circle, or above one"]
    );
}

#[test]
fn a_library_at_a_second_door_is_found() {
    let wrong =
        graph(&[("stages", &["rand", "csv"]), ("codebook", &["csv", "leftpad"]), ("tests", &["zip"])]);
    let found = wrong_doors(&wrong);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("`csv` is for") && found[0].ends_with("not for [\"stages\"]"), "{found:?}");
    assert_eq!(found[1], "give `leftpad` a door here: {\"codebook\"} use it");
    assert!(
        unused_doors(&wrong)
            .contains(&"`tables` does not use `polars-parquet`: take it out of `DOORS`".to_owned())
    );
}

#[test]
fn a_reader_of_texts_behind_the_explorer_is_found() {
    let wrong = graph(&[("server", &["results"]), ("results", &["corpus"]), ("corpus", &["pdf_oxide"])]);
    assert_eq!(too_much_for_server(&wrong), ["`server` compiles `corpus`", "`server` compiles `pdf_oxide`"]);
}

/// Writes a workspace in which one library is renamed, one is for another target alone, and one is for a
/// build script.
fn hide_dependencies(folder: &Path) {
    let package = |at: &str, name: &str, manifest: &str| {
        let sources = folder.join(at).join("src");
        fs::create_dir_all(&sources).expect("folder");
        fs::write(sources.join("lib.rs"), "//! Empty.\n").expect("source");
        let head = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n");
        fs::write(folder.join(at).join("Cargo.toml"), head + manifest).expect("manifest");
    };
    let workspace = "[workspace]\nresolver = \"3\"\nmembers = [\"codebook\"]\nexclude = [\"others\"]\n";
    fs::write(folder.join("Cargo.toml"), workspace).expect("workspace");
    for library in ["polars-parquet", "rayon", "tantivy"] {
        package(&format!("others/{library}"), library, "");
    }
    let dependencies = r#"
        [dependencies]
        pl = { package = "polars-parquet", path = "../others/polars-parquet" }
        [target.'cfg(windows)'.dependencies]
        rayon = { path = "../others/rayon" }
        [build-dependencies]
        tantivy = { path = "../others/tantivy" }
    "#;
    package("codebook", "nianlun-codebook", dependencies);
}

#[test]
fn renamed_target_and_build_dependencies_are_found() {
    let folder = tempfile::tempdir().expect("folder");
    hide_dependencies(folder.path());
    let found = wrong_doors(&Graph::of(folder.path(), &[]));
    assert_eq!(found.len(), 3, "{found:?}");
    for (breach, library) in found.iter().zip(["polars-parquet", "rayon", "tantivy"]) {
        assert!(breach.starts_with(&format!("`{library}` is for")), "{breach}");
        assert!(breach.ends_with("not for [\"codebook\"]"), "{breach}");
    }
}
