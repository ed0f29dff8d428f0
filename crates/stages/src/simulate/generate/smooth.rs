//! Change that takes years: trends, ramps, curves, waves.

use super::Draft;
use super::paths::{ramp, sign};
use crate::Random;
use core::f64::consts::TAU;
use libm::{exp, log, sin};

impl Draft {
    /// Adds a function of time to each category; `draw` makes one from random numbers.
    fn each<Curve: Fn(f64) -> f64>(
        &mut self,
        random: &mut Random,
        mut draw: impl FnMut(&mut Random) -> Curve,
    ) {
        for k in 0..self.categories() {
            let curve = draw(random);
            let path: Vec<f64> = self.time.iter().map(|time| curve(*time)).collect();
            self.add(k, path);
        }
    }

    /// A line for each category, with a square beside it if `bent`. The years go from −1 to 1.
    pub(super) fn parabolas(&mut self, bent: bool, random: &mut Random) {
        let half = ((self.length - 1.0) / 2.0).max(0.5);
        self.each(random, |random| {
            let slope = sign(random) * random.uniform(0.2, 0.8);
            let bend = if bent { sign(random) * random.uniform(0.2, 0.8) } else { 0.0 };
            move |time| {
                let x = time / half - 1.0;
                slope * x + bend * (x * x - 0.33)
            }
        });
    }

    /// A line for each category through the middle year; the slope a year has standard deviation `sd`.
    pub(super) fn slopes(&mut self, sd: f64, random: &mut Random) {
        let middle = self.length / 2.0;
        self.each(random, |random| {
            let slope = sd * random.normal();
            move |time| slope * (time - middle)
        });
    }

    /// A ramp for each category, with its own beginning, end and height.
    pub(super) fn ramps(&mut self, random: &mut Random) {
        let stretch = self.stretch;
        self.each(random, |random| {
            let start = random.uniform(4.0, 12.0) * stretch;
            let end = random.uniform(14.0, 24.0) * stretch;
            let height = sign(random) * random.uniform(0.5, 1.6);
            move |time| height * ramp(time, start, end)
        });
    }

    /// Ramps of all categories over the same `years`, each with its own height.
    pub(super) fn common_ramp(&mut self, years: f64, random: &mut Random) {
        let start = random.uniform(6.0, 14.0) * self.stretch;
        self.each(random, |random| {
            let height = 0.8 * random.normal();
            move |time| height * ramp(time, start, start + years)
        });
    }

    /// S-curves from nothing; the first quarter of the categories is constant. All have one middle year if
    /// `common`, else each its own.
    pub(super) fn s_curves(&mut self, common: bool, random: &mut Random) {
        let stretch = self.stretch;
        let one_middle = random.uniform(10.0, 18.0) * stretch;
        for k in self.categories() / 4..self.categories() {
            let width = random.uniform(1.5, 3.0) * stretch;
            let middle = if common { one_middle } else { random.uniform(6.0, 22.0) * stretch };
            let curve = |time: &f64| match time - middle {
                // Before that, less than 3 % of the full height: nobody writes of it yet.
                early if early < -3.5 * width => f64::NEG_INFINITY,
                from_middle => -log(1.0 + exp(-from_middle / width)),
            };
            let path: Vec<f64> = self.time.iter().map(curve).collect();
            self.add(k, path);
        }
    }

    /// Waves of each category, with its own period and phase.
    pub(super) fn waves(&mut self, height: f64, random: &mut Random) {
        let stretch = self.stretch;
        self.each(random, |random| {
            let period = random.uniform(9.0, 16.0) * stretch;
            let phase = random.uniform(0.0, TAU);
            move |time| height * sin(TAU * time / period + phase)
        });
    }
}
