//! The examples of `docs/search.md`, run on the sample as a reader would.

use crate::support::root;
use nianlun_run::{Options, run};
use nianlun_types::Silent;
use std::process::Command;

/// The words of a shell command; single quotation marks hold words together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (at, part) in line.split('\'').enumerate() {
        if at % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn the_examples_of_the_guide_run() {
    let folder = tempfile::tempdir().expect("folder");
    let options = Options { out: Some(folder.path().join("out/shanghai")), ..Options::default() };
    run(&root().join("pipelines/shanghai"), &options, &Silent).expect("the sample runs");
    let guide = std::fs::read_to_string(root().join("docs/search.md")).expect("guide");
    let examples: Vec<&str> = guide.lines().filter(|line| line.starts_with("nianlun ")).collect();
    assert!(examples.len() > 10);
    for example in examples {
        let words = words(example);
        let output = Command::new(crate::support::binary())
            .current_dir(folder.path())
            .args(&words[1..])
            .output()
            .expect("started");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let fault = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(0), "{example}\n{said}{fault}");
        let written = words.iter().skip_while(|w| *w != "--output").nth(1);
        match written {
            Some(file) => assert!(folder.path().join(file).metadata().is_ok_and(|m| m.len() > 1000)),
            None => assert!(said.lines().count() > 2, "{example}\n{said}"),
        }
    }
}
