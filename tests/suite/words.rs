//! Word statistics over the sample equal what the run itself counted.

use crate::support::{numbers, root, table, text};
use nianlun_results::{Collocates, Finished, YearsOrStage};
use nianlun_run::{Options, run};
use nianlun_tables::{Table, Values};
use nianlun_types::Silent;
use std::path::PathBuf;

fn opened() -> (tempfile::TempDir, PathBuf, Finished) {
    let folder = tempfile::tempdir().expect("folder");
    let out = folder.path().join("out");
    let options = Options { out: Some(out.clone()), ..Options::default() };
    run(&root().join("pipelines/shanghai"), &options, &Silent).expect("the sample runs");
    let opened = Finished::open(&out).expect("opened");
    (folder, out, opened)
}

fn reals(table: &Table, name: &str) -> Vec<Option<f64>> {
    match &table.column(name).expect("column").values {
        Values::Real(values) => values.clone(),
        Values::Text(_) | Values::Whole(_) => panic!("`{name}` has no real numbers"),
    }
}

#[test]
fn rates_of_a_category_are_its_frequencies() {
    let (_folder, out, opened) = opened();
    let frequencies = table(&out.join("frequencies.parquet"));
    let (categories, years) = (text(&frequencies, "category"), numbers(&frequencies, "year"));
    let columns = ["hits", "documents_with_hits", "documents", "han_characters", "tokens"]
        .map(|name| numbers(&frequencies, name));
    let rates = reals(&frequencies, "per_10k");
    let mut compared = 0;
    for category in ["technology", "service", "participation"] {
        let query = opened.query(&format!("category:{category}"), false).expect("query");
        for row in opened.rates(&query, None).expect("rates") {
            let at = (0..years.len())
                .find(|at| years[*at] == Some(i64::from(row.year)) && categories[*at] == category)
                .expect("the year is in the table");
            let own = [row.hits, row.documents_with_hits, row.documents, row.han_characters, row.tokens]
                .map(|n| n.map(|n| n as i64));
            assert_eq!(own, columns.each_ref().map(|column| column[at]), "{category} {}", row.year);
            assert_eq!(row.per_10k, rates[at]);
            compared += 1;
        }
    }
    assert_eq!(compared, 3 * 28);
}

#[test]
fn dispersion_of_a_term_is_that_of_the_table() {
    let (_folder, out, opened) = opened();
    let terms = table(&out.join("terms.parquet"));
    let (dp, dp_norm) = (reals(&terms, "dp"), reals(&terms, "dp_norm"));
    for (at, term) in text(&terms, "term").iter().enumerate() {
        let query = opened.query(&format!("term:\"{term}\""), false).expect("query");
        let row = opened.dispersion(&query, None).expect("dispersion");
        assert_eq!((row.dp, row.dp_norm), (dp[at], dp_norm[at]), "{term}");
    }
}

#[test]
fn keyness_adds_up_and_stages_are_years() {
    let (_folder, _, opened) = opened();
    let part = |typed: &str| typed.parse::<YearsOrStage>().expect("part");
    assert_eq!(opened.years_of(&part("published:2")).expect("stage"), 1999..=2009);
    let years = opened.years_of(&part("1")).expect("stage");
    assert_eq!(*years.start(), 1994);
    assert!(opened.years_of(&part("9")).is_err());

    let all = opened.word_keyness(&part("published:2"), None, 1).expect("keyness");
    let same = opened.word_keyness(&part("1999-2009"), None, 1).expect("keyness");
    assert_eq!(all, same);
    let sums = all.rows.iter().fold([0, 0], |[a, b], row| [a + row.hits, b + row.elsewhere]);
    assert_eq!(sums, all.tokens, "every word is in the table");
    assert_eq!(all.documents, [11, 17]);
    assert!(opened.word_keyness(&part("1999-2009"), Some(&part("2005")), 1).is_err(), "they overlap");
    assert!(opened.word_keyness(&part("1950"), None, 1).is_err(), "there is no text");
}

#[test]
fn collocates_leave_out_nothing() {
    let (_folder, _, opened) = opened();
    let query = opened.query("\"数据\"", false).expect("query");
    let Collocates { documents, occurrences, words } =
        opened.collocates(&query, None, 5, 1).expect("collocates");
    assert!(documents > 10 && occurrences > 40);
    assert_eq!(words.rows.iter().map(|row| row.hits).sum::<u64>(), words.tokens[0]);
    assert!(words.rows[0].log_ratio > 0.0);
}
