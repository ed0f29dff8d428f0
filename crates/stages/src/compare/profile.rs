//! The stage profile, METHOD §4: hits, rate and level of each category in each stage, and how the level
//! compares with a published coding.

use crate::Series;
use libm::sqrt;
pub use nianlun_types::{Agreement, Level};
use nianlun_types::{StageSpan, Year};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Compares a level with a published one.
pub fn agreement(found: Level, published: Level) -> Agreement {
    let (found, published) = (found.min(Level::Established), published.min(Level::Established));
    match found.cmp(&published) {
        std::cmp::Ordering::Equal => Agreement::Agrees,
        std::cmp::Ordering::Greater => Agreement::Earlier,
        std::cmp::Ordering::Less if found == Level::Absent => Agreement::Absent,
        std::cmp::Ordering::Less => Agreement::Later,
    }
}

/// One stage × category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Number of the stage, from 1.
    pub stage: u32,
    /// First year of the stage.
    pub first_year: Year,
    /// Last year of the stage.
    pub last_year: Year,
    /// Category.
    pub category: String,
    /// Hits.
    pub hits: f64,
    /// Years of the stage with texts.
    pub years: usize,
    /// Years of the stage with a hit.
    pub years_with_hits: usize,
    /// Hits per 10,000 units of exposure.
    pub per_10k: f64,
    /// Lower end of its 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Share of the hits of its dimension in the stage; nothing where there are none.
    pub share: Option<f64>,
    /// First year of the stage with a hit.
    pub first_hit: Option<Year>,
    /// First year of the stage with a hit that the next year with texts has too.
    pub first_sustained: Option<Year>,
    /// Level by the rule `presence-share`.
    pub level: Level,
}

/// The profile of `stages`, by stage, then in the order of the series' categories; `dimensions[k]` is
/// that of category k. Stages without any year of the series are left out.
pub fn profile(series: &Series, dimensions: &[String], stages: &[StageSpan], phi: f64) -> Vec<Cell> {
    let mut cells = Vec::new();
    for stage in stages {
        let from = series.years.partition_point(|y| *y < stage.first_year);
        let to = series.years.partition_point(|y| *y <= stage.last_year);
        if from < to {
            let categories = 0..series.categories.len();
            cells.extend(categories.map(|k| cell(series, dimensions, stage, from..to, k, phi)));
        }
    }
    cells
}

/// Category `k` in `stage`, whose years are at the positions `years`.
fn cell(
    series: &Series,
    dimensions: &[String],
    stage: &StageSpan,
    years: Range<usize>,
    k: usize,
    phi: f64,
) -> Cell {
    let total = |k: usize| series.hits[years.clone()].iter().map(|year| year[k]).sum::<f64>();
    let of_dimension: Vec<f64> =
        (0..series.categories.len()).filter(|other| dimensions[*other] == dimensions[k]).map(total).collect();
    let dimension_total: f64 = of_dimension.iter().sum();
    let hits = total(k);
    let exposure: f64 = series.exposure[years.clone()].iter().sum();
    let hit = |t: &usize| series.hits[*t][k] > 0.0;
    let sustained = |t: &usize| hit(t) && t + 1 < series.len() && hit(&(t + 1));
    let years_with_hits = years.clone().filter(hit).count();
    let (low, high) = rate_interval(hits, exposure, phi);
    Cell {
        stage: stage.stage,
        first_year: stage.first_year,
        last_year: stage.last_year,
        category: series.categories[k].clone(),
        hits,
        years: years.len(),
        years_with_hits,
        per_10k: hits * 10_000.0 / exposure,
        low,
        high,
        share: (dimension_total > 0.0).then(|| hits / dimension_total),
        first_hit: years.clone().find(hit).map(|t| series.years[t]),
        first_sustained: years.clone().find(sustained).map(|t| series.years[t]),
        level: level(hits, 2 * years_with_hits >= years.len(), &of_dimension),
    }
}

