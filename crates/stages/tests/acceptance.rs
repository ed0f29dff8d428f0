//! The published answers of METHOD §6. Data that is small stands here; it is public and old.

use nianlun_stages::method::{Method, fit};
use nianlun_stages::posterior::{Posterior, Prior, highest};
use nianlun_stages::rivals::drift;
use nianlun_stages::{
    BRIEF_REPLICATES, Cells, Data, Estimate, Judge, Replication, Seeded, Series, Settings, Values, compare,
    cost, cost::Squares, cost::Sums, enumerate, estimate_by, search,
};
use nianlun_types::Depth;

/// The estimate by a method, judged in full.
fn by_method(method: Method, data: &Data, settings: Settings) -> Estimate {
    let draws = Seeded { seed: 1, replicates: BRIEF_REPLICATES };
    let judge = Judge { depth: Depth::Full, replication: Replication::alone(&draws) };
    estimate_by(method, data, settings, None, &judge)
}

/// British coal-mining disasters a year, 1851–1962 (Jarrett 1979).
const COAL: &str = "4541043406334026335453144155342522342132211113001011003103220111010100021000110233112111123300014000100000100101";

fn coal() -> Series {
    let hits: Vec<Vec<f64>> =
        COAL.bytes().filter(u8::is_ascii_digit).map(|b| vec![f64::from(b - b'0')]).collect();
    Series {
        years: (1851..1851 + hits.len() as i32).collect(),
        categories: vec!["disasters".into()],
        exposure: vec![1.0; hits.len()],
        documents: vec![9; hits.len()],
        hits,
    }
}

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected} ± {tolerance}");
}

#[test]
fn poisson_segmentations_of_coal() {
    let series = coal();
    assert_eq!((series.len(), series.total(0)), (112, 191.0));
    let sums = Sums::new(&Cells::of(&series));
    let fits = search::cheapest(112, 1, 4, |i, j| cost::poisson(&sums, i, j));
    let constant: f64 = series.hits.iter().map(|y| libm::lgamma(y[0] + 1.0)).sum();
    let expected: [(f64, f64, &[i32]); 4] = [
        (-203.5702, 411.859, &[]),
        (-168.5760, 351.307, &[1891]),
        (-163.0805, 349.753, &[1891, 1947]),
        (-159.7008, 352.431, &[1891, 1929, 1947]),
    ];
    for (k, (fit, (log_likelihood, bic, last_years))) in fits.iter().zip(expected).enumerate() {
        near(-fit.cost - constant, log_likelihood, 5e-5);
        let parameters = (2 * (k + 1) - 1) as f64;
        near(-2.0 * (-fit.cost - constant) + parameters * libm::log(112.0), bic, 5e-4);
        let found: Vec<i32> = fit.starts.iter().map(|s| series.years[*s] - 1).collect();
        assert_eq!(found, last_years);
    }
    let split = fits[1].starts[0];
    near(sums.hits(0, split).sum::<f64>() / split as f64, 3.0976, 5e-5);
    near(sums.hits(split, 112).sum::<f64>() / (112 - split) as f64, 0.9014, 5e-5);
}

#[test]
fn posterior_of_coal() {
    let series = coal();
    let prior = Prior { shape: 1.0, rates: vec![1.0], phi: 1.0 };
    let posterior = Posterior::of_counts(&Cells::of(&series), &prior, 1, 2);
    near(posterior.log_evidence()[1], -177.5076, 5e-5);
    // A boundary is the first year of the new stage; the published row names the last of the old.
    let last_year = posterior.boundary(2, 1);
    let at = |year: i32| last_year[(year + 1 - 1851) as usize];
    near(at(1891), 0.2450, 5e-5);
    near(at(1890), 0.1848, 5e-5);
    let mean: f64 = (1851..1962).map(|year| f64::from(year) * at(year)).sum();
    near(mean, 1890.071, 5e-4);
    let set: Vec<i32> = highest(&last_year, 0.95).iter().map(|p| 1850 + *p as i32).collect();
    assert_eq!((set.first(), set.last()), (Some(&1886), Some(&1896)));
}

