//! The window of a boundary, METHOD §2.5: the shortest run of years around it that holds some boundary with
//! probability enough ([`MASS`]), averaged over the numbers of stages.
//!
//! P(a stage begins in a … b) = 1 − Z(no stage begins there)/Z. Z is the evidence of all segmentations, each
//! number of stages and each segmentation into as many being equally likely beforehand: Z = Σ_K F_K(n)/M_K.

use super::path_sums::{Paths, forward_sums_avoiding};
use crate::enumerate;
use crate::search::Runs;
use nianlun_types::Year;

/// The posterior probability that a window must have. The windows of .95 of METHOD §2.5 hold a true boundary less
/// often than they say, since φ* and the choice of boundaries are taken as known: .90 for steps of .2, where those
/// of .98 hold in .93 (standard error .03); large steps lose nothing (`docs/verdicts.md`).
pub const MASS: f64 = 0.98;

/// A run of starts, as positions, and the probability that a stage begins in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Held {
    /// First position.
    pub first: usize,
    /// Last position.
    pub last: usize,
    /// P(some stage begins at one of them).
    pub probability: f64,
}

impl Held {
    /// The calendar years that the starts stand for. A gap before a start belongs to it: the boundary may lie
    /// in any of its missing years.
    pub fn calendar(&self, years: &[Year]) -> (Year, Year) {
        (years[self.first - 1] + 1, years[self.last])
    }
}

/// Where a boundary may lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The starts that are nearer to this boundary than to the others.
    pub cell: Held,
    /// The window; nothing where the whole cell has too little probability.
    pub window: Option<Held>,
}

/// Sums over all segmentations, for the probabilities of runs of starts.
pub struct Windows {
    paths: Paths,
    maximum: usize,
    /// Z.
    total: f64,
}

impl Windows {
    /// From the log evidence of every run of years, up to `maximum` stages.
    pub fn new(log_evidence: &Runs, maximum: usize) -> Self {
        let paths = Paths::new(log_evidence);
        let mut windows = Windows { maximum: maximum.min(paths.n / paths.m), paths, total: 1.0 };
        windows.total = windows.evidence_avoiding(1, 0);
        windows
    }

    /// The evidence of all segmentations in which no stage begins at `first` … `last`.
    fn evidence_avoiding(&self, first: usize, last: usize) -> f64 {
        let Paths { n, m, .. } = self.paths;
        let sums = forward_sums_avoiding(&self.paths, self.maximum, first, last);
        (1..=self.maximum).map(|k| sums[k][n] / enumerate::count(n, k, m) as f64).sum()
    }

    /// P(some stage begins at `first` … `last`).
    pub fn probability(&self, first: usize, last: usize) -> f64 {
        (1.0 - self.evidence_avoiding(first, last) / self.total).clamp(0.0, 1.0)
    }

    fn held(&self, first: usize, last: usize) -> Held {
        Held { first, last, probability: self.probability(first, last) }
    }

    /// The places of the chosen boundaries, `starts` being their positions, ascending; a window has at least the
    /// probability `mass`.
    pub fn places(&self, starts: &[usize], mass: f64) -> Vec<Place> {
        let Paths { n, m, .. } = self.paths;
        let place = |(at, start): (usize, &usize)| {
            let first = match at.checked_sub(1) {
                Some(before) => usize::midpoint(starts[before], *start) + 1,
                None => m,
            };
            let last = starts.get(at + 1).map_or(n - m, |next| usize::midpoint(*next, *start - 1));
            // Alternates may cut shorter stages than the posterior knows.
            let cell = self.held(first.min(*start), last.max(*start));
            Place { cell, window: self.shortest(&cell, *start, mass) }
        };
        starts.iter().enumerate().map(place).collect()
    }

    /// The shortest run within `cell` that holds `start` and has `mass`; of equally short ones the likeliest,
    /// of equally likely ones the earliest.
    fn shortest(&self, cell: &Held, start: usize, mass: f64) -> Option<Held> {
        if cell.probability < mass {
            return None;
        }
        for width in 1..=cell.last - cell.first + 1 {
            let earliest = cell.first.max((start + 1).saturating_sub(width));
            let latest = start.min(cell.last + 1 - width);
            let runs = (earliest..=latest).map(|first| self.held(first, first + width - 1));
            let likelier =
                |best: Held, next: Held| if next.probability > best.probability { next } else { best };
            let best = runs.filter(|run| run.probability >= mass).reduce(likelier);
            if best.is_some() {
                return best;
            }
        }
        None
    }
}
