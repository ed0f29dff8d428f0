//! The size of a simulated series, made up or that of a finished run.

use crate::Series;
use libm::sqrt;
use nianlun_types::Year;

/// The size of a simulated series. What is `None` is drawn anew for each series.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// n, the number of years with texts.
    pub years: usize,
    /// J, the number of categories.
    pub categories: usize,
    /// Mean hits of a category in a year.
    pub mean: f64,
    /// φ, variance over mean of the counts, at least 1.
    pub phi: f64,
    /// The calendar years of a run, n of them, ascending. Drift and trends pass over its gaps; boundaries
    /// lie at years with texts. `None`: from 2000 on, without a gap.
    pub calendar: Option<Vec<Year>>,
    /// The exposure of each year of a run, n of them, in its own unit. `None`: around 10,000, with a
    /// standard deviation of .25 of its logarithm.
    pub exposure: Option<Vec<f64>>,
    /// The mean hits of each category of a run in a year of mean exposure, J of them. `None`: `mean` times a
    /// random factor of mean 1.
    pub levels: Option<Vec<f64>>,
    /// Standard deviation of the log rate of a year, the same for all its categories, added to every
    /// world. 0 unless it was estimated from a run, see [`year_effect`].
    pub year_effect: f64,
}

impl Design {
    /// A design with nothing of a run.
    pub const fn new(years: usize, categories: usize, mean: f64, phi: f64) -> Self {
        Design {
            years,
            categories,
            mean,
            phi,
            calendar: None,
            exposure: None,
            levels: None,
            year_effect: 0.0,
        }
    }

    /// The design of a series: its years, its exposures, the mean rates of its categories. It has no year
    /// effect: that takes a fit, see [`Design::of_stages`].
    pub fn of_series(series: &Series, phi: f64) -> Self {
        let (n, categories) = (series.len(), series.categories.len());
        let a_year = |k| series.total(k) / n.max(1) as f64;
        let levels: Vec<f64> = (0..categories).map(a_year).collect();
        let mean = levels.iter().sum::<f64>() / categories.max(1) as f64;
        Design {
            calendar: Some(series.years.clone()),
            exposure: Some(series.exposure.clone()),
            levels: Some(levels),
            ..Design::new(n, categories, mean, phi)
        }
    }

    /// The design of a series with its year effect, from a fit of constant rates in the stages that begin at
    /// `starts` (positions; the first stage begins at 0 and is not named). A fine fit is best: what change
    /// it leaves counts as a year effect.
    pub fn of_stages(series: &Series, phi: f64, starts: &[usize]) -> Self {
        let expected = constant_in_stages(series, starts);
        let year_effect = year_effect(&series.hits, &expected, phi, starts.len() + 1);
        Design { year_effect, ..Design::of_series(series, phi) }
    }

    /// As many years in a row, with random exposures.
    pub fn with_years(self, years: usize) -> Self {
        Design { years, calendar: None, exposure: None, ..self }
    }

    /// As many categories, with random levels around the mean.
    pub fn with_categories(self, categories: usize) -> Self {
        Design { categories, levels: None, ..self }
    }

    /// Other mean hits; the levels of a run keep their proportions.
    pub fn with_mean(mut self, mean: f64) -> Self {
        let factor = if self.mean > 0.0 { mean / self.mean } else { 0.0 };
        for level in self.levels.iter_mut().flatten() {
            *level *= factor;
        }
        Design { mean, ..self }
    }

    /// The calendar year of each of the n years.
    pub(super) fn calendar_years(&self) -> Vec<Year> {
        self.calendar.clone().unwrap_or_else(|| (2000..).take(self.years).collect())
    }
}

/// The counts that constant rates in each stage expect.
fn constant_in_stages(series: &Series, starts: &[usize]) -> Vec<Vec<f64>> {
    let n = series.len();
    let ends = starts.iter().copied().chain([n]);
    let stages = [0].into_iter().chain(starts.iter().copied()).zip(ends);
    let mut expected = Vec::with_capacity(n);
    for (start, end) in stages {
        let exposure: f64 = series.exposure[start..end].iter().sum();
        let hits = |k| series.hits[start..end].iter().map(|year| year[k]).sum::<f64>();
        let rates: Vec<f64> = (0..series.categories.len()).map(|k| hits(k) / exposure).collect();
        let of_year = |exposure: &f64| rates.iter().map(|rate| rate * exposure).collect();
        expected.extend(series.exposure[start..end].iter().map(of_year));
    }
    expected
}

