//! The ways out of the program: standard output, standard error, and the file that `--output` names.
//!
//! Nothing else in this crate prints. `print!` and its kin are not used, since they panic if the reader
//! of a pipe has gone.

#![expect(
    clippy::disallowed_methods,
    reason = "the one way out to standard output, standard error and the file that a user names"
)]

use crate::groups::{Format, OutArgs};
use nianlun_results::outside_results;
use nianlun_tables::Sheet;
use nianlun_types::Problem;
use serde::Serialize;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, ErrorKind, IsTerminal as _, Write as _};
use std::path::Path;

/// Puts an answer out in the format that the user asked for.
pub fn answer(
    out: &OutArgs,
    text: impl FnOnce() -> String,
    object: &impl Serialize,
    sheet: impl FnOnce() -> Sheet,
) -> Result<(), Problem> {
    let format = out.format();
    let bytes = match format {
        Format::Text => text().into_bytes(),
        Format::Json => json(object)?,
        // A person opens a file in Excel; a program reads standard output.
        Format::Csv => match out.output {
            Some(_) => sheet().to_csv_file(),
            None => sheet().to_csv(),
        }
        .map_err(|error| not_laid_out(&error))?,
        Format::Parquet => sheet().to_parquet().map_err(|error| not_laid_out(&error))?,
        Format::Xlsx => sheet().to_xlsx().map_err(|error| {
            Problem::new("the answer does not fit into a workbook")
                .because(error.to_string())
                .hint("use --format csv or --format parquet")
        })?,
    };
    match &out.output {
        Some(path) => into_file(path, &bytes),
        None if format.is_binary() && io::stdout().is_terminal() => {
            let problem = Problem::new("this format is not for a terminal");
            Err(problem.hint("name a file: --output results.parquet"))
        }
        None => to_stdout(&bytes),
    }
}

fn json(object: &impl Serialize) -> Result<Vec<u8>, Problem> {
    let mut json = serde_json::to_vec_pretty(object).map_err(|error| not_laid_out(&error))?;
    json.push(b'\n');
    Ok(json)
}

fn not_laid_out(error: &dyn Display) -> Problem {
    Problem::ours("the answer could not be laid out", error)
}

/// Writes an answer into a file.
fn into_file(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    outside_results(path)?;
    let write = || File::create(path)?.write_all(bytes);
    let hint = "name a file in a folder that you may write into: --output results.csv";
    write().map_err(|error| unwritable(path, &error, hint))
}

/// Writes a text into a file that is not there yet.
pub fn new_file(path: &Path, text: &str, hint: &str) -> Result<(), Problem> {
    outside_results(path)?;
    let write = || File::create_new(path)?.write_all(text.as_bytes());
    write().map_err(|error| unwritable(path, &error, hint))
}

fn unwritable(path: &Path, error: &io::Error, hint: &str) -> Problem {
    Problem::new(format!("`{}` cannot be written", path.display())).because(error.to_string()).hint(hint)
}

/// Writes the text of a command that has no other form of its answer.
pub fn text(text: &str) -> Result<(), Problem> {
    to_stdout(text.as_bytes())
}

/// The one door to standard output. A reader that closed the pipe has read what it wanted, which is no
/// fault.
fn to_stdout(bytes: &[u8]) -> Result<(), Problem> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Problem::new("standard output cannot be written").because(error.to_string())),
    }
}

/// Says something beside the answer.
pub fn note(line: impl Display) {
    to_stderr(&line.to_string());
}

/// Says what is wrong.
pub fn problem(problem: &Problem) {
    to_stderr(&problem_text(problem));
}

/// The text of a problem, as people read it. Here alone it gets its `error: `.
pub fn problem_text(problem: &Problem) -> String {
    format!("error: {problem}")
}

/// The one door to standard error. If it cannot be written, nobody is left to be told.
fn to_stderr(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_error_once() {
        assert_eq!(problem_text(&Problem::new("no such file")), "error: no such file");
        assert_eq!(problem_text(&Problem::new("x").hint("try y")), "error: x\nhint: try y");
    }
}
