//! The workspace as cargo sees it. A dependency counts by the name of its package, whatever it is called
//! in the code, and whether every target needs it, one target, or the build script.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// When a dependency is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Normal,
    Build,
    Development,
}

impl Kind {
    /// The kind, from cargo's name for it. A normal dependency has none.
    fn from_json(kind: &Value) -> Self {
        match kind.as_str() {
            None => Kind::Normal,
            Some("build") => Kind::Build,
            Some("dev") => Kind::Development,
            Some(other) => panic!("cargo has a new kind of dependency: {other}"),
        }
    }
}

/// Who depends on whom, by names of packages; those of this workspace without their `nianlun-`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Graph {
    /// What each crate of the workspace declares, for all targets.
    pub declared: BTreeMap<String, BTreeSet<(String, Kind)>>,
    /// What each package needs before it can be compiled on this machine, other people's packages too.
    pub needs: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    /// Asks cargo about the workspace in `folder`.
    ///
    /// Cargo resolves it for this machine's target alone: no other target's packages need be here. What a
    /// crate declares for another target is reported nevertheless.
    pub fn of(folder: &Path, options: &[&str]) -> Self {
        let version = cargo(folder, &["-vV"]);
        let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo's target");
        let metadata = ["metadata", "--format-version", "1", "--offline", "--filter-platform", host];
        let json = cargo(folder, &[&metadata, options].concat());
        Graph::from_json(&serde_json::from_str(&json).expect("json"))
    }

    fn from_json(metadata: &Value) -> Self {
        let packages = list(&metadata["packages"]);
        let names: BTreeMap<&str, &str> =
            packages.iter().map(|p| (text(&p["id"]), text(&p["name"]))).collect();
        let mut graph = Graph::default();
        for member in list(&metadata["workspace_members"]).iter().map(text) {
            let package = packages.iter().find(|package| package["id"] == member).expect("a member");
            let declared = list(&package["dependencies"]);
            let declared = declared.iter().map(|d| (own(text(&d["name"])), Kind::from_json(&d["kind"])));
            graph.declared.insert(own(text(&package["name"])), declared.collect());
        }
        for node in list(&metadata["resolve"]["nodes"]) {
            let compiled = |dependency: &&Value| {
                let mut kinds = list(&dependency["dep_kinds"]).iter().map(|k| Kind::from_json(&k["kind"]));
                kinds.any(|kind| kind != Kind::Development)
            };
            let needs = list(&node["deps"]).iter().filter(compiled).map(|d| own(names[text(&d["pkg"])]));
            graph.needs.entry(own(names[text(&node["id"])])).or_default().extend(needs);
        }
        graph
    }

    /// All that is compiled before `package`, through any number of packages.
    pub fn compiled_for<'a>(&'a self, package: &'a str) -> BTreeSet<&'a str> {
        let mut compiled = BTreeSet::new();
        let mut open = vec![package];
        while let Some(package) = open.pop() {
            if compiled.insert(package) {
                open.extend(self.needs.get(package).into_iter().flatten().map(String::as_str));
            }
        }
        compiled
    }
}

/// What cargo answers, run in `folder`.
fn cargo(folder: &Path, arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).args(arguments).current_dir(folder).output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn own(name: &str) -> String {
    name.strip_prefix("nianlun-").unwrap_or(name).to_owned()
}

fn list(json: &Value) -> &[Value] {
    json.as_array().expect("a list")
}

fn text(json: &Value) -> &str {
    json.as_str().expect("a text")
}
