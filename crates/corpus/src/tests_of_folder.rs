//! Tests of whole folders: tables, archives, what is passed over and what is set aside.

use crate::{
    Catalogue, Columns, Encoding, FolderField, NoMemory, Reading, Settled, Text, TextTable, YearRule,
};
use nianlun_types::{Quarantined, Reason};
use std::io::{Cursor, Write};
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        for (name, bytes) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("folder")).expect("folders");
            std::fs::write(path, bytes).expect("file");
        }
        Folder(folder)
    }

    fn list(&self, reading: Reading<'_>) -> Catalogue {
        Catalogue::from_folder(self.0.path(), reading).expect("listed")
    }
}

/// Everything is guessed.
fn plain() -> Reading<'static> {
    static COLUMNS: LazyLock<Columns> = LazyLock::new(Columns::default);
    Reading { columns: &COLUMNS, by_folder: &[], offset: 0, encoding: None, parquet: None, workbooks: None }
}

type Texts = Vec<(String, Text)>;

/// Reads every entry: texts by id, and everything that was set aside.
fn read_all(catalogue: &Catalogue) -> (Texts, Vec<(String, Reason)>) {
    let mut texts = Vec::new();
    let mut aside: Vec<Quarantined> = catalogue.quarantined.clone();
    for entry in &catalogue.entries {
        match entry.read(&NoMemory) {
            Ok(text) => texts.push((entry.id.clone(), text)),
            Err(set_aside) => aside.push(set_aside),
        }
    }
    let mut aside: Vec<(String, Reason)> = aside.into_iter().map(|a| (a.file, a.reason)).collect();
    aside.sort();
    (texts, aside)
}

fn ids(texts: &[(String, Text)]) -> Vec<&str> {
    texts.iter().map(|(id, _)| id.as_str()).collect()
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("member");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("archive").into_inner()
}

const CSV: &str = "id,成文日期,发布日期,标题,正文,来源\nx,2021-10-11,2021-10-12,甲,\"正文，\n数字化\",某网\n,2020/3/4,,乙,公共数据,\n,,,丙,,\n";

#[test]
fn rows_of_csv_with_guessed_columns() {
    let gbk = encoding_rs::GB18030.encode(CSV).0.into_owned();
    for (bytes, encoding) in [
        (CSV.as_bytes().to_vec(), "UTF-8"),
        (gbk, "gb18030"),
        ([b"\xef\xbb\xbf", CSV.as_bytes()].concat(), "UTF-8"),
    ] {
        let catalogue = Folder::new(&[("t.csv", &bytes)]).list(plain());
        let (texts, aside) = read_all(&catalogue);
        assert_eq!(ids(&texts), ["t.csv#2", "t.csv#x"]);
        let text = &texts[1].1;
        assert_eq!((text.text.as_str(), text.facts.title.as_str()), ("正文，\n数字化", "甲"));
        assert_eq!((text.facts.year.clone(), text.facts.year_rule), (Ok(2021), Some(YearRule::Column)));
        assert_eq!(
            (text.encoding, text.format.name(), text.facts.date.as_deref()),
            (encoding, "csv", Some("2021-10-11"))
        );
        assert_eq!(aside, [("t.csv#3".to_owned(), Reason::Empty)]);
        assert_eq!(catalogue.further_columns, ["发布日期", "来源"]);
        assert_eq!(catalogue.entries[1].further[1].as_deref(), Some("某网"));
        assert_eq!(catalogue.guesses[0].1.code, "columns-guessed");
    }
}

