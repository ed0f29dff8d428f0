//! The results folder as a contract: its format has a version, what is damaged is named, and results of
//! the format before are still exported and verified.

use crate::support::Study;
use nianlun_results::{ExportFormat, ExportOptions, FORMAT, Finished, State, export, verify};
use nianlun_run::{Options, Ran, run_if_changed};
use nianlun_types::Silent;
use serde_json::Value;
use std::fs;
use std::path::Path;

/// Turns the results in `out` into those of format 0: no `codebook.parquet`, no `kept`, no list of the
/// index, no version, and a lock that names neither these nor the provenance.
fn make_format_0(out: &Path) {
    let path = out.join("provenance.json");
    let mut provenance: Value = serde_json::from_slice(&fs::read(&path).expect("file")).expect("json");
    let object = provenance.as_object_mut().expect("object");
    object.remove("format").expect("it had one");
    for input in object["inputs"].as_array_mut().expect("inputs") {
        input.as_object_mut().expect("object").remove("kind");
    }
    fs::write(&path, serde_json::to_vec_pretty(&provenance).expect("json")).expect("written");
    fs::rename(out.join("kept/concepts.json"), out.join("index/concepts.json")).expect("moved");
    fs::remove_dir(out.join("kept")).expect("empty");
    for name in ["codebook.parquet", "index/files.json"] {
        fs::remove_file(out.join(name)).expect("removed");
    }
    let lock = fs::read_to_string(out.join("pipeline.lock")).expect("lock");
    let gone = ["codebook.parquet", "kept/", "provenance.json", "format = "];
    let lines = lock.lines().filter(|line| !gone.iter().any(|name| line.contains(name)));
    fs::write(out.join("pipeline.lock"), lines.collect::<Vec<_>>().join("\n") + "\n").expect("written");
}

fn options(wide: bool, to: &Path) -> ExportOptions {
    ExportOptions { format: ExportFormat::Csv, wide, tables: Vec::new(), to: to.to_owned(), replace: false }
}

#[test]
fn the_format_before_is_exported_and_verified_and_otherwise_refused_kindly() {
    let study = Study::ten_years();
    study.run().expect("it runs");
    let out = study.path("out");
    export(&out, &options(true, &study.path("new"))).expect("exported");
    make_format_0(&out);

    let refused = Finished::open(&out).err().expect("refused").to_string();
    assert!(refused.contains("of an earlier version of nianlun"), "{refused}");
    assert!(refused.contains("format is 0") && refused.contains("run the pipeline again"), "{refused}");

    // The labels of wide columns come from elsewhere, and are the same.
    export(&out, &options(true, &study.path("old"))).expect("exported");
    for name in ["frequencies_wide.csv", "profile_wide.csv"] {
        let bytes = |folder: &str| fs::read(study.path(folder).join(name)).expect("file");
        assert_eq!(bytes("old"), bytes("new"), "{name}");
    }
    export(&out, &options(false, &study.path("old-long"))).expect("exported");

    let checked = verify(&out).expect("verified");
    assert!(checked.is_whole(), "{checked:?}");
    assert_eq!(checked.files["provenance.json"], State::Unlisted);
    assert_eq!(checked.files["hits.parquet"], State::Whole);
    fs::write(out.join("hits.parquet"), "x").expect("written");
    assert_eq!(verify(&out).expect("verified").files["hits.parquet"], State::Changed);

    let options = Options { out: Some(out.clone()), ..Options::default() };
    let Ran::Anew(outcome) = run_if_changed(&study.path(""), &options, &Silent).expect("it runs") else {
        panic!("results of the format before cannot stand");
    };
    let steps: Vec<&str> = outcome.steps.iter().map(|step| step.done.as_str()).collect();
    assert!(steps[1].contains("沿用缓存"), "what was found out of the texts is used: {steps:?}");
    Finished::open(&out).expect("opened");
    assert!(verify(&out).expect("verified").is_whole());
}

#[test]
fn a_later_format_is_refused() {
    let study = Study::ten_years();
    study.run().expect("it runs");
    let path = study.path("out/provenance.json");
    let text = fs::read_to_string(&path).expect("file");
    fs::write(&path, text.replace(&format!("\"format\": {FORMAT}"), "\"format\": 99")).expect("written");
    let refused = Finished::open(&study.path("out")).err().expect("refused").to_string();
    assert!(refused.contains("of a later version of nianlun"), "{refused}");
    let refused = export(&study.path("out"), &options(false, &study.path("to"))).expect_err("refused");
    assert!(refused.to_string().contains("of a later version"), "{refused}");
}

#[test]
fn a_damaged_file_is_named_and_nothing_is_guessed() {
    let study = Study::ten_years();
    study.run().expect("it runs");
    let out = study.path("out");
    let whole = |name: &str| fs::read(out.join(name)).expect("file");
    let says = |what: &str, problem: nianlun_types::Problem| {
        let text = problem.to_string();
        assert!(text.contains(what) && text.contains("run the pipeline again"), "{text}");
    };
    // Another table in the place of one, a cut file, no file.
    for (name, bytes) in [("stages.parquet", whole("terms.parquet")), ("stages.parquet", b"PAR1".to_vec())] {
        let before = whole(name);
        fs::write(out.join(name), bytes).expect("written");
        let run = Finished::open(&out).expect("tables are read when they are asked for");
        says("`stages.parquet` cannot be read", run.stages().expect_err("damaged"));
        fs::write(out.join(name), before).expect("written");
    }
    fs::rename(out.join("hits.parquet"), study.path("aside")).expect("moved");
    let run = Finished::open(&out).expect("opened");
    says("`hits.parquet` cannot be read", run.query("category:technology", false).expect_err("no hits"));
    fs::rename(study.path("aside"), out.join("hits.parquet")).expect("moved");

    let stages = String::from_utf8(whole("stages.json")).expect("text");
    let broken = stages.replacen("\"verdict\": \"staged\"", "\"verdict\": \"grown\"", 1);
    assert_ne!(broken, stages);
    fs::write(out.join("stages.json"), broken).expect("written");
    let run = Finished::open(&out).expect("opened");
    let problem = run.findings().expect_err("damaged");
    assert!(problem.to_string().contains("it was changed after the run"), "{problem}");
    says("`stages.json` cannot be read", problem);
    fs::write(out.join("stages.json"), stages).expect("written");

    // One digit of a number: still Parquet, but not what the run wrote.
    let mut frequencies = whole("frequencies.parquet");
    let middle = frequencies.len() / 3;
    frequencies[middle] ^= 1;
    fs::write(out.join("frequencies.parquet"), frequencies).expect("written");
    let run = Finished::open(&out).expect("opened");
    says("`frequencies.parquet` cannot be read", run.frequencies().expect_err("changed"));
    says(
        "`frequencies.parquet` cannot be read",
        export(&out, &options(false, &study.path("to"))).expect_err("no"),
    );
    fs::remove_file(out.join("frequencies.parquet")).expect("removed");
    says("the file is missing", export(&out, &options(false, &study.path("to"))).expect_err("no"));
    assert!(!study.path("to").exists());

    fs::remove_file(out.join("codebook.parquet")).expect("removed");
    says("`codebook.parquet` cannot be read", Finished::open(&out).err().expect("damaged"));
}