/// Nine years, two categories, exposure; answers checked by enumeration (toy.json).
fn toy() -> Series {
    let counts = [[2, 0], [3, 1], [2, 0], [9, 1], [11, 2], [10, 1], [30, 12], [28, 15], [33, 14]];
    Series {
        years: (0..9).collect(),
        categories: vec!["a".into(), "b".into()],
        hits: counts.iter().map(|c| c.iter().map(|y| f64::from(*y)).collect()).collect(),
        exposure: [1000, 1200, 900, 1500, 1600, 1400, 3000, 2900, 3100].map(f64::from).to_vec(),
        documents: vec![9; 9],
    }
}

#[test]
fn toy_costs_evidences_and_probabilities() {
    let series = toy();
    let sums = Sums::new(&Cells::of(&series));
    let fits = search::cheapest(9, 1, 4, |i, j| cost::poisson(&sums, i, j));
    let expected: [(f64, &[usize]); 4] =
        [(1067.60811, &[]), (1046.769467, &[6]), (1042.225771, &[3, 6]), (1041.814066, &[1, 3, 6])];
    for (fit, (cost, starts)) in fits.iter().zip(expected) {
        near(fit.cost, cost, 1e-5);
        assert_eq!(fit.starts, starts);
    }
    let prior = Prior { shape: 1.0, rates: vec![1000.0; 2], phi: 1.0 };
    let posterior = Posterior::of_counts(&Cells::of(&series), &prior, 1, 4);
    for (found, expected) in
        posterior.log_evidence().iter().zip([-65.867421, -54.225608, -54.047555, -55.118088])
    {
        near(*found, expected, 1e-5);
    }
    let expected = [
        [0.0, 0.21537, 0.201802, 0.546365, 0.031423, 0.005027, 0.000013, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.000255, 0.051876, 0.067316, 0.0761, 0.804009, 0.000422, 0.000022, 0.0],
    ];
    for (boundary, row) in expected.iter().enumerate() {
        for (found, p) in posterior.boundary(3, boundary + 1).iter().zip(row) {
            near(*found, *p, 2e-6);
        }
    }
}

#[test]
fn metrics_as_in_ruptures() {
    // Ends of segments, the last being the length: 500 positions.
    assert_eq!(compare::hausdorff(&[105, 115, 350, 400], &[100, 200]), Some(200));
    near(compare::rand(500, &[105, 115, 350, 400], &[100, 200]), 0.66272545, 5e-9);
    let (precision, recall) = compare::precision_recall(&[105, 115, 350, 400], &[100, 200], 10);
    assert_eq!((precision, recall), (Some(0.25), Some(0.5)));
}

/// Annual flow of the Nile at Aswan, 1871–1970 (Cobb 1978), in 10⁸ m³.
const NILE: [f64; 100] = [
    1120.0, 1160.0, 963.0, 1210.0, 1160.0, 1160.0, 813.0, 1230.0, 1370.0, 1140.0, 995.0, 935.0, 1110.0,
    994.0, 1020.0, 960.0, 1180.0, 799.0, 958.0, 1140.0, 1100.0, 1210.0, 1150.0, 1250.0, 1260.0, 1220.0,
    1030.0, 1100.0, 774.0, 840.0, 874.0, 694.0, 940.0, 833.0, 701.0, 916.0, 692.0, 1020.0, 1050.0, 969.0,
    831.0, 726.0, 456.0, 824.0, 702.0, 1120.0, 1100.0, 832.0, 764.0, 821.0, 768.0, 845.0, 864.0, 862.0,
    698.0, 845.0, 744.0, 796.0, 1040.0, 759.0, 781.0, 865.0, 845.0, 944.0, 984.0, 897.0, 822.0, 1010.0,
    771.0, 676.0, 649.0, 846.0, 812.0, 742.0, 801.0, 1040.0, 860.0, 874.0, 848.0, 890.0, 744.0, 749.0, 838.0,
    1050.0, 918.0, 986.0, 797.0, 923.0, 975.0, 815.0, 1020.0, 906.0, 901.0, 1170.0, 912.0, 746.0, 919.0,
    718.0, 714.0, 740.0,
];

