//! Truth, counts and gaps of generated series, and what they take from a run. Bounds are five standard errors.

use super::tests_of_log_rates::{assert_spread, mean};
use super::{Draft, generate};
use crate::Random;
use crate::simulate::{Design, Truth, World};
use libm::{fabs, log, sqrt};

#[test]
fn truth_lies_inside_at_the_least_lengths() {
    for (n, categories) in [(8, 1), (9, 2), (15, 3), (20, 8), (24, 8), (28, 1), (28, 8), (45, 8)] {
        for world in World::all() {
            for replicate in 0..20 {
                let design = Design::new(n, categories, 40.0, 3.0);
                let (series, truth) = generate(&world, &design, &mut Random::new(2, replicate));
                let years = series.len();
                assert!(years == n || matches!(world, World::StepsWithGaps { .. }), "{world}: {years}");
                assert!(truth.iter().all(|start| (1..years).contains(start)), "{world} {n}: {truth:?}");
                assert!(truth.windows(2).all(|pair| pair[0] < pair[1]), "{world} {n}: {truth:?}");
                assert!(series.hits.iter().flatten().all(|hits| *hits >= 0.0 && hits.fract() == 0.0));
                assert!(series.exposure.iter().all(|exposure| *exposure > 0.0));
                if n >= 15 {
                    assert_lengths(&world, n, categories, &truth);
                }
            }
        }
    }
}

/// The number of boundaries, and the least lengths of stages, of METHOD's reference.
fn assert_lengths(world: &World, n: usize, categories: usize, truth: &[usize]) {
    let usual = if n >= 24 { 3 } else { 2 };
    let least = if n >= 20 { 4 } else { 3 };
    let (boundaries, least) = match world {
        World::StepsWithGaps { .. } => return, // its years are dropped after the steps
        World::Emerge | World::EmergeByRamps => {
            assert_eq!(truth.len(), categories.div_ceil(2), "{world} {n}");
            assert!(truth.iter().all(|start| (start - 4) % 3 == 0 && start + 3 <= n), "{truth:?}");
            return;
        }
        World::StepsOnTrends { .. } => (usual, least + 1),
        World::OneCategorySteps { .. } => (2, least),
        World::SpreadSteps { .. } => (usual, least),
        _ if world.truth() == Truth::TrueSteps => (usual, least),
        _ => (0, n),
    };
    let ends: Vec<usize> = [0].iter().chain(truth).chain([&n]).copied().collect();
    assert_eq!(truth.len(), boundaries, "{world} {n}");
    assert!(ends.windows(2).all(|stage| stage[1] - stage[0] >= least), "{world} {n}: {truth:?}");
}

#[test]
fn boundaries_are_as_many_as_wanted_and_the_years_allow() {
    let count = |world: &str, n: usize| {
        let design = Design::new(n, 2, 40.0, 1.0);
        generate(&world.parse().expect("world"), &design, &mut Random::new(3, 0)).1.len()
    };
    assert_eq!((count("steps 0.5 1", 28), count("steps 0.5 5", 28)), (1, 5));
    assert_eq!((count("steps 0.5 0", 28), count("steps 0.5 20", 28), count("steps 0.5 3", 2)), (0, 13, 0));
}

#[test]
fn counts_of_constant_rates_have_their_mean_and_their_variance() {
    let own = Design {
        levels: Some(vec![10.0, 50.0]),
        exposure: Some(vec![500.0, 1500.0]),
        ..Design::new(2, 2, 30.0, 3.0)
    };
    let hits = |t: usize, k: usize| -> Vec<f64> {
        let one = |replicate| generate(&World::Constant, &own, &mut Random::new(7, replicate)).0.hits[t][k];
        (0..4000).map(one).collect()
    };
    for (t, k, expected) in [(0, 0, 5.0), (1, 0, 15.0), (0, 1, 25.0), (1, 1, 75.0)] {
        let hits = hits(t, k);
        let error = sqrt(3.0 * expected / 4000.0);
        assert!(fabs(mean(&hits) - expected) < 5.0 * error, "{t} {k}: {}", mean(&hits));
        let squares = hits.iter().map(|hits| (hits - expected) * (hits - expected));
        let phi = mean(&squares.collect::<Vec<_>>()) / expected;
        // The kurtosis of a negative binomial with so small a mean widens the error of the variance.
        assert!(fabs(phi - 3.0) < 0.6, "{t} {k}: {phi}");
    }
}

