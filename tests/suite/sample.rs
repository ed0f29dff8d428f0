//! The shipped sample and its pipeline.

use crate::support::{numbers, root, table, text};
use nianlun_run::{Options, run};
use nianlun_text::{count_han, normalise};
use nianlun_types::Silent;
use std::fs;
use std::path::{Path, PathBuf};

fn run_into(out: &Path, threads: usize) {
    let options = Options { out: Some(out.to_owned()), threads: Some(threads), ..Options::default() };
    let outcome = run(&root().join("pipelines/shanghai"), &options, &Silent).expect("the sample runs");
    assert!(outcome.quarantined.is_empty(), "{:?}", outcome.quarantined);
}

#[test]
fn one_text_a_year_of_600_to_1200_characters() {
    let folder = tempfile::tempdir().expect("folder");
    run_into(&folder.path().join("out"), 2);
    let documents = table(&folder.path().join("out/documents.parquet"));
    let years: Vec<i64> = numbers(&documents, "year").into_iter().flatten().collect();
    assert_eq!(years, (1994..=2021).collect::<Vec<i64>>());
    for (year, han) in years.iter().zip(numbers(&documents, "han_characters")) {
        let han = han.expect("a count");
        assert!((600..=1200).contains(&han), "{year} has {han} Han characters");
    }
    let frequencies = table(&folder.path().join("out/frequencies.parquet"));
    assert_eq!(frequencies.height(), 28 * 8);
}

#[test]
fn every_run_writes_the_same_bytes_with_any_number_of_threads() {
    let folder = tempfile::tempdir().expect("folder");
    let outs: Vec<PathBuf> = [1, 2, 2, 5]
        .iter()
        .enumerate()
        .map(|(at, threads)| {
            let out = folder.path().join(format!("out{at}"));
            run_into(&out, *threads);
            out
        })
        .collect();
    let names = [
        "documents.parquet",
        "hits.parquet",
        "frequencies.parquet",
        "stages.parquet",
        "profile.parquet",
        "terms.parquet",
        "keyness.parquet",
        "sensitivity.parquet",
        "stages.json",
        "quarantine.csv",
        "figures/frequencies.csv",
        "figures/frequencies.png",
        "figures/frequencies.svg",
        "figures/profile.png",
        "report.html",
        "summary.html",
        "provenance.json",
    ];
    for name in names {
        let first = fs::read(outs[0].join(name)).expect(name);
        for other in &outs[1..] {
            assert!(first == fs::read(other.join(name)).expect(name), "{name} differs");
        }
    }
}

#[test]
fn every_hit_opens_and_every_count_is_its_hits() {
    let folder = tempfile::tempdir().expect("folder");
    let out = folder.path().join("out");
    run_into(&out, 2);
    let documents = table(&out.join("documents.parquet"));
    let files: Vec<(String, String)> =
        text(&documents, "id").into_iter().zip(text(&documents, "file")).collect();
    let hits = table(&out.join("hits.parquet"));
    let book = fs::read_to_string(root().join("pipelines/shanghai/codebook.toml")).expect("codebook");
    let book = nianlun_codebook::Codebook::parse(&book).expect("codebook");
    let (terms, ids) = (text(&hits, "term"), text(&hits, "document"));
    let (starts, ends) = (numbers(&hits, "start"), numbers(&hits, "end"));
    assert!(hits.height() > 250, "{} hits", hits.height());
    for at in 0..hits.height() {
        let file = &files.iter().find(|(id, _)| *id == ids[at]).expect("document").1;
        let source = fs::read_to_string(root().join("corpus/shanghai").join(file)).expect("text");
        let (start, end) = (starts[at].expect("start") as usize, ends[at].expect("end") as usize);
        let behind: String = source.chars().skip(start).take(end - start).collect();
        let term = book.terms.iter().find(|t| t.term == terms[at]).expect("term");
        assert!(
            term.spellings.contains(&normalise(&behind).text.into_owned()),
            "{behind} is no {}",
            term.term
        );
    }
    let frequencies = table(&out.join("frequencies.parquet"));
    let total: i64 = numbers(&frequencies, "hits").into_iter().flatten().sum();
    assert_eq!(total, hits.height() as i64);
}

#[test]
fn provenance_holds_the_hash_of_every_file() {
    let folder = tempfile::tempdir().expect("folder");
    let out = folder.path().join("out");
    run_into(&out, 2);
    let json = fs::read_to_string(out.join("provenance.json")).expect("provenance");
    let provenance: serde_json::Value = serde_json::from_str(&json).expect("json");
    let inputs = provenance["inputs"].as_array().expect("inputs");
    assert_eq!(inputs.len(), 28 + 4, "texts, pipeline, codebook, published stages, manifest");
    for output in provenance["outputs"].as_array().expect("outputs") {
        let bytes = fs::read(out.join(output["file"].as_str().expect("file"))).expect("output");
        assert_eq!(output["sha256"], nianlun_digest::sha256_hex(&bytes));
    }
    assert_eq!(provenance["seed"], 20_210_607);
    assert_eq!(provenance["settings"]["rule"], "longest");
    assert!(!json.contains(&root().display().to_string()), "no path of this machine");
}

#[test]
fn counts_of_han_characters_are_those_of_the_normalised_text() {
    let source = fs::read_to_string(root().join("corpus/shanghai/texts/1999.txt")).expect("text");
    let normal = normalise(&source);
    assert_eq!(normal.han_characters, count_han(&normal.text));
}