#[test]
fn gauss_on_the_nile_as_strucchange() {
    let values = Values {
        years: (1871..1971).collect(),
        categories: vec!["flow".into()],
        values: NILE.iter().map(|flow| vec![*flow]).collect(),
    };
    let settings = Settings { minimum_length: 15, maximum: 4 };
    let found = by_method(Method::Gauss, &Data::Values(values), settings);
    let expected: [(f64, f64, &[i32]); 4] = [
        (2835157.0, 1318.242, &[]),
        (1597457.0, 1270.084, &[1898]),
        (1552924.0, 1276.467, &[1898, 1953]),
        (1538097.0, 1284.718, &[1898, 1938, 1953]),
    ];
    for (solution, (rss, bic, last_years)) in found.segmentations.iter().zip(expected) {
        near(solution.cost, rss, 0.5);
        near(solution.criterion, bic, 5e-4);
        let last: Vec<i32> = solution.boundaries.iter().map(|year| year - 1).collect();
        assert_eq!(last, last_years);
    }
    assert_eq!((found.chosen, found.boundaries[0].year), (Some(2), 1899));
    // Bai & Perron's 95 % interval of the last year (strucchange: 1895–1902) is another measure; ours
    // must at least hold its year and be about as narrow.
    let set = &found.boundaries[0].years95;
    assert!(set.contains(&1899) && set.iter().all(|year| (1893..=1904).contains(year)), "{set:?}");
}

/// The Nile as a local level (Durbin & Koopman 2012: σ²_ε 15,098.6, σ²_η 1,469.1; R's StructTS). Around its
/// mean the Poisson drift fit is such a model: φ ≈ σ²_ε/mean, s² ≈ σ²_η/mean², λ = φ/s² ≈ 9,440; the nearest λ of
/// the grid is 8,192.
#[test]
fn drift_of_the_nile_as_a_local_level() {
    let cells =
        Cells { years: (1871..1971).collect(), categories: 1, hits: NILE.to_vec(), exposure: vec![1.0; 100] };
    let fit = drift::fit(&cells, false);
    let mean = NILE.iter().sum::<f64>() / 100.0;
    assert_eq!(fit.lambdas, [8192.0]);
    near(fit.phi * mean / 15_098.6, 1.0, 0.05);
    near(fit.variance(0) * mean * mean / 1_469.1, 1.0, 0.25);
}

/// Boston's youth homicides (Zeileis & Hothorn 2013): yearly means 1992–98, maxT 2.2459, cut after 1995, exact
/// permutation p 288/5040. maxT² = (n − 1)(1 − RSS₂/RSS₁), so the exact search gives it.
#[test]
fn homicides_permuted() {
    let means = [3.0833, 4.0, 3.1667, 3.8333, 2.0833, 1.25, 0.8];
    let search = |means: &[f64]| {
        let values = Values {
            years: (1992..1999).collect(),
            categories: vec!["homicides".into()],
            values: means.iter().map(|mean| vec![*mean]).collect(),
        };
        let squares = Squares::new(&values);
        let fits = search::cheapest(7, 1, 2, |i, j| squares.residual(i, j));
        (libm::sqrt(6.0 * (1.0 - fits[1].cost / fits[0].cost)), fits[1].starts[0])
    };
    let (observed, start) = search(&means);
    near(observed, 2.2459, 5e-5);
    assert_eq!(start, 4); // 1996
    let (mut orders, mut as_large) = (0, 0);
    permutations(&mut means.clone(), 0, &mut |order| {
        orders += 1;
        as_large += usize::from(search(order).0 >= observed - 1e-9);
    });
    assert_eq!((as_large, orders), (288, 5040));
}

/// Visits every order of `values` from position `from` on.
fn permutations(values: &mut [f64], from: usize, visit: &mut impl FnMut(&[f64])) {
    if from == values.len() {
        visit(values);
        return;
    }
    for at in from..values.len() {
        values.swap(from, at);
        permutations(values, from + 1, visit);
        values.swap(from, at);
    }
}

#[test]
fn vnc_heights_and_stages() {
    let series = [0.1, 0.2, 0.15, 0.25, 0.3, 0.28, 0.35, 0.4, 0.38, 0.45];
    let values = Values {
        years: (1990..2000).collect(),
        categories: vec!["a".into()],
        values: series.iter().map(|v| vec![*v]).collect(),
    };
    let mergers = search::merge(10, |i, _, j| cost::spread(&values, i, j));
    let expected = [
        0.01414214, 0.02828427, 0.05345039, 0.07861650, 0.11397184, 0.15600357, 0.20600357, 0.27738451,
        0.39034468,
    ];
    let mut height = 0.0;
    for (price, expected) in mergers.costs.iter().zip(expected) {
        height += price;
        near(height, expected, 5e-9);
    }
    assert_eq!(mergers.starts[2], [3, 6]); // 1990–92, 1993–95, 1996–99
    let fitted = fit(Method::Vnc, &Data::Values(values), Settings::default()).expect("fit");
    near(fitted.candidates[0].criterion, 0.39034468, 5e-9);
    assert_eq!(fitted.with_stages(3).expect("three").segmentation.starts, [3, 6]);
}

