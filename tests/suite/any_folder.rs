//! A folder as scholars keep it, made afresh from the real reports in every format and encoding: its
//! counts are those of the clean texts, document by document.

use crate::support::{numbers, shared, table, text as text_column};
use crate::writers::{doc, docx, html, pdf, zip};
use encoding_rs::GB18030;
use nianlun_run::{Options, run};
use nianlun_study::new_study;
use nianlun_tables::{Sheet, Values};
use nianlun_types::Silent;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Characters that Excel keeps in a cell.
const CELL: usize = 32_000;

/// Writes a report in the format of its turn; tables and archives gather theirs.
#[derive(Default)]
struct Mess {
    csv: Vec<[String; 3]>,
    tsv: Vec<[String; 3]>,
    parquet: Vec<(String, i32, String)>,
    sheet: Vec<Vec<String>>,
    jsonl: String,
    members: Vec<(String, Vec<u8>)>,
}

impl Mess {
    /// The name by which the report is known in documents.parquet.
    fn add(&mut self, folder: &Path, turn: usize, year: i32, report: &str) -> String {
        let title = format!("{year}年政府工作报告");
        let write = |ending: &str, bytes: &[u8]| {
            let name = format!("{title}.{ending}");
            fs::write(folder.join(&name), bytes).expect("file");
            name
        };
        let utf16 = |bytes: fn(u16) -> [u8; 2]| report.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        match turn % 17 {
            0 => write("txt", report.as_bytes()),
            1 => write("md", &[b"\xef\xbb\xbf", report.as_bytes()].concat()),
            2 => write("TXT", &GB18030.encode(&report.replace('\n', "\r\n")).0),
            3 => write("txt", &[&b"\xff\xfe"[..], &utf16(u16::to_le_bytes)].concat()),
            4 => write("txt", &utf16(u16::to_be_bytes)),
            5 => write("html", &GB18030.encode(&html(&title, report)).0),
            6 => write("doc", html(&title, report).as_bytes()), // as sites serve "Word" files
            7 => write("docx", &docx(report)),
            8 => write("pdf", &pdf("政府工作报告汇编", report)),
            12 => write("wps", &doc(&report.replace('\n', "\r"))),
            13 => {
                self.tsv.push([title, year.to_string(), report.to_owned()]);
                format!("表.tsv#{}", self.tsv.len())
            }
            14 => {
                self.parquet.push((title, year, report.to_owned()));
                format!("表.parquet#{}", self.parquet.len())
            }
            15 => write("htm", html(&title, report).replace("gb2312", "utf-8").as_bytes()),
            9 => {
                self.csv.push([title, year.to_string(), report.to_owned()]);
                format!("表.csv#{}", self.csv.len())
            }
            10 if report.chars().count() < CELL => {
                self.sheet.push(vec![title, year.to_string(), report.to_owned()]);
                format!("表.xlsx#{}", self.sheet.len() + 1)
            }
            10 | 11 => {
                self.jsonl +=
                    &format!("{}\n", serde_json::json!({"标题": title, "年份": year, "正文": report}));
                format!("表.jsonl#{}", self.jsonl.lines().count())
            }
            _ => {
                self.members.push((format!("报告/{title}.txt"), GB18030.encode(report).0.into_owned()));
                format!("包.zip#报告/{title}.txt")
            }
        }
    }

    fn finish(self, folder: &Path) {
        let mut csv = csv::Writer::from_writer(Vec::new());
        csv.write_record(["标题", "年份", "正文"]).expect("heading");
        self.csv.iter().for_each(|row| csv.write_record(row).expect("row"));
        let csv = String::from_utf8(csv.into_inner().expect("csv")).expect("text");
        fs::write(folder.join("表.csv"), GB18030.encode(&csv).0).expect("file");
        let mut tsv = csv::WriterBuilder::new().delimiter(b'\t').from_writer(Vec::new());
        tsv.write_record(["标题", "年份", "正文"]).expect("heading");
        self.tsv.iter().for_each(|row| tsv.write_record(row).expect("row"));
        fs::write(folder.join("表.tsv"), tsv.into_inner().expect("tsv")).expect("file");
        let columns = vec![
            ("标题", Values::text(self.parquet.iter().map(|row| row.0.clone()))),
            ("年份", Values::Whole(self.parquet.iter().map(|row| Some(row.1.into())).collect())),
            ("正文", Values::text(self.parquet.iter().map(|row| row.2.clone()))),
        ];
        fs::write(folder.join("表.parquet"), Sheet { columns }.to_parquet().expect("parquet")).expect("file");
        let heading = ["标题", "年份", "正文"].map(str::to_owned).to_vec();
        let rows: Vec<Vec<String>> = std::iter::once(heading).chain(self.sheet).collect();
        nianlun_tables::write_sheet(&folder.join("表.xlsx"), &rows).expect("sheet");
        fs::write(folder.join("表.jsonl"), self.jsonl).expect("file");
        let members: Vec<(&str, &[u8])> =
            self.members.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        fs::write(folder.join("包.zip"), zip(&members)).expect("file");
    }
}

