//! Where the boundaries stand without one document, at a small part of the price of a posterior.
//!
//! One document hardly changes φ̂ and the prior, so both are held as they are; then only the stages
//! that hold the document's year change. Every segmentation has exactly one of these: the sum over all
//! of them is a sum over that stage, of the ways to its beginning times its evidence times the ways
//! from its end, and the ways are those of the whole series. They are taken as plain numbers: every
//! stage is measured against the best way to its end.

use crate::Series;
use crate::cost::Sums;
use crate::posterior::{Posterior, Prior};
use crate::search::Runs;
use crate::uncertainty::evidence::{Gamma, before};
use libm::exp;

/// A sum below this may have lost digits: the posterior is then taken in logarithms.
const SMALLEST: f64 = 1e-250;

/// `ways[k][i]`: summed evidence of all ways from one position to position i, or back, in k stages.
type Ways = Vec<Vec<f64>>;

/// The evidence of every stage of a series, and of all ways to and from its boundaries.
pub(crate) struct Evidence {
    /// Positions of the categories with a hit.
    kept: Vec<usize>,
    series: Series,
    sums: Sums,
    gamma: Gamma,
    /// Sums of the years' own terms, from the first year on.
    data: Vec<f64>,
    /// Log evidence of a run of years as one stage.
    log: Runs,
    /// lnΓ of each category in years `i..j`, at `(i·(n + 1) + j)·J`: a document has hits in few.
    ln_gammas: Vec<f64>,
    minimum_length: usize,
    /// Positions of the boundaries.
    at: Vec<usize>,
    /// Log evidence of the best way from the first year to each position, in any number of stages.
    best: Vec<f64>,
    /// From the first year on, and back from the end of the last.
    forward: Ways,
    backward: Ways,
    /// From each boundary on, and back from it.
    from: Vec<Ways>,
    to: Vec<Ways>,
}

impl Evidence {
    /// Of `series`, with φ̂ = `phi` and boundaries at the positions `at`.
    pub fn new(series: &Series, phi: f64, minimum_length: usize, at: &[usize]) -> Self {
        let kept: Vec<usize> = (0..series.categories.len()).filter(|k| series.total(*k) > 0.0).collect();
        let series = series.keeping(|k| kept.contains(&k));
        let (n, m) = (series.len(), minimum_length.max(1));
        let sums = Sums::new(&series);
        let gamma = Gamma::new(&Prior::of(&series, &sums, phi));
        let data = before(&gamma.data_terms(&series));
        let log = Runs::new(n, m, |i, j| {
            gamma.log_marginal(sums.hits(i, j), sums.exposure(i, j), data[j] - data[i])
        });
        let mut ln_gammas = Vec::with_capacity((n + 1) * (n + 1) * kept.len());
        for (i, j) in (0..=n).flat_map(|i| (0..=n).map(move |j| (i, j))) {
            let of_stage = |s: f64| if j < i + m { 0.0 } else { gamma.ln_gamma(s) };
            ln_gammas.extend(sums.hits(i, j).map(of_stage));
        }
        let mut best = vec![f64::NEG_INFINITY; n + 1];
        best[0] = 0.0;
        for j in m..=n {
            best[j] = (0..=j - m).map(|i| best[i] + log.of(i, j)).fold(f64::NEG_INFINITY, f64::max);
        }
        // Never above 1: a stage on the way to j is at most as good as the best way there.
        let weights = Runs::new(n, m, |i, j| weight(best[i] + log.of(i, j) - best[j]));
        let stages = at.len() + 1;
        Evidence {
            forward: onward(&weights, n, m, stages, 0),
            backward: back(&weights, m, stages, n),
            from: at.iter().map(|p| onward(&weights, n, m, stages, *p)).collect(),
            to: at.iter().map(|p| back(&weights, m, stages, *p)).collect(),
            at: at.to_vec(),
            minimum_length: m,
            kept,
            series,
            sums,
            gamma,
            data,
            log,
            ln_gammas,
            best,
        }
    }

