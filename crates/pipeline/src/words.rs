//! Word statistics over a finished run, METHOD §5: what stands near a string, which words mark some
//! years against others, how evenly a string is spread, how often it stands in each year.

use crate::opened::Opened;
use crate::read_back::unreadable;
use nianlun_frequency::{dispersion, log_likelihood, log_ratio};
use nianlun_index::{Query, WordCount, WordCounts, Years};
use nianlun_types::{Problem, Year};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A word against two parts of the corpus.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WordRow {
    /// The word.
    pub word: String,
    /// How often it stands in the first part.
    pub hits: u64,
    /// How often in the second.
    pub elsewhere: u64,
    /// Per 10,000 words of the first part.
    pub per_10k: f64,
    /// Per 10,000 words of the second.
    pub elsewhere_per_10k: f64,
    /// Log-likelihood of the two rates being one.
    pub log_likelihood: f64,
    /// log2 of the ratio of the rates; above 0, the word marks the first part.
    pub log_ratio: f64,
    /// Documents of the first part that have it there.
    pub documents: u64,
}

/// Words against two parts, those that mark the first part first, by log-likelihood; then the others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WordTable {
    /// Words of each part, repetitions counted.
    pub tokens: [u64; 2],
    /// Documents of each part.
    pub documents: [u64; 2],
    /// One row a word.
    pub rows: Vec<WordRow>,
}

/// How evenly a query is spread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DispersionRow {
    /// The query as typed.
    pub query: String,
    /// Occurrences.
    pub hits: u64,
    /// Documents with one.
    pub documents_with_hits: u64,
    /// All documents.
    pub documents: u64,
    /// Gries' deviation of proportions over the documents, by their Han characters; nothing without
    /// occurrences.
    pub dp: Option<f64>,
    /// The same, normalised.
    pub dp_norm: Option<f64>,
    /// Years with an occurrence.
    pub years_with_hits: u64,
    /// Years with a text.
    pub years: u64,
    /// Deviation of proportions over the years, normalised.
    pub dp_norm_years: Option<f64>,
}

/// A query in a year; in a year without a text every measure is missing, which is not zero.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RateRow {
    /// The query as typed.
    pub query: String,
    /// Year.
    pub year: Year,
    /// Occurrences.
    pub hits: Option<u64>,
    /// Documents with one.
    pub documents_with_hits: Option<u64>,
    /// Documents of the year.
    pub documents: Option<u64>,
    /// Han characters of the year.
    pub han_characters: Option<u64>,
    /// Words of the year.
    pub tokens: Option<u64>,
    /// Occurrences per 10,000 Han characters.
    pub per_10k: Option<f64>,
}

/// Some years, by themselves or as a stage of the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// These years.
    Years(Years),
    /// A stage that the run found, from 1.
    Stage(u32),
    /// A published stage, from 1.
    Published(u32),
}

impl FromStr for Part {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let number = |digits: &str| digits.parse::<u32>().ok().filter(|n| (1..100).contains(n));
        if let Some(digits) = typed.strip_prefix("published:") {
            return number(digits)
                .map(Part::Published)
                .ok_or_else(|| "write published:2 for the second published stage".to_owned());
        }
        match number(typed) {
            Some(stage) => Ok(Part::Stage(stage)),
            // `0` is no stage, and as a year it is a slip.
            None if typed.parse::<u32>().is_ok_and(|n| n < 1000) => {
                Err(format!("`{typed}` is neither a stage nor a year; stages are counted from 1"))
            }
            None => typed
                .parse()
                .map(Part::Years)
                .map_err(|cause| format!("{cause}; or a stage, 2 or published:2")),
        }
    }
}

