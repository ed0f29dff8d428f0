//! An index written and searched, against a plain scan.

mod support;

use nianlun_index::{Codes, Language, NoHits, Options, Query, Sort, TANTIVY_VERSION, Years};
use nianlun_text::normalise;
use std::sync::Arc;
use support::{JIEBA, ids, index, query};

const TEXTS: [&str; 5] = [
    "推进公共数据共享。公共数据开放，公共\n数据目录。",
    "“公共”数據的管理；产品和服务。",
    "和服展览，人人人人人有责…………",
    "与公共无关的数据。",
    "公共数据",
];

#[test]
fn queries_find_documents_and_count_occurrences() {
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
        ("公共 OR 服务", 4, 7),
        ("公共 AND 服务", 1, 2),
        ("公共 NOT 数据", 0, 0),
        ("数据 AND NOT 公共数据", 1, 1),
        ("NOT 公共", 1, 0),
        ("数据 AND year:2001..2003", 2, 2),
        ("year:2001..2003", 3, 0),
        ("title:第1篇", 1, 0),
        ("公共 AND (title:第1篇 OR title:第3篇)", 2, 2),
        ("公共 AND kind:单", 2, 2),
        ("id:d4 OR id:d2", 2, 0),
        ("date:2002-01-03", 1, 0),
        ("date:2001-06..", 2, 0),
        ("number:号[2002]2", 1, 0),
        ("NEAR(公共, 数据, 0)", 3, 5),
        ("NEAR(数据, 公共, 3)", 4, 6),
        ("NEAR(和服, 展览, 共享, 5)", 0, 0),
        ("\"公*据\"", 4, 6),
        ("\"公?数据\"", 3, 5),
        ("\"公??据\"", 3, 5),
        ("\"享*公\"", 0, 0), // not across 。
    ] {
        let found = searcher.search(&query(typed), &Options::default()).expect("answer");
        assert_eq!((found.documents, found.occurrences), (documents, occurrences), "{typed}");
        assert_eq!(found.matches.len(), documents as usize);
    }
}

#[test]
fn totals_and_facets_do_not_depend_on_the_limit() {
    let (_folder, searcher) = index(&TEXTS);
    let asked = Options { limit: 1, ..Options::default() };
    let found = searcher.search(&query("\"公共\""), &asked).expect("answer");
    assert_eq!((found.documents, found.occurrences, found.matches.len()), (4, 6, 1));
    let years: Vec<_> = found.facets.year.iter().map(|f| (f.value, f.documents, f.occurrences)).collect();
    assert_eq!(years, [(None, 1, 1), (Some(2000), 1, 3), (Some(2001), 1, 1), (Some(2003), 1, 1)]);
    let kinds: Vec<_> = found.facets.kind.iter().map(|f| (f.value.as_deref(), f.documents)).collect();
    assert_eq!(kinds, [(Some("单"), 2), (Some("双"), 2)]);
    assert_eq!(found.facets.issuer[0].value, None);
}

