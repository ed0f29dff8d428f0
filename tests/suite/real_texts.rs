//! The real texts in `../shared`, against independent plain scans. Skipped where they are missing.

use crate::support::{Study, root, shared, table, text};
use nianlun_run::{Options, Outcome, run};
use nianlun_segment::{Jieba, Segmenter, UserDictionary};
use nianlun_text::normalise;
use nianlun_types::Silent;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use unicode_normalization::UnicodeNormalization;

/// METHOD §1's normalised text, written anew with other means: no table, no map, no traditional
/// characters (the reports have none).
fn plainly_normal(source: &str) -> String {
    let folded: String = source
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !"“”‘’「」『』\"'\u{feff}\u{200b}\u{200c}\u{200d}\u{2060}\u{ad}".contains(*c))
        .collect();
    let chars: Vec<char> = folded.chars().collect();
    let mut text = String::new();
    let mut at = 0;
    while at < chars.len() {
        let end = (at..chars.len()).find(|i| !chars[*i].is_whitespace()).unwrap_or(chars.len());
        let white: String = chars[at..end].iter().collect();
        let between_han =
            text.chars().next_back().is_some_and(han) && chars.get(end).copied().is_some_and(han);
        if !between_han || white.replace("\r\n", "\n").matches(['\n', '\r']).count() > 1 {
            text += &white;
        }
        text.extend(chars.get(end));
        at = end + 1;
    }
    text
}

