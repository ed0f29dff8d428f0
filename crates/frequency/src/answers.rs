//! Word statistics laid out as rows, METHOD §5: words against two parts of a corpus, how evenly a string
//! is spread, how often it stands in each year.

use crate::keyness::{dispersion, log_likelihood, log_ratio};
use crate::{Exposure, per_10k};
use nianlun_types::{Year, table};
use std::collections::BTreeMap;

table! {
    /// A word against two parts of the corpus.
    pub struct WordRow: "words", "词", "Words", "a word of either part";
    word: String = "词", "Word", "", "a word of the segmentation";
    hits: u64 = "次数", "Occurrences", "occurrences", "in the first part";
    elsewhere: u64 = "他处次数", "Occurrences elsewhere", "occurrences", "in the second part";
    per_10k: f64 = "每万词", "Rate per 10,000", "occurrences per 10,000 words", "in the first part";
    elsewhere_per_10k: f64 = "他处每万词", "Rate elsewhere", "occurrences per 10,000 words", "in the second part";
    log_likelihood: f64 = "对数似然", "Log-likelihood", "", "of the two rates being one (Dunning 1993)";
    log_ratio: f64 = "对数比", "Log ratio", "log2", "of the two rates; above 0, the word marks the first part (Hardie 2014)";
    documents: u64 = "文本数", "Documents", "documents", "of the first part that have it there";
}

table! {
    /// How evenly a query is spread.
    pub struct DispersionRow: "dispersion", "离散", "Dispersion", "a query";
    query: String = "查询", "Query", "", "as typed";
    hits: u64 = "次数", "Occurrences", "occurrences", "in all documents";
    documents_with_hits: u64 = "命中文本数", "Documents with hits", "documents", "with at least one occurrence";
    documents: u64 = "文本数", "Documents", "documents", "that the query may be found in";
    dp: Option<f64> = "离散度DP", "Dispersion DP", "", "Gries' deviation of proportions over the documents, by their Han characters";
    dp_norm: Option<f64> = "标准离散度", "Dispersion DPnorm", "", "the same, scaled to at most 1";
    years_with_hits: u64 = "命中年数", "Years with hits", "years", "with at least one occurrence";
    years: u64 = "年数", "Years", "years", "with a text";
    dp_norm_years: Option<f64> = "按年标准离散度", "DPnorm over years", "", "deviation of proportions over the years, scaled";
}

table! {
    /// A query in a year. In a year without a text every measure is missing, which is not zero.
    pub struct RateRow: "rates", "逐年词频", "Rates by year", "a query and a year";
    query: String = "查询", "Query", "", "as typed";
    year: Year = "年份", "Year", "year", "every year from the first of the corpus to the last";
    hits: Option<u64> = "次数", "Occurrences", "occurrences", "in the year";
    documents_with_hits: Option<u64> = "命中文本数", "Documents with hits", "documents", "with at least one occurrence";
    documents: Option<u64> = "文本数", "Documents", "documents", "of the year";
    han_characters: Option<u64> = "汉字数", "Han characters", "Han characters", "of the year";
    tokens: Option<u64> = "词数", "Words", "words", "of the year";
    per_10k: Option<f64> = "每万词频", "Rate per 10,000", "occurrences per 10,000 units of the run's exposure", "occurrences over exposure, times 10,000";
}

/// How often a word stands in two parts of a corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoCounts {
    /// The word.
    pub word: String,
    /// How often it stands in each part.
    pub counts: [u64; 2],
    /// Documents of the first part that have it.
    pub documents: u64,
}

/// One row for each word, those that mark the first part first, by log-likelihood; then the others.
/// `tokens` are the words of each part, repetitions counted.
pub fn word_rows(words: impl IntoIterator<Item = TwoCounts>, tokens: [u64; 2]) -> Vec<WordRow> {
    let [of_a, of_b] = tokens.map(|n| n as f64);
    let row = |word: TwoCounts| {
        let [a, b] = word.counts.map(|n| n as f64);
        WordRow {
            hits: word.counts[0],
            elsewhere: word.counts[1],
            per_10k: a * 1e4 / of_a,
            elsewhere_per_10k: b * 1e4 / of_b,
            log_likelihood: log_likelihood(a, of_a, b, of_b),
            log_ratio: log_ratio(a, of_a, b, of_b),
            documents: word.documents,
            word: word.word,
        }
    };
    let mut rows: Vec<WordRow> = words.into_iter().map(row).collect();
    let rank = |row: &WordRow| (row.log_ratio <= 0.0, -row.log_likelihood);
    rows.sort_by(|a, b| {
        let (a_key, b_key) = (rank(a), rank(b));
        a_key.0.cmp(&b_key.0).then(a_key.1.total_cmp(&b_key.1)).then_with(|| a.word.cmp(&b.word))
    });
    rows
}

