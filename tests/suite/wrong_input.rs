//! Input that is wrong: set aside with a reason, or refused with file, line, cause and hint.

use crate::support::{Study, numbers, table, text};
use nianlun_stages::Verdict;
use std::fs;

#[test]
fn bad_texts_are_set_aside_and_the_run_goes_on() {
    let study = Study::new(
        "a,a.txt,2000,甲\n\
         missing,nowhere.txt,2000,乙\n\
         empty,empty.txt,2001,丙\n\
         picture,picture.png,2001,丁\n\
         a,b.txt,2001,重号\n\
         gbk,gbk.txt,2002,戊\n\
         undated,undated.txt,,己\n\
         odd,odd.txt,20x1,庚\n\
         folder,.,2002,辛\n",
        &[
            ("a.txt", "推进信息化".as_bytes()),
            ("b.txt", "信息化".as_bytes()),
            ("empty.txt", "\u{3000}\n\n".as_bytes()),
            ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff"),
            ("gbk.txt", b"\xd0\xc5\xcf\xa2\xbb\xaf\xd3\xeb\xbc\xe0\xb6\xbd\r\n"), // 信息化与监督
            ("undated.txt", "电子政务与公共\n数据".as_bytes()),
            ("odd.txt", "监督".as_bytes()),
        ],
    );
    let outcome = study.run().expect("the run goes on");
    let aside: Vec<(&str, &str)> =
        outcome.quarantined.iter().map(|q| (q.file.as_str(), q.reason.name())).collect();
    assert_eq!(
        aside,
        [
            (".", "unreadable"),
            ("b.txt", "duplicate-id"),
            ("empty.txt", "empty"),
            ("nowhere.txt", "missing"),
            ("odd.txt", "no-year"),
            ("picture.png", "scanned"),
            ("undated.txt", "no-year"),
        ]
    );
    let quarantine = study.quarantine();
    assert!(quarantine.starts_with("\u{feff}file,reason,detail\n"));
    assert_eq!(quarantine.lines().count(), 8);
    assert!(quarantine.contains("odd.txt,no-year,\"`20x1` is no year"), "{quarantine}");

    // Read, indexed, found; but in no series.
    let documents = table(&study.out("documents.parquet"));
    assert_eq!(text(&documents, "id"), ["a", "gbk", "odd", "undated"]);
    assert_eq!(numbers(&documents, "year"), [Some(2000), Some(2002), None, None]);
    let frequencies = table(&study.out("frequencies.parquet"));
    let shown: Vec<_> =
        numbers(&frequencies, "year").into_iter().zip(numbers(&frequencies, "hits")).collect();
    assert_eq!(
        shown,
        [
            (Some(2000), Some(1)),
            (Some(2000), Some(0)),
            (Some(2001), None),
            (Some(2001), None),
            (Some(2002), Some(1)),
            (Some(2002), Some(1))
        ]
    );
    for column in ["documents_with_hits", "documents", "han_characters", "tokens"] {
        assert_eq!(numbers(&frequencies, column)[2], None, "{column} of a year without a text");
    }
}

#[test]
fn a_short_series_is_refused_kindly_with_its_frequencies_written() {
    let study = Study::new("a,a.txt,2000,甲\n", &[("a.txt", "推进信息化".as_bytes())]);
    let outcome = study.run().expect("done");
    assert_eq!(outcome.findings.estimate.verdict, Verdict::Refused);
    assert_eq!(table(&study.out("stages.parquet")).height(), 0);
    let json: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(study.out("stages.json")).expect("json")).expect("json");
    assert_eq!((&json["verdict"], &json["phi"]), (&"refused".into(), &serde_json::Value::Null));
    assert!(json["warnings"].to_string().contains("少于8年"));
}