    /// P(each boundary stands where it does | as many stages), with the counts of year `t` less by
    /// `hits` and `exposure`. The year must keep some exposure.
    pub fn boundaries_without(&self, t: usize, hits: &[f64], exposure: f64) -> Vec<f64> {
        let less: Vec<f64> = self.kept.iter().map(|k| hits[*k]).collect();
        let of_year: Vec<f64> = self.series.hits[t].iter().zip(&less).map(|(y, less)| y - less).collect();
        let data_now = self.gamma.data_term(&of_year, self.series.exposure[t] - exposure);
        let change = data_now - (self.data[t + 1] - self.data[t]);
        let log = |i, j| self.log_without(i, j, &less, exposure) + change;
        self.plain(t, log).unwrap_or_else(|| {
            let changed = self.log.with_year(t, log);
            let stages = self.at.len() + 1;
            let posterior =
                Posterior::new(self.series.len(), self.minimum_length, stages, |i, j| changed.of(i, j));
            let one = |(b, at): (usize, &usize)| posterior.boundary(stages, b + 1)[*at];
            self.at.iter().enumerate().map(one).collect()
        })
    }

    /// Log evidence of years `i..j`, less `hits` and `exposure`, with the years' own terms as they were.
    fn log_without(&self, i: usize, j: usize, hits: &[f64], exposure: f64) -> f64 {
        let e = (self.sums.exposure(i, j) - exposure) / self.gamma.phi();
        let known = &self.ln_gammas[(i * (self.series.len() + 1) + j) * hits.len()..];
        let of_category = |(k, s): (usize, f64)| {
            let now = s - hits[k];
            let ln_gamma = if hits[k] == 0.0 { known[k] } else { self.gamma.ln_gamma(now) };
            self.gamma.of_category(k, now, ln_gamma, e)
        };
        let rates: f64 = self.sums.hits(i, j).enumerate().map(of_category).sum();
        rates + self.data[j] - self.data[i]
    }

    /// The probabilities where the runs that hold year `t` have the log evidence `log(i, j)`; nothing
    /// where plain numbers become too small.
    fn plain(&self, t: usize, log: impl Fn(usize, usize) -> f64) -> Option<Vec<f64>> {
        let (n, m, stages) = (self.series.len(), self.minimum_length, self.at.len() + 1);
        let held = (0..=t).flat_map(|i| ((t + 1).max(i + m)..=n).map(move |j| (i, j)));
        let held: Vec<(usize, usize, f64)> =
            held.map(|(i, j)| (i, j, self.best[i] + log(i, j) - self.best[j])).collect();
        // What all have in common falls out of the probabilities.
        let most = held.iter().map(|(.., off)| *off).fold(f64::NEG_INFINITY, f64::max);
        let mut total = 0.0;
        let mut through = vec![0.0; self.at.len()];
        for (i, j, off) in held {
            let weight = weight(off - most);
            // Ways with `stages` stages, this one among them.
            let joined = |before: &Ways, after: &Ways, stages: usize| -> f64 {
                (0..stages).map(|k| before[k][i] * after[stages - 1 - k][j]).sum::<f64>() * weight
            };
            total += joined(&self.forward, &self.backward, stages);
            for (b, p) in self.at.iter().enumerate() {
                if *p <= i {
                    through[b] += joined(&self.from[b], &self.backward, stages - b - 1);
                } else if *p >= j {
                    through[b] += joined(&self.forward, &self.to[b], b + 1);
                }
            }
        }
        for (b, p) in self.at.iter().enumerate() {
            let rest = if *p <= t { self.forward[b + 1][*p] } else { self.backward[stages - b - 1][*p] };
            through[b] *= rest / total;
        }
        (total > SMALLEST).then_some(through)
    }
}

