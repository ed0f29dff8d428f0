//! The table of METHOD §2: what the procedure says of known worlds, measured with METHOD's reference.

use super::{Counted, Design, World};
use libm::sqrt;

/// One cell of METHOD's table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// What METHOD's row is called there.
    pub row: &'static str,
    /// The world.
    pub world: World,
    /// n, years.
    pub years: usize,
    /// J, categories.
    pub categories: usize,
    /// Mean hits of a category in a year.
    pub mean: f64,
    /// Variance over mean of the counts.
    pub phi: f64,
    /// METHOD's share of series called staged (on a trend or not), of METHOD's own random numbers.
    pub staged: f64,
    /// How many series that share is of.
    pub series: usize,
    /// For true steps: METHOD's share of windows that hold a true boundary.
    pub windows_hold: Option<f64>,
    /// For true steps: METHOD's mean width of a window, in years.
    pub width: Option<f64>,
}

impl Cell {
    /// The design of its series.
    pub fn design(&self) -> Design {
        Design::new(self.years, self.categories, self.mean, self.phi)
    }

    /// By how many standard errors our share of staged is above METHOD's. Both are sampled; the error is
    /// that of the difference, from the share of both together. 0 where both are 0, or 1.
    pub fn standard_errors(&self, staged: Counted) -> f64 {
        let Some(ours) = staged.share() else { return 0.0 };
        let (n, theirs) = (staged.of as f64, self.series as f64);
        let both = (staged.yes as f64 + self.staged * theirs) / (n + theirs);
        let error = sqrt(both * (1.0 - both) * (1.0 / n + 1.0 / theirs));
        if error > 0.0 { (ours - self.staged) / error } else { 0.0 }
    }
}

/// A cell of 28 years, mean 40 and φ 3, as most are.
const fn usual(row: &'static str, world: World, categories: usize, staged: f64, series: usize) -> Cell {
    let (years, mean, phi) = (28, 40.0, 3.0);
    Cell { row, world, years, categories, mean, phi, staged, series, windows_hold: None, width: None }
}

/// True steps, with what their windows do.
const fn steps(row: &'static str, world: World, staged: f64, series: usize, windows: [f64; 2]) -> Cell {
    Cell { windows_hold: Some(windows[0]), width: Some(windows[1]), ..usual(row, world, 8, staged, series) }
}

/// One author a year.
const fn author(categories: usize, staged: f64, series: usize) -> Cell {
    Cell {
        phi: 1.0,
        ..usual("one author a year (.3/.3)", World::Author { sd: 0.3 }, categories, staged, series)
    }
}

/// A year effect.
const fn year_effect(mean: f64) -> Cell {
    Cell { mean, phi: 1.0, ..usual("year effect of 10 %", World::YearEffect { sd: 0.1 }, 8, 0.0, 100) }
}

/// Drift of each category.
const fn drift(rho: f64, staged: f64, series: usize) -> Cell {
    usual("AR(1)", World::Autoregression { rho, sd: 0.3 }, 8, staged, series)
}

/// Drift of all categories together.
const fn common_drift(rho: f64, staged: f64) -> Cell {
    usual("one AR(1) common to all", World::CommonAutoregression { rho, sd: 0.3 }, 8, staged, 200)
}

/// A random walk of each category.
const fn walk(sd: f64, staged: f64, series: usize) -> Cell {
    usual("random walk", World::Walk { sd }, 8, staged, series)
}

/// Steps of .5 on slopes.
const fn on_slopes(slope: f64, staged: f64, series: usize, windows: [f64; 2]) -> Cell {
    steps("steps of .5 on slopes", World::StepsOnTrends { size: 0.5, slope }, staged, series, windows)
}

/// True steps of all categories.
const fn true_steps(size: f64, staged: f64, series: usize, windows: [f64; 2]) -> Cell {
    steps("true steps", World::Steps { size, boundaries: None }, staged, series, windows)
}