#[test]
fn malformed_files_are_refused_with_file_and_line() {
    let study = Study::ten_years();
    let check = |file: &str, content: &str, says: &str| {
        let before = fs::read(study.path(file)).expect("file");
        study.write(file, content);
        let message = study.refused();
        assert!(message.contains(says), "{message}\nshould say {says}");
        assert!(message.contains("caused by:") || message.contains("hint:"), "{message}");
        study.write(file, &before);
    };
    check("pipeline.toml", "name = \"a\"\ncodebook = \n", "pipeline.toml:2: ");
    check("pipeline.toml", "name = \"a\"\ncodebook = \"codebook.toml\"\ncolour = 1\n", "pipeline.toml:3: ");
    check(
        "pipeline.toml",
        "name = \"a\"\ncodebook = \"nowhere.toml\"\ncorpus.manifest = \"manifest.csv\"\n",
        "nowhere.toml: ",
    );
    check("pipeline.toml", "name = \"a\"\ncodebook = \"codebook.toml\"\n", "names no corpus");
    check(
        "pipeline.toml",
        "name = \"a\"\ncodebook = \"codebook.toml\"\ncorpus.manifest = \"manifest.csv\"\n[count]\nrule = \"shortest\"\n",
        "pipeline.toml:5: unknown rule `shortest`",
    );
    check(
        "pipeline.toml",
        "name = \"a\"\ncodebook = \"codebook.toml\"\ncorpus.manifest = \"manifest.csv\"\n[stages]\ndimensions = [\"ideas\"]\n",
        "no dimension `ideas`",
    );
    let book = "[[category]]\nid = \"a\"\ndimension = \"d\"\nlabel = \"甲\"\nterms = [";
    check("codebook.toml", &format!("{book}\"信息化\"\n"), "codebook.toml:5: ");
    check("codebook.toml", &format!("{book}\"\"]\n"), "codebook.toml:5: an empty term");
    check("codebook.toml", &format!("{book}{{ term = \"甲\", sinse = 1 }}]\n"), "unknown field `sinse`");
    check(
        "codebook.toml",
        &format!(
            "{book}\"监督\"]\n[[category]]\nid = \"b\"\ndimension = \"d\"\nlabel = \"乙\"\nterms = [\"监督\"]\n"
        ),
        "codebook.toml:10: `监督` stands in two categories",
    );
    check("manifest.csv", "id,file,title\n", "manifest.csv:1: the manifest has no column `year`");
    check("manifest.csv", "id,file,year,title\na,b\n", "manifest.csv:2: ");
}

#[test]
fn a_refused_run_leaves_earlier_results_whole() {
    let study = Study::ten_years();
    study.run().expect("done");
    let before = fs::read(study.out("provenance.json")).expect("provenance");
    study.write("codebook.toml", "[[category]]\n");
    study.run().expect_err("refused");
    assert_eq!(before, fs::read(study.out("provenance.json")).expect("provenance"));
}

#[test]
fn check_lists_every_problem_with_file_and_line() {
    let study = Study::new(
        "a,a.txt,2000,甲\nb,nowhere.txt,2000,乙\nc,c.txt,,丙\n",
        &[("a.txt", "推进信息化".as_bytes()), ("c.txt", "监督".as_bytes())],
    );
    let checked = nianlun_study::check(&study.path(""), None, &nianlun_types::Silent);
    let shown: Vec<(Option<usize>, &str)> =
        checked.problems.iter().map(|p| (p.line, p.message.as_str())).collect();
    assert_eq!(
        shown,
        [(Some(3), "`nowhere.txt` is set aside (missing)"), (Some(4), "the year of `c.txt` cannot be told")]
    );
    assert!(checked.problems[0].file.ends_with("manifest.csv"));
    assert!(!study.path("out").exists());
}

#[test]
fn copies_are_counted_once_unless_the_pipeline_says_otherwise() {
    let notice = "各区人民政府：现就推进信息化建设通知如下。".repeat(12);
    let other = notice.replace("通知如下", "通知如下，请遵照执行").replacen("各区", "各县", 1);
    let study = Study::new(
        "a,a.txt,2001,甲\nb,b.txt,2001,甲（转载）\nc,c.txt,2002,甲\nd,d.txt,2001,乙\n",
        &[
            ("a.txt", notice.as_bytes()),
            ("b.txt", notice.as_bytes()),
            ("c.txt", notice.as_bytes()),
            ("d.txt", other.as_bytes()),
        ],
    );
    let counted = || {
        let outcome = study.run().expect("it runs");
        let documents = table(&study.out("documents.parquet"));
        (text(&documents, "id").join(" "), text(&documents, "twin").join(" "), outcome)
    };
    // e is another copy under c's year; f and g are titles, which two documents may share.
    study.write("e.txt", notice.as_bytes());
    study.write("f.txt", "关于任免的通知");
    study.write("g.txt", "关于任免的通知");
    let manifest = fs::read_to_string(study.path("manifest.csv")).expect("manifest");
    study.write("manifest.csv", &(manifest + "e,e.txt,2002,甲\nf,f.txt,2003,一\ng,g.txt,2003,二\n"));
    let (ids, _, outcome) = counted();
    assert_eq!(ids, "a c d f g");
    assert!(study.quarantine().contains("b.txt,duplicate,\"`a` is counted instead, likeness 1.000\""));
    let report = || fs::read_to_string(study.out("corpus-report.csv")).expect("report");
    assert!(report().contains("b.txt,b,duplicate") && report().contains("c.txt,c,counted"), "{}", report());
    assert!(report().contains("[filed-under-two-years] 与 a 的文件相同，却分属2002年和2001年"));
    assert_eq!(outcome.doubtful, 1);

    let pipeline = fs::read_to_string(study.path("pipeline.toml")).expect("pipeline");
    study.write("pipeline.toml", &format!("{pipeline}keep = \"all\"\n"));
    let (ids, twins, _) = counted();
    assert_eq!((ids.as_str(), twins.as_str()), ("a b c d e f g", " a a  a  f"));
    study.write("pipeline.toml", &format!("{pipeline}keep = \"some\"\n"));
    assert!(study.run().expect_err("refused").to_string().contains("unknown keep `some`"));
}
