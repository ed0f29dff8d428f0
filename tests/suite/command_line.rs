//! The command as a user meets it: exit codes, streams, formats. Few, since they are slow.

use crate::support::{Study, binary};
use std::path::Path;
use std::process::{Command, Output};

pub fn nianlun(folder: &Path, args: &[&str]) -> Output {
    Command::new(binary()).current_dir(folder).env("NO_COLOR", "1").args(args).output().expect("started")
}

#[must_use = "assert the exit code"]
pub fn ended(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn run_search_and_results() {
    let study = Study::ten_years();
    let here = study.path("");
    let (code, out, err) = ended(&nianlun(&here, &["run", "."]));
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("年份  2000–2009") && out.contains("文本  10 篇"), "{out}");
    assert!(out.contains("判断：分阶段。计数支持2个阶段，分界在2005年"), "{out}");
    assert!(out.contains("结果在 out/study"), "{out}");

    let (code, out, _) = ended(&nianlun(
        &here,
        &["search", ".", "\"信息化\"", "--limit", "2", "--format", "json", "--years", "2004-"],
    ));
    let json: serde_json::Value = serde_json::from_str(&out).expect("json");
    assert_eq!(code, Some(0));
    assert_eq!(
        (&json["query"], &json["documents"], &json["occurrences"]),
        (&"\"信息化\"".into(), &6.into(), &102.into())
    );
    let results = json["results"].as_array().expect("results");
    assert_eq!(results.len(), 2);
    for key in ["id", "title", "year", "score", "snippets"] {
        assert!(!results[0][key].is_null(), "{key}");
    }
    assert!(results[0]["snippets"][0].as_str().is_some_and(|s| s.contains("【信息化】")));

    let (code, out, _) =
        ended(&nianlun(&here, &["search", "out/study", "信息化", "--format", "csv", "--limit", "3"]));
    assert_eq!((code, out.lines().count()), (Some(0), 4));
    let (code, out, _) = ended(&nianlun(&here, &["search", "out/study", "\"没有此词\""]));
    assert_eq!((code, out.as_str()), (Some(1), "\"没有此词\"：0 篇，0 处\n"));
    let (code, _, err) = ended(&nianlun(&here, &["search", "out/study", "\"没有"]));
    assert!(code == Some(2) && err.contains("is not closed") && err.contains("hint:"), "{err}");
}

#[test]
fn exit_codes_say_how_it_ended() {
    let study = Study::ten_years();
    let here = study.path("");
    assert_eq!(nianlun(&here, &["run"]).status.code(), Some(2));
    assert_eq!(nianlun(&here, &["run", ".", "--threads", "0"]).status.code(), Some(2));
    assert_eq!(nianlun(&here, &["search", ".", "x"]).status.code(), Some(2));
    let (code, _, err) = ended(&nianlun(&here, &["run", "nowhere"]));
    assert!(code == Some(2) && err.contains("is no pipeline folder"), "{err}");
    assert_eq!(nianlun(&here, &["check", "."]).status.code(), Some(0));

    study.write("2003.txt", "");
    assert_eq!(nianlun(&here, &["run", "."]).status.code(), Some(0));
    let (code, _, err) = ended(&nianlun(&here, &["run", ".", "--strict"]));
    assert!(code == Some(1) && err.contains("texts set aside: 1"), "{err}");
    assert_eq!(nianlun(&here, &["check", "."]).status.code(), Some(1));

    study.write("manifest.csv", "id,file,year,title\nd,2001.txt,2001,一\n");
    let (code, out, _) = ended(&nianlun(&here, &["run", "."]));
    assert!(
        code == Some(0) && out.contains("照常写出"),
        "too few years for stages, and all else is there: {out}"
    );
    study.write("undated.txt", "推进信息化。");
    study.write("manifest.csv", "id,file,year,title\nd,undated.txt,,一\n");
    assert_eq!(nianlun(&here, &["run", "."]).status.code(), Some(1), "no year at all: the answer is no");
}

#[test]
fn a_corpus_without_a_manifest_and_one_from_the_command_line() {
    let study = Study::ten_years();
    let here = study.path("");
    let files = "name = \"s\"\ncodebook = \"codebook.toml\"\n[corpus]\nfiles = [\"*.txt\"]\nyear = { from = \"file-name\", pattern = '(\\d{4})', offset = -1 }\n";
    study.write("pipeline.toml", files);
    // Five years have the same text: one of them is counted, unless the pipeline says otherwise.
    let (code, out, _) = ended(&nianlun(&here, &["run", "."]));
    assert!(code == Some(0) && out.contains("列出 10 ＝ 计入 6 ＋ 重复 4"), "{out}");
    study.write("pipeline.toml", &format!("{files}keep = \"all\"\n"));
    let (code, out, _) = ended(&nianlun(&here, &["run", "."]));
    assert!(code == Some(0) && out.contains("年份  1999–2008"), "{out}");
    study.write("pipeline.toml", "name = \"s\"\ncodebook = \"codebook.toml\"\n");
    for corpus in ["manifest.csv", "."] {
        let (code, out, err) = ended(&nianlun(&here, &["run", ".", "--corpus", corpus]));
        assert!(code == Some(0) && out.contains("年份  2000–2009"), "{out}{err}");
    }
}

