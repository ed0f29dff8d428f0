//! Simulated series whose stages are known, METHOD §2: how often does a method find the truth, with so
//! many years and categories?

use crate::method::Method;
use crate::random::Random;
use crate::{Boundary, Data, Series, Settings, Verdict, compare, estimate_by};
use libm::{exp, sqrt};
use nianlun_types::{Year, named};
use serde::{Deserialize, Serialize};

named! {
    /// What is true of a simulated series.
    pub enum World: "world" {
        /// Constant rates.
        NoChange = "no change",
        /// Constant rates between boundaries, at each of which every rate changes.
        Steps = "steps",
        /// Rates that grow or shrink smoothly, without any boundary.
        Trend = "trend",
        /// Rates that drift: autocorrelated from year to year, without any boundary.
        Autocorrelated = "autocorrelated",
    }
}

/// The size of a simulated series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Design {
    /// Years.
    pub years: usize,
    /// Categories.
    pub categories: usize,
    /// Mean hits of a category in a year.
    pub mean: f64,
    /// Variance over mean of the counts.
    pub phi: f64,
    /// True boundaries of the world of steps.
    pub boundaries: usize,
}

/// Standard deviation of the change of the log rate at a true boundary. A typical change is by a factor
/// of 1.4 or 0.7.
const STEP: f64 = 0.35;
/// The least and the largest change of the log rate of a trend over the whole series.
const TREND: (f64, f64) = (0.4, 1.6);
/// Autocorrelation and standard deviation of a drifting log rate.
const DRIFT: (f64, f64) = (0.7, 0.4);

/// One series of `world`, with its true boundaries as positions.
pub fn generate(
    world: World,
    design: Design,
    settings: Settings,
    random: &mut Random,
) -> (Series, Vec<usize>) {
    let n = design.years;
    let starts = match world {
        World::Steps => true_boundaries(n, design.boundaries, settings.minimum_length.max(2), random),
        _ => Vec::new(),
    };
    let mut hits = vec![vec![0.0; design.categories]; n];
    for k in 0..design.categories {
        let mut level = 0.0;
        let direction = if random.below(2) == 0 { 1.0 } else { -1.0 };
        let slope = direction * random.uniform(TREND.0, TREND.1);
        let (rho, sd) = DRIFT;
        let mut drift = sd * random.normal();
        for (t, year) in hits.iter_mut().enumerate() {
            if starts.contains(&t) {
                level += STEP * random.normal();
            }
            let log_rate = match world {
                World::NoChange => 0.0,
                World::Steps => level,
                World::Trend => slope * (t as f64 / (n - 1) as f64 - 0.5),
                World::Autocorrelated => drift,
            };
            drift = rho * drift + sd * sqrt(1.0 - rho * rho) * random.normal();
            year[k] = random.count(design.mean * exp(log_rate), design.phi);
        }
    }
    let series = Series {
        years: (0..n as Year).map(|t| 2000 + t).collect(),
        categories: (0..design.categories).map(|k| k.to_string()).collect(),
        hits,
        exposure: vec![10_000.0; n],
        documents: vec![9; n],
    };
    (series, starts)
}

/// Random boundaries. A stage has at least `least` years, or half its even share of the years if that is
/// more.
fn true_boundaries(n: usize, boundaries: usize, least: usize, random: &mut Random) -> Vec<usize> {
    let stages = boundaries + 1;
    let least = least.max(n / (2 * stages)).min(n / stages);
    // The years beyond the least lengths are divided by random cuts; each stage then gets its least.
    let free = n - least * stages;
    let mut cuts: Vec<usize> = (0..boundaries).map(|_| random.below(free + 1)).collect();
    cuts.sort_unstable();
    cuts.iter().enumerate().map(|(at, cut)| cut + least * (at + 1)).collect()
}

/// What a method said of one simulated series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said {
    /// Its verdict.
    pub verdict: Verdict,
    /// How many stages it chose.
    pub stages: usize,
    /// F1 of its boundaries within ±1 year of the true ones.
    pub f1_1: f64,
    /// Whether it warned of autocorrelated residuals.
    pub warned: bool,
    /// How many true boundaries lie in the 95 % year set of the boundary found in their place, and of
    /// how many; (0, 0) where the numbers of found and true boundaries differ.
    pub held: (usize, usize),
}

/// Simulates replicate `replicate` of `seed` and lets `method` judge it.
pub fn judge(
    world: World,
    design: Design,
    method: Method,
    settings: Settings,
    seed: u64,
    replicate: u64,
) -> Said {
    let mut random = Random::new(seed, replicate);
    let (series, starts) = generate(world, design, settings, &mut random);
    let truth: Vec<i64> = starts.iter().map(|s| i64::from(series.years[*s])).collect();
    let found = estimate_by(method, &Data::Counts(series), settings, None);
    let years: Vec<i64> = found.boundaries.iter().map(|b| i64::from(b.year)).collect();
    Said {
        verdict: found.verdict,
        stages: found.chosen.unwrap_or(0),
        f1_1: compare::f1(&years, &truth, 1),
        warned: found.warnings.iter().any(|w| w.code == "autocorrelated"),
        held: held(&found.boundaries, &truth),
    }
}

