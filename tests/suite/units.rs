//! Every unit of a folder has exactly one state, and the states add up: generated folders of files, rows, sheets
//! and members, each written with what must become of it.

use crate::support::{CODEBOOK, Draw};
use crate::writers::{docx, zip};
use nianlun_run::{Options, run};
use nianlun_types::Silent;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// How many folders `make check` generates; `NIANLUN_FOLDERS` asks for more.
const FOLDERS: u64 = 50;

/// The years of the study; texts of 1990 are outside.
const YEARS: (i32, i32) = (2000, 2020);

/// A folder that is being written, and how many units must have each state.
struct Folder<'a> {
    path: &'a Path,
    draw: Draw,
    /// Texts written so far, so that no two are alike by chance.
    texts: usize,
    states: BTreeMap<&'static str, usize>,
    /// Texts that are counted, from which copies are made.
    counted: Vec<String>,
}

impl Folder<'_> {
    fn expect(&mut self, state: &'static str) {
        *self.states.entry(state).or_default() += 1;
    }

    fn year(&mut self) -> i32 {
        YEARS.0 + i32::try_from(self.draw.below(21)).expect("small")
    }

    /// Sentences of Han characters that no other text has.
    fn fresh(&mut self) -> String {
        self.texts += 1;
        let mut text = "推进信息化，加强监督。".to_owned();
        for _ in 0..60 {
            let c = 0x4E00 + u32::try_from(self.draw.below(5000)).expect("small");
            text.push(char::from_u32(c).expect("a Han character"));
        }
        text
    }

    /// A row of a table or a file: its body, its year, and what must become of it.
    fn unit(&mut self) -> (String, Option<i32>) {
        match self.draw.below(10) {
            0 => {
                self.expect("no-year");
                (self.fresh(), None)
            }
            1 => {
                self.expect("outside-years");
                (self.fresh(), Some(1990))
            }
            _ => {
                self.expect("counted");
                let (text, year) = (self.fresh(), self.year());
                (text, Some(year))
            }
        }
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        fs::write(path, bytes).expect("file");
    }

    /// The name of a file: its year stands in it, if it has one.
    fn name(&self, year: Option<i32>, ending: &str) -> String {
        let n = self.texts;
        year.map_or_else(|| format!("文稿{n}号.{ending}"), |year| format!("{year}年政策第{n}篇.{ending}"))
    }

    fn add_text(&mut self) {
        let (text, year) = self.unit();
        let below = ["", "甲/", "甲/乙/"][self.draw.below(3)];
        if self.draw.below(2) == 0 {
            self.write(&format!("{below}{}", self.name(year, "txt")), text.as_bytes());
        } else {
            self.write(&format!("{below}{}", self.name(year, "docx")), &docx(&text));
        }
        if year.is_some_and(|year| year >= YEARS.0) {
            self.counted.push(format!("{text}|{}", year.expect("a year")));
        }
    }

    fn add_copy(&mut self) {
        let Some(copied) = self.counted.last().cloned() else { return };
        let (text, year) = copied.rsplit_once('|').expect("a year");
        self.texts += 1;
        let name = self.name(year.parse().ok(), "md");
        self.write(&name, text.as_bytes());
        self.expect("duplicate");
    }

    /// Rows of a table; some have no text.
    fn rows(&mut self) -> Vec<Vec<String>> {
        let mut rows = vec![["标题", "年份", "正文"].map(str::to_owned).to_vec()];
        for at in 0..2 + self.draw.below(5) {
            let title = format!("第{at}行的政策{}", self.texts);
            if at > 0 && self.draw.below(6) == 0 {
                rows.push(vec![title, "2010".to_owned(), String::new()]);
                self.expect("empty");
                continue;
            }
            let (text, year) = self.unit();
            rows.push(vec![title, year.map(|year| year.to_string()).unwrap_or_default(), text]);
        }
        rows
    }

    fn csv(&mut self) -> Vec<u8> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in self.rows() {
            writer.write_record(row).expect("row");
        }
        writer.into_inner().expect("csv")
    }

    fn add_table(&mut self) {
        match self.draw.below(3) {
            0 => {
                let csv = self.csv();
                let name = self.name(None, "csv");
                self.write(&name, &csv);
            }
            1 => {
                let rows = self.rows();
                let path = self.path.join(self.name(None, "xlsx"));
                nianlun_tables::write_sheet(&path, &rows).expect("sheet");
            }
            _ => {
                let mut lines = String::new();
                for row in self.rows().into_iter().skip(1) {
                    let mut line = serde_json::json!({"标题": row[0], "正文": row[2]});
                    if let Ok(year) = row[1].parse::<i32>() {
                        line["年份"] = year.into();
                    }
                    lines += &format!("{line}\n");
                }
                let name = self.name(None, "jsonl");
                self.write(&name, lines.as_bytes());
            }
        }
    }

    /// An archive of texts, a table, what systems leave, and now and then nothing at all.
    fn add_archive(&mut self, depth: usize) -> Vec<u8> {
        let mut members: Vec<(String, Vec<u8>)> = Vec::new();
        for _ in 0..self.draw.below(4) {
            let (text, year) = self.unit();
            members.push((self.name(year, "txt"), text.into_bytes()));
        }
        if self.draw.below(2) == 0 {
            members.push(("__MACOSX/._甲.txt".to_owned(), b"x".to_vec()));
            self.expect("passed-over");
        }
        if self.draw.below(2) == 0 {
            members.push(("表.csv".to_owned(), self.csv()));
        }
        if self.draw.below(3) == 0 {
            members.push(("空.txt".to_owned(), Vec::new()));
            self.expect("empty");
        }
        if depth == 0 && self.draw.below(3) == 0 {
            members.push(("内.zip".to_owned(), self.add_archive(1)));
        }
        if members.is_empty() {
            self.expect("empty");
        }
        let members: Vec<(&str, &[u8])> =
            members.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        zip(&members)
    }

    /// What no text can be read from, or must not be.
    fn add_trouble(&mut self) {
        let n = self.texts;
        let (name, bytes, state): (String, &[u8], _) = match self.draw.below(8) {
            0 => (format!("空{n}.txt"), b" \n", "empty"),
            1 => (format!("论文{n}.caj"), b"CAJ", "unsupported"),
            2 => (format!("扫描{n}.jpg"), b"\xff\xd8\xff\xe0", "scanned"),
            3 => (format!("坏{n}.txt"), b"\x01\x02\x03\x04\x05", "not-text"),
            4 => (format!("坏{n}.zip"), b"PK\x03\x04 cut", "unreadable"),
            5 => (format!("甲/~$锁{n}.docx"), b"x", "passed-over"),
            6 => (format!(".藏{n}"), b"x", "passed-over"),
            _ => (format!("表{n}.csv"), b"gdp,year\n1,2\n", "unsupported"),
        };
        if !self.path.join(&name).exists() {
            self.expect(state);
        }
        self.write(&name, bytes);
    }
}