/// e^`off`, and 0 where there is no way.
fn weight(off: f64) -> f64 {
    if off.is_finite() { exp(off) } else { 0.0 }
}

/// All ways from position `start` on, in up to `stages` stages of at least `m` years.
fn onward(weights: &Runs, n: usize, m: usize, stages: usize, start: usize) -> Ways {
    let mut ways = vec![vec![0.0; n + 1]; stages + 1];
    ways[0][start] = 1.0;
    for k in 1..=stages {
        for j in m..=n {
            ways[k][j] = (0..=j - m).map(|i| ways[k - 1][i] * weights.of(i, j)).sum();
        }
    }
    ways
}

/// All ways back from position `end`, in up to `stages` stages of at least `m` years.
fn back(weights: &Runs, m: usize, stages: usize, end: usize) -> Ways {
    let mut ways = vec![vec![0.0; end + 1]; stages + 1];
    ways[0][end] = 1.0;
    for k in 1..=stages {
        for i in 0..=end.saturating_sub(m) {
            ways[k][i] = (i + m..=end).map(|j| weights.of(i, j) * ways[k - 1][j]).sum();
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> Series {
        let hits = [3, 5, 4, 6, 5, 30, 28, 33, 31, 60, 64, 58, 61];
        Series {
            years: (2000..2013).collect(),
            categories: vec!["a".into(), "none".into(), "b".into()],
            hits: hits.iter().map(|h| vec![f64::from(*h), 0.0, f64::from(40 - h / 2)]).collect(),
            exposure: (0..13).map(|t| 9_000.0 + 100.0 * f64::from(t)).collect(),
            documents: vec![2; 13],
        }
    }

    /// The same from [`Posterior`], on the changed series with the same φ̂ and prior.
    fn slowly(series: &Series, phi: f64, at: &[usize], t: usize, hits: &[f64], exposure: f64) -> Vec<f64> {
        let kept = series.keeping(|k| k != 1);
        let prior = Prior::of(&kept, &Sums::new(&kept), phi);
        let mut changed = kept;
        changed.exposure[t] -= exposure;
        changed.hits[t][0] -= hits[0];
        changed.hits[t][1] -= hits[2];
        let posterior = Posterior::of_counts(&changed, &Sums::new(&changed), &prior, 2, at.len() + 1);
        at.iter().enumerate().map(|(b, i)| posterior.boundary(at.len() + 1, b + 1)[*i]).collect()
    }

    #[test]
    fn as_the_posterior_of_the_changed_series() {
        let series = series();
        for at in [vec![5, 9], vec![5], vec![2, 5, 9]] {
            for t in [0, 1, 4, 5, 8, 11, 12] {
                let evidence = Evidence::new(&series, 1.7, 2, &at);
                let found = evidence.boundaries_without(t, &[2.0, 0.0, 9.0], 3_000.0);
                let expected = slowly(&series, 1.7, &at, t, &[2.0, 0.0, 9.0], 3_000.0);
                for (a, b) in found.iter().zip(&expected) {
                    assert!((a - b).abs() < 1e-9, "{at:?} {t}: {found:?} {expected:?}");
                }
            }
        }
    }

    #[test]
    fn sums_too_small_for_plain_numbers_are_taken_in_logarithms() {
        // Counts so large that two stages are hopeless beside three.
        let mut series = series();
        series.hits.iter_mut().flatten().for_each(|h| *h *= 1_000.0);
        let evidence = Evidence::new(&series, 1.0, 2, &[5]);
        assert_eq!(evidence.plain(3, |i, j| evidence.log.of(i, j)), None);
        let found = evidence.boundaries_without(3, &[1.0, 0.0, 1.0], 10.0);
        let expected = slowly(&series, 1.0, &[5], 3, &[1.0, 0.0, 1.0], 10.0);
        assert!((found[0] - expected[0]).abs() < 1e-9 && found[0].is_finite(), "{found:?} {expected:?}");
    }
}