/// Small random series: the exact search and the exact sums must equal plain enumeration.
#[test]
fn search_and_sums_equal_enumeration() {
    let mut state = 20210607u64;
    let mut random = move |below: u64| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) % below
    };
    for round in 0..60 {
        let n = 4 + random(7) as usize;
        let categories = 1 + random(3) as usize;
        let minimum_length = 1 + (round % 3);
        let series = Series {
            years: (0..n as i32).collect(),
            categories: (0..categories).map(|k| k.to_string()).collect(),
            hits: (0..n).map(|_| (0..categories).map(|_| random(20) as f64 + 1.0).collect()).collect(),
            exposure: (0..n).map(|_| 500.0 + random(3000) as f64).collect(),
            documents: vec![9; n],
        };
        let sums = Sums::new(&Cells::of(&series));
        let price = |starts: &[usize]| -> f64 {
            search::stages(starts, n).map(|(i, j)| cost::poisson(&sums, i, j)).sum()
        };
        let fits = search::cheapest(n, minimum_length, 7, |i, j| cost::poisson(&sums, i, j));
        assert_eq!(fits.len(), 7.min(n / minimum_length));
        let prior =
            Prior { phi: 1.0 + random(4) as f64, ..Prior::around_mean_rates(&Cells::of(&series), 1.0) };
        let posterior = Posterior::of_counts(&Cells::of(&series), &prior, minimum_length, 7);
        // The weight of one stage is the evidence of its years alone, as one stage.
        let weight = |i: usize, j: usize| {
            let part = Series {
                years: series.years[i..j].to_vec(),
                hits: series.hits[i..j].to_vec(),
                exposure: series.exposure[i..j].to_vec(),
                ..series.clone()
            };
            Posterior::of_counts(&Cells::of(&part), &prior, 1, 1).log_evidence()[0]
        };
        // Pruning changes nothing: the same segmentation as trying every number of stages.
        for penalty in [0.5, 3.0, 20.0] {
            let found = search::pruned(n, minimum_length, penalty, |i, j| cost::poisson(&sums, i, j));
            let all = search::cheapest(n, minimum_length, n, |i, j| cost::poisson(&sums, i, j));
            let least = all.iter().map(|fit| fit.cost + penalty * fit.starts.len() as f64);
            let least = least.fold(f64::INFINITY, f64::min);
            near(found.cost + penalty * found.starts.len() as f64, least, 1e-9 * least.abs());
            near(price(&found.starts), found.cost, 1e-9 * found.cost.abs());
        }
        for (at, fit) in fits.iter().enumerate() {
            let mut least = f64::INFINITY;
            let mut evidence = 0.0;
            let mut first = vec![0.0; n + 1];
            enumerate::each(n, at + 1, minimum_length, |starts| {
                least = least.min(price(starts));
                let w = libm::exp(search::stages(starts, n).map(|(i, j)| weight(i, j)).sum::<f64>());
                evidence += w;
                if let Some(start) = starts.first() {
                    first[*start] += w;
                }
            });
            near(fit.cost, least, 1e-9 * least.abs());
            near(price(&fit.starts), fit.cost, 1e-9 * least.abs());
            let segmentations = enumerate::count(n, at + 1, minimum_length) as f64;
            near(posterior.log_evidence()[at], libm::log(evidence / segmentations), 1e-8);
            if at > 0 {
                for (found, sum) in posterior.boundary(at + 1, 1).iter().zip(&first) {
                    near(*found, sum / evidence, 1e-9);
                }
            }
        }
    }
}

