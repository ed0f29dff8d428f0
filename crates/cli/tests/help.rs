//! The command's help. That this test exists also makes cargo build the binary for the tests of the
//! workspace (`tests/suite/command_line.rs`).

#![expect(clippy::disallowed_methods, reason = "the test starts the command")]

use std::process::Command;

fn help(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_nianlun")).args(args).output().expect("started");
    assert_eq!(output.status.code(), Some(0), "{args:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn help_is_short_and_long() {
    let short = help(&["-h"]);
    for command in ["run", "check", "search", "serve"] {
        assert!(short.contains(&format!("  {command} ")), "{short}");
    }
    let long = help(&["search", "--help"]);
    assert!(long.contains("--years <A-B>") && long.contains("Examples:"), "{long}");
    assert!(help(&["run", "--help"]).contains("--threads <N>"));
}
