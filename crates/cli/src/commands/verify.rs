//! `nianlun verify`.

use crate::exit::{Ended, Exit};
use crate::groups::OutArgs;
use crate::put;
use clap::Args;
use nianlun_results::{Checked, State, locate, verify};
use nianlun_study::pipeline_name;
use nianlun_tables::{Sheet, Values};
use serde::Serialize;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Say file by file what of the results is as it was written
///
/// Compares every file of a results folder, or of something made of one (an export), with the hashes
/// in it: whole, changed, missing, or not ours. Exits with 1 if a file is not whole.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Examples:\n  nianlun verify out/shanghai\n  nianlun verify out/shanghai.export-csv"
)]
pub struct VerifyArgs {
    /// A results folder, the pipeline folder of a run, or an export
    folder: PathBuf,
    /// Where the answer goes
    #[command(flatten)]
    out: OutArgs,
}

/// A file, as `--format json` has it.
#[derive(Serialize)]
struct FileAnswer<'c> {
    file: &'c str,
    state: State,
}

impl VerifyArgs {
    /// Verifies the folder.
    pub fn run(&self) -> Ended {
        let folder = locate(&self.folder, &pipeline_name)?;
        let checked = verify(&folder)?;
        let files: Vec<FileAnswer<'_>> =
            checked.files.iter().map(|(file, state)| FileAnswer { file, state: *state }).collect();
        put::answer(&self.out, || text(&checked), &files, || sheet(&files))?;
        Ok(Exit::done_if(checked.is_whole()))
    }
}

fn text(checked: &Checked) -> String {
    let mut text = String::new();
    for (file, state) in &checked.files {
        let _ = writeln!(text, "{}  {file}", in_chinese(*state));
    }
    let counts = State::ALL.iter().filter_map(|(_, state)| {
        let count = checked.files.values().filter(|own| *own == state).count();
        (count > 0).then(|| format!("{} {count}", in_chinese(*state)))
    });
    let verdict = if checked.is_whole() { "结果完好" } else { "结果有变" };
    let _ = writeln!(text, "\n{verdict}：{}", counts.collect::<Vec<_>>().join("，"));
    text
}

fn in_chinese(state: State) -> &'static str {
    match state {
        State::Whole => "完好",
        State::Changed => "有变",
        State::Missing => "缺失",
        State::NotOurs => "外来",
        State::Unlisted => "未列",
    }
}

fn sheet(files: &[FileAnswer<'_>]) -> Sheet {
    Sheet {
        columns: vec![
            ("file", Values::text(files.iter().map(|file| file.file))),
            ("state", Values::text(files.iter().map(|file| file.state.name()))),
        ],
    }
}