/// Every method on small random series: what it calls best must be best among all segmentations, by
/// its own cost written out plainly.
#[test]
fn every_exact_method_equals_enumeration() {
    let mut state = 7u64;
    let mut random = move |below: u64| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) % below
    };
    for round in 0..40 {
        let n = 8 + random(4) as usize;
        let minimum_length = 1 + (round % 3);
        let settings = Settings { minimum_length, maximum: 4 };
        let series = Series {
            years: (0..n as i32).collect(),
            categories: vec!["a".into(), "b".into(), "c".into()],
            hits: (0..n).map(|_| (0..3).map(|_| random(30) as f64 + 1.0).collect()).collect(),
            exposure: (0..n).map(|_| 500.0 + random(3000) as f64).collect(),
            documents: vec![9; n],
        };
        let sums = Sums::new(&Cells::of(&series));
        let rates = series.rates().standardised();
        let squares = Squares::new(&rates);
        let data = Data::Counts(series.clone());
        for (_, method) in Method::ALL.iter().copied().filter(|(_, method)| *method != Method::Poisson) {
            let fitted = fit(method, &data, settings).expect("fit");
            let phi = fitted.phi.unwrap_or(1.0);
            let plain = |i: usize, j: usize| -> f64 {
                match method {
                    Method::Poisson | Method::Pelt => cost::poisson(&sums, i, j),
                    Method::Share => {
                        let s: Vec<f64> = sums.hits(i, j).map(|s| s / phi).collect();
                        let all: f64 = s.iter().sum();
                        let up: f64 = s.iter().map(|s| libm::lgamma(s + 0.5) - libm::lgamma(0.5)).sum();
                        -(libm::lgamma(1.5) - libm::lgamma(1.5 + all) + up)
                    }
                    _ => (0..3)
                        .map(|k| {
                            let column = || rates.values[i..j].iter().map(move |year| year[k]);
                            let mean = column().sum::<f64>() / (j - i) as f64;
                            column().map(|v| (v - mean) * (v - mean)).sum::<f64>()
                        })
                        .sum(),
                }
            };
            let price =
                |starts: &[usize]| -> f64 { search::stages(starts, n).map(|(i, j)| plain(i, j)).sum() };
            for candidate in &fitted.candidates {
                let starts = &candidate.segmentation.starts;
                if method == Method::Vnc {
                    continue; // its cost is no sum to be least; see vnc_heights_and_stages
                }
                near(price(starts), candidate.segmentation.cost, 1e-7);
                if method == Method::Coniss {
                    continue; // greedy by definition; see merging_takes_the_cheapest_neighbours
                }
                let mut least = f64::INFINITY;
                enumerate::each(n, starts.len() + 1, minimum_length, |other| least = least.min(price(other)));
                near(candidate.segmentation.cost, least, 1e-7);
            }
            if method == Method::Pelt {
                let exact = search::cheapest(n, minimum_length, n, |i, j| cost::poisson(&sums, i, j));
                let best = exact.iter().map(|c| {
                    let stages = c.starts.len() + 1;
                    2.0 * c.cost / phi + (4 * stages - 1) as f64 * libm::log(n as f64)
                });
                let least = best.fold(f64::INFINITY, f64::min);
                near(fitted.candidates[0].criterion, least, 1e-7);
            }
        }
        // Merging: each step must be the cheapest of the steps that were open.
        let step = |i: usize, _: usize, j: usize| squares.residual(i, j);
        let mergers = search::merge(n, step);
        for (at, price) in mergers.costs.iter().enumerate() {
            let before = &mergers.starts[n - 1 - at];
            let ends: Vec<usize> =
                std::iter::once(0).chain(before.iter().copied()).chain(std::iter::once(n)).collect();
            let least = ends.windows(3).map(|w| squares.residual(w[0], w[2])).fold(f64::INFINITY, f64::min);
            near(*price, least, 1e-9);
        }
    }
}

#[test]
fn every_method_finds_a_clear_break_and_the_careful_ones_none_where_there_is_none() {
    let series = |hits: &[f64]| Series {
        years: (2000..2000 + hits.len() as i32).collect(),
        categories: vec!["a".into(), "b".into()],
        // The second category stays, so that the shares change too.
        hits: hits.iter().map(|h| vec![*h, 40.0]).collect(),
        exposure: vec![1000.0; hits.len()],
        documents: vec![9; hits.len()],
    };
    let step = [20.0, 22.0, 19.0, 21.0, 20.0, 18.0, 80.0, 82.0, 79.0, 78.0, 81.0, 80.0];
    let flat = [20.0, 22.0, 19.0, 21.0, 20.0, 18.0, 21.0, 20.0, 19.0, 22.0, 20.0, 19.0];
    for (name, method) in Method::ALL.iter().copied() {
        let at = |hits: &[f64]| {
            by_method(method, &Data::Counts(series(hits)), Settings::default()).boundary_years()
        };
        assert_eq!(at(&step), [2006], "{name}");
        if method != Method::Vnc {
            assert!(at(&flat).is_empty(), "{name}: {:?}", at(&flat));
        }
    }
}
