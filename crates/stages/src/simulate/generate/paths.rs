//! The courses that log rates take: drift, walks, ramps, places of boundaries.
//!
//! `time` is the number of years since the first: 0, 1, 2, … where no year is missing. Drift goes on through
//! years without texts.

use crate::Random;
use libm::{pow, sqrt};

/// A drift around 0 (AR(1)) with correlation ρ from year to year and standard deviation `sd` in every year.
pub(super) fn autoregression(time: &[f64], rho: f64, sd: f64, random: &mut Random) -> Vec<f64> {
    let mut value = sd * random.normal();
    let mut path = Vec::with_capacity(time.len());
    for (t, now) in time.iter().enumerate() {
        if t > 0 {
            // The correlation over a gap of g years is ρ^g. The new part keeps the variance at sd².
            let kept = pow(rho, now - time[t - 1]);
            value = kept * value + sd * sqrt(1.0 - kept * kept) * random.normal();
        }
        path.push(value);
    }
    path
}

/// A random walk along a line: every year adds `slope` and a normal number of standard deviation `sd`, the
/// first year as well.
pub(super) fn walk(time: &[f64], slope: f64, sd: f64, random: &mut Random) -> Vec<f64> {
    let mut value = 0.0;
    let mut before = -1.0;
    let step = |now: &f64| {
        let gap = now - before;
        value += slope * gap + sd * sqrt(gap) * random.normal();
        before = *now;
        value
    };
    time.iter().map(step).collect()
}

/// From 0 at `start` along a line to 1 at `end`, and level before and after.
pub(super) fn ramp(time: f64, start: f64, end: f64) -> f64 {
    ((time - start) / (end - start)).clamp(0.0, 1.0)
}

/// +1 or −1.
pub(super) fn sign(random: &mut Random) -> f64 {
    if random.below(2) == 0 { 1.0 } else { -1.0 }
}

/// Random places of boundaries in n years, every stage at least `least` years long. Where the years do not
/// suffice, the stages may be shorter, down to 2 years, and then the boundaries fewer.
pub(super) fn boundaries(n: usize, boundaries: usize, least: usize, random: &mut Random) -> Vec<usize> {
    let boundaries = boundaries.min((n / 2).saturating_sub(1));
    let stages = boundaries + 1;
    let least = least.min(n / stages);
    // The years beyond the least lengths are divided by random cuts; each stage then gets its least.
    let free = n - least * stages;
    let mut cuts: Vec<usize> = (0..boundaries).map(|_| random.below(free + 1)).collect();
    cuts.sort_unstable();
    cuts.iter().enumerate().map(|(at, cut)| cut + least * (at + 1)).collect()
}

/// Random years in which categories appear, ascending, 3 years apart, the first at position 4 at the
/// earliest and the last with 3 years after it. At most as many as there is room for.
pub(super) fn onsets(n: usize, wanted: usize, random: &mut Random) -> Vec<usize> {
    let mut places: Vec<usize> = (4..).step_by(3).take_while(|place| place + 3 <= n).collect();
    while places.len() > wanted {
        places.remove(random.below(places.len()));
    }
    places
}
