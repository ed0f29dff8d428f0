//! Literate cases: a Markdown file tells a story in a few sentences, gives a tiny codebook and
//! texts, and the table that must come out. Anybody can add one without knowing Rust.
//!
//! In a file, ` ```codebook ` holds `codebook.toml`, ` ```count ` the `[count]` table, ` ```text YEAR `
//! one text each, and ` ```expect ` lines `year category hits`, with `-` for a year without a text.

use crate::support::{Study, numbers, root, table, text};
use std::fs;

#[test]
fn every_case_comes_out_as_written() {
    let mut cases = 0;
    let folders = ["counts", "years"].map(|topic| root().join("tests/cases").join(topic));
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("cases"));
    let mut paths: Vec<_> = entries.map(|e| e.expect("entry").path()).collect();
    paths.sort();
    for path in paths {
        let story = fs::read_to_string(&path).expect("case");
        let name = path.file_name().expect("name").to_string_lossy().into_owned();
        let (expected, found) = play(&story);
        assert_eq!(found, expected, "{name}");
        cases += 1;
    }
    assert!(cases >= 5, "only {cases} cases");
}

fn play(story: &str) -> (Vec<String>, Vec<String>) {
    let study = Study::new("", &[]);
    let mut pipeline =
        "name = \"case\"\ncodebook = \"codebook.toml\"\ncorpus.manifest = \"manifest.csv\"\n".to_owned();
    let mut manifest = "id,file,year,title\n".to_owned();
    let mut expected = Vec::new();
    for (at, (kind, body)) in blocks(story).into_iter().enumerate() {
        match kind.split_once(' ').unwrap_or((&kind, "")) {
            ("codebook", _) => study.write("codebook.toml", &body),
            ("count", _) => pipeline += &format!("[count]\n{body}"),
            ("text", year) => {
                study.write(&format!("{at}.txt"), &body);
                manifest += &format!("d{at:02},{at}.txt,{year},题\n");
            }
            ("expect", _) => expected = body.lines().map(str::to_owned).collect(),
            _ => panic!("unknown block `{kind}`"),
        }
    }
    study.write("pipeline.toml", &pipeline);
    study.write("manifest.csv", &manifest);
    study.run().unwrap_or_else(|e| panic!("{e}"));
    let rows = table(&study.out("frequencies.parquet"));
    let years = numbers(&rows, "year").into_iter().zip(text(&rows, "category")).zip(numbers(&rows, "hits"));
    let shown = years.map(|((year, category), hits)| {
        let hits = hits.map_or("-".to_owned(), |h| h.to_string());
        format!("{} {category} {hits}", year.expect("year"))
    });
    (expected, shown.collect())
}

/// The fenced blocks of a Markdown text: (what the fence says, the lines within).
fn blocks(story: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in story.lines() {
        match line.strip_prefix("```") {
            Some(_) if open => open = false,
            Some(kind) => {
                open = true;
                found.push((kind.to_owned(), String::new()));
            }
            None if open => {
                if let Some((_, body)) = found.last_mut() {
                    *body += &format!("{line}\n");
                }
            }
            None => {}
        }
    }
    found
}
