//! A codebook from its dictionary to its validation: import, check, suggest, sample, score.

use crate::command_line::{ended, nianlun};
use crate::support::{CODEBOOK, Study, root};
use nianlun_codebook::Codebook;
use nianlun_codebook::Level;
use nianlun_codebook::import::Format;
use nianlun_coding::{SampleOptions, Score, SuggestOptions, import_codebook, sample, score, suggest};
use nianlun_run::{Options, run};
use nianlun_study::check;
use nianlun_types::Silent;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[test]
fn check_finds_every_planted_fault() {
    let study = Study::ten_years();
    study.write(
        "codebook.toml",
        r#"
[[category]]
id = "technology"
dimension = "innovation"
label = "技术创新"
terms = [
  "信息化",
  "数字|智能",
  "大数据、云计算",
  "電子政務",
  { term = "平台", since = 2005 },
  "无此词",
  "信息化平台",
  { term = "互联网政务服务", variants = ["網"] },
  "ai",
]

[[category]]
id = "participation"
dimension = "idea"
label = "参与向度"
terms = [
  "监督",
  { term = "听证", variants = ["聽證"] },
  "公众参与",
]
"#,
    );
    study.write(
        "2003.txt",
        "平台。信息化平台，信息化平台。email 与 AI。“互联网＋”政务服务。公众的参与。电子政务。听证。监督监督监督监督监督监督监督监督监督",
    );
    let checked = check(&study.path(""), None, &Silent);
    assert_eq!(checked.problems, [], "the codebook can be read");
    assert!(checked.codebook_file.ends_with("codebook.toml"));
    let found: Vec<(usize, &str)> =
        checked.advice.iter().filter(|a| a.level == Level::Advice).map(|a| (a.line, a.code)).collect();
    assert_eq!(
        found,
        [
            (7, "dominant"),
            (8, "never-met"),
            (8, "regex"),
            (9, "never-met"),
            (9, "several"),
            (11, "before-since"),
            (12, "never-met"),
            (14, "one-character"),
            (14, "spelling"),
            (23, "dominant"),
            (24, "duplicate"),
            (25, "never-met"),
            (25, "spelling"),
        ],
        "{:#?}",
        checked.advice
    );
    let remarks: Vec<(usize, &str)> =
        checked.advice.iter().filter(|a| a.level == Level::Remark).map(|a| (a.line, a.code)).collect();
    let expected =
        [(7, "inside"), (10, "form"), (11, "inside"), (14, "form"), (15, "inside-latin"), (24, "form")];
    assert_eq!(remarks, expected);
    assert!(checked.advice.iter().all(|a| !a.hint.is_empty()));
}

#[test]
fn dictionaries_of_five_formats_become_codebooks() {
    let study = Study::new("", &[]);
    let gbk = b"\xd0\xc5\xcf\xa2\xbb\xaf 3 n\r\n\xbc\xe0\xb6\xbd 5\r\n"; // 信息化 3 n, 监督 5
    for (name, bytes, format) in [
        ("list.txt", "\u{feff}信息化\r\n监督\r\n".as_bytes(), "list"),
        ("table.csv", "类目,词语\n技术,信息化\n参与,监督\n".as_bytes(), "csv"),
        ("cntext.yaml", "Name: 例\nDictionary:\n  技术: [信息化]\n  参与:\n  - 监督\n".as_bytes(), "cntext"),
        ("liwc.dic", "%\n1\t技术\n2\t参与\n%\n信息化*\t1\n监督\t2\n".as_bytes(), "liwc"),
        ("user.dict", gbk, "jieba"),
        ("quanteda.yml", "创新:\n  技术: [信息化]\n理念:\n  参与: [监督]\n".as_bytes(), "quanteda"),
    ] {
        study.write(name, bytes);
        let (imported, from) = import_codebook(&study.path(name), None).expect(name);
        assert_eq!(from, format, "{name}");
        let book = Codebook::parse(&imported.toml).unwrap_or_else(|p| panic!("{name}: {p}"));
        let terms: Vec<&str> = book.terms.iter().map(|t| t.term.as_str()).collect();
        assert_eq!(terms, ["信息化", "监督"], "{name}");
        // And it runs as it stands.
        study.write("codebook.toml", &imported.toml);
        study.write("a.txt", "推进信息化，加强监督");
        study.write("manifest.csv", "id,file,year,title\na,a.txt,2000,甲\n");
        assert_eq!(check(&study.path(""), None, &Silent).problems, [], "{name}");
    }
    let refused =
        import_codebook(&study.path("list.txt"), Some(Format::Liwc)).expect_err("no dic").to_string();
    assert!(refused.contains("list.txt") && refused.contains("hint:"), "{refused}");
}

