//! Tables taken elsewhere, and two runs compared.

use crate::support::{Study, binary, root, table};
use nianlun_results::{ExportFormat, ExportOptions, Finished, diff, export};
use nianlun_types::TABLES;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn options(format: ExportFormat, wide: bool, to: &Path) -> ExportOptions {
    ExportOptions { format, wide, tables: Vec::new(), to: to.to_owned(), replace: false }
}

#[test]
fn every_column_of_every_table_is_described() {
    let study = Study::ten_years();
    study.run().expect("it runs");
    let docs = fs::read_to_string(root().join("docs/tables.md")).expect("docs");
    for about in &TABLES {
        let frame = table(&study.out(&format!("{}.parquet", about.name)));
        let names: Vec<&str> = frame.columns.iter().map(|c| c.name.as_str()).collect();
        let described: Vec<&str> = about.columns.iter().map(|c| c.name).collect();
        assert_eq!(names, described, "{}", about.name);
        for name in names {
            assert!(docs.contains(name), "docs/tables.md does not name `{name}` of {}", about.name);
        }
    }
}

#[test]
fn exports_hold_what_the_tables_hold() {
    let study = Study::ten_years();
    // A year in the middle without a text: missing, not zero.
    let manifest = fs::read_to_string(study.path("manifest.csv")).expect("manifest");
    let rows: Vec<&str> = manifest.lines().filter(|line| !line.contains("2006.txt")).collect();
    study.write("manifest.csv", &(rows.join("\n").replace("第2001篇", "=1+1") + "\n"));
    study.run().expect("it runs");
    let out = study.path("out");
    let to = |name: &str| study.path(name);
    let made = export(&out, &options(ExportFormat::Csv, true, &to("wide"))).expect("exported");
    assert_eq!(made.files, [("frequencies_wide.csv".to_owned(), 10), ("profile_wide.csv".to_owned(), 2)]);
    let wide = fs::read_to_string(to("wide/frequencies_wide.csv")).expect("csv");
    assert!(wide.starts_with('\u{feff}'));
    let line = |start: &str| wide.lines().find(|l| l.starts_with(start)).expect("row").to_owned();
    assert!(line("2006").starts_with("2006,,,,,,"), "{}", line("2006"));
    // year, documents, han_characters, tokens, technology_hits …
    assert_eq!(line("2005").split(',').nth(4), Some("20"));

    export(&out, &options(ExportFormat::Xlsx, false, &to("xlsx"))).expect("exported");
    let sheets = nianlun_tables::read_sheets(&fs::read(to("xlsx/tables.xlsx")).expect("xlsx")).expect("read");
    let documents = &sheets.iter().find(|sheet| sheet.0 == "documents").expect("documents").1;
    assert_eq!(documents[0][1].as_deref(), Some("标题"));
    assert_eq!(documents[2][1].as_deref(), Some("=1+1"));
    for format in [ExportFormat::Dta, ExportFormat::Jsonl, ExportFormat::Parquet] {
        let name = format!("{format:?}");
        let made = export(&out, &options(format, false, &to(&name))).expect("exported");
        assert_eq!(made.files.len(), TABLES.len());
        let again = export(&out, &options(format, false, &to("again"))).expect("exported");
        for (file, _) in made.files.iter().chain([&("datapackage.json".to_owned(), 0)]) {
            let bytes = |folder: &Path| fs::read(folder.join(file)).expect("file");
            assert_eq!(bytes(&made.folder), bytes(&again.folder), "{file}");
        }
        fs::remove_dir_all(again.folder).expect("removed");
    }
    let refused = export(&out, &options(ExportFormat::Csv, true, &to("wide"))).expect_err("exists");
    assert!(refused.to_string().contains("exists already"));
    let hits = ExportOptions { tables: vec!["hits".into()], ..options(ExportFormat::Csv, true, &to("x")) };
    assert!(export(&out, &hits).expect_err("no wide form").to_string().contains("has no wide form"));
}

#[test]
fn a_data_package_says_what_every_column_is() {
    let study = Study::ten_years();
    study.run().expect("it runs");
    let to = study.path("package");
    export(&study.path("out"), &options(ExportFormat::Csv, false, &to)).expect("exported");
    let package: serde_json::Value =
        serde_json::from_slice(&fs::read(to.join("datapackage.json")).expect("package")).expect("json");
    assert_eq!(package["resources"].as_array().map(Vec::len), Some(TABLES.len()));
    let field = &package["resources"][2]["schema"]["fields"][8];
    assert_eq!((field["name"].as_str(), field["title"].as_str()), (Some("per_10k"), Some("每万词频")));
    assert_eq!(field["type"], "number");
    for resource in package["resources"].as_array().expect("resources") {
        let bytes = fs::read(to.join(resource["path"].as_str().expect("path"))).expect("file");
        assert_eq!(resource["bytes"], bytes.len());
        let hash = format!("sha256:{}", nianlun_digest::sha256_hex(&bytes));
        assert_eq!(resource["hash"], hash);
    }
}