/// States by their number, as `corpus-report.csv` tells them; what is guessed of a table is no unit.
fn told(out: &Path) -> BTreeMap<String, usize> {
    let mut told = BTreeMap::new();
    let mut report = csv::Reader::from_path(out.join("corpus-report.csv")).expect("report");
    let heading: Vec<String> = report
        .headers()
        .expect("heading")
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').to_owned())
        .collect();
    let state = heading.iter().position(|name| name == "state").expect("state");
    for row in report.records() {
        *told.entry(row.expect("row")[state].to_owned()).or_default() += 1;
    }
    told.remove("guessed");
    told
}

#[test]
fn every_unit_has_one_state() {
    let folders = std::env::var("NIANLUN_FOLDERS").ok().and_then(|n| n.parse().ok()).unwrap_or(FOLDERS);
    for seed in 0..folders {
        let scratch = tempfile::tempdir().expect("folder");
        let texts = scratch.path().join("texts");
        fs::create_dir(&texts).expect("folder");
        let mut folder = Folder {
            path: &texts,
            draw: Draw(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(seed)),
            texts: 0,
            states: BTreeMap::new(),
            counted: Vec::new(),
        };
        folder.expect("counted");
        let first = folder.fresh();
        folder.write("2001年政策第1篇.txt", first.as_bytes());
        for _ in 0..4 + folder.draw.below(12) {
            match folder.draw.below(6) {
                0 | 1 => folder.add_text(),
                2 => folder.add_table(),
                3 => {
                    let archive = folder.add_archive(0);
                    folder.texts += 1;
                    let name = folder.name(None, "zip");
                    folder.write(&name, &archive);
                }
                4 => folder.add_copy(),
                _ => folder.add_trouble(),
            }
        }
        fs::write(
            scratch.path().join("pipeline.toml"),
            "name = \"units\"\ncodebook = \"codebook.toml\"\n[corpus]\nfolder = \"texts\"\nyears = [2000, 2020]\n",
        )
        .expect("pipeline");
        fs::write(scratch.path().join("codebook.toml"), CODEBOOK).expect("codebook");
        let out = scratch.path().join("out");
        let options = Options { out: Some(out.clone()), threads: Some(1), ..Options::default() };
        let outcome = run(scratch.path(), &options, &Silent).expect("it runs");
        let expected: BTreeMap<String, usize> =
            folder.states.iter().map(|(state, n)| ((*state).to_owned(), *n)).collect();
        assert_eq!(told(&out), expected, "folder {seed}");
        assert_eq!(outcome.units.announced, expected.values().sum::<usize>(), "folder {seed}");
    }
}
