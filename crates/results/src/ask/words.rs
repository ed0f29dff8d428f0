//! Word statistics over a finished run, METHOD §5: collocates of a string, words that are key in some years
//! against others, the dispersion of a string, its rates by year. This file takes the counts from the run;
//! `nianlun_frequency` computes the statistics.

use crate::finished::Finished;
use crate::unreadable;
use nianlun_frequency::{
    DispersionRow, DocumentHits, RateRow, TwoCounts, WordRow, dispersion_row, rate_rows, word_rows,
};
use nianlun_index::{Query, WordCounts, Years};
use nianlun_types::{Problem, StageSet, Year};
use serde::Serialize;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// The words of two parts compared: first those that are key in the first part, by log-likelihood, then the
/// others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WordTable {
    /// Words of each part, repetitions counted.
    pub tokens: [u64; 2],
    /// Documents of each part.
    pub documents: [u64; 2],
    /// One row a word.
    pub rows: Vec<WordRow>,
}

/// The collocates of a query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Collocates {
    /// Documents that match.
    pub documents: u64,
    /// Occurrences in them.
    pub occurrences: u64,
    /// The words near the occurrences compared with all other words.
    pub words: WordTable,
}

/// Some years, given as years or as a stage of the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum YearsOrStage {
    /// These years.
    Years(Years),
    /// A stage that the run found, from 1.
    Stage(u32),
    /// A published stage, from 1.
    Published(u32),
}

impl FromStr for YearsOrStage {
    type Err = String;

    fn from_str(typed: &str) -> Result<Self, String> {
        let number = |digits: &str| digits.parse::<u32>().ok().filter(|n| (1..100).contains(n));
        if let Some(digits) = typed.strip_prefix("published:") {
            return number(digits)
                .map(YearsOrStage::Published)
                .ok_or_else(|| "write published:2 for the second published stage".to_owned());
        }
        match number(typed) {
            Some(stage) => Ok(YearsOrStage::Stage(stage)),
            // Below 1000 a number is no year of a text, but a mistyped stage.
            None if typed.parse::<u32>().is_ok_and(|n| n < 1000) => {
                Err(format!("`{typed}` is neither a stage nor a year; stages are counted from 1"))
            }
            None => typed
                .parse()
                .map(YearsOrStage::Years)
                .map_err(|cause| format!("{cause}; or a stage, 2 or published:2")),
        }
    }
}

impl Finished {
    /// The years that `part` means.
    ///
    /// # Errors
    /// The run has no such stage.
    pub fn years_of(&self, part: &YearsOrStage) -> Result<RangeInclusive<Year>, Problem> {
        let (kind, number, found) = match part {
            YearsOrStage::Years(years) => return Ok(years.0.clone()),
            YearsOrStage::Stage(number) => {
                let row = self.stages()?.iter().find(|row| row.stage == *number);
                ("stage", number, row.map(|row| row.first_year..=row.last_year))
            }
            YearsOrStage::Published(number) => {
                let own = |row: &&nianlun_types::ProfileRow| {
                    row.stages == StageSet::Published && row.stage == *number
                };
                let row = self.profile()?.iter().find(own);
                ("published stage", number, row.map(|row| row.first_year..=row.last_year))
            }
        };
        found.ok_or_else(|| {
            Problem::new(format!("the run has no {kind} {number}"))
                .hint("give years, 2010-2017, or a stage that summary.html shows")
        })
    }