fn han(c: char) -> bool {
    matches!(c, '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

/// The texts of a manifest, by file, of years within `years` where those are given.
fn texts(manifest: &Path, years: Option<(i32, i32)>) -> Vec<(PathBuf, String)> {
    let mut catalogue = nianlun_corpus::Catalogue::from_manifest(manifest).expect("manifest");
    if let Some((first, last)) = years {
        catalogue.keep_years(first, last);
    }
    let open =
        |path: &PathBuf| fs::read_to_string(path).expect("text").trim_start_matches('\u{feff}').to_owned();
    catalogue.entries.iter().map(|e| (e.source.path.clone(), open(&e.source.path))).collect()
}

/// Runs a shipped pipeline on the texts of a manifest: what came of it, and the hits by term.
fn ran(pipeline: &Path, manifest: &Path) -> (Outcome, BTreeMap<String, usize>) {
    let folder = tempfile::tempdir().expect("folder");
    let out = folder.path().join("out");
    let options =
        Options { corpus: Some(manifest.to_owned()), out: Some(out.clone()), threads: None, again: false };
    let outcome = run(pipeline, &options, &Silent).expect("done");
    assert!(outcome.missing_years.is_empty() && outcome.quarantined.is_empty());
    let early: Vec<_> = outcome.warnings.iter().filter(|w| w.code == "before-since").collect();
    assert!(early.is_empty(), "a true text is accused: {early:?}");
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for term in text(&table(&out.join("hits.parquet")), "term") {
        *counted.entry(term).or_default() += 1;
    }
    assert!(counted.values().sum::<usize>() > 1000);
    (outcome, counted)
}

/// Hits by term of the shipped codebook, and Han characters, of the files as they stand: every spelling
/// and exclusion, longest first, is tried at every place.
fn plain_scan(manifest: &Path, years: (i32, i32)) -> (BTreeMap<String, usize>, usize) {
    let book = fs::read_to_string(root().join("pipelines/shanghai/codebook.toml")).expect("codebook");
    let book: toml::Table = book.parse().expect("toml");
    let mut strings: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut counted_in: BTreeMap<String, usize> = BTreeMap::new();
    for category in book["category"].as_array().expect("categories") {
        for term in category["terms"].as_array().expect("terms") {
            let name = term.as_str().or_else(|| term["term"].as_str()).expect("term").to_owned();
            let list = |key: &str| -> Vec<String> {
                let values = term.get(key).and_then(|v| v.as_array()).cloned().unwrap_or_default();
                values.iter().filter_map(|v| v.as_str()).map(str::to_owned).collect()
            };
            for spelling in list("variants").iter().chain([&name]) {
                strings.insert(plainly_normal(spelling), Some(name.clone()));
            }
            for longer in list("not") {
                strings.entry(plainly_normal(&longer)).or_default();
            }
            counted_in.insert(name, 1 + list("also").len());
        }
    }
    let mut order: Vec<(&String, &Option<String>)> = strings.iter().collect();
    order.sort_by_key(|(string, _)| std::cmp::Reverse(string.chars().count()));
    let mut scanned: BTreeMap<String, usize> = BTreeMap::new();
    let mut characters = 0;
    for (_, source) in texts(manifest, Some(years)) {
        let normal = plainly_normal(&source);
        assert_eq!(normal, normalise(&source).text);
        characters += normal.chars().filter(|c| han(*c)).count();
        let mut rest = normal.as_str();
        while let Some(first) = rest.chars().next() {
            match order.iter().find(|(string, _)| rest.starts_with(string.as_str())) {
                Some((string, term)) => {
                    if let Some(term) = term {
                        *scanned.entry(term.clone()).or_default() += counted_in[term];
                    }
                    rest = &rest[string.len()..];
                }
                None => rest = &rest[first.len_utf8()..],
            }
        }
    }
    (scanned, characters)
}

#[test]
fn national_reports_equal_a_plain_scan() {
    let Some(manifest) = shared("corpora/national-reports/manifest.csv") else { return };
    let (outcome, counted) = ran(&root().join("pipelines/national-reports"), &manifest);
    assert_eq!((outcome.documents, outcome.years), (32, Some((1994, 2025))));
    let (scanned, characters) = plain_scan(&manifest, (1994, 2025));
    assert_eq!(counted, scanned);
    assert_eq!(outcome.han_characters, characters as u64);
}

/// Compares hits alone. The files open with a head (source and title) that holds no term; its characters
/// are the concern of whoever reads Markdown.
#[test]
fn shanghai_reports_equal_a_plain_scan_in_both_ranges_of_years() {
    let Some(manifest) = shared("corpora/local-reports/manifest-shanghai.csv") else { return };
    let shipped = root().join("pipelines/shanghai-reports");
    let (outcome, counted) = ran(&shipped, &manifest);
    assert_eq!((outcome.documents, outcome.years), (19, Some((2003, 2021))));
    assert_eq!(counted, plain_scan(&manifest, (2003, 2021)).0);

    // The other range stands in the shipped file as a comment.
    let settings = fs::read_to_string(shipped.join("pipeline.toml")).expect("pipeline.toml");
    let all = settings.replace("years = [2003, 2021]\n# years = [2003, 2026]", "years = [2003, 2026]");
    assert_ne!(all, settings);
    let folder = tempfile::tempdir().expect("folder");
    let shanghai = root().join("pipelines/shanghai");
    let all = all.replace("../shanghai", &shanghai.to_string_lossy());
    fs::write(folder.path().join("pipeline.toml"), all).expect("pipeline.toml");
    let (outcome, counted) = ran(folder.path(), &manifest);
    assert_eq!((outcome.documents, outcome.years), (24, Some((2003, 2026))));
    assert_eq!(counted, plain_scan(&manifest, (2003, 2026)).0);
}

#[test]
fn user_words_never_break_others_in_the_reports() {
    let Some(manifest) = shared("corpora/national-reports/manifest.csv") else { return };
    // Words that jieba's users report as breaking others when given a frequency.
    let words = "生产力发\n大数据\n公共服务\n一网通办\n中将\n在一\n国人\n的发\n和服\n政务服务\n营商环境\n放管服\n人民政\n数字化转型";
    let plain = Jieba::new(None);
    let with_words = Jieba::new(Some(UserDictionary::parse(words).expect("dictionary")));
    let mut joined = 0;
    for (_, source) in texts(&manifest, None) {
        let text = normalise(&source).text.into_owned();
        let (before, after) = (plain.cut(&text), with_words.cut(&text));
        assert_eq!(after.iter().map(|t| t.of(&text)).collect::<String>(), text, "no text is lost");
        // Every boundary that remains was there before: no word has been cut.
        let mut old = before.iter();
        for token in &after {
            assert!(old.any(|t| t.end == token.end), "{} was cut", token.of(&text));
        }
        joined += before.len() - after.len();
    }
    assert!(joined > 50, "only {joined} joins");
}

#[test]
fn the_seed_paper_arrives_broken_and_is_read() {
    let Some(paper) = shared("seed/paper.txt") else { return };
    let study = Study::new("", &[]);
    study.write(
        "manifest.csv",
        &format!("id,file,year,title\npaper,{},2021,论文\n", paper.canonicalize().expect("path").display()),
    );
    assert_eq!(study.run().expect("done").documents, 1);
    // Its lines break inside words: the plain text has fewer 信息化 than the normalised one.
    let source = fs::read_to_string(&paper).expect("paper");
    let hits = text(&table(&study.out("hits.parquet")), "term").iter().filter(|t| *t == "信息化").count();
    assert!(hits > source.matches("信息化").count(), "{hits}");
}

/// The titles of Shanghai's documents as texts, one a document, so many as `titles.csv` has with a date.
#[test]
fn the_jump_in_how_many_titles_were_collected_is_warned_of() {
    let Some(titles) = shared("corpora/shanghai-titles/titles.csv") else { return };
    let study = Study::new("", &[]);
    let source = fs::read_to_string(titles).expect("titles");
    let mut reader = csv::Reader::from_reader(source.trim_start_matches('\u{feff}').as_bytes());
    let heading = reader.headers().expect("heading").clone();
    let column = |names: &[&str]| {
        heading.iter().position(|h| names.contains(&h)).unwrap_or_else(|| panic!("{names:?} in {heading:?}"))
    };
    let (title, date) =
        (column(&["title", "标题", "文件标题"]), column(&["date", "日期", "发文日期", "成文日期"]));
    let mut rows = String::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.expect("row");
        let year = record[date].get(..4).and_then(|y| y.parse::<i32>().ok());
        let (Some(year), false) =
            (year.filter(|y| (2003..=2022).contains(y)), record[title].trim().is_empty())
        else {
            continue;
        };
        study.write(&format!("t/{at}.txt"), &record[title]);
        rows += &format!("{at:05},t/{at}.txt,{year},题\n");
    }
    study.write("manifest.csv", &format!("id,file,year,title\n{rows}"));
    study.write(
        "codebook.toml",
        &fs::read_to_string(crate::support::root().join("pipelines/shanghai/codebook.toml"))
            .expect("codebook"),
    );
    let outcome = study.run().expect("done");
    assert!(outcome.documents > 5_000, "{}", outcome.documents);
    let said: Vec<&str> =
        outcome.warnings.iter().filter(|w| w.code == "collection-jump").map(|w| w.message.as_str()).collect();
    assert!(said.iter().any(|message| message.contains("2017年")), "{said:?}");
}
