//! METHOD's golden cases: every step of the judgement for given permutations and normal numbers, and whole
//! verdicts. The numbers come from the reference implementation, and a second one in numpy agrees (METHOD §2.7).

use nianlun_stages::draws::{Draws, Part, Replication, Seeded};
use nianlun_stages::judge::{judge, raw_overdispersion};
use nianlun_stages::posterior::{Posterior, Prior};
use nianlun_stages::resample::{inflated_residuals, redrawn, stage_means};
use nianlun_stages::rivals::{curve, drift, steps_on_trend};
use nianlun_stages::selection::permutation::{gain, least_costs, permute, serial};
use nianlun_stages::sharpness;
use nianlun_stages::uncertainty::leave_out::year;
use nianlun_stages::uncertainty::windows::Windows;
use nianlun_stages::{Cells, Settings, cost};
use nianlun_types::Depth;
use serde_json::Value;

/// A golden case with its files.
struct Case {
    name: &'static str,
    /// The number of stages for softness and windows.
    at_k: usize,
    series: &'static str,
    permutations: &'static str,
    normals: &'static str,
    numbers: &'static str,
    verdict: &'static str,
}

macro_rules! case {
    ($name:literal, $at_k:literal) => {
        Case {
            name: $name,
            at_k: $at_k,
            series: include_str!(concat!("golden/", $name, ".csv")),
            permutations: include_str!(concat!("golden/", $name, ".perms")),
            normals: include_str!(concat!("golden/", $name, ".normals")),
            numbers: include_str!(concat!("golden/", $name, ".json")),
            verdict: include_str!(concat!("golden/", $name, ".verdict.json")),
        }
    };
}

const CASES: [Case; 9] = [
    case!("g1-null-2x10", 2),
    case!("g2-one-step-1x12", 2),
    case!("g3-emergence-and-all-zero", 2),
    case!("g4-gaps", 2),
    case!("g5-trend", 3),
    case!("g6-step-on-trend", 2),
    case!("g7-random-walk", 4),
    case!("g8-two-steps-4x28", 3),
    case!("g9-at-the-maximum", 7),
];

/// The cells of a case, empty categories dropped.
fn cells(case: &Case) -> Cells {
    let rows: Vec<Vec<&str>> = case.series.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let number = |cell: &str| -> f64 { cell.parse().expect("number") };
    let mut years: Vec<i32> = rows.iter().map(|row| row[0].parse().expect("year")).collect();
    years.dedup();
    let all = rows.len() / years.len();
    let total = |k: usize| rows.iter().skip(k).step_by(all).map(|row| number(row[2])).sum::<f64>();
    let kept: Vec<usize> = (0..all).filter(|k| total(*k) > 0.0).collect();
    let column = |at: usize| -> Vec<f64> {
        rows.chunks(all).flat_map(|year| kept.iter().map(|k| number(year[*k][at]))).collect()
    };
    Cells { categories: kept.len(), hits: column(2), exposure: column(3), years }
}

/// The permutations and normal numbers of a case. All parts and levels have the same permutations; only the
/// first drawn drift has normal numbers.
struct Listed {
    orders: Vec<Vec<usize>>,
    normals: Vec<f64>,
}

impl Listed {
    fn of(case: &Case) -> Self {
        let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let order = |line: &str| words(line).iter().map(|w| w.parse().expect("position")).collect();
        Listed {
            orders: case.permutations.lines().map(order).collect(),
            normals: words(case.normals).iter().map(|w| w.parse().expect("number")).collect(),
        }
    }
}

impl Draws for Listed {
    fn replicates(&self) -> usize {
        self.orders.len()
    }

    fn permutation(&self, _: Part, _: usize, b: usize, _: usize) -> Vec<usize> {
        self.orders[b].clone()
    }

    fn permutation_and_normals(&self, _: Part, b: usize, _: usize, _: usize) -> (Vec<usize>, Vec<f64>) {
        (self.orders[b].clone(), self.normals.clone())
    }
}

/// Whether a number is as published: the published ones are rounded at the ninth decimal.
fn near(case: &str, what: &str, found: f64, expected: &Value, tolerance: f64) {
    let expected = expected.as_f64().expect("number");
    let error = (found - expected).abs() / (1.0 + expected.abs());
    assert!(error <= tolerance, "{case}, {what}: {found} is not {expected} ({error:.1e})");
}

fn all_near(case: &str, what: &str, found: &[f64], expected: &Value, tolerance: f64) {
    let expected = expected.as_array().expect("list");
    assert_eq!(found.len(), expected.len(), "{case}, {what}");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        near(case, &format!("{what} {at}"), *found, expected, tolerance);
    }
}

fn positions(value: &Value) -> Vec<usize> {
    value.as_array().expect("list").iter().map(|v| v.as_u64().expect("position") as usize).collect()
}

fn settings() -> Settings {
    Settings { minimum_length: 2, maximum: 7 }
}

/// Runs `check` on every case with its cells, its draws and its numbers.
fn each(check: impl Fn(&str, usize, &Cells, &Listed, &Value)) {
    for case in &CASES {
        let numbers: Value = serde_json::from_str(case.numbers).expect("json");
        check(case.name, case.at_k, &cells(case), &Listed::of(case), &numbers);
    }
}