#[test]
fn broken_tables() {
    let folder = Folder::new(&[
        ("a.csv", "标题,正文\n甲,一,二\n乙,公共数据\n".as_bytes()),
        ("b.csv", "gdp,year\n1,2\n".as_bytes()),
        ("c.xlsx", b"PK\x03\x04 cut"),
        ("d.jsonl", "{\"正文\":\"公共数据\",\"年份\":2019}\n{\"正文\":\n".as_bytes()),
        ("e.json", b"[1, 2]"),
    ]);
    let (texts, aside) = read_all(&folder.list(plain()));
    assert_eq!(ids(&texts), ["a.csv#2", "d.jsonl#1"]);
    assert_eq!(texts[1].1.facts.year, Ok(2019));
    let expected = [
        ("a.csv#1", Reason::Malformed),
        ("b.csv", Reason::Unsupported),
        ("c.xlsx", Reason::Unreadable),
        ("d.jsonl#2", Reason::Malformed),
        ("e.json", Reason::Unreadable),
    ];
    assert_eq!(aside, expected.map(|(file, reason)| (file.to_owned(), reason)));
}

#[test]
fn sheets_of_a_workbook() {
    fn fake(_: &[u8]) -> Result<Vec<crate::Sheet>, String> {
        let row = |cells: &[&str]| -> Vec<Option<String>> {
            cells.iter().map(|c| Some((*c).to_owned()).filter(|c| !c.is_empty())).collect()
        };
        let rows = vec![
            row(&["某市政策汇总"]),
            row(&["标题", "正文", "发布日期", "年份"]),
            row(&["甲", "公共数据", "2021-10-11"]),
            row(&["", "信息化", "", "2019.0"]),
        ];
        Ok(vec![("说明".to_owned(), vec![row(&["作者"])]), ("表".to_owned(), rows)])
    }
    let folder = Folder::new(&[("t.xlsx", &zip_of(&[("xl/workbook.xml", b"")]))]);
    let (texts, _) = read_all(&folder.list(Reading { workbooks: Some(&fake), ..plain() }));
    let found: Vec<(&str, i32)> =
        texts.iter().map(|(_, t)| (t.text.as_str(), t.facts.year.clone().unwrap_or_default())).collect();
    assert_eq!(found, [("公共数据", 2021), ("信息化", 2019)]);
    assert_eq!((texts[0].0.as_str(), texts[0].1.facts.date.as_deref()), ("t.xlsx#表!3", Some("2021-10-11")));
}

#[test]
fn parquet_is_read_by_whoever_can() {
    fn fake(_: Vec<u8>) -> Result<TextTable, String> {
        let cell = |text: &str| Some(text.to_owned());
        Ok((vec!["正文".to_owned(), "年份".to_owned()], vec![vec![cell("公共数据"), cell("2018")]]))
    }
    let folder = Folder::new(&[("t.parquet", b"PAR1")]);
    let (texts, _) = read_all(&folder.list(Reading { parquet: Some(&fake), ..plain() }));
    assert_eq!((texts[0].1.text.as_str(), &texts[0].1.facts.year), ("公共数据", &Ok(2018)));
    assert_eq!(read_all(&folder.list(plain())).1[0].1, Reason::Unsupported);
}

#[test]
fn members_of_an_archive() {
    let inner = zip_of(&[("丁2018.txt", "公共数据".as_bytes())]);
    let bytes = zip_of(&[
        ("上海/2019/甲.txt", "公共数据".as_bytes()),
        ("上海/2019/乙.csv", CSV.as_bytes()),
        ("__MACOSX/x.txt", b"x"),
        (".DS_Store", b"x"),
        ("丙.zip", &inner),
    ]);
    let folder = Folder::new(&[("a.zip", &bytes), ("cut.zip", &bytes[..bytes.len() / 2])]);
    let fields = [FolderField::Region, FolderField::Year];
    let (texts, aside) = read_all(&folder.list(Reading { by_folder: &fields, ..plain() }));
    assert_eq!(
        ids(&texts),
        [
            "a.zip#上海/2019/乙.csv#2",
            "a.zip#上海/2019/乙.csv#x",
            "a.zip#上海/2019/甲.txt",
            "a.zip#丙.zip#丁2018.txt"
        ]
    );
    assert_eq!(
        (texts[2].1.facts.year.clone(), texts[2].1.facts.year_rule),
        (Ok(2019), Some(YearRule::Folder))
    );
    assert_eq!(texts[3].1.facts.year, Ok(2018));
    assert!(aside.contains(&("cut.zip".to_owned(), Reason::Unreadable)), "{aside:?}");
}