/// The level by the rule `presence-share`; `of_dimension` are the hits of all categories of the
/// dimension. The only category of a dimension leads nothing.
fn level(hits: f64, in_half_the_years: bool, of_dimension: &[f64]) -> Level {
    let first = of_dimension.len() > 1 && of_dimension.iter().all(|other| *other <= hits);
    if hits == 0.0 {
        Level::Absent
    } else if !in_half_the_years || hits < 3.0 {
        Level::Emerging
    } else if first {
        Level::Leading
    } else {
        Level::Established
    }
}

/// 95 % interval of a rate per 10,000 from `hits` in `exposure`, by Byar's approximation to the exact
/// Poisson interval (Breslow & Day 1987, p. 69). The counts are divided by φ̂ first.
pub fn rate_interval(hits: f64, exposure: f64, phi: f64) -> (f64, f64) {
    /// The 97.5 % point of the normal distribution.
    const Z: f64 = 1.959_963_984_540_054;
    let s = hits / phi;
    let limit = |s: f64, sign: f64| {
        let root = 1.0 - 1.0 / (9.0 * s) + sign * Z / (3.0 * sqrt(s));
        s * root * root * root
    };
    let scale = phi * 10_000.0 / exposure;
    let low = if s > 0.0 { limit(s, -1.0).max(0.0) } else { 0.0 };
    (low * scale, limit(s + 1.0, 1.0) * scale)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage_spans;

    #[test]
    fn intervals_are_near_the_exact_ones() {
        // Exact (Garwood) 95 % intervals of Poisson counts: 0: 0–3.689; 1: 0.0253–5.572;
        // 10: 4.795–18.390; 100: 81.36–121.63.
        for (hits, low, high) in
            [(0.0, 0.0, 3.689), (1.0, 0.0253, 5.572), (10.0, 4.795, 18.390), (100.0, 81.36, 121.63)]
        {
            let (l, h) = rate_interval(hits, 10_000.0, 1.0);
            assert!((l - low).abs() < 0.02 && (h - high).abs() < 0.02 + 0.01 * high, "{hits}: {l} {h}");
        }
        let (l, h) = rate_interval(40.0, 10_000.0, 4.0);
        assert!((l - 4.0 * 4.795).abs() < 0.1 && (h - 4.0 * 18.390).abs() < 0.2);
    }

    #[test]
    fn levels_follow_presence_and_share() {
        let series = Series {
            years: (2000..2008).collect(),
            categories: vec!["a".into(), "b".into(), "c".into()],
            hits: (0..8)
                .map(|t| vec![5.0, if t == 3 { 2.0 } else { 0.0 }, if t >= 4 { 9.0 } else { 0.0 }])
                .collect(),
            exposure: vec![10_000.0; 8],
            documents: vec![5; 8],
        };
        let dimensions = vec!["d".to_owned(); 3];
        let cells = profile(&series, &dimensions, &stage_spans(2000, 2007, [2004]), 1.0);
        let shown: Vec<_> = cells.iter().map(|c| (c.stage, c.category.as_str(), c.level)).collect();
        assert_eq!(
            shown,
            [
                (1, "a", Level::Leading),
                (1, "b", Level::Emerging),
                (1, "c", Level::Absent),
                (2, "a", Level::Established),
                (2, "b", Level::Absent),
                (2, "c", Level::Leading),
            ]
        );
        assert_eq!((cells[1].first_hit, cells[1].first_sustained), (Some(2003), None));
        assert_eq!((cells[5].first_hit, cells[5].first_sustained), (Some(2004), Some(2004)));
        assert_eq!(cells[0].share, Some(20.0 / 22.0));
        assert!(cells[0].low < 5.0 && cells[0].high > 5.0);
    }

    #[test]
    fn a_coding_is_compared_cell_by_cell() {
        use Level::{Absent, Emerging, Established, Leading};
        assert_eq!(agreement(Leading, Established), Agreement::Agrees);
        assert_eq!(agreement(Emerging, Absent), Agreement::Earlier);
        assert_eq!(agreement(Emerging, Established), Agreement::Later);
        assert_eq!(agreement(Absent, Emerging), Agreement::Absent);
        assert_eq!(agreement(Absent, Absent), Agreement::Agrees);
    }
}