/// What is wrong in each format, and the reason that must be told.
fn broken(folder: &Path) -> BTreeMap<&'static str, &'static str> {
    let whole = docx("正文");
    let cut_doc = &doc("正文")[..0x300];
    let files: [(&str, &[u8], &str); 15] = [
        ("坏.txt", b"\x01\x02\x03\x04\x05", "not-text"),
        ("坏.html", b"<html>\x00\x01\x02\xff", "not-text"),
        ("坏.docx", &whole[..whole.len() / 2], "unreadable"),
        ("坏.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", "unreadable"),
        ("坏.pdf", b"%PDF-1.4 cut", "unreadable"),
        ("扫描.pdf", &pdf("", ""), "scanned"),
        ("坏.md", b"\x00\xff\x00\x01\x02", "not-text"),
        ("坏.doc", cut_doc, "unsupported"),
        ("坏.tsv", "gdp\tyear\n1\t2\n".as_bytes(), "unsupported"),
        ("坏.csv", "gdp,year\n1,2\n".as_bytes(), "unsupported"),
        ("坏.xlsx", b"PK\x03\x04 cut", "unreadable"),
        ("坏.jsonl", b"[{]", "unreadable"),
        ("坏.parquet", b"PAR1 cut", "unreadable"),
        ("坏.zip", b"PK\x03\x04 cut too", "unreadable"),
        ("论文.caj", b"CAJ", "unsupported"),
    ];
    files
        .into_iter()
        .map(|(name, bytes, reason)| {
            fs::write(folder.join(name), bytes).expect("file");
            (name, reason)
        })
        .collect()
}

/// Year, Han characters, and hits of each term.
type Counted = (Option<i64>, Option<i64>, BTreeMap<String, u64>);

/// What was counted of each document.
fn counts(results: &Path) -> BTreeMap<String, Counted> {
    let documents = table(&results.join("documents.parquet"));
    let mut found: BTreeMap<_, _> = text_column(&documents, "id")
        .into_iter()
        .zip(numbers(&documents, "year").into_iter().zip(numbers(&documents, "han_characters")))
        .map(|(id, (year, han))| (id, (year, han, BTreeMap::new())))
        .collect();
    let hits = table(&results.join("hits.parquet"));
    for (document, term) in text_column(&hits, "document").into_iter().zip(text_column(&hits, "term")) {
        *found.get_mut(&document).expect("a document").2.entry(term).or_default() += 1;
    }
    found
}

#[test]
fn counts_are_those_of_the_clean_texts() {
    let Some(manifest) = shared("corpora/national-reports/manifest.csv") else { return };
    let folder = tempfile::tempdir().expect("folder");
    let (clean, mess) = (folder.path().join("clean"), folder.path().join("mess"));
    fs::create_dir(&clean).expect("folder");
    fs::create_dir(&mess).expect("folder");
    let catalogue = nianlun_corpus::Catalogue::from_manifest(&manifest).expect("manifest");
    let mut writer = Mess::default();
    let mut known: Vec<(String, String)> = Vec::new();
    for (turn, entry) in catalogue.entries.iter().enumerate() {
        let year = entry.year.given().expect("year");
        let report = entry.read(&nianlun_corpus::NoMemory).expect("report").text;
        let name = format!("{year}年政府工作报告.txt");
        fs::write(clean.join(&name), &report).expect("file");
        known.push((name, writer.add(&mess, turn, year, &report)));
    }
    writer.finish(&mess);
    let reasons = broken(&mess);

    let counted = |name: &str| {
        let (study, out) =
            (folder.path().join(format!("study-{name}")), folder.path().join(format!("out-{name}")));
        new_study(&study, &folder.path().join(name), None).expect("a study");
        let options = Options { out: Some(out.clone()), ..Options::default() };
        (run(&study, &options, &Silent).expect("it runs"), counts(&out))
    };
    let (_, expected) = counted("clean");
    let (outcome, found) = counted("mess");
    assert_eq!(found.len(), known.len());
    let mut differ = Vec::new();
    for (a, b) in &known {
        if found.get(b) != expected.get(a) {
            differ.push(format!("{b}: {:?}\nclean: {:?}", found.get(b), expected.get(a)));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    let aside: BTreeMap<&str, &str> =
        outcome.quarantined.iter().map(|q| (q.file.as_str(), q.reason.name())).collect();
    assert_eq!(aside, reasons);
    assert!(outcome.doubtful > 0, "UTF-16 without its mark, and the columns, are guesses");
}

#[test]
fn a_list_of_titles_is_read_as_it_stands() {
    let Some(titles) = shared("corpora/shanghai-titles/titles.csv") else { return };
    let folder = tempfile::tempdir().expect("folder");
    let (study, out) = (folder.path().join("study"), folder.path().join("out"));
    let made = new_study(&study, &titles, None).expect("a study");
    let rows = csv::Reader::from_path(&titles).expect("titles").records().count();
    assert_eq!((made.texts, made.set_aside, made.guesses.len()), (rows, 0, 1));
    for column in ["text = \"标题\"", "date = \"成文日期\"", "number = \"文号\""] {
        assert!(made.guesses[0].1.contains(column), "{}", made.guesses[0].1);
    }
    let outcome =
        run(&study, &Options { out: Some(out.clone()), ..Options::default() }, &Silent).expect("it runs");
    let aside = |reason| outcome.quarantined.iter().filter(|q| q.reason.name() == reason).count();
    assert_eq!(outcome.documents + aside("duplicate"), rows);
    let documents = table(&out.join("documents.parquet"));
    // Every year is that of 成文日期, and none is later than the number allows without a doubt.
    let (years, dates) = (numbers(&documents, "year"), text_column(&documents, "date"));
    for (year, date) in years.iter().zip(&dates) {
        assert_eq!(year.map(|y| y.to_string()).as_deref(), date.get(..4), "{date}");
    }
    let doubted = text_column(&documents, "doubts");
    let late = years.iter().position(|year| *year == Some(2028)).expect("a date mistyped");
    assert!(doubted[late].contains("number-of-another-year"), "{}", doubted[late]);
}