#[test]
fn suggestions_are_words_near_the_hits() {
    let study = Study::new("", &[]);
    let mut rows = String::new();
    for year in 2000..2010_usize {
        // 数字孪生 stands freely beside 信息化, 天气预报 stands freely far from it.
        let (before, after) = (["建", "用", "把", "看", "做"], ["好", "多", "快", "强", "新"]);
        let near: String =
            (0..5).map(|at| format!("信息化{}数字孪生{}。", before[at], after[(at + year) % 5])).collect();
        let far: String = ["听", "读", "说", "写", "发"]
            .iter()
            .map(|c| format!("{}{c}天气预报{c}。", "甲乙丙丁戊己庚辛壬癸".repeat(4)))
            .collect();
        study.write(&format!("{year}.txt"), &format!("{near}\n\n{far}"));
        rows += &format!("d{year},{year}.txt,{year},甲\n");
    }
    study.write("manifest.csv", &format!("id,file,year,title\n{rows}"));
    let of = |category: &str| SuggestOptions {
        corpus: None,
        results: None,
        category: category.to_owned(),
        limit: 10,
    };
    let found = suggest(&study.path(""), &of("技术创新"), &Silent).expect("suggested");
    let terms: Vec<&str> = found.terms.iter().map(|t| t.term.as_str()).collect();
    assert_eq!(terms, ["数字孪生"]);
    let term = &found.terms[0];
    assert_eq!((term.count, term.near, term.documents, term.new_word), (50, 50, 10, true));
    assert_eq!(
        (found.stages.as_slice(), term.by_stage.as_slice()),
        (["2000年代".to_owned()].as_slice(), [50].as_slice())
    );
    assert_eq!((term.lines[0].document.as_str(), term.lines[0].line.hit.as_str()), ("d2000", "数字孪生"));
    let refused = suggest(&study.path(""), &of("technik"), &Silent).expect_err("unknown").to_string();
    assert!(refused.contains("technology（技术创新）"), "{refused}");
    let refused = suggest(&study.path(""), &of("participation"), &Silent).expect_err("no hit").to_string();
    assert!(refused.contains("no text holds a hit"), "{refused}");
}

/// The shipped pipeline, run into a scratch folder, and a sheet drawn from it.
struct Sheet {
    folder: tempfile::TempDir,
}

impl Sheet {
    fn new(per_cell: usize) -> Self {
        let sheet = Sheet { folder: tempfile::tempdir().expect("folder") };
        let options = Options { out: Some(sheet.path("out")), threads: Some(1), ..Options::default() };
        run(&shanghai(), &options, &Silent).expect("run");
        sheet.draw("sheet.csv", per_cell);
        sheet
    }

