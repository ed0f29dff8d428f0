//! Frequencies 词频: hits → counts per year and category, each with its denominators.
//!
//! Counts are sums of integers, so neither the order of documents nor the number of threads changes
//! them, and two halves of a corpus add up to the whole.

mod agreement;
mod answers;
mod keyness;
mod precision;
mod words;

pub use agreement::{Scale, Share, krippendorff, wilson};
pub use answers::{
    DispersionRow, DocumentHits, RateRow, TwoCounts, WordRow, dispersion_row, rate_rows, word_rows,
};
pub use keyness::{Dispersion, dispersion, log_likelihood, log_ratio};
pub use precision::{
    CodedCell, ENOUGH, FEWEST, WeightedShare, line_verdict, percent_agreement, recall, weighted_share,
};
pub use words::{Collocate, Sketch, cohesion, collocate, neighbour_entropy};

use nianlun_types::{Category, CategoryRow, FrequencyRow, Year, YearTotals, named};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

named! {
    /// The denominator of rates: hits per 10,000 of these.
    pub enum Exposure: "exposure" {
        /// Han characters of the normalised text.
        Characters = "characters",
        /// Words of the segmentation.
        Tokens = "tokens",
    }
}

impl Exposure {
    /// The number that this exposure takes of the two.
    pub fn of(self, han_characters: u64, tokens: u64) -> u64 {
        match self {
            Exposure::Characters => han_characters,
            Exposure::Tokens => tokens,
        }
    }
}

/// The numbers that one document adds to its year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentCounts {
    /// Han characters that count as exposure.
    pub han_characters: u64,
    /// Tokens that count as exposure.
    pub tokens: u64,
    /// Hits of each category, in the order of the codebook.
    pub hits: Vec<u64>,
}

/// Counts per year × category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    categories: usize,
    years: BTreeMap<Year, (YearTotals, Vec<CategoryRow>)>,
}

impl Counts {
    /// Empty counts for `categories` categories.
    pub fn new(categories: usize) -> Self {
        Counts { categories, years: BTreeMap::new() }
    }

    /// Adds one document.
    pub fn add(&mut self, year: Year, document: &DocumentCounts) {
        let empty = CategoryRow { hits: 0, documents_with_hits: 0 };
        let (totals, cells) =
            self.years.entry(year).or_insert_with(|| (YearTotals::default(), vec![empty; self.categories]));
        totals.documents += 1;
        totals.han_characters += document.han_characters;
        totals.tokens += document.tokens;
        for (cell, hits) in cells.iter_mut().zip(&document.hits) {
            cell.hits += hits;
            cell.documents_with_hits += u64::from(*hits > 0);
        }
    }

    /// First and last year with a text.
    pub fn range(&self) -> Option<RangeInclusive<Year>> {
        let first = self.years.first_key_value()?;
        let last = self.years.last_key_value()?;
        Some(*first.0..=*last.0)
    }

    /// The denominators of a year and its row of each category; nothing for a year without a text.
    pub fn year(&self, year: Year) -> Option<(YearTotals, &[CategoryRow])> {
        self.years.get(&year).map(|(totals, cells)| (*totals, cells.as_slice()))
    }

    /// One row for each year of `range` × category, by year, then in the order of the codebook. In a year
    /// without a text every number is missing, not zero.
    pub fn rows(
        &self,
        range: RangeInclusive<Year>,
        categories: &[Category],
        exposure: Exposure,
    ) -> Vec<FrequencyRow> {
        let mut rows = Vec::new();
        for year in range {
            let known = self.years.get(&year);
            for (at, category) in categories.iter().enumerate() {
                let cell = known.map(|(_, cells)| cells[at]);
                let totals = known.map(|(totals, _)| *totals);
                let unit = totals.map_or(0, |t| exposure.of(t.han_characters, t.tokens));
                rows.push(FrequencyRow {
                    year,
                    dimension: category.dimension.clone(),
                    category: category.id.clone(),
                    hits: cell.map(|c| c.hits),
                    documents_with_hits: cell.map(|c| c.documents_with_hits),
                    documents: totals.map(|t| t.documents),
                    han_characters: totals.map(|t| t.han_characters),
                    tokens: totals.map(|t| t.tokens),
                    per_10k: cell.and_then(|c| per_10k(c.hits as f64, unit as f64)),
                });
            }
        }
        rows
    }
}

/// The rate of hits per 10,000 units of exposure (Han characters or tokens): 10⁴ · hits / exposure.
/// Nothing where there is no exposure, since a rate of nothing is unknown, not 0.
pub fn per_10k(hits: f64, exposure: f64) -> Option<f64> {
    (exposure > 0.0).then(|| hits * 10_000.0 / exposure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(han_characters: u64, hits: &[u64]) -> DocumentCounts {
        DocumentCounts { han_characters, tokens: han_characters / 2, hits: hits.to_vec() }
    }

    fn categories() -> Vec<Category> {
        ["a", "b"]
            .map(|id| Category {
                id: id.into(),
                dimension: "d".into(),
                label: id.into(),
                ..Category::default()
            })
            .to_vec()
    }

    fn counts(documents: &[(Year, DocumentCounts)]) -> Counts {
        let mut counts = Counts::new(2);
        for (year, document) in documents {
            counts.add(*year, document);
        }
        counts
    }

    #[test]
    fn a_year_without_a_text_is_missing_not_zero() {
        let counts = counts(&[
            (2000, document(1000, &[2, 0])),
            (2002, document(4000, &[0, 1])),
            (2002, document(1000, &[1, 1])),
        ]);
        let rows = counts.rows(counts.range().expect("range"), &categories(), Exposure::Characters);
        let shown: Vec<_> = rows
            .iter()
            .map(|r| (r.year, r.category.as_str(), r.hits, r.documents_with_hits, r.per_10k))
            .collect();
        assert_eq!(
            shown,
            [
                (2000, "a", Some(2), Some(1), Some(20.0)),
                (2000, "b", Some(0), Some(0), Some(0.0)),
                (2001, "a", None, None, None),
                (2001, "b", None, None, None),
                (2002, "a", Some(1), Some(1), Some(2.0)),
                (2002, "b", Some(2), Some(2), Some(4.0)),
            ]
        );
        assert_eq!((rows[2].documents, rows[2].han_characters, rows[4].documents), (None, None, Some(2)));
        let tokens = counts.rows(2000..=2000, &categories(), Exposure::Tokens);
        assert_eq!(tokens[0].per_10k, Some(40.0));
    }

    #[test]
    fn a_year_without_a_han_character_has_no_rate() {
        let rows =
            counts(&[(2000, document(0, &[1, 0]))]).rows(2000..=2000, &categories(), Exposure::Characters);
        assert_eq!((rows[0].hits, rows[0].per_10k), (Some(1), None));
    }

    #[test]
    fn rates_need_exposure() {
        assert_eq!(per_10k(3.0, 12_000.0), Some(2.5));
        assert_eq!(per_10k(0.0, 12_000.0), Some(0.0));
        assert_eq!(per_10k(3.0, 0.0), None);
    }

    #[test]
    fn order_changes_nothing() {
        let mut documents =
            vec![(2000, document(10, &[1, 0])), (2001, document(20, &[0, 3])), (2000, document(30, &[2, 2]))];
        let there = counts(&documents);
        documents.reverse();
        assert_eq!(there, counts(&documents));
    }
}
