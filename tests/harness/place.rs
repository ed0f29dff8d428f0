//! Where the repository and the binary lie, told at run time.

use std::path::{Path, PathBuf};

/// The root of the repository, as cargo tells it at run time: a target folder may be shared by
/// several clones.
pub fn root() -> PathBuf {
    let tests = std::env::var_os("CARGO_MANIFEST_DIR").expect("run by cargo");
    Path::new(&tests).parent().expect("the tests lie in the repository").to_owned()
}

/// The binary. The command's own test in `crates/cli/tests` makes cargo build it with the workspace's
/// tests, beside this test's folder; run the tests with `make test`, or it may be an old one.
pub fn binary() -> PathBuf {
    let own = std::env::current_exe().expect("own path");
    let profile = own.parent().and_then(Path::parent).expect("target folder");
    let path = profile.join(format!("nianlun{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is missing: run the tests with --workspace", path.display());
    path
}
