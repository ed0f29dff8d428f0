//! An index written and searched, against a plain scan.

use nianlun_index::{DocumentToIndex, IndexBuilder, Query, Searcher, TANTIVY_VERSION, Years};
use nianlun_segment::{Jieba, Segmenter, is_word};
use nianlun_text::normalise;
use std::sync::LazyLock;

static JIEBA: LazyLock<Jieba> = LazyLock::new(|| Jieba::new(None));

/// An index over `texts`, whose years count from 2000; the last has none. Two shards, so that
/// several segments are searched.
fn index(texts: &[&str]) -> (tempfile::TempDir, Searcher) {
    let folder = tempfile::tempdir().expect("folder");
    let builder = IndexBuilder::create(folder.path()).expect("index");
    for half in [0, 1] {
        let mut shard = builder.shard();
        for (at, source) in texts.iter().enumerate().filter(|(at, _)| at % 2 == half) {
            let normal = normalise(source);
            let document = DocumentToIndex {
                ordinal: at as u32,
                id: &format!("d{at}"),
                title: &format!("第{at}篇"),
                year: (at + 1 < texts.len()).then_some(2000 + at as i32),
                source,
                text: &normal.text,
                tokens: &JIEBA.cut(&normal.text),
            };
            shard.add(document, is_word).expect("added");
        }
        shard.finish().expect("shard");
    }
    builder.finish().expect("finished");
    let searcher = Searcher::open(folder.path()).expect("opened");
    (folder, searcher)
}

fn query(typed: &str) -> Query {
    Query::parse(typed, &*JIEBA).expect("query")
}

const TEXTS: [&str; 5] = [
    "推进公共数据共享。公共数据开放，公共\n数据目录。",
    "“公共”数據的管理；产品和服务。",
    "和服展览，人人人人人有责…………",
    "与公共无关的数据。",
    "公共数据",
];

#[test]
fn exact_strings_are_found_wherever_they_stand() {
    let (_folder, searcher) = index(&TEXTS);
    for (typed, documents, occurrences) in [
        ("\"公共数据\"", 3, 5),
        ("\"公共\"", 4, 6),
        ("\"人人\"", 1, 2), // without overlap, as a scan counts
        ("\"......\"", 1, 2),
        ("\"据。公\"", 0, 0),
        ("\"。公共数据\"", 1, 1),
        ("\"没有\"", 0, 0),
        ("\"公共\" \"服务\"", 1, 2),
    ] {
        let found = searcher.search(&query(typed), None, 10).expect("answer");
        assert_eq!((found.documents, found.occurrences), (documents, occurrences), "{typed}");
        assert_eq!(found.matches.len(), documents as usize);
    }
}

#[test]
fn totals_do_not_depend_on_the_limit() {
    let (_folder, searcher) = index(&TEXTS);
    let found = searcher.search(&query("\"公共数据\""), None, 1).expect("answer");
    assert_eq!((found.documents, found.occurrences, found.matches.len()), (3, 5, 1));
}

#[test]
fn words_outrank_accidental_strings() {
    let (_folder, searcher) = index(&TEXTS);
    let found = searcher.search(&query("和服"), None, 10).expect("answer");
    let ids: Vec<&str> = found.matches.iter().map(|m| m.id.as_str()).collect();
    assert_eq!(ids, ["d2", "d1"]); // 和服 the word, then 产品和服务
    let found = searcher.search(&query("公共数据"), None, 10).expect("answer");
    assert_eq!((found.documents, found.occurrences), (3, 5));
    assert_eq!(found.matches[0].snippets[0].plain(), "【公共数据】");
}

#[test]
fn years_filter_leaves_out_the_unknown() {
    let (_folder, searcher) = index(&TEXTS);
    let years: Years = "2001-".parse().expect("years");
    let found = searcher.search(&query("\"公共\""), Some(&years), 10).expect("answer");
    let ids: Vec<&str> = found.matches.iter().map(|m| m.id.as_str()).collect();
    assert_eq!((found.documents, found.occurrences), (2, 2), "{ids:?}");
    let all = searcher.search(&query("\"公共\""), None, 10).expect("answer");
    assert!(all.matches.iter().any(|m| m.year.is_none()));
}

#[test]
fn any_string_is_counted_as_a_scan_counts() {
    let texts: Vec<String> = TEXTS.iter().map(|t| t.repeat(3)).collect();
    let (_folder, searcher) = index(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let normal: Vec<String> = texts.iter().map(|t| normalise(t).text.into_owned()).collect();
    for text in &normal {
        let places: Vec<usize> = text.char_indices().map(|c| c.0).chain([text.len()]).collect();
        for length in 1..8 {
            for pair in places.windows(length + 1).step_by(3) {
                let string = &text[pair[0]..pair[length]];
                let asked = Query { typed: string.to_owned(), exact: vec![string.to_owned()], words: vec![] };
                let found = searcher.search(&asked, None, 0).expect("answer");
                let documents = normal.iter().filter(|t| t.contains(string)).count();
                let scanned: usize = normal.iter().map(|t| t.matches(string).count()).sum();
                assert_eq!(
                    (found.documents, found.occurrences),
                    (documents as u64, scanned as u64),
                    "{string:?}"
                );
            }
        }
    }
}

#[test]
fn version_is_that_of_the_lock_file() {
    let lock = include_str!("../../../Cargo.lock");
    let entry = format!("name = \"tantivy\"\nversion = \"{TANTIVY_VERSION}\"");
    assert!(lock.contains(&entry), "set TANTIVY_VERSION to that of Cargo.lock");
}
