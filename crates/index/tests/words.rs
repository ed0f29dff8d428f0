//! Concordance lines, collocates, words of two parts, documents like another.

mod support;

use nianlun_index::{LineOptions, LineSort, Query};
use support::{JIEBA, index, query};

const TEXTS: [&str; 5] = [
    "推进公共数据共享。公共数据开放，公共\n数据目录。",
    "“公共”数據的管理；产品和服务。",
    "和服展览，人人有责。",
    "与公共无关的数据。",
    "公共数据",
];

#[test]
fn lines_show_every_occurrence_the_search_counts() {
    let (_folder, searcher) = index(&TEXTS);
    let shown = |typed: &str, options: &LineOptions| -> Vec<String> {
        let found = searcher.concordance(&query(typed), options).expect("lines");
        found.lines.iter().map(|l| format!("{} {}|{}|{}", l.id, l.left, l.hit, l.right)).collect()
    };
    let options = LineOptions { context: 3, ..LineOptions::default() };
    let by_year = shown("\"公共数据\"", &options);
    let expected = [
        "d0 推进|公共数据|共享。",
        "d0 共享。|公共数据|开放，",
        "d0 开放，|公共 数据|目录。",
        "d1 “|公共”数據|的管理",
        "d4 |公共数据|",
    ];
    assert_eq!(by_year, expected);
    let right = shown("\"公共数据\"", &LineOptions { sort: LineSort::Right, ..options.clone() });
    assert_eq!(right, [4, 0, 1, 3, 2].map(|at| expected[at]), "by 空, 共, 开, 的, 目");
    let left = shown("\"公共数据\"", &LineOptions { sort: LineSort::Left, ..options.clone() });
    assert_eq!(left, [4, 3, 1, 0, 2].map(|at| expected[at]), "by 空, “, 。享, 进, ，放");
    for sort in [LineSort::Year, LineSort::Left, LineSort::Right] {
        let whole = shown("公共 OR 数据", &LineOptions { sort, ..options.clone() });
        assert_eq!(whole.len(), 12);
        let page = |offset| shown("公共 OR 数据", &LineOptions { sort, offset, limit: 5, ..options.clone() });
        assert_eq!([page(0), page(5), page(10)].concat(), whole, "pages join to the whole");
    }
    let sample = |n, seed| shown("公共 OR 数据", &LineOptions { sample: Some((n, seed)), ..options.clone() });
    assert_eq!(sample(4, 7), sample(4, 7));
    assert_eq!(sample(4, 7).len(), 4);
    assert_eq!(sample(99, 7).len(), 12);
    assert_eq!(shown("year:2000..", &options).len(), 0, "nothing to show");
}

#[test]
fn collocates_are_counted_in_their_sentence() {
    let texts = ["推进数据开放。共享的平台", "数据开放与数据的共享", "开放的平台", "共享的车"];
    let (_folder, searcher) = index(&texts);
    let found = searcher.collocates(&query("\"数据\""), None, &*JIEBA, 5).expect("collocates");
    assert_eq!((found.documents, found.occurrences), (2, 3));
    let counts: Vec<(&str, [u64; 2])> =
        found.near.words.iter().map(|w| (w.word.as_str(), w.counts)).collect();
    // 共享 of the first text stands in another sentence; each 开放 counts once.
    let expected = [("与", [1, 0]), ("共享", [1, 2]), ("开放", [2, 1]), ("推进", [1, 0]), ("的", [1, 3])];
    assert_eq!(counts, expected);
    // Of 18 words 3 are the hits themselves.
    assert_eq!(found.near.tokens, [6, 9]);
}

#[test]
fn words_of_two_parts() {
    let (_folder, searcher) = index(&["开放的平台", "开放", "平台与平台", "无年份"]);
    let part = |year: Option<i32>| year.map(|year| usize::from(year > 2000));
    let counts = searcher.word_counts(|card| part(card.year)).expect("counts");
    assert_eq!((counts.documents, counts.tokens), ([1, 2], [3, 4]));
    let of = |word: &str| counts.words.iter().find(|w| w.word == word).map(|w| (w.counts, w.documents));
    assert_eq!(of("开放"), Some(([1, 1], [1, 1])));
    assert_eq!(of("平台"), Some(([1, 2], [1, 1])));
    assert_eq!(of("年份"), None, "it stands in neither part");
}

#[test]
fn counts_by_document_keep_the_denominator() {
    let (_folder, searcher) = index(&TEXTS);
    let counts = |typed: &str| -> Vec<(String, u64)> {
        let found = searcher.by_document(&query(typed), None).expect("counts");
        found.into_iter().map(|(card, n)| (card.id.clone(), n)).collect()
    };
    let of = |list: &[(&str, u64)]| list.iter().map(|(id, n)| ((*id).to_owned(), *n)).collect::<Vec<_>>();
    assert_eq!(counts("\"公共数据\""), of(&[("d0", 3), ("d1", 1), ("d2", 0), ("d3", 0), ("d4", 1)]));
    assert_eq!(counts("\"公共数据\" kind:单"), of(&[("d1", 1), ("d3", 0)]), "facts leave others out");
}

#[test]
fn like_documents_and_reposts() {
    let texts = [
        "公共数据开放与共享的管理办法，数据资源目录由主管部门编制。",
        "公共数据开放与共享的管理办法，数据资源目录由主管部门编制！",
        "公共数据的开放，由主管部门编制目录。",
        "公共数据的开放，由主管部门编制目录；",
        "和服展览在春天举行。",
        "数据。",
    ];
    let (_folder, searcher) = index(&texts);
    let found = searcher.like("d0", &*JIEBA, 10, Some(0.95)).expect("answer").expect("document");
    let reposts: Vec<&str> = found.reposts.iter().map(|(card, _)| card.id.as_str()).collect();
    assert_eq!(reposts, ["d1"]);
    assert_eq!(
        (found.matches[0].card.id.as_str(), &found.matches[0].folded[..]),
        ("d2", &["d3".to_owned()][..])
    );
    assert!(found.matches.iter().all(|m| m.card.id != "d4"), "no word in common");
    let plain = searcher.like("d0", &*JIEBA, 2, None).expect("answer").expect("document");
    assert_eq!(plain.matches.len(), 2);
    assert!(plain.reposts.is_empty() && (plain.matches[0].likeness - 1.0).abs() < 1e-9);
    assert!(searcher.like("nowhere", &*JIEBA, 2, None).expect("answer").is_none());
}

#[test]
fn characters_outside_the_basic_plane() {
    let (_folder, searcher) = index(&["𠮷野家😀𠮷野", "吉野"]);
    for (string, occurrences) in [("𠮷野", 2), ("😀", 1), ("家😀𠮷", 1), ("吉野", 1)] {
        let exact = Query::exact(string).expect("query");
        let found = searcher.search(&exact, &nianlun_index::Options::default()).expect("answer");
        assert_eq!(found.occurrences, occurrences, "{string}");
        assert!(found.matches[0].snippets[0].pieces.iter().any(|p| p.hit && p.text == string));
    }
}
