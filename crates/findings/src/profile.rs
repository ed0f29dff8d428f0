//! Computes the stage profile of the found and of the published stages, with the published coding.

use crate::analysis::Grounds;
use nianlun_stages::profile::{Cell, agreement, profile};
use nianlun_stages::{Estimate, Series, stage_spans};
use nianlun_types::{ProfileRow, StageSet, StageSpan};

/// Rows for the found stages, then for the published ones.
pub fn profiles(grounds: &Grounds<'_>, series: &Series, estimate: &Estimate) -> Vec<ProfileRow> {
    let phi = estimate.phi.unwrap_or(1.0);
    let mut rows = rows_of(grounds, series, StageSet::Found, &estimate.stage_spans(), phi);
    let (Some(first), Some(last)) = (series.years.first(), series.years.last()) else {
        return rows;
    };
    if let Some(published) = grounds.published {
        let stages = stage_spans((*first).min(published.boundaries()[0] - 1), *last, published.boundaries());
        rows.extend(rows_of(grounds, series, StageSet::Published, &stages, phi));
    }
    rows
}

fn rows_of(
    grounds: &Grounds<'_>,
    series: &Series,
    set: StageSet,
    stages: &[StageSpan],
    phi: f64,
) -> Vec<ProfileRow> {
    let category = |id: &str| grounds.codebook.categories.iter().find(|c| c.id == id);
    let dimensions: Vec<String> = series
        .categories
        .iter()
        .map(|id| category(id).map_or_else(String::new, |c| c.dimension.clone()))
        .collect();
    let row = |cell: Cell| {
        let published = (set == StageSet::Published).then_some(grounds.published).flatten();
        let stage = published.and_then(|p| p.stages.get(cell.stage as usize - 1));
        let coded = stage.and_then(|s| s.coding.get(&cell.category).copied());
        ProfileRow {
            stages: set,
            stage: cell.stage,
            label: stage.map(|s| s.label.clone()),
            label_en: stage.and_then(|s| s.label_en.clone()),
            first_year: cell.first_year,
            last_year: cell.last_year,
            dimension: category(&cell.category).map_or_else(String::new, |c| c.dimension.clone()),
            category: cell.category,
            hits: cell.hits as u64,
            years: cell.years as u32,
            years_with_hits: cell.years_with_hits as u32,
            per_10k: cell.per_10k,
            low: cell.low,
            high: cell.high,
            share: cell.share,
            first_hit: cell.first_hit,
            first_sustained: cell.first_sustained,
            level: cell.level,
            published_level: coded,
            agreement: coded.map(|coded| agreement(cell.level, coded)),
        }
    };
    profile(series, &dimensions, stages, phi).into_iter().map(row).collect()
}