    fn draw(&self, name: &str, per_cell: usize) {
        let options = SampleOptions {
            corpus: None,
            results: Some(self.path("out")),
            per_cell,
            seed: Some(7),
            sheet: Some(self.path(name)),
        };
        sample(&shanghai(), &options, &Silent).expect("drawn");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// For each line its category and term, from the key.
    fn lines(&self) -> BTreeMap<String, (String, Option<String>)> {
        let key: serde_json::Value =
            serde_json::from_slice(&fs::read(self.path("sheet.key.json")).expect("key")).expect("json");
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let lines = key["lines"].as_array().expect("lines").iter();
        lines
            .map(|line| {
                let cell = &key["cells"][line["cell"].as_u64().expect("cell") as usize];
                (
                    text(&line["line"]).expect("line"),
                    (text(&cell["category"]).expect("category"), text(&cell["term"])),
                )
            })
            .collect()
    }

    /// Fills both columns by what the key knows of a line and its number, and scores it.
    fn fill(&self, verdicts: impl Fn(usize, &str, Option<&str>) -> [&'static str; 2]) -> Score {
        let lines = self.lines();
        let sheet = fs::read_to_string(self.path("sheet.csv")).expect("sheet");
        let mut filled = String::new();
        for (at, row) in sheet.lines().enumerate() {
            let Some((category, term)) = lines.get(row.split(',').next().unwrap_or_default()) else {
                filled += &format!("{row}\n");
                continue;
            };
            let [first, second] = verdicts(at, category, term.as_deref());
            let row = row.strip_suffix(",,").expect("empty columns for the coders");
            filled += &format!("{row},{first},{second}\n");
        }
        fs::write(self.path("sheet.csv"), filled).expect("filled");
        score(&self.path("sheet.csv"), None).expect("scored")
    }
}

fn shanghai() -> PathBuf {
    root().join("pipelines/shanghai")
}

#[test]
fn a_sheet_is_blind_and_drawn_alike_each_time() {
    let sheet = Sheet::new(2);
    let text = fs::read_to_string(sheet.path("sheet.csv")).expect("sheet");
    let heading = text.trim_start_matches('\u{feff}').lines().next().expect("heading");
    assert_eq!(heading, "line,question,left,hit,right,category,definition,coder_1,coder_2");
    sheet.draw("again.csv", 2);
    assert_eq!(text, fs::read_to_string(sheet.path("again.csv")).expect("sheet"));
    let refused = sample(
        &shanghai(),
        &SampleOptions {
            corpus: None,
            results: Some(sheet.path("out")),
            per_cell: 2,
            seed: None,
            sheet: Some(sheet.path("sheet.csv")),
        },
        &Silent,
    );
    assert!(refused.expect_err("somebody's work").to_string().contains("is there already"));
    let no_verdict = score(&sheet.path("sheet.csv"), None).expect_err("empty").to_string();
    assert!(no_verdict.contains("nobody has coded"), "{no_verdict}");
    // No more than two of a cell, and every line's hit is a spelling of its term in its text.
    let key: serde_json::Value =
        serde_json::from_slice(&fs::read(sheet.path("sheet.key.json")).expect("key")).expect("json");
    let cells = key["cells"].as_array().expect("cells");
    assert!(cells.iter().all(|c| c["drawn"].as_u64() == c["population"].as_u64().map(|n| n.min(2))));
    assert!(cells.iter().any(|c| c["term"].is_null()) && cells.iter().any(|c| !c["term"].is_null()));
}

#[test]
fn a_filled_sheet_gives_back_precision_and_alpha() {
    let sheet = Sheet::new(3);
    // Both find 政务公开 wrong throughout; the second coder differs on every fifth line.
    let wrong = |term: Option<&str>| term.is_none_or(|term| term == "政务公开");
    let found = sheet.fill(|at, _, term| match (wrong(term), at % 5 == 0) {
        (true, false) => ["0", "否"],
        (true, true) => ["0", "1"],
        (false, false) => ["1", "是"],
        (false, true) => ["1", "0"],
    });
    assert_eq!((found.coded, found.coded_twice), (found.lines, found.lines));
    // α of two coders and two values: 1 − (n − 1)·d / (n0·n1), of n = 2N verdicts.
    let lines: Vec<Option<String>> = sheet.lines().into_values().map(|(_, term)| term).collect();
    let (mut differ, mut yes, mut no) = (0.0, 0.0, 0.0);
    for (at, term) in lines.iter().enumerate() {
        let first = !wrong(term.as_deref());
        let second = first != ((at + 1) % 5 == 0);
        differ += f64::from(u8::from(first != second));
        for verdict in [first, second] {
            *(if verdict { &mut yes } else { &mut no }) += 1.0;
        }
    }
    let alpha = 1.0 - (2.0 * lines.len() as f64 - 1.0) * differ / (yes * no);
    assert!((found.agreement.alpha.expect("defined") - alpha).abs() < 1e-12, "{:?}", found.agreement);

    let failing: Vec<&str> = found.terms.iter().filter(|t| t.fails).map(|t| t.term.as_str()).collect();
    assert!(failing.contains(&"政务公开"), "{failing:?}");
    let open = found.terms.iter().find(|t| t.term == "政务公开").expect("scored");
    assert_eq!(open.hits, 53);
    assert!(open.precision.share < 0.5 && open.precision.low < open.precision.share);
    let refit = found.refit.expect("refitted");
    let hits = |terms: &[&str]| -> u64 {
        found.terms.iter().filter(|t| terms.contains(&t.term.as_str())).map(|t| t.hits).sum()
    };
    assert_eq!(refit.before.hits - refit.after.hits, hits(&failing));
    let governance = found.categories.iter().find(|c| c.category == "governance").expect("scored");
    assert_eq!(found.categories[0].category, "technology", "in the order of the codebook");
    assert!(governance.recall.is_some_and(|r| r.low <= r.estimate && r.estimate <= r.high));
}

#[test]
fn a_sheet_that_all_agree_on_is_perfect() {
    let sheet = Sheet::new(1);
    let found = sheet.fill(|_, _, term| if term.is_some() { ["1", "1"] } else { ["0", ""] });
    assert!(found.terms.iter().all(|t| t.precision.share >= 1.0 && !t.fails));
    assert!(found.refit.is_none());
    assert_eq!(found.agreement.alpha, None, "one value throughout: not defined");
    let broken = |from: &str, to: &str| {
        let text = fs::read_to_string(sheet.path("sheet.csv")).expect("sheet");
        fs::write(sheet.path("broken.csv"), text.replacen(from, to, 1)).expect("written");
        score(&sheet.path("broken.csv"), Some(Path::new(&sheet.path("sheet.key.json"))))
            .expect_err(to)
            .to_string()
    };
    assert!(broken(",1,1\n", ",1,maybe\n").contains("neither yes nor no"));
    assert!(broken("L0002", "L9999").contains("not in the key"));
    assert!(broken("L0002", "L0001").contains("stands twice"));
    assert!(broken("coder_2", "coder").contains("no coding sheet"));
}

#[test]
fn the_commands_as_a_user_meets_them() {
    let study = Study::ten_years();
    let here = study.path("");
    study.write("words.txt", "信息化\n监督\n信息化\n");
    let (code, out, err) = ended(&nianlun(&here, &["codebook", "import", "words.txt"]));
    assert!(code == Some(0) && Codebook::parse(&out).is_ok(), "{out}");
    assert!(
        err.contains("note: terms that stand twice") && err.contains("read as list: 2 terms in 1 category"),
        "{err}"
    );
    let (code, _, err) =
        ended(&nianlun(&here, &["codebook", "import", "words.txt", "--out", "codebook.toml"]));
    assert!(code == Some(2) && err.contains("overwrites nothing"), "{err}");

    let (code, out, _) = ended(&nianlun(&here, &["check", "."]));
    assert!(
        code == Some(0) && out.contains("codebook.toml:6: `电子政务`, `公共数据` are never met"),
        "{out}"
    );
    assert_eq!(nianlun(&here, &["check", ".", "--strict"]).status.code(), Some(1));

    let (code, _, err) = ended(&nianlun(&here, &["codebook", "sample", "."]));
    assert!(code == Some(2) && err.contains("run it first"), "{err}");
    assert_eq!(nianlun(&here, &["run", "."]).status.code(), Some(0));
    let (code, out, err) = ended(&nianlun(&here, &["codebook", "sample", ".", "--out", "s.xlsx"]));
    assert!(code == Some(0) && out.contains("词 × 阶段：2000–2004、2005–2009"), "{out}{err}");
    let (code, _, err) = ended(&nianlun(&here, &["codebook", "score", "s.xlsx"]));
    assert!(code == Some(2) && err.contains("nobody has coded"), "{err}");
    study.write("2001.txt", "信息化");
    let (code, _, err) = ended(&nianlun(&here, &["codebook", "sample", "."]));
    assert!(code == Some(2) && err.contains("have changed since the run"), "{err}");
}

#[test]
fn a_codebook_is_advised_on_even_where_the_pipeline_cannot_be_read() {
    let study = Study::ten_years();
    study.write("codebook.toml", &CODEBOOK.replace("\"监督\"", "\"监督\", \"加强监督\""));
    fs::remove_file(study.path("manifest.csv")).expect("removed");
    let checked = nianlun_study::check(&study.path(""), None, &nianlun_types::Silent);
    assert!(checked.problems.iter().any(|p| p.to_string().contains("manifest")), "{:?}", checked.problems);
    assert_eq!(checked.codebook, Some((2, 5)));
    assert!(checked.advice.iter().any(|a| a.code == "inside"), "{:?}", checked.advice);
}
