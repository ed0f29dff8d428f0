//! The published answers of METHOD §6. Data that is small stands here; it is public and old.

use nianlun_stages::posterior::{Posterior, Prior, highest};
use nianlun_stages::{Series, compare, cost, cost::Sums, enumerate, search};

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
    let sums = Sums::new(&series);
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
    let sums = Sums::new(&series);
    let prior = Prior { shape: 1.0, rates: vec![1.0], phi: 1.0 };
    let posterior = Posterior::new(&series, &sums, &prior, 1, 2);
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
    let sums = Sums::new(&series);
    let fits = search::cheapest(9, 1, 4, |i, j| cost::poisson(&sums, i, j));
    let expected: [(f64, &[usize]); 4] =
        [(1067.60811, &[]), (1046.769467, &[6]), (1042.225771, &[3, 6]), (1041.814066, &[1, 3, 6])];
    for (fit, (cost, starts)) in fits.iter().zip(expected) {
        near(fit.cost, cost, 1e-5);
        assert_eq!(fit.starts, starts);
    }
    let prior = Prior { shape: 1.0, rates: vec![1000.0; 2], phi: 1.0 };
    let posterior = Posterior::new(&series, &sums, &prior, 1, 4);
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
        let sums = Sums::new(&series);
        let price = |starts: &[usize]| -> f64 {
            search::stages(starts, n).map(|(i, j)| cost::poisson(&sums, i, j)).sum()
        };
        let fits = search::cheapest(n, minimum_length, 7, |i, j| cost::poisson(&sums, i, j));
        assert_eq!(fits.len(), 7.min(n / minimum_length));
        let prior = Prior { phi: 1.0 + random(4) as f64, ..Prior::of(&series, &sums, 1.0) };
        let posterior = Posterior::new(&series, &sums, &prior, minimum_length, 7);
        // The weight of one stage is the evidence of its years alone, as one stage.
        let weight = |i: usize, j: usize| {
            let part = Series {
                years: series.years[i..j].to_vec(),
                hits: series.hits[i..j].to_vec(),
                exposure: series.exposure[i..j].to_vec(),
                ..series.clone()
            };
            Posterior::new(&part, &Sums::new(&part), &prior, 1, 1).log_evidence()[0]
        };
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