/// A document as statistics of a query see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentHits {
    /// Its year.
    pub year: Option<Year>,
    /// Occurrences of the query in it.
    pub hits: u64,
    /// Its Han characters.
    pub han_characters: u64,
    /// Its words.
    pub tokens: u64,
}

/// How evenly `query` is spread over `documents` and their years.
pub fn dispersion_row(query: &str, documents: &[DocumentHits]) -> DispersionRow {
    let spread = dispersion(documents.iter().map(|d| (d.hits as f64, d.han_characters as f64)));
    let mut by_year: BTreeMap<Year, (u64, u64)> = BTreeMap::new();
    for document in documents {
        if let Some(year) = document.year {
            let total = by_year.entry(year).or_default();
            *total = (total.0 + document.hits, total.1 + document.han_characters);
        }
    }
    let over_years = dispersion(by_year.values().map(|(n, size)| (*n as f64, *size as f64)));
    DispersionRow {
        query: query.to_owned(),
        hits: documents.iter().map(|d| d.hits).sum(),
        documents_with_hits: documents.iter().filter(|d| d.hits > 0).count() as u64,
        documents: documents.len() as u64,
        dp: spread.map(|d| d.dp),
        dp_norm: spread.map(|d| d.dp_norm),
        years_with_hits: by_year.values().filter(|(n, _)| *n > 0).count() as u64,
        years: by_year.len() as u64,
        dp_norm_years: over_years.map(|d| d.dp_norm),
    }
}

/// How often `query` stands in each year from `first` to `last`.
pub fn rate_rows(
    query: &str,
    documents: &[DocumentHits],
    (first, last): (Year, Year),
    exposure: Exposure,
) -> Vec<RateRow> {
    let mut by_year: BTreeMap<Year, Vec<&DocumentHits>> = BTreeMap::new();
    for document in documents {
        if let Some(year) = document.year {
            by_year.entry(year).or_default().push(document);
        }
    }
    let row = |year: Year| {
        let own = by_year.get(&year);
        let sum = |part: fn(&DocumentHits) -> u64| own.map(|own| own.iter().map(|d| part(d)).sum::<u64>());
        let (hits, han_characters, tokens) = (sum(|d| d.hits), sum(|d| d.han_characters), sum(|d| d.tokens));
        let unit = han_characters.zip(tokens).map(|(han, tokens)| exposure.of(han, tokens));
        RateRow {
            query: query.to_owned(),
            year,
            hits,
            documents_with_hits: sum(|d| u64::from(d.hits > 0)),
            documents: own.map(|own| own.len() as u64),
            han_characters,
            tokens,
            per_10k: hits.zip(unit).and_then(|(hits, unit)| per_10k(hits as f64, unit as f64)),
        }
    };
    (first..=last).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_mark_the_first_part_come_first() {
        let word = |word: &str, a, b| TwoCounts { word: word.into(), counts: [a, b], documents: 1 };
        // METHOD §6: 10 of 10 against 3 of 31,767, whose log-likelihood is 167.23.
        let words = vec![word("甲", 0, 20), word("乙", 10, 3), word("丙", 1, 900)];
        let rows = word_rows(words, [10, 31_767]);
        let order: Vec<&str> = rows.iter().map(|r| r.word.as_str()).collect();
        assert_eq!(order, ["乙", "丙", "甲"]);
        assert!((rows[0].log_likelihood - 167.23).abs() < 0.005);
        assert!((rows[0].per_10k - 10_000.0).abs() < 1e-9);
    }

    #[test]
    fn a_year_without_a_text_is_missing_and_rates_are_in_the_unit_of_the_run() {
        let document = |year, hits| DocumentHits { year, hits, han_characters: 100, tokens: 50 };
        let documents =
            [document(Some(2000), 1), document(Some(2000), 0), document(Some(2002), 3), document(None, 9)];
        let rows = rate_rows("q", &documents, (2000, 2002), Exposure::Characters);
        let shown: Vec<_> = rows.iter().map(|r| (r.hits, r.documents_with_hits, r.per_10k)).collect();
        assert_eq!(
            shown,
            [(Some(1), Some(1), Some(50.0)), (None, None, None), (Some(3), Some(1), Some(300.0))]
        );
        let rows = rate_rows("q", &documents, (2002, 2002), Exposure::Tokens);
        assert_eq!(rows[0].per_10k, Some(600.0));
        let spread = dispersion_row("q", &documents);
        assert_eq!(
            (spread.hits, spread.documents_with_hits, spread.years, spread.years_with_hits),
            (13, 3, 2, 2)
        );
    }
}