#[test]
fn two_runs_differ_by_what_was_changed() {
    let study = Study::ten_years();
    study.run().expect("it runs");
    fs::rename(study.path("out"), study.path("a")).expect("moved");
    study.run().expect("it runs");
    let open = |name: &str| Finished::open(&study.path(name)).expect("opened");
    let compared = |to: &str| diff(&open("a"), &open(to)).expect("compared");
    assert!(compared("out").is_empty());

    // One document more, a sentence before the hits of another, one term more.
    study.write("2010.txt", "公共数据与信息化。");
    let manifest = fs::read_to_string(study.path("manifest.csv")).expect("manifest");
    study.write("manifest.csv", &(manifest + "d2010,2010.txt,2010,第2010篇\n"));
    let text = fs::read_to_string(study.path("2003.txt")).expect("text");
    study.write("2003.txt", &format!("这一句没有词。{text}"));
    let codebook = fs::read_to_string(study.path("codebook.toml")).expect("codebook");
    study.write("codebook.toml", &codebook.replace("\"监督\"", "\"监督\", \"加强\""));
    study.run().expect("it runs");
    let found = compared("out");
    assert_eq!(found.documents.only_b, ["d2010"]);
    assert_eq!(found.documents.changed, ["d2003"]);
    assert!(found.made_from.iter().any(|part| part.what == "codebook.toml"), "{:?}", found.made_from);
    let new: Vec<(&str, &str, char)> =
        found.hits.iter().map(|h| (h.document.as_str(), h.term.as_str(), h.only)).collect();
    assert!(new.iter().all(|hit| hit.2 == 'b'), "{new:?}");
    assert_eq!(new.iter().filter(|hit| hit.0 == "d2010").count(), 2);
    // 加强 stands five times in each of the ten texts; the other hits of 2003 merely moved.
    assert_eq!(new.iter().filter(|hit| hit.1 == "加强").count(), 50);
    assert!(found.hits.iter().all(|h| h.line.as_ref().is_some_and(|l| !l.hit.is_empty())));
    let cell = found.frequencies.iter().find(|c| c.year == 2003 && c.category == "participation");
    assert_eq!(cell.expect("changed").hits, [Some(5), Some(10)]);

    let run = |args: &[&str]| {
        let output = Command::new(binary()).current_dir(study.path("")).args(args).output().expect("runs");
        (output.status.code(), String::from_utf8(output.stdout).expect("text"))
    };
    let (code, text) = run(&["diff", "a", "out", "--category", "participation"]);
    assert!(code == Some(1) && text.contains("+ d2000 participation 加强"), "{text}");
    assert_eq!(run(&["diff", "a", "a"]), (Some(0), "两次结果相同\n".to_owned()));
    assert_eq!(run(&["diff", "a", "nowhere"]).0, Some(2));
    let (code, text) = run(&["export", "out", "--format", "dta", "--tables", "stages"]);
    assert!(code == Some(0) && text.contains("export-dta/stages.dta"), "{text}");
}

/// The blocks of Python in `docs/how-to-python.md`, run over the shipped sample.
#[test]
fn the_python_how_to_runs() {
    let python = |code: &str| Command::new("python3").args(["-c", code]).output();
    if !python("import pandas, pyarrow").is_ok_and(|output| output.status.success()) {
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), "skipped: python3 has no pandas and pyarrow");
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    let out: PathBuf = folder.path().join("out");
    let shanghai = root().join("pipelines/shanghai");
    let run = nianlun_run::Options { out: Some(out.clone()), ..Default::default() };
    nianlun_run::run(&shanghai, &run, &nianlun_types::Silent).expect("it runs");
    let to = folder.path().join("export");
    export(&out, &options(ExportFormat::Csv, false, &to)).expect("exported");
    let page = fs::read_to_string(root().join("docs/how-to-python.md")).expect("page");
    let blocks = page.split("```python\n").skip(1).filter_map(|rest| rest.split("```").next());
    let code: String = std::iter::once(format!("RESULTS, EXPORT = {:?}, {:?}\n", out, to))
        .chain(blocks.map(str::to_owned))
        .collect();
    let output = python(&code).expect("python runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