    /// The words near the occurrences of `query` compared with all other words; those with at least `least`
    /// occurrences near.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn collocates(
        &self,
        query: &Query,
        years: Option<&Years>,
        window: usize,
        least: u64,
    ) -> Result<Collocates, Problem> {
        let search = self.search()?;
        let found = search.searcher.collocates(query, years, &search.segmenter, window).map_err(damaged)?;
        let words = word_table(found.near, |counts| counts[0] >= least);
        Ok(Collocates { documents: found.documents, occurrences: found.occurrences, words })
    }

    /// The words of the texts of some years compared with those of others, or of all other years.
    ///
    /// # Errors
    /// The run has no such stage, the years overlap or have no text, or the index cannot be read.
    pub fn word_keyness(
        &self,
        target: &YearsOrStage,
        reference: Option<&YearsOrStage>,
        least: u64,
    ) -> Result<WordTable, Problem> {
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
        let counts = self.search()?.searcher.word_counts(|card| part(card.year)).map_err(damaged)?;
        for (documents, name) in counts.documents.iter().zip(["target", "reference"]) {
            if *documents == 0 {
                return Err(Problem::new(format!("the {name} has no text"))
                    .hint("`nianlun ngram` lists the years with texts"));
            }
        }
        Ok(word_table(counts, |counts| counts[0] + counts[1] >= least))
    }

    /// How evenly `query` is spread over documents and years.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn dispersion(&self, query: &Query, years: Option<&Years>) -> Result<DispersionRow, Problem> {
        Ok(dispersion_row(&query.typed, &self.by_document(query, years)?))
    }

    /// The hits of `query` in each year from the first of the corpus to the last, and their rate per 10,000
    /// units of the run's exposure. The denominators count the documents that satisfy the conditions of the
    /// query on facts (`region:上海`).
    ///
    /// A query for one category alone returns the run's own frequencies, in its exposure and scope, so that
    /// the explorer and the report never show two values for one number.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn rates(&self, query: &Query, years: Option<&Years>) -> Result<Vec<RateRow>, Problem> {
        if let Some(category) = self.category_of(&query.typed) {
            return self.rates_of_category(&query.typed, category, years);
        }
        let documents = self.by_document(query, years)?;
        // The range of the corpus, so that the rows of several queries cover the same years.
        let Some(range) = self.range(years)? else { return Ok(Vec::new()) };
        Ok(rate_rows(&query.typed, &documents, range, self.provenance().settings.exposure))
    }

    /// The category of a query for one category alone.
    pub fn category_of(&self, typed: &str) -> Option<&str> {
        let id = typed.trim().strip_prefix("category:")?;
        let known = self.codebook().iter().find(|row| row.category == id);
        known.map(|row| row.category.as_str())
    }

    fn rates_of_category(
        &self,
        typed: &str,
        category: &str,
        years: Option<&Years>,
    ) -> Result<Vec<RateRow>, Problem> {
        let within = |year: Year| years.is_none_or(|years| years.0.contains(&year));
        let own = self.frequencies()?.iter().filter(|row| row.category == category && within(row.year));
        let row = |row: &nianlun_types::FrequencyRow| RateRow {
            query: typed.to_owned(),
            year: row.year,
            hits: row.hits,
            documents_with_hits: row.documents_with_hits,
            documents: row.documents,
            han_characters: row.han_characters,
            tokens: row.tokens,
            per_10k: row.per_10k,
        };
        Ok(own.map(row).collect())
    }

    /// First and last year of a chart: those of the run's frequencies, within `years`.
    fn range(&self, years: Option<&Years>) -> Result<Option<(Year, Year)>, Problem> {
        let within = |year: &Year| years.is_none_or(|years| years.0.contains(year));
        let rows = self.frequencies()?;
        let known = || rows.iter().map(|row| row.year).filter(within);
        Ok(known().min().zip(known().max()))
    }

    fn by_document(&self, query: &Query, years: Option<&Years>) -> Result<Vec<DocumentHits>, Problem> {
        let found = self.search()?.searcher.by_document(query, years).map_err(damaged)?;
        let document = |(card, hits): &(&nianlun_index::Card, u64)| DocumentHits {
            year: card.year,
            hits: *hits,
            han_characters: card.han_characters,
            tokens: card.tokens,
        };
        Ok(found.iter().map(document).collect())
    }
}

fn word_table(counts: WordCounts, wanted: impl Fn([u64; 2]) -> bool) -> WordTable {
    let words = counts.words.into_iter().filter(|word| wanted(word.counts));
    let words =
        words.map(|word| TwoCounts { word: word.word, counts: word.counts, documents: word.documents[0] });
    WordTable { tokens: counts.tokens, documents: counts.documents, rows: word_rows(words, counts.tokens) }
}

fn damaged(error: nianlun_index::Error) -> Problem {
    unreadable("index", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_stages_or_years() {
        assert_eq!("2".parse(), Ok(YearsOrStage::Stage(2)));
        assert_eq!("published:3".parse(), Ok(YearsOrStage::Published(3)));
        assert_eq!("2010-2017".parse(), Ok(YearsOrStage::Years(Years(2010..=2017))));
        assert_eq!("2010".parse(), Ok(YearsOrStage::Years(Years(2010..=2010))));
        for typed in ["", "0", "published:", "published:2010", "x"] {
            assert!(typed.parse::<YearsOrStage>().is_err(), "{typed}");
        }
    }
}
