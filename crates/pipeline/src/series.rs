//! Counts → the series that stages are looked for in.

use crate::load::Pipeline;
use nianlun_frequency::{Counts, Exposure};
use nianlun_stages::Series;
use nianlun_types::Year;
use std::ops::RangeInclusive;

/// The series of `categories` (positions in the codebook), without the years that have no text, or
/// none with a character to count by: those are missing, not zero.
pub fn series(pipeline: &Pipeline, counts: &Counts, categories: &[usize], exposure: Exposure) -> Series {
    let mut series = Series {
        categories: categories.iter().map(|k| pipeline.codebook.categories[*k].id.clone()).collect(),
        ..Series::default()
    };
    let Some(range) = years(pipeline, counts) else {
        return series;
    };
    for year in range {
        let Some((totals, cells)) = counts.year(year) else { continue };
        let unit = exposure.of(totals.han_characters, totals.tokens);
        if unit == 0 {
            continue;
        }
        series.years.push(year);
        series.exposure.push(unit as f64);
        series.documents.push(totals.documents);
        series.hits.push(categories.iter().map(|k| cells[*k].hits as f64).collect());
    }
    series
}

/// The years of the study: as the pipeline names them, or from the first to the last with a text.
pub fn years(pipeline: &Pipeline, counts: &Counts) -> Option<RangeInclusive<Year>> {
    pipeline.settings.years.map(|(first, last)| first..=last).or_else(|| counts.range())
}

/// Positions of the categories that the stages rest on: those of the pipeline's dimensions.
pub fn categories(pipeline: &Pipeline) -> Vec<usize> {
    let dimensions = &pipeline.settings.dimensions;
    let wanted = |d: &String| dimensions.is_empty() || dimensions.contains(d);
    let all = pipeline.codebook.categories.iter().enumerate();
    all.filter(|(_, c)| wanted(&c.dimension)).map(|(k, _)| k).collect()
}