impl Opened {
    /// The years that `part` means.
    ///
    /// # Errors
    /// The run has no such stage.
    pub fn years_of(&self, part: &Part) -> Result<RangeInclusive<Year>, Problem> {
        let (table, wanted, stage) = match part {
            Part::Years(years) => return Ok(years.0.clone()),
            Part::Stage(stage) => ("stages.parquet", None, stage),
            Part::Published(stage) => ("profile.parquet", Some("published"), stage),
        };
        let (names, rows) =
            nianlun_tables::read(&self.folder.join(table)).map_err(|error| unreadable(table, error))?;
        let value = |row: &[Option<String>], name: &str| -> Option<String> {
            row[names.iter().position(|n| n == name)?].clone()
        };
        let is = |row: &&Vec<Option<String>>| {
            wanted.is_none_or(|wanted| value(row, "stages").as_deref() == Some(wanted))
                && value(row, "stage").as_deref() == Some(stage.to_string().as_str())
        };
        let years = rows.iter().find(is).and_then(|row| {
            let year = |name: &str| value(row, name)?.parse::<Year>().ok();
            Some(year("first_year")?..=year("last_year")?)
        });
        let kind = if wanted.is_some() { "published stage" } else { "stage" };
        years.ok_or_else(|| {
            Problem::new(format!("the run has no {kind} {stage}"))
                .hint("give years, 2010-2017, or a stage that summary.html shows")
        })
    }

    /// Words near the occurrences of `query` against all else, METHOD §5.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn collocates(
        &self,
        query: &Query,
        years: Option<&Years>,
        window: usize,
        least: u64,
    ) -> Result<(u64, u64, WordTable), nianlun_index::Error> {
        let found = self.searcher.collocates(query, years, &self.segmenter, window)?;
        Ok((found.documents, found.occurrences, table(found.near, |word| word.counts[0] >= least)))
    }

    /// Words of the texts of some years against those of others, or of all other years.
    ///
    /// # Errors
    /// A stage that the run has not, years that overlap or have no text, an index that cannot be read.
    pub fn keyness(&self, target: &Part, reference: Option<&Part>, least: u64) -> Result<WordTable, Problem> {
        let target = self.years_of(target)?;
        let reference = reference.map(|part| self.years_of(part)).transpose()?;
        if let Some(other) = &reference
            && target.start() <= other.end()
            && other.start() <= target.end()
        {
            return Err(Problem::new("target and reference overlap")
                .because("a year cannot stand on both sides")
                .hint("leave out --reference to compare with all other years"));
        }
        let part = |year: Option<Year>| match year {
            Some(year) if target.contains(&year) => Some(0),
            Some(year) if reference.as_ref().is_none_or(|years| years.contains(&year)) => Some(1),
            _ => None,
        };
        let counts = self.searcher.word_counts(|card| part(card.year)).map_err(|error| {
            Problem::new("the index cannot be read").because(error.to_string()).hint("run the pipeline again")
        })?;
        for (documents, name) in counts.documents.iter().zip(["target", "reference"]) {
            if *documents == 0 {
                return Err(Problem::new(format!("the {name} has no text"))
                    .hint("`nianlun ngram` lists the years with texts"));
            }
        }
        Ok(table(counts, |word| word.counts[0] + word.counts[1] >= least))
    }

    /// How evenly `query` is spread over documents and years, METHOD §5.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn dispersion(
        &self,
        query: &Query,
        years: Option<&Years>,
    ) -> Result<DispersionRow, nianlun_index::Error> {
        let by_document = self.searcher.by_document(query, years)?;
        let parts = by_document.iter().map(|(card, n)| (*n as f64, card.han_characters as f64));
        let spread = dispersion(parts);
        let mut by_year: BTreeMap<Year, (u64, u64)> = BTreeMap::new();
        for (card, n) in &by_document {
            if let Some(year) = card.year {
                let total = by_year.entry(year).or_default();
                *total = (total.0 + n, total.1 + card.han_characters);
            }
        }
        let over_years = dispersion(by_year.values().map(|(n, size)| (*n as f64, *size as f64)));
        Ok(DispersionRow {
            query: query.typed.clone(),
            hits: by_document.iter().map(|(_, n)| n).sum(),
            documents_with_hits: by_document.iter().filter(|(_, n)| *n > 0).count() as u64,
            documents: by_document.len() as u64,
            dp: spread.map(|d| d.dp),
            dp_norm: spread.map(|d| d.dp_norm),
            years_with_hits: by_year.values().filter(|(n, _)| *n > 0).count() as u64,
            years: by_year.len() as u64,
            dp_norm_years: over_years.map(|d| d.dp_norm),
        })
    }

    /// How often `query` stands in each year, from the first year of the corpus to the last. Documents
    /// and characters are those of which every fact is true that the query demands (`region:上海`).
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn rates(&self, query: &Query, years: Option<&Years>) -> Result<Vec<RateRow>, nianlun_index::Error> {
        #[derive(Default)]
        struct Total {
            hits: u64,
            with: u64,
            documents: u64,
            han: u64,
            tokens: u64,
        }
        let mut totals: BTreeMap<Year, Total> = BTreeMap::new();
        for (card, n) in self.searcher.by_document(query, years)? {
            let Some(year) = card.year else { continue };
            let total = totals.entry(year).or_default();
            total.hits += n;
            total.with += u64::from(n > 0);
            total.documents += 1;
            total.han += card.han_characters;
            total.tokens += card.tokens;
        }
        // The range of the corpus, so that rows of several queries stand side by side.
        let within = |year: &Year| years.is_none_or(|years| years.0.contains(year));
        let known = || self.searcher.cards().filter_map(|card| card.year).filter(within);
        let (Some(first), Some(last)) = (known().min(), known().max()) else {
            return Ok(Vec::new());
        };
        let row = |year: Year| {
            let total = totals.get(&year);
            RateRow {
                query: query.typed.clone(),
                year,
                hits: total.map(|t| t.hits),
                documents_with_hits: total.map(|t| t.with),
                documents: total.map(|t| t.documents),
                han_characters: total.map(|t| t.han),
                tokens: total.map(|t| t.tokens),
                per_10k: total.filter(|t| t.han > 0).map(|t| t.hits as f64 * 1e4 / t.han as f64),
            }
        };
        Ok((first..=last).map(row).collect())
    }
}

