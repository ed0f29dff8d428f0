//! Plays a case: writes what it gives, runs the command, compares what it expects.

use crate::compare::{Row, difference};
use crate::explorer::page;
use crate::inputs::Study;
use crate::place;
use crate::read::{Table, values_at};
use crate::story::{Block, Kind, Story};
use serde_json::Value;
use std::fs;
use std::process::{Command, Output};

/// The results folder of every case.
const RESULTS: &str = "out/case";

/// Plays all blocks. Expectations that fail are gathered, so that one run shows them all.
pub fn play(story: &Story) -> Result<(), String> {
    let mut study = Study::new()?;
    let mut failures = String::new();
    for block in &story.blocks {
        let failed = |error| format!("line {}: {error}", block.line);
        if block.kind.expects() {
            if let Err(error) = meet(&mut study, block) {
                failures += &format!("\n  {}", failed(error));
            }
        } else {
            give(&mut study, block).map_err(failed)?;
        }
    }
    if failures.is_empty() { Ok(()) } else { Err(failures) }
}

/// A block that changes the study.
fn give(study: &mut Study, block: &Block) -> Result<(), String> {
    match block.kind {
        Kind::Codebook => study.whole("codebook.toml", block),
        Kind::Manifest => study.whole("manifest.csv", block),
        Kind::Pipeline => {
            study.pipeline(block);
            Ok(())
        }
        Kind::Text => study.text(block),
        Kind::File => study.file(block),
        Kind::Edit => study.edit(block),
        Kind::Expect | Kind::Table | Kind::Stages | Kind::Search | Kind::Nianlun | Kind::Bytes => {
            unreachable!("{:?} is an expectation", block.kind)
        }
    }
}

/// A block that says what must come out.
fn meet(study: &mut Study, block: &Block) -> Result<(), String> {
    match block.kind {
        Kind::Expect => expect(study, block),
        Kind::Table => table(study, block),
        Kind::Stages => stages(study, block),
        Kind::Search => search(study, block),
        Kind::Nianlun => command(study, block),
        Kind::Bytes => bytes(study, block),
        Kind::Codebook | Kind::Pipeline | Kind::Text | Kind::Manifest | Kind::File | Kind::Edit => {
            unreachable!("{:?} is no expectation", block.kind)
        }
    }
}

fn nianlun(study: &Study, words: &[&str]) -> Result<Output, String> {
    let mut command = Command::new(place::binary());
    command.current_dir(study.path("")).env("NO_COLOR", "1").args(words);
    command.output().map_err(|error| error.to_string())
}

/// What a command answers on standard output; an answer that is no (exit 1) is one.
fn answer(study: &Study, words: &[&str]) -> Result<Vec<u8>, String> {
    let output = nianlun(study, words)?;
    match output.status.code() {
        Some(0 | 1) => Ok(output.stdout),
        _ => {
            Err(format!("`nianlun {}` failed\n{}", words.join(" "), String::from_utf8_lossy(&output.stderr)))
        }
    }
}

/// Runs the study if a block changed it.
fn run(study: &mut Study) -> Result<(), String> {
    if study.changed {
        study.write_pipeline()?;
        answer(study, &["run", ".", "--threads", "1"])?;
        study.changed = false;
    }
    Ok(())
}

fn expect(study: &mut Study, block: &Block) -> Result<(), String> {
    run(study)?;
    let expected = block.body.lines().map(|line| line.split_whitespace().map(str::to_owned).collect());
    let columns = ["year", "category", "hits"].map(str::to_owned);
    compare(expected.collect(), Table::open(&study.path(RESULTS), "frequencies")?.chosen(&columns, &[])?)
}