#[test]
fn pages_join_to_the_whole_in_every_order() {
    let texts: Vec<String> = (0..23).map(|at| format!("公共数据{}", "，".repeat(at % 3))).collect();
    let (_folder, searcher) = index(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    for sort in [Sort::Score, Sort::Date, Sort::DateDescending] {
        let page = |offset, limit| {
            let options = Options { sort, offset, limit, ..Options::default() };
            ids(&searcher.search(&query("\"公共\""), &options).expect("answer"))
        };
        let whole = page(0, 100);
        let pages: Vec<String> = (0..23).step_by(5).flat_map(|offset| page(offset, 5)).collect();
        assert_eq!(pages, whole);
        assert_eq!(whole.len(), 23);
        match sort {
            Sort::Score => assert!(whole[..8].is_sorted(), "equals by id: {whole:?}"),
            Sort::Date => assert_eq!((whole[0].as_str(), whole[22].as_str()), ("d0", "d22")), // without a year
            Sort::DateDescending => assert_eq!((whole[0].as_str(), whole[22].as_str()), ("d21", "d22")),
        }
    }
}

#[test]
fn words_outrank_accidental_strings() {
    let (_folder, searcher) = index(&TEXTS);
    let found = searcher.search(&query("和服"), &Options::default()).expect("answer");
    assert_eq!(ids(&found), ["d2", "d1"]); // 和服 the word, then 产品和服务
    let found = searcher.search(&query("公共数据"), &Options::default()).expect("answer");
    assert_eq!((found.documents, found.occurrences), (3, 5));
    assert_eq!(found.matches[0].snippets[0].plain(), "【公共数据】");
}

#[test]
fn snippets_show_the_source_and_every_part() {
    let (_folder, searcher) = index(&TEXTS);
    let first = |typed: &str| {
        let found = searcher.search(&query(typed), &Options::default()).expect("answer");
        found.matches[0].snippets[0].plain()
    };
    assert_eq!(first("NEAR(产品, 服务, 1)"), "“公共”数據的管理；【产品】和【服务】。");
    assert_eq!(first("\"公?數*理\""), "“【公共”数據的管理】；产品和服务。");
    assert_eq!(first("管理 AND NOT 服装"), "“公共”数據的【管理】；产品和服务。");
}

#[test]
fn a_document_is_marked_whole() {
    let (_folder, searcher) = index(&TEXTS);
    let found = searcher.marked(&query("公共 OR 数据"), "d1").expect("answer").expect("document");
    let chars: Vec<char> = found.source.chars().collect();
    let marked: Vec<String> =
        found.hits.iter().map(|r| chars[r.start as usize..r.end as usize].iter().collect()).collect();
    assert_eq!(marked.concat(), TEXTS[1].chars().filter(|c| !"“”".contains(*c)).take(4).collect::<String>());
    assert_eq!(marked.len(), 2);
    assert!(searcher.marked(&query("公共"), "nowhere").expect("answer").is_none());
}

/// Servers share a searcher among threads.
#[test]
fn searchers_are_shared_by_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<nianlun_index::Searcher>();
    shared::<Query>();
}

#[test]
fn years_filter_leaves_out_the_unknown() {
    let (_folder, searcher) = index(&TEXTS);
    let years: Years = "2001-".parse().expect("years");
    let options = Options { years: Some(years), ..Options::default() };
    let found = searcher.search(&query("\"公共\""), &options).expect("answer");
    assert_eq!((found.documents, found.occurrences), (2, 2), "{:?}", ids(&found));
    let all = searcher.search(&query("\"公共\""), &Options::default()).expect("answer");
    assert!(all.matches.iter().any(|m| m.card.year.is_none()));
}

/// Hits of a codebook that has counted 公共 in the first text twice.
struct Book;

impl Codes for Book {
    fn category(&self, _: &str) -> Result<Arc<nianlun_index::DocumentHits>, NoHits> {
        Ok(Arc::new([("d0".to_owned(), vec![(2, 4), (9, 11)])].into()))
    }

    fn term(&self, _: &str) -> Result<Arc<nianlun_index::DocumentHits>, NoHits> {
        Ok(Arc::default())
    }
}

#[test]
fn counted_hits_are_taken_as_they_were_counted() {
    let (_folder, searcher) = index(&TEXTS);
    let language = Language { segmenter: &*JIEBA, codes: Some(&Book), same: &[] };
    let ask = |typed: &str| {
        let query = Query::parse_with(typed, &language).expect("query");
        searcher.search(&query, &Options::default()).expect("answer")
    };
    let found = ask("category:a");
    assert_eq!((found.documents, found.occurrences), (1, 2));
    assert!(found.matches[0].snippets[0].plain().starts_with("推进【公共】数据共享。【公共】数据开放"));
    assert_eq!(ask("category:a AND year:2001..").documents, 0);
    assert_eq!(ask("公共 AND NOT category:a").documents, 3);
    assert_eq!(ask("term:没有").documents, 0);
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
                let asked = Query::exact(string).expect("query");
                let options = Options { limit: 0, ..Options::default() };
                let found = searcher.search(&asked, &options).expect("answer");
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