/// The year effect of a run, by the method of moments: the standard deviation s of a factor that all
/// categories of a year have in common. `observed` are its hits and `expected` those of a fit, both
/// n × J; `parameters` is the number q of parameters that the fit has for each category.
///
/// With Y and M the sums over the categories of a year, Var Y ≈ φ·M + s²·M². Hence
///
/// ```text
/// s² = max(0, Σ_t [(Y − M)²·n/(n − q) − φ·M] / Σ_t M²)
/// ```
///
/// A φ that was estimated from the single counts holds a part of the year effect already, with one
/// category all of it. s is smaller by just as much, so that the yearly totals vary as those of the run.
pub fn year_effect(observed: &[Vec<f64>], expected: &[Vec<f64>], phi: f64, parameters: usize) -> f64 {
    let n = observed.len();
    if n <= parameters {
        return 0.0;
    }
    let inflation = n as f64 / (n - parameters) as f64;
    let (mut excess, mut squares) = (0.0, 0.0);
    for (observed, expected) in observed.iter().zip(expected) {
        let (total, mean): (f64, f64) = (observed.iter().sum(), expected.iter().sum());
        excess += (total - mean) * (total - mean) * inflation - phi * mean;
        squares += mean * mean;
    }
    if squares > 0.0 { sqrt((excess / squares).max(0.0)) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Random;
    use libm::exp;

    fn run() -> Series {
        Series {
            years: vec![1999, 2001, 2002],
            categories: vec!["a".into(), "b".into()],
            hits: vec![vec![1.0, 10.0], vec![3.0, 20.0], vec![2.0, 30.0]],
            exposure: vec![700.0, 900.0, 1300.0],
            documents: vec![1; 3],
        }
    }

    #[test]
    fn the_design_of_a_series_is_its_own() {
        let design = Design::of_series(&run(), 2.5);
        assert_eq!((design.years, design.categories, design.mean, design.phi), (3, 2, 11.0, 2.5));
        assert_eq!(design.calendar, Some(vec![1999, 2001, 2002]));
        assert_eq!(design.exposure, Some(vec![700.0, 900.0, 1300.0]));
        assert_eq!((design.levels.clone(), design.year_effect), (Some(vec![2.0, 20.0]), 0.0));
        let doubled = design.clone().with_mean(22.0);
        assert_eq!((doubled.mean, doubled.levels), (22.0, Some(vec![4.0, 40.0])));
        let longer = design.clone().with_years(5);
        assert_eq!((longer.calendar_years(), longer.exposure), ((2000..2005).collect(), None));
        assert_eq!(design.with_categories(7).levels, None);
    }

    #[test]
    fn a_design_of_stages_has_the_year_effect_that_its_fit_leaves() {
        // The stages 1999 and 2001–2002, of exposure 700 and 2200.
        let expected = constant_in_stages(&run(), &[1]);
        assert_eq!(expected[0], [1.0, 10.0]);
        assert!((expected[1][1] - 50.0 * 900.0 / 2200.0).abs() < 1e-12);
        let design = Design::of_stages(&run(), 1.0, &[1]);
        assert_eq!(design.year_effect, year_effect(&run().hits, &expected, 1.0, 2));
        assert!(Design::of_stages(&run(), 0.0, &[]).year_effect > 0.1);
        assert_eq!(Design { year_effect: 0.0, ..design }, Design::of_series(&run(), 1.0));
    }

    #[test]
    fn a_year_effect_is_found_and_overdispersion_is_none() {
        let expected = vec![vec![100.0; 4]; 2000];
        let observed = |sd: f64, phi: f64| -> Vec<Vec<f64>> {
            let mut random = Random::new(1, 0);
            let year = |_| {
                let factor = exp(sd * random.normal());
                (0..4).map(|_| random.count(100.0 * factor, phi)).collect()
            };
            (0..2000).map(year).collect()
        };
        let found = year_effect(&observed(0.2, 3.0), &expected, 3.0, 1);
        assert!((found - 0.2).abs() < 0.02, "{found}");
        assert!(year_effect(&observed(0.0, 3.0), &expected, 3.0, 1) < 0.03);
        assert!(
            year_effect(&observed(0.0, 3.0), &expected, 1.0, 1) > 0.05,
            "φ too small shows as a year effect"
        );
    }

    #[test]
    fn a_year_effect_by_hand() {
        // (Y − M)² = 100 and 36, M = 20 and 20, n/(n − q) = 2: (200 + 72 − 2·40)/800.
        let (observed, expected) = ([vec![30.0], vec![10.0, 4.0]], [vec![20.0], vec![10.0, 10.0]]);
        assert!((year_effect(&observed, &expected, 2.0, 1) - sqrt(192.0 / 800.0)).abs() < 1e-12);
        assert_eq!(year_effect(&observed, &expected, 9.0, 1), 0.0);
        assert_eq!(year_effect(&observed, &expected, 1.0, 2), 0.0);
    }
}
