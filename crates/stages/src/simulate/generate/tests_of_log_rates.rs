//! The log rates of every world are what it says. Bounds are five standard errors.

use super::paths::autoregression;
use super::{Draft, generate};
use crate::Random;
use crate::simulate::{Design, World};
use core::f64::consts::TAU;
use libm::{cos, exp, fabs, log, sqrt};

/// Log rates of `draws` series of 28 years and 8 categories.
fn drafts(world: &str, draws: u64) -> Vec<Draft> {
    let draft = |replicate| {
        let mut draft = Draft::new(&Design::new(28, 8, 40.0, 3.0));
        draft.draw(&world.parse().expect("world"), &mut Random::new(1, replicate));
        draft
    };
    (0..draws).map(draft).collect()
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// `values` are independent, normal, with mean 0 and this standard deviation.
pub(super) fn assert_spread(values: &[f64], sd: f64) {
    let n = values.len() as f64;
    assert!(n > 500.0, "too few to tell: {n}");
    assert!(fabs(mean(values)) < 5.0 * sd / sqrt(n), "mean {}", mean(values));
    let found = sqrt(mean(&values.iter().map(|v| v * v).collect::<Vec<_>>()));
    assert!(fabs(found - sd) < 5.0 * sd / sqrt(2.0 * n), "sd {found}, not {sd}");
}

/// The changes of all log rates from the year before.
fn changes(draft: &Draft, t: usize) -> Vec<f64> {
    (0..draft.categories()).map(|k| draft.log_rates[t][k] - draft.log_rates[t - 1][k]).collect()
}

/// Whether two numbers are equal but for rounding.
fn same(a: f64, b: f64) -> bool {
    fabs(a - b) < 1e-9
}

#[test]
fn steps_change_the_rates_at_their_boundaries_alone() {
    let mut sizes = Vec::new();
    for draft in drafts("steps 0.35", 200) {
        for t in 1..28 {
            let changes = changes(&draft, t);
            if draft.truth.contains(&t) {
                sizes.extend(changes);
            } else {
                assert!(changes.iter().all(|change| *change == 0.0));
            }
        }
    }
    assert_spread(&sizes, 0.35);
}

#[test]
fn spread_steps_take_their_years_with_half_of_the_change_at_the_boundary() {
    for draft in drafts("ramps 0.5 3", 50) {
        let start = draft.truth[0];
        let whole = draft.log_rates[start + 1][0];
        assert!(same(draft.log_rates[start - 2][0], 0.0));
        assert!(same(draft.log_rates[start - 1][0], whole / 3.0));
        assert!(same(draft.log_rates[start][0], whole * 2.0 / 3.0));
    }
}

#[test]
fn one_category_steps_and_the_others_do_not() {
    for draft in drafts("stepsone 0.7", 50) {
        assert_eq!((draft.truth.len(), draft.spread), (2, 0.3));
        for start in &draft.truth {
            let changes = changes(&draft, *start);
            assert!(same(fabs(changes[0]), 0.7) && changes[1..].iter().all(|change| *change == 0.0));
        }
    }
}

#[test]
fn drift_has_its_deviation_and_its_correlation() {
    let draws = drafts("ar 0.7 0.3", 400);
    for t in [0, 27] {
        let values: Vec<f64> = draws.iter().flat_map(|draft| draft.log_rates[t].clone()).collect();
        assert_spread(&values, 0.3);
    }
    let after: Vec<f64> = draws
        .iter()
        .flat_map(|draft| (0..8).map(|k| draft.log_rates[9][k] - 0.7 * draft.log_rates[8][k]))
        .collect();
    assert_spread(&after, 0.3 * sqrt(1.0 - 0.49));
    let products: Vec<f64> = draws
        .iter()
        .flat_map(|draft| (0..8).map(|k| draft.log_rates[9][k] * draft.log_rates[8][k] / 0.09))
        .collect();
    let error = sqrt((1.0 + 0.49) / products.len() as f64);
    assert!(fabs(mean(&products) - 0.7) < 5.0 * error, "{}", mean(&products));
}

#[test]
fn drift_goes_on_through_years_without_texts() {
    let products: Vec<f64> = (0..4000)
        .map(|replicate| autoregression(&[0.0, 3.0], 0.7, 1.0, &mut Random::new(4, replicate)))
        .map(|path| path[0] * path[1])
        .collect();
    let error = sqrt((1.0 + 0.343 * 0.343) / 4000.0);
    assert!(fabs(mean(&products) - 0.343) < 5.0 * error, "{}", mean(&products));
    // A walk over a gap of four years has four times the variance, and four times the slope.
    let design = Design { calendar: Some(vec![2000, 2004]), ..Design::new(2, 1, 40.0, 1.0) };
    let change = |world: &str, replicate| {
        let mut draft = Draft::new(&design);
        draft.draw(&world.parse().expect("world"), &mut Random::new(5, replicate));
        draft.log_rates[1][0] - draft.log_rates[0][0]
    };
    assert_spread(&(0..1000).map(|replicate| change("rw 0.1", replicate)).collect::<Vec<_>>(), 0.2);
    assert_spread(&(0..1000).map(|replicate| change("rwtrend 0 0.1", replicate)).collect::<Vec<_>>(), 0.4);
}

#[test]
fn common_worlds_move_all_categories_alike_and_the_others_do_not() {
    let alike = |draft: &Draft| draft.log_rates.iter().all(|year| year.iter().all(|rate| *rate == year[0]));
    for (world, expected) in [
        ("arc 0.9", true),
        ("year 0.1", true),
        ("odd 2.7", true),
        ("ar", false),
        ("rw", false),
        ("author", false),
    ] {
        assert!(drafts(world, 5).iter().all(|draft| alike(draft) == expected), "{world}");
    }
}

#[test]
fn walks_move_as_many_categories_as_they_say() {
    let moved: Vec<f64> = drafts("rwmix 0.25 2", 30)
        .iter()
        .flat_map(|draft| (1..28).flat_map(|t| changes(draft, t)[..2].to_vec()))
        .collect();
    assert_spread(&moved, 0.25);
    assert!(drafts("rwmix 0.25 2", 9).iter().all(|d| d.log_rates.iter().all(|year| year[2..] == [0.0; 6])));
}

#[test]
fn year_effects_authors_and_odd_years_deviate_as_they_say() {
    let first = |world: &str| drafts(world, 40).iter().flat_map(|d| d.log_rates.clone()).collect::<Vec<_>>();
    assert_spread(&first("year 0.1").iter().map(|year| year[0]).collect::<Vec<_>>(), 0.1);
    let author = first("author 0.3");
    assert_spread(&author.iter().map(|year| year[0]).collect::<Vec<_>>(), 0.3 * sqrt(2.0));
    assert_spread(&author.iter().map(|year| year[0] - year[1]).collect::<Vec<_>>(), 0.3 * sqrt(2.0));
    assert!(drafts("author", 1)[0].phi == 1.0 && drafts("stepsauthor", 1)[0].phi == 1.0);
    for draft in drafts("odd 2.7", 40) {
        let odd: Vec<usize> = (0..28).filter(|t| draft.log_rates[*t] != [0.0; 8]).collect();
        assert!(odd.len() == 1 && (3..25).contains(&odd[0]), "{odd:?}");
        assert_eq!(draft.log_rates[odd[0]], [log(2.7); 8]);
    }
    let odd = first("oddmix 0.7").into_iter().filter(|year| year[0] != 0.0).flatten();
    let mut odd: Vec<f64> = odd.collect();
    odd.extend(
        drafts("oddmix 0.7", 100)[40..].iter().flat_map(|d| d.log_rates.concat()).filter(|r| *r != 0.0),
    );
    assert_spread(&odd, 0.7);
}

#[test]
fn trends_and_ramps_have_the_reference_ranges() {
    for draft in drafts("linear", 50) {
        for k in 0..8 {
            let (first, last) = (draft.log_rates[0][k], draft.log_rates[27][k]);
            assert!(same(first, -last) && (0.2..=0.8).contains(&fabs(last)), "{first} {last}");
            assert!(same(draft.log_rates[9][k], last * (9.0 / 13.5 - 1.0)));
        }
    }
    for draft in drafts("ramp", 50) {
        assert_eq!(draft.log_rates[4], [0.0; 8]);
        assert_eq!(draft.log_rates[24], draft.log_rates[27]);
        assert!(draft.log_rates[27].iter().all(|height| (0.5..=1.6).contains(&fabs(*height))));
    }
    for draft in drafts("rampc 8", 50) {
        let moving = (1..28).filter(|t| changes(&draft, *t)[0] != 0.0).count();
        assert!((8..=9).contains(&moving), "{moving}");
    }
    let lines = drafts("steptrend 0 0.05", 100);
    assert_spread(&lines.iter().flat_map(|draft| changes(draft, 5)).collect::<Vec<_>>(), 0.05);
    assert!(lines.iter().all(|draft| draft.log_rates[14] == [0.0; 8]));
}

#[test]
fn curves_and_waves_stay_within_their_heights() {
    for draft in drafts("scurve 1", 50) {
        assert!(draft.log_rates.iter().all(|year| year[..2] == [0.0; 2] && year.iter().all(|r| *r <= 0.0)));
        assert!(draft.log_rates[0][2..].contains(&f64::NEG_INFINITY));
    }
    let waves = drafts("wave 0.5", 50);
    let rates = || waves.iter().flat_map(|draft| draft.log_rates.iter().flatten());
    assert!(rates().all(|rate| fabs(*rate) <= 0.5) && rates().any(|rate| fabs(*rate) > 0.49));
    // The neighbours of a point of a wave of period p add up to 2·cos(2π/p) times it; p is 9 to 16 years.
    let cosines: Vec<f64> = waves
        .iter()
        .flat_map(|draft| (1..27).map(|t| [t - 1, t, t + 1].map(|t| draft.log_rates[t][0])))
        .filter(|[_, now, _]| fabs(*now) > 0.1)
        .map(|[before, now, after]| (before + after) / (2.0 * now))
        .collect();
    let (shortest, longest) = (cos(TAU / 9.0), cos(TAU / 16.0));
    assert!(cosines.iter().all(|cosine| (shortest - 1e-9..=longest + 1e-9).contains(cosine)));
    assert!(cosines.iter().any(|c| *c < 0.81) && cosines.iter().any(|c| *c > 0.9), "all of one period");
}

#[test]
fn what_emerges_is_zero_before_and_full_after() {
    for (world, years) in [("emerge", 1.0), ("emergeramp", 6.0)] {
        let design = Design::new(28, 7, 40.0, 3.0);
        for replicate in 0..50 {
            let mut draft = Draft::new(&design);
            draft.draw(&world.parse().expect("world"), &mut Random::new(6, replicate));
            for (k, start) in draft.truth.iter().enumerate() {
                for t in 0..28 {
                    let grown = ((t as f64 - *start as f64 + 1.0) / years).clamp(0.0, 1.0);
                    assert!(same(exp(draft.log_rates[t][k]), grown), "{world} {k} {t}");
                }
            }
            assert!(draft.log_rates.iter().all(|year| year[4..] == [0.0; 3]));
            let (series, truth) = generate(&World::Emerge, &design, &mut Random::new(6, replicate));
            assert!((0..truth[0]).all(|t| series.hits[t][0] == 0.0));
        }
    }
}
