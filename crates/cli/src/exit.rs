//! How a command ends: its exit code, and what is said when it gives no answer.

use crate::put;
use nianlun_types::{Problem, Problems};
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How a command ended that gave its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// Done, and the answer is no: nothing found, problems found, stages refused (of a run: not for few years), or files set
    /// aside under `--strict`.
    No,
}

impl Exit {
    /// `Done` if the command found something.
    pub fn done_if(yes: bool) -> Self {
        if yes { Exit::Done } else { Exit::No }
    }
}

/// What every command returns.
pub type Ended = Result<Exit, Problems>;

/// The exit code of a fault of ours.
const OUR_FAULT: u8 = 3;

/// Says why there is no answer, if there is none, and gives the exit code.
pub fn code(ended: Ended) -> ExitCode {
    if let Err(problems) = &ended {
        problems.0.iter().for_each(put::problem);
    }
    ExitCode::from(number(&ended))
}

/// The number of an ending. No other place chooses one.
fn number(ended: &Ended) -> u8 {
    match ended {
        Ok(Exit::Done) => 0,
        Ok(Exit::No) => 1,
        Err(problems) if problems.is_ours() => OUR_FAULT,
        Err(_) => 2,
    }
}

/// Makes a panic on any thread say what it is, and end the program with the code of a fault of ours.
pub fn explain_panics() {
    std::panic::set_hook(Box::new(end_with_panic));
}

/// As [`explain_panics`], but a panic on a thread other than the main one ends that thread alone: the
/// explorer answers each request on such a thread, and goes on with the other requests.
pub fn explain_panics_of_pages() {
    std::panic::set_hook(Box::new(|panic| {
        if std::thread::current().name() == Some("main") {
            end_with_panic(panic);
        }
        put::problem(&Problem::ours("a page failed", cause_of(panic)));
    }));
}

#[expect(
    clippy::disallowed_methods,
    reason = "ends the program; no caller is left that could return the code"
)]
fn end_with_panic(panic: &PanicHookInfo) {
    let code = match damaged_results() {
        Some(problem) => {
            put::problem(&problem);
            number(&Err(problem.into()))
        }
        None => {
            put::problem(&Problem::ours("nianlun failed", cause_of(panic)));
            OUR_FAULT
        }
    };
    std::process::exit(code.into());
}

/// The results that this command reads.
static RESULTS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Remembers what results this command reads, in case it fails over them.
pub fn remember_results(folder: &Path) {
    results().push(folder.to_owned());
}

/// What is wrong with the results that this command reads. The index is read by a library that takes its
/// files to be whole, and fails over those that are not; to hash an index before each search would cost
/// more than the search.
fn damaged_results() -> Option<Problem> {
    let folders = results().clone();
    let problem = |folder: &PathBuf| {
        let checked = nianlun_results::verify(folder).ok()?;
        let damaged = checked.first_damaged()?;
        Some(
            Problem::new(format!("the results in `{}` are damaged", folder.display()))
                .because(format!("`{damaged}` is not as the run wrote it"))
                .hint("run the pipeline again; `nianlun verify` names every such file"),
        )
    };
    folders.iter().find_map(problem)
}

fn results() -> MutexGuard<'static, Vec<PathBuf>> {
    RESULTS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn cause_of(panic: &PanicHookInfo) -> String {
    let message = panic.payload_as_str().unwrap_or("unknown");
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    format!("{message} ({place})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_has_its_code() {
        assert_eq!(number(&Ok(Exit::Done)), 0);
        assert_eq!(number(&Ok(Exit::No)), 1);
        assert_eq!(number(&Err(Problem::new("no such file").into())), 2);
        assert_eq!(number(&Err(Problem::ours("a thread was lost", "x").into())), 3);
    }
}