#[test]
fn levels_and_exposures_of_no_run_are_drawn_as_the_reference_draws_them() {
    let series: Vec<_> = (0..400)
        .map(|r| generate(&World::Constant, &Design::new(8, 8, 40.0, 1.0), &mut Random::new(8, r)).0)
        .collect();
    let exposures: Vec<f64> = series.iter().flat_map(|s| s.exposure.iter().map(|e| log(e / 1e4))).collect();
    assert_spread(&exposures, 0.25);
    // Hits at exposure 10,000 have mean 40, and a lognormal level of variance 40²(e − 1).
    let rates: Vec<f64> = series
        .iter()
        .flat_map(|s| (0..8).map(|k| s.total(k) * 1e4 / s.exposure.iter().sum::<f64>()))
        .collect();
    let error = 40.0 * sqrt(1.72 / rates.len() as f64);
    assert!(fabs(mean(&rates) - 40.0) < 5.0 * error, "{}", mean(&rates));
}

#[test]
fn a_design_of_a_run_keeps_its_years_and_exposures() {
    let run = Design {
        calendar: Some(vec![1990, 1991, 1995, 1996, 1997, 1998, 2003, 2004]),
        exposure: Some(vec![3.0, 1.5, 2.0, 9.0, 4.0, 4.0, 1.0, 7.5]),
        levels: Some(vec![4.0, 0.0]),
        ..Design::new(8, 2, 2.0, 1.5)
    };
    for world in World::all().into_iter().filter(|world| !matches!(world, World::StepsWithGaps { .. })) {
        let (series, _) = generate(&world, &run, &mut Random::new(9, 0));
        assert_eq!(Some(&series.years), run.calendar.as_ref(), "{world}");
        assert_eq!(Some(&series.exposure), run.exposure.as_ref(), "{world}");
        assert_eq!(series.total(1), 0.0, "{world}: a category without hits has none");
    }
}

#[test]
fn the_year_effect_of_a_run_is_added_to_every_world() {
    let plain =
        Design { exposure: Some(vec![1.0; 28]), levels: Some(vec![1e6; 2]), ..Design::new(28, 2, 1e6, 1.0) };
    let run = Design { year_effect: 0.2, ..plain };
    for world in [World::Constant, World::Emerge] {
        let year = |replicate: u64| generate(&world, &run, &mut Random::new(10, replicate)).0.hits;
        // The second category of an emerging pair is constant.
        let deviations: Vec<f64> =
            (0..50).flat_map(|r| year(r).into_iter().map(|h| log(h[1] / 1e6))).collect();
        assert_spread(&deviations, 0.2);
    }
}

#[test]
fn a_world_of_gaps_drops_years_and_moves_the_truth_to_the_first_kept() {
    let mut dropped = 0;
    for replicate in 0..200 {
        let world = World::StepsWithGaps { size: 0.7, share: 0.4 };
        let design = Design::new(28, 8, 40.0, 3.0);
        let (series, truth) = generate(&world, &design, &mut Random::new(11, replicate));
        assert_eq!((series.years[0], series.years.last()), (2000, Some(&2027)));
        assert!(series.hits.len() == series.len() && series.exposure.len() == series.len());
        dropped += 28 - series.len();
        let mut draft = Draft::new(&design);
        draft.draw(&world, &mut Random::new(11, replicate));
        let first_kept = |start: &usize| series.years.iter().position(|y| *y >= 2000 + *start as i32);
        let mut expected: Vec<usize> = draft.truth.iter().filter_map(first_kept).collect();
        expected.dedup();
        assert_eq!(truth, expected);
    }
    // 40 % of 26 years each, but for the first and the last.
    assert!(fabs(dropped as f64 / 200.0 - 10.4) < 5.0 * sqrt(26.0 * 0.24 / 200.0), "{dropped}");
}
