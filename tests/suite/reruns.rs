//! A second run does only what changed, says why, and its results are those of a run from nothing.

use crate::support::Study;
use nianlun_run::{Options, Outcome, Ran, run, run_if_changed};
use nianlun_types::Silent;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn options(study: &Study, out: &str, again: bool) -> Options {
    Options { out: Some(study.path(out)), threads: Some(2), again, ..Options::default() }
}

/// Runs into `out` and tells the steps; nothing where the earlier results stand.
fn steps(study: &Study) -> Option<BTreeMap<&'static str, String>> {
    match run_if_changed(&study.path(""), &options(study, "out", false), &Silent).expect("it runs") {
        Ran::Anew(outcome) => Some(outcome.steps.into_iter().map(|step| (step.name, step.done)).collect()),
        Ran::AsBefore(before) => {
            assert!(before.summary.contains("判断"), "{}", before.summary);
            None
        }
    }
}

/// The bytes of every result that must be the same; index and cache have none such.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(at).expect("folder") {
            let path = entry.expect("entry").path();
            let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
            if ["index", "cache"].contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(name, fs::read(path).expect("file"));
            }
        }
    }
    found
}

/// What was updated equals what is made from nothing, and answers alike.
fn as_from_nothing(study: &Study) {
    let fresh: Outcome = run(&study.path(""), &options(study, "fresh", true), &Silent).expect("it runs");
    assert_eq!(bytes(&study.path("out")), bytes(&fresh.folder));
    let found = |out: &str| {
        let opened = nianlun_results::Finished::open(&study.path(out)).expect("opened");
        let query = opened.query("\"信息化\" OR 监督", false).expect("query");
        let all = nianlun_index::Options { limit: 100, ..Default::default() };
        format!("{:?}", opened.search().expect("index").searcher.search(&query, &all).expect("answer"))
    };
    assert_eq!(found("out"), found("fresh"));
    fs::remove_dir_all(study.path("fresh")).expect("removed");
}

#[test]
fn only_what_changed_is_done_again() {
    let study = Study::ten_years();
    let first = steps(&study).expect("ran");
    assert!(first["读取"].contains("首次"), "{first:?}");
    assert_eq!(steps(&study), None, "nothing changed");

    // A text more, one less, one changed, one of another title.
    study.write("2001.txt", "推进信息化。新的一句：公共数据。");
    study.write("2010.txt", "公共数据共享，加强监督。");
    let manifest = fs::read_to_string(study.path("manifest.csv")).expect("manifest");
    let rows: Vec<&str> = manifest.lines().filter(|line| !line.contains("2003.txt")).collect();
    let manifest = rows.join("\n").replace("第2005篇", "另一题") + "\nd2010,2010.txt,2010,第2010篇\n";
    study.write("manifest.csv", &manifest);
    let done = steps(&study).expect("ran");
    assert_eq!(done["读取"], "新增1个，有变2个，移除1个，照旧7个");
    assert_eq!(done["分词"], "2个文本；其余8个沿用缓存");
    assert_eq!(done["索引"], "写入3个，去掉3个，其余不动");
    assert!(done["计数"].contains("文本变了"), "{done:?}");
    as_from_nothing(&study);

    // A changed codebook cuts and indexes nothing.
    let codebook = fs::read_to_string(study.path("codebook.toml")).expect("codebook");
    study.write("codebook.toml", &codebook.replace("\"监督\"", "\"监督\", \"推进\""));
    let done = steps(&study).expect("ran");
    assert_eq!(done["分词"], "0个文本；其余10个沿用缓存");
    assert_eq!(done["索引"], "未动：文本没有变化");
    assert!(done["计数"].contains("编码表变了"), "{done:?}");
    as_from_nothing(&study);

    // A user dictionary cuts and indexes everything.
    study.write("words.txt", "公共数据\n");
    let pipeline = fs::read_to_string(study.path("pipeline.toml")).expect("pipeline");
    study.write("pipeline.toml", &format!("{pipeline}[segment]\ndictionary = \"words.txt\"\n"));
    let done = steps(&study).expect("ran");
    assert_eq!(done["分词"], "10个文本");
    assert!(done["索引"].starts_with("重建：分词"), "{done:?}");
    as_from_nothing(&study);
    assert_eq!(steps(&study), None);
}

#[test]
fn what_was_tampered_with_is_noticed() {
    let study = Study::ten_years();
    steps(&study).expect("ran");
    let append = |name: &str| {
        let mut content = fs::read(study.out(name)).expect("file");
        content.push(b'x');
        fs::write(study.out(name), content).expect("written");
    };
    append("frequencies.parquet");
    let done = steps(&study).expect("ran");
    assert!(done["计数"].contains("frequencies.parquet 被改动过"), "{done:?}");
    append("cache/kept");
    let done = steps(&study).expect("ran");
    assert!(done["分词"].contains("全部重新分词"), "{done:?}");
    let of_index = fs::read_dir(study.out("index")).expect("index").map(|e| e.expect("entry").path());
    let positions = of_index.into_iter().find(|p| p.extension().is_some_and(|e| e == "pos"));
    let positions = positions.expect("a file of positions");
    let mut content = fs::read(&positions).expect("file");
    content[0] ^= 0xff;
    fs::write(&positions, content).expect("written");
    let done = steps(&study).expect("ran");
    assert!(done["索引"].starts_with("重建：旧索引损坏"), "{done:?}");
    as_from_nothing(&study);
    fs::remove_file(study.out("pipeline.lock")).expect("removed");
    assert!(steps(&study).expect("ran")["读取"].contains("首次"));
    assert_eq!(steps(&study), None);
}