#[test]
fn queries_are_cut_with_the_dictionary_of_the_run() {
    let study = Study::ten_years();
    let here = study.path("");
    study.write("2001.txt", "建设一网通办平台");
    let head = "name = \"s\"\ncodebook = \"codebook.toml\"\ncorpus.manifest = \"manifest.csv\"\n";
    let found = |query: &str| {
        let output = nianlun(&here, &["search", "out/s", query, "--format", "json"]);
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).expect("json");
        json["occurrences"].as_u64().expect("a number")
    };
    study.write("pipeline.toml", head);
    assert_eq!(nianlun(&here, &["run", "."]).status.code(), Some(0));
    assert_eq!(found("一网通办"), 2, "一网通 and 办 each once");
    study.write("pipeline.toml", &format!("{head}[segment]\ndictionary = \"words.txt\"\n"));
    study.write("words.txt", "\u{feff}一网通办 3 n\r\n");
    assert_eq!(nianlun(&here, &["run", "."]).status.code(), Some(0));
    assert_eq!(found("一网通办"), 1);
    study.write("words.txt", "“”\n");
    let (code, _, err) = ended(&nianlun(&here, &["run", "."]));
    assert!(code == Some(2) && err.contains("words.txt:1:"), "{err}");
}

#[test]
fn scope_and_tokens_change_the_exposure() {
    let study = Study::ten_years();
    let here = study.path("");
    let head = "name = \"s\"\ncodebook = \"codebook.toml\"\ncorpus.manifest = \"manifest.csv\"\n[count]\n";
    let exposure = |count: &str| {
        study.write("pipeline.toml", &format!("{head}{count}"));
        let (code, out, err) = ended(&nianlun(&here, &["run", "."]));
        assert_eq!(code, Some(0), "{out}{err}");
        let frequencies = crate::support::table(&study.path("out/s/frequencies.parquet"));
        let first = |name: &str| crate::support::numbers(&frequencies, name)[0].expect("a count");
        let supervised = crate::support::numbers(&frequencies, "hits")[1].expect("a count");
        (first("hits"), supervised, first("han_characters"))
    };
    // 推进信息化。推进信息化。加强监督 × 5。
    assert_eq!(exposure("rule = \"longest\"\n"), (2, 5, 30));
    // jieba takes 加强监督 for one word, so that 监督 inside it is no hit under `word`.
    assert_eq!(exposure("rule = \"word\"\n"), (2, 0, 30));
    assert_eq!(exposure("scope = { unit = \"sentence\", anchors = [\"信息化\"] }\n"), (2, 0, 30));
    assert_eq!(
        exposure("scope = { unit = \"sentence\", anchors = [\"信息化\"], exposure = \"scope\" }\n"),
        (2, 0, 10)
    );
}

#[test]
fn stages_of_a_series_counted_elsewhere() {
    let study = Study::ten_years();
    let here = study.path("");
    // Runs of one flow and then of another, as values; the same as counts with exposure.
    let rows = |of: &dyn Fn(i32, i32) -> String| -> String { (2000..2012).map(|y| of(y, y % 3)).collect() };
    let flow = |y: i32, odd: i32| if y < 2006 { 20 + odd } else { 80 + odd };
    study.write(
        "values.csv",
        &format!("year,category,value\n{}", rows(&|y, o| format!("{y},flow,{}.5\n", flow(y, o)))),
    );
    study.write(
        "counts.csv",
        &format!(
            "\u{feff}exposure\tyear\thits\tcategory\r\n{}",
            rows(&|y, o| format!("1000\t{y}\t{}\ta\r\n", flow(y, o)))
        ),
    );
    for (file, method) in
        [("values.csv", "gauss"), ("values.csv", "vnc"), ("counts.csv", "poisson"), ("counts.csv", "pelt")]
    {
        let (code, out, err) =
            ended(&nianlun(&here, &["stages", file, "--method", method, "--format", "json"]));
        assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
        let json: serde_json::Value = serde_json::from_str(&out).expect("json");
        assert_eq!((&json["method"], &json["boundaries"][0]["year"]), (&method.into(), &2006.into()));
        for key in ["verdict", "phi", "years", "categories", "segmentations", "chosen", "warnings"] {
            assert!(json.get(key).is_some(), "{key}");
        }
    }
    // The tables of a run are such a series too.
    assert_eq!(nianlun(&here, &["run", "."]).status.code(), Some(0));
    let (code, out, _) = ended(&nianlun(&here, &["stages", "out/study/frequencies.parquet"]));
    assert!(code == Some(0) && out.contains("2005年"), "{out}");

    let (code, _, err) = ended(&nianlun(&here, &["stages", "values.csv"]));
    assert!(code == Some(2) && err.contains("lacks columns") && err.contains("hint:"), "{err}");
    study.write(
        "five.csv",
        "year,category,hits,exposure\n2000,a,1,9\n2001,a,2,9\n2002,a,2,9\n2003,a,2,9\n2004,a,2,9\n",
    );
    let (code, out, _) = ended(&nianlun(&here, &["stages", "five.csv"]));
    assert!(code == Some(1) && out.contains("无法判断") && out.contains("少于8年"), "{out}");
    study.write(
        "zeros.csv",
        &format!("year,category,hits,exposure\n{}", rows(&|y, _| format!("{y},a,0,1000\n"))),
    );
    let (code, out, _) = ended(&nianlun(&here, &["stages", "zeros.csv"]));
    assert!(code == Some(1) && out.contains("无法判断"), "{out}");
}