/// Constant rates.
const fn constant(years: usize, categories: usize, series: usize) -> Cell {
    Cell { years, ..usual("constant", World::Constant, categories, 0.0, series) }
}

/// Every row of METHOD's table, in its order, with the figures of `acceptance/stages/rates.csv`. Where the two
/// differ, the file counts: `linear` is .01 there and .03 in METHOD, the windows of `steps 0.5` hold .99 and .98.
/// `arc 0.9` stands in METHOD alone, without its number of series: 200 are taken, as for `arc 0.7`.
pub const TABLE: &[Cell] = &[
    constant(28, 1, 100),
    constant(28, 3, 200),
    constant(28, 8, 100),
    constant(15, 3, 100),
    author(1, 0.0, 200),
    author(3, 0.0, 100),
    author(8, 0.01, 100),
    year_effect(100.0),
    year_effect(300.0),
    usual("one odd year × 2.7", World::OddYear { factor: 2.7 }, 8, 0.0, 200),
    drift(0.5, 0.01, 100),
    drift(0.7, 0.015, 200),
    drift(0.9, 0.02, 200),
    common_drift(0.7, 0.045),
    common_drift(0.9, 0.06),
    walk(0.05, 0.03, 200),
    walk(0.1, 0.065, 200),
    walk(0.2, 0.02, 100),
    usual("random walk on a trend", World::WalkOnTrend { sd: 0.1, slope: 0.05 }, 8, 0.095, 200),
    usual("linear trend", World::Linear, 8, 0.01, 100),
    usual("quadratic trend", World::Quadratic, 8, 0.02, 200),
    usual("S-curves from zero", World::SCurves { common: false }, 8, 0.0, 100),
    Cell {
        mean: 150.0,
        phi: 1.0,
        ..usual("S-curves from zero", World::SCurves { common: true }, 8, 0.0, 200)
    },
    usual("waves", World::Waves { height: 0.5 }, 8, 0.0, 100),
    usual("continuous ramps, one a category", World::Ramps, 8, 0.17, 200),
    usual("one common ramp over 8 years", World::CommonRamp { years: 8.0 }, 8, 0.35, 200),
    on_slopes(0.02, 0.86, 100, [0.98, 1.15]),
    on_slopes(0.05, 0.895, 200, [0.98, 1.08]),
    on_slopes(0.1, 0.81, 200, [0.99, 1.07]),
    true_steps(0.2, 0.3, 200, [0.92, 1.58]),
    true_steps(0.35, 0.68, 200, [0.99, 1.33]),
    true_steps(0.5, 0.93, 100, [0.99, 1.12]),
    true_steps(0.7, 0.97, 200, [0.99, 1.08]),
    true_steps(1.0, 0.97, 100, [1.0, 1.03]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::Truth;

    #[test]
    fn true_steps_have_windows_and_nothing_else_has() {
        assert_eq!(TABLE.len(), 34);
        for cell in TABLE {
            let steps = cell.world.truth() == Truth::TrueSteps;
            assert_eq!((cell.windows_hold.is_some(), cell.width.is_some()), (steps, steps), "{}", cell.world);
            assert!((0.0..=1.0).contains(&cell.staged) && (100..=200).contains(&cell.series));
            assert!(cell.staged > 0.2 || !steps, "{}", cell.world);
        }
    }

    #[test]
    fn shares_are_compared_in_standard_errors() {
        let cell = true_steps(0.2, 0.3, 200, [0.92, 1.58]);
        assert_eq!(cell.standard_errors(Counted { yes: 60, of: 200 }), 0.0);
        // .4 against .3 of 200 each: √(.35·.65·2/200) = .0477.
        assert!((cell.standard_errors(Counted { yes: 80, of: 200 }) - 2.0966).abs() < 1e-3);
        let never = constant(28, 8, 100);
        assert_eq!(never.standard_errors(Counted { yes: 0, of: 200 }), 0.0);
        assert_eq!(never.standard_errors(Counted::default()), 0.0);
        assert!(never.standard_errors(Counted { yes: 20, of: 200 }) > 3.0);
    }
}
