//! How every command puts its answer out: formats, files, pipes.

use crate::command_line::{ended, nianlun};
use crate::support::{Study, binary};
use std::process::{Command, Stdio};

/// Every command that lays its answer out as a table, over the runs of [`study_for_tables`].
const TABLES: [&[&str]; 13] = [
    &["search", "out/study", "信息化"],
    &["search", "out/study", "--like", "d2003"],
    &["kwic", "out/study", "\"信息化\""],
    &["collocates", "out/study", "\"信息化\"", "--minimum", "1"],
    &["keyness", "out/study", "--target", "2"],
    &["dispersion", "out/study", "\"信息化\""],
    &["ngram", "out/study", "\"信息化\""],
    &["diff", "out/study", "out/other"],
    &["stages", "out/study/frequencies.parquet"],
    &["simulate", "--years", "8", "--categories", "1", "--world", "steps", "--replicates", "2"],
    &["codebook", "suggest", ".", "technology"],
    &["codebook", "score", "sheet.csv"],
    &["verify", "out/study"],
];

/// A study that was run, run again with a text less, and coded.
fn study_for_tables() -> Study {
    let study = Study::ten_years();
    let here = study.path("");
    let done = |args: &[&str]| assert_eq!(nianlun(&here, args).status.code(), Some(0), "{args:?}");
    done(&["run", "."]);
    done(&["codebook", "sample", ".", "--out", "sheet.csv"]);
    let sheet = std::fs::read_to_string(study.path("sheet.csv")).expect("sheet");
    study.write("sheet.csv", &sheet.replace(",,\n", ",1,1\n").replace(",,\r\n", ",1,1\r\n"));
    let manifest = std::fs::read_to_string(study.path("manifest.csv")).expect("manifest");
    study.write("fewer.csv", &manifest.replace("d2009,2009.txt,2009,第2009篇\n", ""));
    done(&["run", ".", "--corpus", "fewer.csv", "--out", "out/other"]);
    study
}

#[test]
fn a_csv_file_begins_with_a_byte_order_mark_and_standard_output_does_not() {
    let study = study_for_tables();
    let here = study.path("");
    let both_ways = |command: &[&str], format: &str| {
        let printed = nianlun(&here, &[command, &["--format", format]].concat());
        let name = format!("answer.{format}");
        let written = nianlun(&here, &[command, &["--output", &name]].concat());
        assert_eq!(printed.status.code(), written.status.code(), "{command:?}");
        assert!(
            printed.status.code().is_some_and(|code| code < 2) && !printed.stdout.is_empty(),
            "{command:?}"
        );
        assert_eq!(written.stdout, b"", "{command:?}");
        (printed.stdout, std::fs::read(study.path(&name)).expect("file"))
    };
    for command in TABLES {
        let (printed, written) = both_ways(command, "csv");
        assert!(written.starts_with(b"\xef\xbb\xbf") && written[3..] == printed, "{command:?}");
        let (printed, written) = both_ways(command, "json");
        assert!(written == printed && matches!(written[0], b'{' | b'['), "{command:?}");
        let (printed, written) = both_ways(command, "xlsx");
        assert!(written == printed && written.starts_with(b"PK"), "{command:?}");
        let (printed, written) = both_ways(command, "parquet");
        assert!(written == printed && written.starts_with(b"PAR1"), "{command:?}");
    }
}

#[test]
fn a_reader_that_leaves_changes_nothing() {
    let study = study_for_tables();
    let here = study.path("");
    let left_alone = |command: &[&str]| {
        let mut child = Command::new(binary());
        child.current_dir(&here).args(command).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = child.spawn().expect("started");
        drop(child.stdout.take());
        let (code, _, err) = ended(&child.wait_with_output().expect("ended"));
        // No escape code: standard error is a pipe too, and no bar goes into one.
        assert!(!err.contains("error") && !err.contains('\u{1b}'), "{command:?}: {err}");
        code
    };
    for command in TABLES {
        assert_eq!(left_alone(command), nianlun(&here, command).status.code(), "{command:?}");
    }
    let others: [&[&str]; 7] = [
        &["new", "fresh", "--texts", "2003.txt"],
        &["run", "."],
        &["check", "."],
        &["export", "out/study", "--to", "exported"],
        &["codebook", "import", "manifest.csv", "--from", "list"],
        &["codebook", "sample", ".", "--out", "again.csv"],
        &["--help"],
    ];
    for command in others {
        assert_eq!(left_alone(command), Some(0), "{command:?}");
    }
}

#[test]
fn an_answer_that_cannot_be_written_is_a_problem() {
    let study = study_for_tables();
    let here = study.path("");
    for command in TABLES {
        for output in [".", "nowhere/answer.csv"] {
            let (code, out, err) = ended(&nianlun(&here, &[command, &["--output", output]].concat()));
            assert_eq!((code, out.as_str()), (Some(2), ""), "{command:?} {err}");
            assert!(err.starts_with(&format!("error: `{output}` cannot be written\n")), "{err}");
            assert!(err.matches("error:").count() == 1 && err.contains("hint:"), "{err}");
        }
    }
    if cfg!(target_os = "linux") {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("device");
        let mut stages = Command::new(binary());
        stages.current_dir(&here).args(["stages", "out/study/frequencies.parquet"]);
        let (code, _, err) = ended(&stages.stdout(full).output().expect("started"));
        assert!(code == Some(2) && err.starts_with("error: standard output cannot be written\n"), "{err}");
    }
}
