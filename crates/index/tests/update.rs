//! An index brought up to date answers as one made anew.

mod support;

use nianlun_index::{IndexBuilder, OpenError, Options, Searcher, Stale};
use nianlun_segment::{Jieba, UserDictionary};
use std::path::Path;
use support::{JIEBA, add, ids, index, query};

fn update(folder: &Path) -> IndexBuilder {
    IndexBuilder::update(folder, &*JIEBA).expect("up to date")
}

/// Everything that a few queries say.
fn answers(folder: &Path) -> Vec<String> {
    let searcher = Searcher::open(folder).expect("opened");
    ["公共数据", "\"公共\"", "公共 OR 数据", "NOT 公共", "\"公*据\"", "year:2000.."]
        .map(|typed| {
            let found = searcher.search(&query(typed), &Options::default()).expect("answer");
            let scores: Vec<f64> = found.matches.iter().map(|m| m.score).collect();
            format!("{typed} {} {} {:?} {scores:?}", found.documents, found.occurrences, ids(&found))
        })
        .into()
}

#[test]
fn an_updated_index_answers_as_one_made_anew() {
    let before = ["公共数据", "公共的数据与人", "无关", "公共服务"];
    let (folder, searcher) = index(&before);
    let builder = update(folder.path());
    assert_eq!(builder.marks().expect("marks").keys().collect::<Vec<_>>(), ["d0", "d1", "d2", "d3"]);
    builder.remove("d0"); // gone
    builder.remove("d1"); // changed
    add(&builder, &[(1, "新的公共数据"), (4, "数据要素")], 6);
    builder.remove("d5"); // new
    add(&builder, &[(5, "公共")], 6);
    // Readers of the earlier state stay with it.
    assert_eq!(searcher.documents(), 4);
    builder.finish().expect("finished");

    let anew = tempfile::tempdir().expect("folder");
    let fresh = IndexBuilder::create(anew.path(), &*JIEBA).expect("index");
    let after = [(1, "新的公共数据"), (2, "无关"), (4, "数据要素"), (5, "公共")];
    add(&fresh, &after, 6);
    // d3 was the last of four, and had no year.
    add(&fresh, &[(3, "公共服务")], 4);
    fresh.finish().expect("finished");
    assert_eq!(answers(folder.path()), answers(anew.path()));
}

#[test]
fn many_updates_leave_few_files() {
    let (folder, _searcher) = index(&["公共数据", "无关"]);
    for round in 0..30 {
        let builder = update(folder.path());
        builder.remove("d0");
        add(&builder, &[(0, &"公共数据".repeat(round + 1))], 2);
        builder.finish().expect("finished");
    }
    let searcher = Searcher::open(folder.path()).expect("opened");
    let found = searcher.search(&query("\"公共数据\""), &Options::default()).expect("answer");
    assert_eq!((found.documents, found.occurrences), (1, 30));
    let files = std::fs::read_dir(folder.path()).expect("folder").count();
    assert!(files < 60, "{files} files");
}

#[test]
fn removing_everything_leaves_an_empty_index() {
    let (folder, _searcher) = index(&["公共数据", "无关"]);
    let builder = update(folder.path());
    builder.remove("d0");
    builder.remove("d1");
    builder.finish().expect("finished");
    let searcher = Searcher::open(folder.path()).expect("opened");
    assert_eq!(searcher.documents(), 0);
    assert_eq!(searcher.search(&query("公共"), &Options::default()).expect("answer").documents, 0);
}

#[test]
fn an_index_made_otherwise_is_noticed() {
    let (folder, searcher) = index(&["公共数据"]);
    let words = |list: &str| Jieba::new(Some(UserDictionary::parse(list).expect("dictionary")));
    let changed = words("公共数据\n");
    assert!(matches!(searcher.accepts(&changed), Err(Stale::Segmentation(..))));
    assert_eq!(searcher.accepts(&*JIEBA), Ok(()));
    let stale = IndexBuilder::update(folder.path(), &changed).err().expect("stale");
    assert!(stale.to_string().contains("user dictionary"), "{stale}");

    let builder = tempfile::tempdir().expect("folder");
    IndexBuilder::create(builder.path(), &changed).expect("index").finish().expect("finished");
    assert!(
        IndexBuilder::update(builder.path(), &words("公共数据 3 n\n")).is_ok(),
        "frequencies mean nothing"
    );

    std::fs::write(folder.path().join("fingerprint.json"), "{}").expect("written");
    assert!(matches!(Searcher::open(folder.path()), Err(OpenError::Stale(Stale::Damaged(_)))));
    std::fs::remove_file(folder.path().join("fingerprint.json")).expect("removed");
    assert!(matches!(Searcher::open(folder.path()), Err(OpenError::Stale(Stale::Version))));
    let empty = tempfile::tempdir().expect("folder");
    assert!(matches!(IndexBuilder::update(empty.path(), &*JIEBA), Err(Stale::Missing)));
}
