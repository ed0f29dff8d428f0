//! One series of a world: log rates first, then counts.

mod noise;
mod paths;
mod smooth;
mod steps;
#[cfg(test)]
mod tests_of_log_rates;
#[cfg(test)]
mod tests_of_series;

use super::{Design, World};
use crate::{Random, Series};
use libm::exp;

/// One series of `world`, with its true boundaries as positions in it, ascending. They are empty where
/// nothing begins; where change takes years, they are where it begins or has its middle.
pub fn generate(world: &World, design: &Design, random: &mut Random) -> (Series, Vec<usize>) {
    let mut draft = Draft::new(design);
    draft.draw(world, random);
    draft.common_noise(design.year_effect, random);
    draft.count(design, random)
}

/// What a world says of a series before anything is counted.
struct Draft {
    /// Years since the first, by position.
    time: Vec<f64>,
    /// Years from the first to the last, both counted.
    length: f64,
    /// How much longer that is than the 28 years for which the places of ramps and waves are given.
    stretch: f64,
    /// `log_rates[t][k]`, over the level of the category; −∞ where there is nothing to count.
    log_rates: Vec<Vec<f64>>,
    /// True boundaries as positions.
    truth: Vec<usize>,
    /// φ of the counts.
    phi: f64,
    /// Standard deviation of the logarithms of the levels.
    spread: f64,
    /// The share of years that are dropped in the end.
    gaps: f64,
}

impl Draft {
    fn new(design: &Design) -> Self {
        let calendar = design.calendar_years();
        let time: Vec<f64> = calendar.iter().map(|year| f64::from(year - calendar[0])).collect();
        let length = time.last().map_or(1.0, |last| last + 1.0);
        Draft {
            length,
            stretch: length / 28.0,
            log_rates: vec![vec![0.0; design.categories]; time.len()],
            time,
            truth: Vec::new(),
            phi: design.phi,
            spread: 1.0,
            gaps: 0.0,
        }
    }

    fn n(&self) -> usize {
        self.time.len()
    }

    fn categories(&self) -> usize {
        self.log_rates.first().map_or(0, Vec::len)
    }

    /// Adds `path`, by position, to the log rates of category `k`.
    fn add(&mut self, k: usize, path: impl IntoIterator<Item = f64>) {
        for (year, value) in self.log_rates.iter_mut().zip(path) {
            year[k] += value;
        }
    }

    /// What `world` says, with the constants of METHOD's reference.
    fn draw(&mut self, world: &World, random: &mut Random) {
        match *world {
            World::Constant => {}
            World::YearEffect { sd } => self.common_noise(sd, random),
            World::Author { sd } => self.author(sd, random),
            World::Autoregression { rho, sd } => self.drift(rho, sd, random),
            World::CommonAutoregression { rho, sd } => self.common_drift(rho, sd, random),
            World::Walk { sd } => self.walks(sd, 0.0, self.categories(), random),
            World::WalkOfSome { sd, categories } => self.walks(sd, 0.0, categories, random),
            World::WalkOnTrend { sd, slope } => self.walks(sd, slope, self.categories(), random),
            World::Linear => self.parabolas(false, random),
            World::Quadratic => self.parabolas(true, random),
            World::OddYear { factor } => self.odd_year(factor, random),
            World::OddMix { sd } => self.odd_mix(sd, random),
            World::Ramps => self.ramps(random),
            World::CommonRamp { years } => self.common_ramp(years, random),
            World::SCurves { common } => self.s_curves(common, random),
            World::Waves { height } => self.waves(height, random),
            World::EmergeByRamps => self.emerge(6.0, random),
            World::SpreadSteps { size, years } => self.spread_steps(size, years, random),
            World::Steps { size, boundaries } => {
                self.steps(size, boundaries.unwrap_or(self.usual()), self.least(), random);
            }
            World::StepsAndOddYear { size, factor } => {
                self.usual_steps(size, random).odd_year(factor, random);
            }
            World::StepsAndYearEffect { size, sd } => self.usual_steps(size, random).common_noise(sd, random),
            World::StepsAndAuthor { size } => self.usual_steps(size, random).author(0.2, random),
            World::StepsAndAutoregression { size, rho, sd } => {
                self.usual_steps(size, random).drift(rho, sd, random);
            }
            World::StepsOnTrends { size, slope } => self.steps_on_trends(size, slope, random),
            World::Emerge => self.emerge(0.0, random),
            World::StepsWithGaps { size, share } => self.steps_with_gaps(size, share, random),
            World::OneCategorySteps { size } => self.one_category_steps(size, random),
        }
    }

    /// Counts, and leaves out the years that a world of gaps has not.
    fn count(self, design: &Design, random: &mut Random) -> (Series, Vec<usize>) {
        let (exposure, mean_exposure) = match &design.exposure {
            Some(own) => (own.clone(), own.iter().sum::<f64>() / own.len().max(1) as f64),
            None => (self.drawn_exposure(random), REFERENCE_EXPOSURE),
        };
        let levels = design.levels.clone().unwrap_or_else(|| self.drawn_levels(design.mean, random));
        let count = |(year, exposure): (&Vec<f64>, &f64)| -> Vec<f64> {
            let mean = |(level, rate): (&f64, &f64)| level * exp(*rate) * exposure / mean_exposure;
            levels.iter().zip(year).map(|of_category| random.count(mean(of_category), self.phi)).collect()
        };
        let series = Series {
            hits: self.log_rates.iter().zip(&exposure).map(count).collect(),
            years: design.calendar_years(),
            categories: (1..=self.categories()).map(|k| k.to_string()).collect(),
            documents: vec![ENOUGH_DOCUMENTS; self.n()],
            exposure,
        };
        if self.gaps > 0.0 {
            with_gaps(&series, &self.truth, self.gaps, random)
        } else {
            (series, self.truth)
        }
    }

    /// Random exposures.
    fn drawn_exposure(&self, random: &mut Random) -> Vec<f64> {
        (0..self.n()).map(|_| REFERENCE_EXPOSURE * exp(0.25 * random.normal())).collect()
    }

    /// Random mean hits of each category, lognormal with this mean.
    fn drawn_levels(&self, mean: f64, random: &mut Random) -> Vec<f64> {
        let spread = self.spread;
        let mut level = |_| mean * exp(spread * random.normal() - spread * spread / 2.0);
        (0..self.categories()).map(&mut level).collect()
    }
}

/// The exposure of a year where a design has none of its own, in characters.
const REFERENCE_EXPOSURE: f64 = 10_000.0;
/// Documents of every year, enough that no judge warns of too few.
const ENOUGH_DOCUMENTS: u64 = 9;

/// The series without a random `share` of its years; the first and the last stay. A true boundary in a
/// dropped year is moved to the first year after it that stays: the gap belongs to the boundary after it.
fn with_gaps(series: &Series, truth: &[usize], share: f64, random: &mut Random) -> (Series, Vec<usize>) {
    let last = series.len().saturating_sub(1);
    let kept: Vec<usize> =
        (0..series.len()).filter(|t| *t == 0 || *t == last || random.uniform(0.0, 1.0) >= share).collect();
    let mut moved: Vec<usize> = truth.iter().map(|start| kept.partition_point(|t| t < start)).collect();
    moved.dedup();
    let series = Series {
        years: kept.iter().map(|t| series.years[*t]).collect(),
        categories: series.categories.clone(),
        hits: kept.iter().map(|t| series.hits[*t].clone()).collect(),
        exposure: kept.iter().map(|t| series.exposure[*t]).collect(),
        documents: kept.iter().map(|t| series.documents[*t]).collect(),
    };
    (series, moved)
}
