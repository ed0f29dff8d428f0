//! Runs the literate cases: every Markdown file below `tests/cases` is one test entry.
//!
//! A case tells in a few sentences what it shows, gives small texts, and writes what must come out.
//! Its fenced blocks are played from top to bottom in a scratch folder, by the command line alone.
//!
//! | block | holds |
//! |---|---|
//! | `codebook` | `codebook.toml` |
//! | `pipeline` | `pipeline.toml` below its head (`name`, `codebook`, and the corpus unless `[corpus]` is written) |
//! | `text YEAR` | a text of that year, of every year of `2000..2004`, or of no year with `-` |
//! | `manifest` | `manifest.csv`, in place of the one that `text` blocks make |
//! | `file NAME` | any other file; `texts/a.zip#b.txt` is a member of an archive |
//! | `edit NAME` | lines `old → new`: changes a file, also one that a command wrote |
//! | `expect` | lines `year category hits`: all rows of the frequencies; `-` is a year without a text |
//! | `table NAME` | a heading of chosen columns, then all rows, with ` \| ` between cells; `column=value` behind the name chooses rows |
//! | `table nianlun …` | the same, of what a command answers as CSV; `table explorer /curves.csv?q=…` of a page of the explorer |
//! | `stages` | lines `key: values` of `stages.json`; `stages SERIES …` of `nianlun stages` |
//! | `search QUERY …` | lines `key: values` of the answer of `nianlun search` |
//! | `nianlun …` | the line `exit N`, then lines that the command says; `! ` before one that it does not say |
//! | `bytes NAME` | the first bytes of a file |
//!
//! `text` and `file` take `times=N` (the body N times over) and `encoding=gb18030`. The study is run
//! before an expectation whenever a block changed it. `tests/cases/README.md` says all this to scholars.
//! A case below `pending` names the fault that it waits for (`pending: F4`) and is an ignored entry.
//!
//! The harness is libtest-mimic. datatest-stable stands on it, but its entries cannot be ignored and
//! its test names carry the name of a function.

mod compare;
mod explorer;
mod inputs;
mod place;
mod play;
mod read;
mod selftest;
mod story;

use libtest_mimic::{Arguments, Trial};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use story::Story;

/// Fewer cases than this mean that a folder is missing.
const FEWEST: usize = 100;

fn main() -> ExitCode {
    let folder = place::root().join("tests/cases");
    let mut trials: Vec<Trial> = files_below(&folder).iter().map(|path| trial(&folder, path)).collect();
    assert!(trials.len() >= FEWEST, "only {} cases in {}", trials.len(), folder.display());
    trials.extend(selftest::trials());
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// The entry of one case, named by its folder and file.
fn trial(folder: &Path, path: &Path) -> Trial {
    let name =
        path.strip_prefix(folder).expect("below").with_extension("").to_string_lossy().replace('\\', "/");
    let pending = name.starts_with("pending/");
    let path = path.to_owned();
    Trial::test(name, move || {
        let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let story = Story::parse(&text)?;
        if story.pending.is_some() != pending {
            return Err("a line `pending: F4` belongs to the cases in `pending`, and to no other".into());
        }
        Ok(play::play(&story)?)
    })
    .with_ignored_flag(pending)
}

/// The Markdown files below a folder, by name; `README.md` is none of the cases.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).expect("a folder of cases") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "md") && !path.ends_with("README.md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