fn table(study: &mut Study, block: &Block) -> Result<(), String> {
    let [name, rest @ ..] = block.words.as_slice() else { return Err("`table` names a table".to_owned()) };
    // A path is a file that a command before wrote.
    if !name.contains('/') {
        run(study)?;
    }
    let (table, filters) = match (name.as_str(), rest) {
        ("nianlun", rest) => {
            let words: Vec<&str> = rest.iter().map(String::as_str).chain(["--format", "csv"]).collect();
            (Table::from_csv(&answer(study, &words)?)?, Vec::new())
        }
        ("explorer", [address]) => (Table::from_csv(&page(&study.path(""), address)?)?, Vec::new()),
        (name, rest) => {
            let filters = rest
                .iter()
                .map(|word| word.split_once('=').ok_or_else(|| format!("`{word}` is no column=value")));
            (Table::open(&study.path(RESULTS), name)?, filters.collect::<Result<_, _>>()?)
        }
    };
    let mut lines =
        block.body.lines().map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Row>());
    let columns = lines.next().unwrap_or_default();
    compare(lines.collect(), table.chosen(&columns, &filters)?)
}

fn stages(study: &mut Study, block: &Block) -> Result<(), String> {
    let json = if block.words.is_empty() {
        run(study)?;
        fs::read(study.path(RESULTS).join("stages.json")).map_err(|error| error.to_string())?
    } else {
        let words = block.words.iter().map(String::as_str);
        answer(study, &["stages"].into_iter().chain(words).chain(["--format", "json"]).collect::<Vec<_>>())?
    };
    keys(&json, block)
}

fn search(study: &mut Study, block: &Block) -> Result<(), String> {
    run(study)?;
    let words = block.words.iter().map(String::as_str);
    let json = answer(
        study,
        &["search", "."].into_iter().chain(words).chain(["--format", "json"]).collect::<Vec<_>>(),
    )?;
    keys(&json, block)
}

/// Compares lines `key: values` with an object.
fn keys(json: &[u8], block: &Block) -> Result<(), String> {
    let json: Value = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    let (mut expected, mut found) = (Vec::new(), Vec::new());
    for line in block.body.lines() {
        let (key, values) = line.split_once(':').ok_or_else(|| format!("`{line}` is no `key: values`"))?;
        let row = |values: Row| [vec![key.to_owned()], values].concat();
        expected.push(row(values.split_whitespace().map(str::to_owned).collect()));
        let values = values_at(&json, key)?;
        found.push(row(values
            .iter()
            .flat_map(|value| value.split_whitespace())
            .map(str::to_owned)
            .collect()));
    }
    compare(expected, found)
}

/// `exit N`, then lines that the command says, or does not say.
fn command(study: &mut Study, block: &Block) -> Result<(), String> {
    if study.changed && study.path("codebook.toml").exists() {
        study.write_pipeline()?;
    }
    let output = nianlun(study, &block.words.iter().map(String::as_str).collect::<Vec<_>>())?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).replace(&format!("{}/", study.path("").display()), "");
    let mut lines = block.body.lines();
    let exit =
        lines.next().and_then(|line| line.strip_prefix("exit ")).ok_or("the first line is `exit N`")?;
    let code = output.status.code().map_or("none".to_owned(), |code| code.to_string());
    let mut wrong: Vec<String> = Vec::new();
    if exit != code {
        wrong.push(format!("expected exit {exit}, found exit {code}"));
    }
    for line in lines {
        match line.strip_prefix("! ") {
            Some(line) if said.contains(line) => wrong.push(format!("it says `{line}`, and must not")),
            None if !said.contains(line) => wrong.push(format!("it does not say `{line}`")),
            Some(_) | None => {}
        }
    }
    if block.words.first().is_some_and(|word| word == "run") {
        study.changed = false;
    }
    if wrong.is_empty() { Ok(()) } else { Err(format!("{}; it says:\n{said}", wrong.join("\n    "))) }
}

fn bytes(study: &mut Study, block: &Block) -> Result<(), String> {
    let [name] = block.words.as_slice() else { return Err("`bytes` names a file".to_owned()) };
    let expected: Row = block.body.split_whitespace().map(str::to_owned).collect();
    let bytes = fs::read(study.path(name)).map_err(|error| format!("{name}: {error}"))?;
    let found = bytes.iter().take(expected.len()).map(|byte| format!("{byte:02x}")).collect();
    compare(vec![expected], vec![found])
}

fn compare(expected: Vec<Row>, found: Vec<Row>) -> Result<(), String> {
    match difference(&expected, &found) {
        Some(difference) => Err(format!("not as expected\n{difference}")),
        None => Ok(()),
    }
}
