//! What the tests share: an index over a few texts.

#![allow(dead_code, reason = "not every test needs all of it")]

use nianlun_index::{DocumentToIndex, IndexBuilder, Query, SearchResult, Searcher};
use nianlun_segment::{Jieba, Segmenter, is_word};
use nianlun_text::normalise;
use std::sync::LazyLock;

pub static JIEBA: LazyLock<Jieba> = LazyLock::new(|| Jieba::new(None));

/// Adds `source` to `builder` as document `at` of `of`: years count from 2000, the last has none.
pub fn add(builder: &IndexBuilder, texts: &[(usize, &str)], of: usize) {
    let mut shard = builder.shard();
    for (at, source) in texts {
        let normal = normalise(source);
        let mut words = JIEBA.cut(&normal.text);
        words.retain(|token| is_word(token.of(&normal.text)));
        let dated = at + 1 < of;
        let date = dated.then(|| format!("{}-01-{:02}", 2000 + at, at + 1));
        let document = DocumentToIndex {
            id: &format!("d{at}"),
            title: &format!("第{at}篇"),
            year: dated.then_some(2000 + *at as i32),
            date: date.as_deref(),
            kind: Some(if at % 2 == 0 { "双" } else { "单" }),
            number: Some(&format!("号〔{}〕{at}", 2000 + at)),
            source,
            text: &normal.text,
            han_characters: normal.han_characters,
            words: &words,
            ..DocumentToIndex::default()
        };
        shard.add(document).expect("added");
    }
    shard.finish().expect("shard");
}

/// An index over `texts`, in two shards, so that several segments are searched.
pub fn index(texts: &[&str]) -> (tempfile::TempDir, Searcher) {
    let folder = tempfile::tempdir().expect("folder");
    let builder = IndexBuilder::create(folder.path(), &*JIEBA).expect("index");
    for half in [0, 1] {
        let some: Vec<_> = texts.iter().copied().enumerate().filter(|(at, _)| at % 2 == half).collect();
        add(&builder, &some, texts.len());
    }
    builder.finish().expect("finished");
    let searcher = Searcher::open(folder.path()).expect("opened");
    (folder, searcher)
}

pub fn query(typed: &str) -> Query {
    Query::parse(typed, &*JIEBA).unwrap_or_else(|problem| panic!("{problem}"))
}

pub fn ids(found: &SearchResult) -> Vec<String> {
    found.matches.iter().map(|m| m.card.id.clone()).collect()
}
