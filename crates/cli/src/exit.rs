//! Exit codes, and what to say when the fault is ours.

use std::process::ExitCode;

/// How the command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Done, and the answer is no: nothing found, problems found, stages refused, or files set
    /// aside under `--strict`.
    No,
    /// Cannot run as asked.
    CannotRun,
    /// A fault of ours.
    OurBug,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Done => 0,
            Exit::No => 1,
            Exit::CannotRun => 2,
            Exit::OurBug => 3,
        })
    }
}

/// Makes a panic say what it is, and exit with 3; a reader that closed the pipe is no fault.
pub fn explain_panics() {
    std::panic::set_hook(Box::new(|info| {
        let what = info.payload_as_str().unwrap_or("unknown");
        if what.contains("Broken pipe") {
            std::process::exit(0);
        }
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        eprintln!("error: nianlun failed, which is a bug of ours\n  caused by: {what} ({place})");
        eprintln!("hint: earlier results are untouched; please report this with the command that you ran");
        std::process::exit(3);
    }));
}