fn table(counts: WordCounts, wanted: impl Fn(&WordCount) -> bool) -> WordTable {
    let [of_a, of_b] = counts.tokens.map(|n| n as f64);
    let row = |word: WordCount| {
        let [a, b] = word.counts.map(|n| n as f64);
        WordRow {
            hits: word.counts[0],
            elsewhere: word.counts[1],
            per_10k: a * 1e4 / of_a,
            elsewhere_per_10k: b * 1e4 / of_b,
            log_likelihood: log_likelihood(a, of_a, b, of_b),
            log_ratio: log_ratio(a, of_a, b, of_b),
            documents: word.documents[0],
            word: word.word,
        }
    };
    let mut rows: Vec<WordRow> = counts.words.into_iter().filter(wanted).map(row).collect();
    let rank = |row: &WordRow| (row.log_ratio <= 0.0, -row.log_likelihood);
    rows.sort_by(|a, b| {
        let (a_key, b_key) = (rank(a), rank(b));
        a_key.0.cmp(&b_key.0).then(a_key.1.total_cmp(&b_key.1)).then_with(|| a.word.cmp(&b.word))
    });
    WordTable { tokens: counts.tokens, documents: counts.documents, rows }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_stages_or_years() {
        assert_eq!("2".parse(), Ok(Part::Stage(2)));
        assert_eq!("published:3".parse(), Ok(Part::Published(3)));
        assert_eq!("2010-2017".parse(), Ok(Part::Years(Years(2010..=2017))));
        assert_eq!("2010".parse(), Ok(Part::Years(Years(2010..=2010))));
        for typed in ["", "0", "published:", "published:2010", "x"] {
            assert!(typed.parse::<Part>().is_err(), "{typed}");
        }
    }

    #[test]
    fn words_that_mark_the_first_part_come_first() {
        let word = |word: &str, a, b| WordCount { word: word.into(), counts: [a, b], documents: [1, 1] };
        // METHOD §6: 10 of 10 against 3 of 31,767, whose log-likelihood is 167.23.
        let words = vec![word("甲", 0, 20), word("乙", 10, 3), word("丙", 1, 900)];
        let counts = WordCounts { words, tokens: [10, 31_767], documents: [1, 1] };
        let table = table(counts, |w| w.counts[0] + w.counts[1] > 10);
        let order: Vec<&str> = table.rows.iter().map(|r| r.word.as_str()).collect();
        assert_eq!(order, ["乙", "丙", "甲"]);
        assert!((table.rows[0].log_likelihood - 167.23).abs() < 0.005);
        assert!((table.rows[0].per_10k - 10_000.0).abs() < 1e-9);
    }
}
