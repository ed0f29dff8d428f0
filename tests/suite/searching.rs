//! Compares search on the real texts in `../shared` with plain scans. Skips where the texts are missing.

use crate::support::{Draw, Study, numbers, root, shared, table, text};
use nianlun_index::{Options, Query, Searcher, Sort};
use nianlun_results::Finished;
use nianlun_text::normalise;
use std::fs;
use std::path::Path;

fn normal_texts(manifest: &Path) -> Vec<String> {
    let catalogue = nianlun_corpus::Catalogue::from_manifest(manifest).expect("manifest");
    let open = |path: &Path| {
        let source = fs::read_to_string(path).expect("text");
        normalise(source.trim_start_matches('\u{feff}')).text.into_owned()
    };
    catalogue.entries.iter().map(|e| open(&e.source.path)).collect()
}

/// Strings of up to 20 characters from the texts: some from anywhere, some around characters at which exact
/// search could fail (punctuation, digits, line breaks, wildcards, rare characters).
fn drawn(texts: &[String], many: usize) -> Vec<String> {
    let mut draw = Draw(20210607);
    let kinds: [fn(char) -> bool; 6] = [
        |c| "，、；：,;:".contains(c),
        |c| c.is_ascii_digit(),
        |c| c.is_ascii_alphabetic(),
        |c| c == '\n' || c == '\r',
        |c| ('\u{3400}'..'\u{4e00}').contains(&c) || "*?\\\"()[]".contains(c),
        |c| c as u32 > 0xffff,
    ];
    let mut strings = Vec::new();
    let mut around = |text: &[char], at: usize, draw: &mut Draw| {
        let length = 1 + draw.below(20);
        let start = at.saturating_sub(draw.below(length));
        strings.push(text[start..(start + length).min(text.len())].iter().collect::<String>());
    };
    for _ in 0..many {
        let text: Vec<char> = texts[draw.below(texts.len())].chars().collect();
        let at = draw.below(text.len());
        around(&text, at, &mut draw);
        for kind in kinds {
            let places: Vec<usize> = (0..text.len()).filter(|at| kind(text[*at])).collect();
            if !places.is_empty() {
                around(&text, places[draw.below(places.len())], &mut draw);
            }
        }
    }
    // Characters outside the basic plane are rare: each text that has one gives a string.
    for text in texts.iter().filter(|text| text.chars().any(kinds[5])) {
        let text: Vec<char> = text.chars().collect();
        let at = text.iter().position(|c| kinds[5](*c)).unwrap_or(0);
        around(&text, at, &mut draw);
    }
    strings.sort();
    strings.dedup();
    strings
}

/// Compares documents and occurrences of each string by search with those by a scan.
fn check_strings(searcher: &Searcher, texts: &[String], strings: &[String]) {
    let options = Options { limit: 1, ..Options::default() };
    for string in strings {
        let found = searcher.search(&Query::exact(string).expect("query"), &options).expect("answer");
        let counts: Vec<usize> = texts.iter().map(|t| t.matches(string).count()).collect();
        let documents = counts.iter().filter(|n| **n > 0).count();
        let scanned = (documents as u64, counts.iter().sum::<usize>() as u64);
        assert_eq!((found.documents, found.occurrences), scanned, "{string:?}");
        assert!(found.matches[0].snippets[0].pieces.iter().any(|p| p.hit), "{string:?}");
    }
}

/// Compares the total of each category and term by search with that of the tables.
fn check_totals(out: &Path) {
    let opened = Finished::open(out).expect("opened");
    let total = |typed: &str| {
        let query = opened.query(typed, false).unwrap_or_else(|problem| panic!("{problem}"));
        let options = Options { limit: 0, ..Options::default() };
        opened.search().expect("index").searcher.search(&query, &options).expect("answer").occurrences as i64
    };
    let frequencies = table(&out.join("frequencies.parquet"));
    let categories = text(&frequencies, "category");
    let hits = numbers(&frequencies, "hits");
    let mut known: Vec<&String> = categories.iter().collect();
    known.sort();
    known.dedup();
    for category in known {
        let own = categories.iter().zip(&hits).filter(|(c, _)| *c == category);
        let counted: i64 = own.filter_map(|(_, hits)| *hits).sum();
        // The tables have no row for texts without a year.
        assert_eq!(total(&format!("category:{category} year:1..")), counted, "{category}");
    }
    let terms = table(&out.join("terms.parquet"));
    for (term, hits) in text(&terms, "term").iter().zip(numbers(&terms, "hits")) {
        assert_eq!(total(&format!("term:\"{term}\" AND year:1..")), hits.expect("hits"), "{term}");
    }
}