#[test]
fn segmentations() {
    each(|case, _, cells, _, g| {
        let fits = cost::poisson_runs(cells, 2).cheapest(7);
        let costs: Vec<f64> = fits.iter().map(|fit| fit.cost).collect();
        all_near(case, "C", &costs, &g["C"], 1e-9);
        let starts: Vec<Vec<usize>> = g["starts"].as_array().expect("list").iter().map(positions).collect();
        assert_eq!(fits.into_iter().map(|fit| fit.starts).collect::<Vec<_>>(), starts, "{case}");
        near(case, "saturated", cost::saturated(cells), &g["C_saturated"], 1e-9);
    });
}

#[test]
fn years_permuted() {
    each(|case, _, cells, listed, g| {
        let fits = cost::poisson_runs(cells, 2).cheapest(7);
        let found = permute(cells, &fits, settings(), &Replication::alone(listed));
        let of = |value: fn(&nianlun_stages::selection::permutation::Level) -> f64| -> Vec<f64> {
            found.levels.iter().map(value).collect()
        };
        all_near(case, "T", &of(|level| level.statistic), &g["T"], 1e-8);
        all_near(case, "p", &of(|level| level.p), &g["p"], 1e-8);
        assert_eq!(found.stages as u64, g["K"].as_u64().expect("K"), "{case}");
        let quantiles = of(|level| level.quantile95);
        near(case, "q1", quantiles[0], &g["q95_level_1"], 1e-8);
        near(case, "qlast", quantiles[quantiles.len() - 1], &g["q95_last"], 1e-8);
        let raw = raw_overdispersion(cells, &fits[fits.len() - 1].starts);
        near(case, "raw", raw, &g["raw"], 1e-8);
        near(case, "φ*", raw.max(quantiles[quantiles.len() - 1]).max(1.0), &g["phi_star"], 1e-8);

        let means = stage_means(cells, &[]);
        let residuals = inflated_residuals(cells, &means, 1);
        let first = cells.with_hits(redrawn(&means, &residuals, &listed.orders[0], cells.categories));
        let statistic = gain(&least_costs(&first, settings()), 1, cells.categories, cells.len());
        near(case, "T*", statistic, &g["T_star_first_permutation_level_1"], 1e-8);

        let (a, p) = serial(cells, listed);
        near(case, "A", a, &g["A_serial"], 1e-8);
        near(case, "p of A", p, &g["p_serial"], 1e-8);
    });
}

#[test]
fn curves() {
    each(|case, _, cells, _, g| {
        let x = cells.scaled_years();
        let polynomials: Vec<f64> = (2..=3).map(|p| curve::fit(cells, curve::polynomial(&x, p)).0).collect();
        all_near(case, "polynomial", &polynomials, &g["cost_polynomial_2_3"], 1e-7);
        let splines: Vec<f64> = (3..=6).map(|p| curve::fit(cells, curve::spline(&x, p)).0).collect();
        // METHOD §2.3.1: with a run of zeros the optimum is a limit, enough to 1e-5.
        all_near(case, "spline", &splines, &g["cost_spline_3_to_6"], 1e-5);
    });
}

#[test]
fn steps_on_a_trend() {
    each(|case, _, cells, _, g| {
        let fits = steps_on_trend::fits(cells, settings());
        let costs: Vec<f64> = fits.iter().map(|fit| fit.segmentation.cost).collect();
        all_near(case, "steps on a trend", &costs, &g["cost_steps_on_trend"], 1e-7);
        let starts: Vec<Vec<usize>> =
            g["starts_steps_on_trend"].as_array().expect("list").iter().map(positions).collect();
        let found: Vec<Vec<usize>> = fits.into_iter().map(|fit| fit.segmentation.starts).collect();
        assert_eq!(found, starts, "{case}");
        let plain = cost::poisson_runs(cells, 2).cheapest(6);
        let quick = steps_on_trend::quick_costs(cells, settings(), &plain);
        all_near(case, "quick", &quick, &g["cost_steps_on_trend_quick"], 1e-7);
    });
}

#[test]
fn drift_with_and_without_slopes() {
    each(|case, _, cells, listed, g| {
        let fits = cost::poisson_runs(cells, 2).cheapest(7);
        near(case, "steps", drift::steps_score(cells, settings(), &fits), &g["steps_score"], 1e-7);
        for (slopes, g) in [(false, &g["drift"]), (true, &g["drift_with_slopes"])] {
            let (statistic, fit) = drift::statistic(cells, settings(), slopes);
            near(case, "λ", fit.lambdas[0], &g["lambda"], 0.0);
            near(case, "score", fit.score, &g["score"], 1e-6);
            near(case, "φ", fit.phi, &g["phi"], 1e-6);
            near(case, "T", statistic, &g["T"], 5e-6);
            if slopes {
                all_near(case, "slopes", &fit.slopes, &g["slopes"], 1e-4);
            }
            let common = drift::common_part(cells, &fit, slopes);
            near(case, "r", common, &g["r"], 1e-5);
            let residuals = drift::residuals(cells, &fit);
            let drawn = drift::draw(cells, &fit, common, &residuals, &listed.orders[0], &listed.normals);
            if !slopes {
                let first = &drawn.hits[..cells.categories];
                all_near(case, "draw", first, &g["first_draw_first_year"], 1e-5);
            }
            let statistic = drift::statistic(&drawn, settings(), slopes).0;
            near(case, "T*", statistic, &g["T_star_first_draw"], 1e-4);
        }
    });
}

