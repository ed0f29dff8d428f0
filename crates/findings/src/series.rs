//! Makes the series that stages are estimated from out of rows of frequencies. A run uses its new rows, a
//! refit the rows that it reads back: one function for both gives the same series.

use crate::decisions::Decisions;
use nianlun_frequency::Counts;
use nianlun_stages::Series;
use nianlun_types::{FrequencyRow, Year};
use std::ops::RangeInclusive;

/// The series (years × `categories`) of `rows`. Leaves out years without a text, or without any exposure:
/// they are missing, not zero. `rows` are sorted by year, then in the order of the codebook, which is the
/// order of `categories`, too.
pub fn series_of_rows(rows: &[FrequencyRow], decisions: &Decisions, categories: &[&str]) -> Series {
    let mut series =
        Series { categories: categories.iter().map(|id| (*id).to_owned()).collect(), ..Series::default() };
    for rows in rows.chunk_by(|a, b| a.year == b.year) {
        let first = &rows[0];
        let denominators = (first.documents, first.han_characters, first.tokens);
        let (Some(documents), Some(han_characters), Some(tokens)) = denominators else { continue };
        let exposure = decisions.exposure.of(han_characters, tokens);
        if exposure == 0 {
            continue;
        }
        let wanted = rows.iter().filter(|row| categories.contains(&row.category.as_str()));
        series.years.push(first.year);
        series.exposure.push(exposure as f64);
        series.documents.push(documents);
        series.hits.push(wanted.map(|row| row.hits.unwrap_or(0) as f64).collect());
    }
    series
}

/// The years of the study: as decided, or from the first to the last with a text.
pub fn years(decisions: &Decisions, counts: &Counts) -> Option<RangeInclusive<Year>> {
    decisions.years.map(|(first, last)| first..=last).or_else(|| counts.range())
}