/// How many of the true boundaries the 95 % year sets hold, and of how many; (0, 0) where they cannot
/// be compared one by one.
fn held(found: &[Boundary], truth: &[i64]) -> (usize, usize) {
    if found.len() != truth.len() || found.iter().any(|b| b.years95.is_empty()) {
        return (0, 0);
    }
    let holds = |(b, year): &(&Boundary, &i64)| b.years95.iter().any(|y| i64::from(*y) == **year);
    (found.iter().zip(truth).filter(holds).count(), truth.len())
}

/// Error rates of a method in a world: shares of the replicates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// The world.
    pub world: World,
    /// Variance over mean of the counts.
    pub phi: f64,
    /// Replicates.
    pub replicates: usize,
    /// Said `no change`.
    pub no_change: f64,
    /// Said `staged`.
    pub staged: f64,
    /// Said `gradual`.
    pub gradual: f64,
    /// Said `refused` (no hit at all).
    pub refused: f64,
    /// Mean number of stages chosen.
    pub stages: f64,
    /// Mean F1 within ±1 year of the true boundaries.
    pub f1_1: f64,
    /// Warned of autocorrelated residuals.
    pub warned: f64,
    /// Share of true boundaries held by their 95 % year set, where as many were found as there are.
    pub coverage: Option<f64>,
}

/// The rates of what was said, in any order.
pub fn rates(world: World, phi: f64, said: &[Said]) -> Rates {
    let n = said.len().max(1) as f64;
    let share = |yes: &dyn Fn(&Said) -> bool| said.iter().filter(|s| yes(s)).count() as f64 / n;
    let (held, of) = said.iter().fold((0, 0), |sum, s| (sum.0 + s.held.0, sum.1 + s.held.1));
    Rates {
        world,
        phi,
        replicates: said.len(),
        no_change: share(&|s| s.verdict == Verdict::NoChange),
        staged: share(&|s| s.verdict == Verdict::Staged),
        gradual: share(&|s| s.verdict == Verdict::Gradual),
        refused: share(&|s| s.verdict == Verdict::Refused),
        stages: said.iter().map(|s| s.stages as f64).sum::<f64>() / n,
        f1_1: said.iter().map(|s| s.f1_1).sum::<f64>() / n,
        warned: share(&|s| s.warned),
        coverage: (of > 0).then(|| held as f64 / of as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simulate(world: World, phi: f64, method: Method, replicates: u64) -> Rates {
        let design = Design { years: 28, categories: 8, mean: 100.0, phi, boundaries: 3 };
        let said: Vec<Said> = (0..replicates)
            .map(|r| judge(world, design, method, Settings::default(), 20_210_607, r))
            .collect();
        rates(world, phi, &said)
    }

    /// Our share differs from that of METHOD §2 by at most three standard errors of ours, or .015: the
    /// figures of METHOD are sampled and rounded too.
    fn assert_near(found: f64, expected: f64, replicates: u64) {
        let error = sqrt(expected * (1.0 - expected) / replicates as f64).max(0.005);
        assert!((found - expected).abs() <= 3.0 * error, "{found} is not {expected} ± {:.3}", 3.0 * error);
    }

    #[test]
    fn error_rates_are_those_of_the_method() {
        let replicates = 300;
        for (phi, no_change, f1_1) in [(1.0, 1.0, 1.0), (4.0, 0.98, 0.90), (8.0, 0.97, 0.84)] {
            let null = simulate(World::NoChange, phi, Method::Poisson, replicates);
            assert_near(null.no_change, no_change, replicates);
            let trend = simulate(World::Trend, phi, Method::Poisson, replicates);
            assert!(trend.gradual >= 0.98, "{trend:?}");
            assert_eq!(trend.replicates, replicates as usize);
            let steps = simulate(World::Steps, phi, Method::Poisson, replicates);
            // METHOD does not give the size of its steps, so the two numbers are only roughly comparable.
            assert!((steps.f1_1 - f1_1).abs() < 0.12, "{steps:?}");
            assert!(steps.coverage.is_some_and(|c| c > 0.88), "{steps:?}");
            let drift = simulate(World::Autocorrelated, phi, Method::Poisson, replicates);
            // Every step method invents stages in a drift; the warning must say so.
            assert!(drift.staged > 0.8 && drift.warned > 0.7, "{drift:?}");
        }
        let vnc = simulate(World::NoChange, 4.0, Method::Vnc, 50);
        assert_eq!(vnc.no_change, 0.0); // as METHOD's table says of VNC with a scree
    }
}