/// A study of all texts of a manifest with the codebook of the shipped pipeline.
fn study(manifest: &Path) -> Study {
    let study = Study::new("", &[]);
    study.write(
        "pipeline.toml",
        &format!(
            "name = \"study\"\ncodebook = \"codebook.toml\"\ncorpus.manifest = '{}'\n",
            manifest.display()
        ),
    );
    study.write(
        "codebook.toml",
        &fs::read(root().join("pipelines/shanghai/codebook.toml")).expect("codebook"),
    );
    study
}

#[test]
fn strings_of_the_statutes_are_found_and_counted() {
    let Some(manifest) = shared("corpora/statutes/manifest.csv") else { return };
    let study = study(&manifest);
    let outcome = study.run().expect("done");
    assert_eq!(outcome.documents, 1326);
    let undated = outcome.quarantined.iter().filter(|q| q.reason.name() == "no-year").count();
    assert_eq!(undated, outcome.quarantined.len());
    let years = numbers(&table(&study.out("documents.parquet")), "year");
    assert_eq!(years.iter().filter(|y| y.is_none()).count(), undated);

    let texts = normal_texts(&manifest);
    let strings = drawn(&texts, 60);
    assert!(strings.len() > 200, "{} strings", strings.len());
    let searcher = Searcher::open(&study.out("index")).expect("index");
    check_strings(&searcher, &texts, &strings);
    check_totals(&study.out(""));
    check_wildcards(&searcher, &texts);
    check_pages(&searcher);
}

#[test]
fn strings_of_the_reports_are_found_and_counted() {
    let Some(manifest) = shared("corpora/national-reports/manifest.csv") else { return };
    let study = study(&manifest);
    assert_eq!(study.run().expect("done").documents, 57);
    let texts = normal_texts(&manifest);
    let searcher = Searcher::open(&study.out("index")).expect("index");
    check_strings(&searcher, &texts, &drawn(&texts, 300));
    check_totals(&study.out(""));
}

/// Compares `A*B` and `A?B` with a scan that tries every place.
fn check_wildcards(searcher: &Searcher, texts: &[String]) {
    for (first, least, most, last) in
        [("公众", 0, 20, "参与"), ("规定", 1, 1, "本"), ("第", 2, 22, "款"), ("应当", 0, 40, "报告")]
    {
        let wild = "?".repeat(least) + &"*".repeat((most - least) / 20);
        let typed = format!("\"{first}{wild}{last}\"");
        let query = Query::parse(&typed, &nianlun_segment::Jieba::new(None)).expect("query");
        // `**` is no more than `*`.
        let most = most.min(least + 20);
        let (first, last): (Vec<char>, Vec<char>) = (first.chars().collect(), last.chars().collect());
        let mut scanned = (0, 0);
        for text in texts {
            let text: Vec<char> = text.chars().collect();
            let (mut at, mut count) = (0, 0);
            while at < text.len() {
                let end = text[at..].starts_with(&first).then(|| {
                    let from = at + first.len();
                    (least..=most).find_map(|gap| {
                        let between = text.get(from..from + gap)?;
                        let fits = !wild.contains('*')
                            || !between.iter().any(|c| "。!?".contains(*c))
                                && between.iter().filter(|c| **c == '\n').count() < 2;
                        (fits && text[from + gap..].starts_with(&last)).then_some(from + gap + last.len())
                    })
                });
                match end.flatten() {
                    Some(end) => {
                        count += 1;
                        at = end;
                    }
                    None => at += 1,
                }
            }
            scanned = (scanned.0 + u64::from(count > 0), scanned.1 + count);
        }
        let found = searcher.search(&query, &Options::default()).expect("answer");
        assert_eq!((found.documents, found.occurrences), scanned, "{typed}");
        assert!(scanned.1 > 10, "{typed}: {scanned:?}");
    }
}

/// Makes sure that pages join to the whole, and that facets add up to the total.
fn check_pages(searcher: &Searcher) {
    let query = Query::parse("公众参与 OR 行政处罚", &nianlun_segment::Jieba::new(None)).expect("query");
    for sort in [Sort::Score, Sort::DateDescending] {
        let page = |offset, limit| {
            let options = Options { sort, offset, limit, snippets: 0, ..Options::default() };
            let found = searcher.search(&query, &options).expect("answer");
            let by_region: u64 = found.facets.region.iter().map(|f| f.documents).sum();
            let by_year: u64 = found.facets.year.iter().map(|f| f.occurrences).sum();
            assert_eq!((by_region, by_year), (found.documents, found.occurrences));
            found.matches.into_iter().map(|m| m.card.id).collect::<Vec<_>>()
        };
        let whole = page(0, 2000);
        assert!(whole.len() > 100);
        let pages: Vec<String> = (0..whole.len()).step_by(37).flat_map(|offset| page(offset, 37)).collect();
        assert_eq!(pages, whole);
    }
}
