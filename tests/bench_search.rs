//! `make bench`: 1,000 mixed queries on the statutes, one after the other; how long they take.

#![allow(clippy::print_stdout, reason = "a benchmark prints what it measures")]

use nianlun_index::Options;
use nianlun_results::Finished;
use nianlun_run::{Options as RunOptions, run};
use nianlun_text::normalise;
use nianlun_types::Silent;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A small fixed generator.
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % n
    }

    /// A string of the texts without quotation marks, brackets or wildcards.
    fn string(&mut self, texts: &[Vec<char>], least: usize, most: usize) -> String {
        loop {
            let text = &texts[self.below(texts.len())];
            let start = self.below(text.len());
            let length = least + self.below(most - least + 1);
            let string: String = text[start..(start + length).min(text.len())].iter().collect();
            if string.chars().all(|c| c.is_alphanumeric() || "，。、".contains(c))
                && string.chars().count() >= least
            {
                return string;
            }
        }
    }
}

fn main() {
    let tests = std::env::var_os("CARGO_MANIFEST_DIR").expect("run by cargo: make bench");
    let root = Path::new(&tests).parent().expect("root");
    let shared = std::env::var_os("NIANLUN_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let Ok(manifest) = shared.join("corpora/statutes/manifest.csv").canonicalize() else {
        println!("skipped: there is no ../shared/corpora/statutes");
        return;
    };
    // A pipeline of its own: that of the sample leaves years out.
    let scratch = tempfile::tempdir().expect("folder");
    let toml = "name = \"bench\"\ncodebook = \"codebook.toml\"\n";
    std::fs::write(scratch.path().join("pipeline.toml"), toml).expect("pipeline");
    std::fs::copy(root.join("pipelines/shanghai/codebook.toml"), scratch.path().join("codebook.toml"))
        .expect("codebook");
    let out = scratch.path().join("out");
    let options =
        RunOptions { corpus: Some(manifest.clone()), out: Some(out.clone()), threads: None, again: false };
    run(scratch.path(), &options, &Silent).expect("the statutes are indexed");
    let begin = Instant::now();
    let opened = Finished::open(&out).expect("opened");
    println!(
        "{} documents, opened in {:.1} ms",
        opened.search().expect("index").searcher.documents(),
        milliseconds(begin.elapsed())
    );
    let catalogue = nianlun_corpus::Catalogue::from_manifest(&manifest).expect("manifest");
    let read = |path: &Path| std::fs::read_to_string(path).expect("text");
    let texts: Vec<Vec<char>> =
        catalogue.entries.iter().map(|e| normalise(&read(&e.source.path)).text.chars().collect()).collect();
    opened.query("政务", false).expect("the segmentation is loaded");

    let mut times: Vec<(Duration, String)> = Vec::new();
    for typed in queries(&texts) {
        let begin = Instant::now();
        let query = opened.query(&typed, false).unwrap_or_else(|problem| panic!("{problem}"));
        let found =
            opened.search().expect("index").searcher.search(&query, &Options::default()).expect("answer");
        times.push((
            begin.elapsed(),
            format!("{typed}: {} documents, {}", found.documents, found.occurrences),
        ));
    }
    times.sort();
    let at = |share: f64| milliseconds(times[((times.len() - 1) as f64 * share).round() as usize].0);
    println!(
        "{} queries: median {:.2} ms, 90 % {:.2}, 99 % {:.2}, slowest {:.2}",
        times.len(),
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0)
    );
    for (time, what) in times.iter().rev().take(12) {
        println!("  {:6.2} ms  {what}", milliseconds(*time));
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn queries(texts: &[Vec<char>]) -> Vec<String> {
    let mut draw = Draw(20210607);
    let mut s = |least, most| draw.string(texts, least, most);
    let mut queries = Vec::new();
    for round in 0..50 {
        let year = 1990 + round % 35;
        queries.extend([
            format!("\"{}\"", s(1, 2)),
            format!("\"{}\"", s(2, 2)),
            format!("\"{}\"", s(2, 4)),
            format!("\"{}\"", s(4, 8)),
            format!("\"{}\"", s(8, 20)),
            format!("\"{}\" \"{}\"", s(2, 4), s(2, 4)),
            s(2, 4),
            s(4, 8),
            format!("{} {}", s(2, 6), s(2, 6)),
            s(8, 16),
            format!("\"{}\" {}", s(2, 4), s(2, 6)),
            format!("\"{}\" OR \"{}\"", s(2, 4), s(2, 4)),
            format!("\"{}\" AND NOT \"{}\"", s(2, 4), s(2, 4)),
            format!("(\"{}\" OR \"{}\") AND region:上海", s(2, 4), s(2, 4)),
            format!("\"{}\" year:{year}..", s(2, 4)),
            format!("title:条例 {}", s(2, 6)),
            format!(
                "NEAR({}, {}, 10)",
                s(2, 3).replace(['，', '。', '、'], "的"),
                s(2, 3).replace(['，', '。', '、'], "的")
            ),
            format!("\"{}*{}\"", s(2, 3), s(2, 3)),
            format!("\"{}?{}\"", s(1, 2), s(1, 2)),
            if round % 2 == 0 {
                "category:management".to_owned()
            } else {
                format!("category:cooperation AND \"{}\"", s(2, 3))
            },
        ]);
    }
    queries
}