#[test]
fn simulations_print_the_table_of_error_rates() {
    let study = Study::ten_years();
    let args = [
        "simulate",
        "--years",
        "20",
        "--categories",
        "3",
        "--mean",
        "50",
        "--phi",
        "1",
        "--replicates",
        "20",
        "--world",
        "no change",
        "--world",
        "ar:0.9",
        "--world",
        "steps 0.7 1",
    ];
    let (code, out, err) = ended(&nianlun(&study.path(""), &[&args[..], &["--format", "json"]].concat()));
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let table: serde_json::Value = serde_json::from_str(&out).expect("json");
    let worlds: Vec<&str> =
        table.as_array().expect("rows").iter().filter_map(|r| r["world"].as_str()).collect();
    assert_eq!(worlds, ["null", "ar 0.9", "steps 0.7 1"]);
    assert!(table[0]["verdicts"]["no change"].as_u64().is_some_and(|series| series >= 15), "{out}");
    assert_eq!(table[2]["staged"]["of"], 20, "{out}");
    let (_, again, _) = ended(&nianlun(&study.path(""), &[&args[..], &["--format", "json"]].concat()));
    assert_eq!(out, again, "the same seed, the same table");
    let (code, out, _) = ended(&nianlun(&study.path(""), &args));
    assert!(code == Some(0) && out.contains("nothing steps") && out.contains("recall±1"), "{out}");
    let (code, _, err) = ended(&nianlun(&study.path(""), &["simulate", "--world", "steps 0.5 1.5"]));
    assert!(code == Some(2) && err.contains("a parameter that counts is a whole number"), "{err}");
}

#[test]
fn a_damaged_index_is_no_fault_of_ours() {
    let study = Study::ten_years();
    let here = study.path("");
    assert_eq!(ended(&nianlun(&here, &["run", "."])).0, Some(0));
    let mut failed = 0;
    for entry in std::fs::read_dir(here.join("out/study/index")).expect("index") {
        let path = entry.expect("entry").path();
        let whole = std::fs::read(&path).expect("file");
        std::fs::write(&path, &whole[..whole.len() / 2]).expect("cut");
        for args in [&["search", ".", "\"信息化\""][..], &["keyness", ".", "--target", "1"]] {
            let (code, _, err) = ended(&nianlun(&here, args));
            assert_ne!(code, Some(3), "{}: {err}", path.display());
            assert!(!err.contains("bug of nianlun"), "{}: {err}", path.display());
            failed += usize::from(code == Some(2));
        }
        std::fs::write(&path, whole).expect("mended");
    }
    assert!(failed > 4, "{failed}");
}

#[test]
fn nothing_of_a_user_is_written_into_results() {
    let study = Study::ten_years();
    let here = study.path("");
    assert_eq!(ended(&nianlun(&here, &["run", "."])).0, Some(0));
    for args in [
        &["search", ".", "信息化", "--output", "out/study/report.html"][..],
        &["codebook", "sample", ".", "--out", "out/study/sheet.csv"],
        &["export", ".", "--to", "out/study/export"],
        &["new", "out/study/new", "--texts", "."],
    ] {
        let (code, _, err) = ended(&nianlun(&here, args));
        assert_eq!(code, Some(2), "{err}");
        assert!(err.contains("is not written"), "{err}");
    }
    assert_eq!(ended(&nianlun(&here, &["verify", "."])).0, Some(0));
}
