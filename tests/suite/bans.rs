//! Who may do what `clippy.toml` bans. Clippy keeps the bans; these tests keep the list of exceptions short.

use crate::repository::files;
use crate::support::root;
use std::fs;
use std::path::Path;

/// Crates that may open files; `clippy-files.toml` says what that means.
const FILES: [&str; 7] = ["coding", "corpus", "index", "results", "run", "study", "tables"];

/// Source files of `crates` that lift a ban, for a reason that stands beside it: the command line speaks to
/// people, a build script to cargo, and random numbers come from somewhere.
const EXCEPTIONS: [&str; 10] = [
    "crates/cli/src/bars.rs",
    "crates/cli/src/commands/check.rs",
    "crates/cli/src/commands/serve.rs",
    "crates/cli/src/exit.rs",
    "crates/cli/src/groups.rs",
    "crates/cli/src/put.rs",
    "crates/cli/tests/help.rs",
    "crates/server/src/tests.rs",
    "crates/stages/src/random.rs",
    "crates/text/build.rs",
];

fn rules(path: &Path) -> toml::Table {
    fs::read_to_string(path).expect("rules").parse().expect("toml")
}

#[test]
fn only_some_crates_may_open_files() {
    let files = rules(&root().join("clippy-files.toml"));
    for folder in fs::read_dir(root().join("crates")).expect("crates") {
        let folder = folder.expect("folder");
        let own = folder.path().join("clippy.toml");
        let name = folder.file_name().to_string_lossy().into_owned();
        assert_eq!(own.exists(), FILES.contains(&name.as_str()), "clippy.toml of `{name}`");
        assert!(!own.exists() || rules(&own) == files, "clippy.toml of `{name}` is not clippy-files.toml");
    }
}

#[test]
fn both_lists_of_bans_differ_in_files_alone() {
    let mut all = rules(&root().join("clippy.toml"));
    let banned = all["disallowed-methods"].as_array_mut().expect("a list");
    let before = banned.len();
    let opens_files = |path: &str| path.starts_with("std::fs::") || path.starts_with("std::path::");
    banned.retain(|method| !opens_files(method["path"].as_str().expect("a path")));
    assert!(banned.len() < before, "clippy.toml bans no function that opens files");
    assert_eq!(all, rules(&root().join("clippy-files.toml")));
}

#[test]
fn only_these_source_files_lift_a_ban() {
    let mut found = Vec::new();
    for path in files(&[".rs"]).iter().filter(|path| path.starts_with(root().join("crates"))) {
        let source = fs::read_to_string(path).expect("source");
        if ["disallowed_", "print_", "dbg_"].iter().any(|lint| source.contains(&format!("clippy::{lint}"))) {
            let name = path.strip_prefix(root()).expect("below the root").to_string_lossy();
            found.push(name.replace('\\', "/"));
        }
    }
    assert_eq!(found, EXCEPTIONS);
}
