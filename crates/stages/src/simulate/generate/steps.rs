//! Change at boundaries, and categories that appear.

use super::Draft;
use super::paths::{boundaries, onsets, ramp, sign};
use crate::Random;
use libm::log;

impl Draft {
    /// How many true boundaries there are.
    pub(super) fn usual(&self) -> usize {
        if self.n() >= 24 { 3 } else { 2 }
    }

    /// The least years of a true stage.
    pub(super) fn least(&self) -> usize {
        if self.n() >= 20 { 4 } else { 3 }
    }

    /// Steps of all categories: at each boundary each log rate changes by a normal number of standard
    /// deviation `size`.
    pub(super) fn steps(&mut self, size: f64, wanted: usize, least: usize, random: &mut Random) {
        self.truth = boundaries(self.n(), wanted, least, random);
        for start in self.truth.clone() {
            for k in 0..self.categories() {
                self.raise(k, start, size * random.normal());
            }
        }
    }

    /// Steps at the usual number of boundaries and least length; what else is true comes after them.
    pub(super) fn usual_steps(&mut self, size: f64, random: &mut Random) -> &mut Self {
        self.steps(size, self.usual(), self.least(), random);
        self
    }

    /// Steps, and a line for each category. Stages are a year longer: a slope takes more years to be told.
    pub(super) fn steps_on_trends(&mut self, size: f64, slope: f64, random: &mut Random) {
        self.steps(size, self.usual(), self.least() + 1, random);
        self.slopes(slope, random);
    }

    /// Two steps; the stages are longer than elsewhere, since a `share` of their years is dropped.
    pub(super) fn steps_with_gaps(&mut self, size: f64, share: f64, random: &mut Random) {
        self.steps(size, 2, 5, random);
        self.gaps = share;
    }

    /// Changes a log rate from a position on.
    fn raise(&mut self, k: usize, start: usize, change: f64) {
        for year in &mut self.log_rates[start..] {
            year[k] += change;
        }
    }

    /// Steps that take `years`, half of the change done at the boundary: of 3 years, the last before the
    /// boundary has a third of it, the first year of the new stage two thirds.
    pub(super) fn spread_steps(&mut self, size: f64, years: f64, random: &mut Random) {
        self.truth = boundaries(self.n(), self.usual(), self.least(), random);
        for start in self.truth.clone() {
            let start = self.time[start] - (years + 1.0) / 2.0;
            for k in 0..self.categories() {
                let change = size * random.normal();
                let path: Vec<f64> =
                    self.time.iter().map(|time| change * ramp(*time, start, start + years)).collect();
                self.add(k, path);
            }
        }
    }

    /// The first category steps twice by `size`, up or down; the others are constant. Their levels are
    /// nearer to each other than in other worlds, so that the one that steps is not lost.
    pub(super) fn one_category_steps(&mut self, size: f64, random: &mut Random) {
        self.spread = 0.3;
        self.truth = boundaries(self.n(), 2, self.least(), random);
        for start in self.truth.clone() {
            let change = size * sign(random);
            self.raise(0, start, change);
        }
    }

    /// Half of the categories appear, each in a year of its own: at full height, or growing to it along a
    /// line over `years`.
    pub(super) fn emerge(&mut self, years: f64, random: &mut Random) {
        self.spread = 0.5;
        self.truth = onsets(self.n(), self.categories().div_ceil(2), random);
        for (k, start) in self.truth.clone().into_iter().enumerate() {
            let first = self.time[start];
            let path: Vec<f64> = self.time.iter().map(|time| emerged(time - first, years)).collect();
            self.add(k, path);
        }
    }
}

/// The log of the share of its full height that a category has so many years after it appeared.
fn emerged(since: f64, years: f64) -> f64 {
    match since {
        before if before < 0.0 => f64::NEG_INFINITY,
        since if since + 1.0 < years => log((since + 1.0) / years),
        _ => 0.0,
    }
}