#[test]
fn bombs_and_ways_out() {
    let zeros = vec![b'0'; 8 << 20];
    let nested = zip_of(&[("b.zip", &zip_of(&[("c.zip", &zip_of(&[("d.txt", b"d")]))]))]);
    let bomb = zip_of(&[
        ("../../etc/x.txt", b"x"),
        ("/x.txt", b"x"),
        ("big.txt", &zeros),
        ("ok.txt", "数".as_bytes()),
    ]);
    let folder = Folder::new(&[("bomb.zip", &bomb), ("nested.zip", &nested)]);
    let (texts, aside) = read_all(&folder.list(plain()));
    assert_eq!(ids(&texts), ["bomb.zip#ok.txt"]);
    assert_eq!(aside.len(), 4, "{aside:?}");
    assert!(aside.iter().all(|(_, reason)| *reason == Reason::ArchiveLimit), "{aside:?}");
}

#[test]
fn a_folder_as_people_keep_it() {
    let page = "<html><body><div id=zoom><p>为了推进城市数字化转型，现将有关事项通知如下，请遵照执行。</p></div></body></html>";
    let folder = Folder::new(&[
        ("政策/2019年.txt", "信息化".as_bytes()),
        ("政策/网页.doc", page.as_bytes()),
        ("政策/扫描.jpg", b"\xff\xd8\xff\xe0"),
        ("政策/论文.caj", b"CAJ "),
        ("政策/空.txt", b" \n"),
        ("政策/~$文稿.docx", b"x"),
        ("Thumbs.db", b"x"),
        (".git/x.txt", b"x"),
        ("__MACOSX/x.txt", b"x"),
    ]);
    let catalogue = folder.list(plain());
    let (texts, aside) = read_all(&catalogue);
    assert_eq!(ids(&texts), ["政策/2019年.txt", "政策/网页.doc"]);
    assert_eq!((texts[1].1.format.name(), texts[1].1.facts.year.is_err()), ("html", true));
    let reasons: Vec<Reason> = aside.iter().map(|(_, reason)| *reason).collect();
    assert_eq!(reasons, [Reason::Scanned, Reason::Empty, Reason::Unsupported]);
    let skipped: Vec<(&str, &str)> =
        catalogue.skipped.iter().map(|(file, rule)| (file.as_str(), *rule)).collect();
    let rules = [
        (".git", "hidden"),
        ("Thumbs.db", "system"),
        ("__MACOSX", "system"),
        ("政策/~$文稿.docx", "office-lock"),
    ];
    assert_eq!(skipped, rules);
    assert_eq!(catalogue.announced().announced, 2 + 3 + 4, "texts, set aside, passed over");
}

#[test]
fn an_encoding_for_the_whole_folder() {
    let bytes = encoding_rs::BIG5.encode("數位").0.into_owned();
    let folder = Folder::new(&[("a.txt", &bytes)]);
    let big5: &'static Encoding = encoding_rs::BIG5;
    let (texts, _) = read_all(&folder.list(Reading { encoding: Some(big5), ..plain() }));
    assert_eq!((texts[0].1.text.as_str(), texts[0].1.encoding), ("數位", "Big5"));
}

#[test]
fn a_settled_text_reads_the_same() {
    let page = "<html><title>关于数字化的通知_某市</title><body><div id=zoom><p>为了推进城市数字化转型，现将有关事项通知如下，请遵照执行。</p><p>某市人民政府</p><p>2021年10月11日</p></div></body></html>";
    let folder =
        Folder::new(&[("a.html", page.as_bytes()), ("b.txt", "2018年工作要点\n正文。\n".as_bytes())]);
    let spool = crate::Spool::new().expect("spool");
    for listed in folder.list(plain()).entries {
        let text = listed.read(&NoMemory).expect("text");
        let settled = Settled::looked_at(listed, &text, &spool).expect("settled");
        assert_eq!(settled.facts, text.facts);
        assert_eq!(settled.read(&NoMemory).expect("text"), text, "{}", settled.id);
    }
}