#[test]
fn sharp_transitions() {
    each(|case, at_k, cells, listed, g| {
        let starts = &cost::poisson_runs(cells, 2).cheapest(at_k)[at_k - 1].starts;
        let found = sharpness::test(cells, starts, settings(), false, &Replication::alone(listed));
        near(case, "softness", found.softness, &g["softness"], 1e-8);
        near(case, "p of softness", found.p_soft, &g["p_soft"], 1e-8);
    });
}

#[test]
fn posterior_and_windows() {
    each(|case, at_k, cells, _, g| {
        let phi = g["phi_star"].as_f64().expect("φ*");
        let prior = Prior::around_mean_rates(cells, phi);
        let posterior = Posterior::of_counts(cells, &prior, 2, 7);
        all_near(case, "evidence", &posterior.log_evidence(), &g["log_evidence_at_phi_star"], 1e-8);
        all_near(case, "P(K)", &posterior.stages(), &g["P_K"], 1e-7);

        let starts = &cost::poisson_runs(cells, 2).cheapest(at_k)[at_k - 1].starts;
        let places = Windows::new(posterior.log_evidence_of_runs(), 7).places(starts, 0.95);
        let expected = g["windows_first_last_probability_or_cell"].as_array().expect("list");
        assert_eq!(places.len(), expected.len(), "{case}");
        for (place, expected) in places.iter().zip(expected) {
            match place.window {
                Some(window) => {
                    assert_eq!(vec![window.first, window.last], positions(&expected["window"]), "{case}");
                    near(case, "window", window.probability, &expected["P"], 1e-7);
                    let (first, last) = window.calendar(&cells.years);
                    assert_eq!(vec![first as usize, last as usize], positions(&expected["years"]), "{case}");
                }
                None => {
                    assert!(expected["window"].is_null(), "{case}: no window");
                    let cell = place.cell;
                    assert_eq!(vec![cell.first, cell.last], positions(&expected["cell"]), "{case}");
                    near(case, "cell", cell.probability, &expected["P"], 1e-7);
                }
            }
        }
    });
}

#[test]
fn without_each_year() {
    each(|case, _, cells, _, g| {
        let found = year::statistics(cells, settings());
        all_near(case, "T without a year", &found, &g["T_level_1_without_each_year"], 1e-8);
    });
}

#[test]
fn whole_verdicts() {
    for case in &CASES {
        let g: Value = serde_json::from_str(case.verdict).expect("json");
        let draws = Seeded { seed: 1, replicates: 499 };
        let cells = cells(case);
        let case = case.name;
        let found = judge(&cells, settings(), Depth::Full, &Replication::alone(&draws));
        let reason = found.reason.map_or(String::new(), |reason| reason.name().to_owned());
        let expected = g["verdict"].as_str().expect("verdict");
        // Names as the reference prints them: `gradual (soft)`, `undecided (serial)`.
        let (verdict, reference) = expected.split_once(" (").unwrap_or((expected, ""));
        assert_eq!(found.verdict.name(), verdict, "{case}");
        if !reference.is_empty() {
            assert_eq!(reason, reference.trim_end_matches(')'), "{case}");
        }
        let expected = g["p"].as_array().expect("list");
        for (level, expected) in found.permutation.levels.iter().zip(expected) {
            p_near(case, "p", level.p, expected);
        }
        if found.permutation.levels.len() != expected.len() {
            // One generator falls below .05 and the other does not: then p is .05 within its error.
            let last = found.permutation.levels.len().min(expected.len()) - 1;
            p_near(case, "p that ends the tests", 0.05, &expected[last]);
            continue;
        }
        p_near(case, "p of neighbours", found.p_serial, &g["p_serial"]);
        assert_eq!(found.starts, positions(&g["starts"]), "{case}");
        if let (Some(drift), Some(steps)) = (&found.drift, &found.sharpness) {
            let expected = g["p_drift"].as_f64().expect("p").max(g["p_drift_trend"].as_f64().unwrap_or(0.0));
            p_near(case, "p of drift", drift.p, &Value::from(expected));
            p_near(case, "p of softness", steps.p_soft, &g["p_soft"]);
        }
    }
}

/// Two p from 499 replicates each, of two generators, differ by at most three standard errors of a difference.
fn p_near(case: &str, what: &str, found: f64, expected: &Value) {
    let expected = expected.as_f64().expect("p");
    let error = 3.0 * libm::sqrt(2.0 * expected * (1.0 - expected) / 500.0) + 0.004;
    assert!((found - expected).abs() <= error, "{case}, {what}: {found} is not {expected} ± {error:.3}");
}
