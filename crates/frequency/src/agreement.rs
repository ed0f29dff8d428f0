//! Agreement of coders, and the interval of a share, METHOD §5.

use libm::{fabs, sqrt};
use std::collections::BTreeMap;

/// A share with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The share itself.
    pub share: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Wilson's score interval of `yes` among `n` at 95 %; nothing where `n` is 0. With p = yes/n and z = 1.96:
///
/// (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n)
///
/// Unlike the normal interval p ± z·√(p(1 − p)/n) it stays inside 0..1 and has a width for 10 of 10.
/// Both numbers may be fractions: a line on which two coders differ is half a yes, and the effective size
/// of a weighted sample is no whole number.
pub fn wilson(yes: f64, n: f64) -> Option<Share> {
    const Z: f64 = 1.959_963_984_540_054;
    if n <= 0.0 {
        return None;
    }
    let share = yes / n;
    let z2 = Z * Z;
    let middle = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n));
    // At 0 and 1 rounding could put the share outside its own interval.
    Some(Share { share, low: (middle - half).clamp(0.0, share), high: (middle + half).clamp(share, 1.0) })
}

/// What the values of a coding mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// Names.
    Nominal,
    /// Ranks.
    Ordinal,
    /// Numbers whose differences count.
    Interval,
    /// Numbers with a true zero.
    Ratio,
}

/// Krippendorff's α = 1 − D_o/D_e (Krippendorff 2011). A unit holds the values that its coders gave it, in
/// any order, without a place for coders who gave none. Nothing where α is not defined: no unit has two
/// values, or all values are equal.
pub fn krippendorff(units: &[Vec<f64>], scale: Scale) -> Option<f64> {
    let mut values: Vec<f64> = units.iter().filter(|u| u.len() > 1).flatten().copied().collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let at = |value: &f64| values.partition_point(|v| v < value);
    // The coincidence matrix: each ordered pair of values of a unit counts 1/(m − 1), m values in all.
    let mut pairs: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for unit in units.iter().filter(|u| u.len() > 1) {
        let weight = 1.0 / (unit.len() - 1) as f64;
        for (i, a) in unit.iter().enumerate() {
            for (j, b) in unit.iter().enumerate() {
                if i != j {
                    *pairs.entry((at(a), at(b))).or_insert(0.0) += weight;
                }
            }
        }
    }
    // How often each value stands in a pair.
    let mut totals = vec![0.0; values.len()];
    for ((a, _), weight) in &pairs {
        totals[*a] += weight;
    }
    let n: f64 = totals.iter().sum();
    let distance = |a: usize, b: usize| -> f64 {
        let (low, high) = (a.min(b), a.max(b));
        let difference = match scale {
            _ if a == b => 0.0,
            Scale::Nominal => 1.0,
            Scale::Ordinal => totals[low..=high].iter().sum::<f64>() - (totals[low] + totals[high]) / 2.0,
            Scale::Interval => values[high] - values[low],
            Scale::Ratio => {
                let sum = values[high] + values[low];
                if fabs(sum) > 0.0 { (values[high] - values[low]) / sum } else { 0.0 }
            }
        };
        difference * difference
    };
    // D_o and D_e without their common factors; the last line puts n − 1 back.
    let observed: f64 = pairs.iter().map(|((a, b), weight)| weight * distance(*a, *b)).sum();
    let mut expected = 0.0;
    for a in 0..values.len() {
        for b in 0..values.len() {
            expected += totals[a] * totals[b] * distance(a, b);
        }
    }
    (expected > 0.0).then(|| 1.0 - (n - 1.0) * observed / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_of_four_coders_and_twelve_units() {
        // Krippendorff 2011, «Computing Krippendorff's Alpha-Reliability», part C; 0: no value.
        let coders = [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ];
        let units: Vec<Vec<f64>> =
            (0..12).map(|u| coders.iter().map(|c| f64::from(c[u])).filter(|v| *v > 0.0).collect()).collect();
        for (scale, expected) in [
            (Scale::Nominal, 0.743),
            (Scale::Ordinal, 0.815),
            (Scale::Interval, 0.849),
            (Scale::Ratio, 0.797),
        ] {
            let alpha = krippendorff(&units, scale).expect("defined");
            assert!((alpha - expected).abs() < 5e-4, "{scale:?}: {alpha}");
        }
    }

    #[test]
    fn alpha_of_two_coders_and_ten_units() {
        // The same paper, part A: binary data of two coders.
        let a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0];
        let b = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0];
        let units: Vec<Vec<f64>> = a.iter().zip(b).map(|(a, b)| vec![f64::from(*a), f64::from(b)]).collect();
        let alpha = krippendorff(&units, Scale::Nominal).expect("defined");
        assert!((alpha - 0.095).abs() < 5e-4, "{alpha}");
    }

    #[test]
    fn alpha_where_it_is_not_defined() {
        assert_eq!(krippendorff(&[], Scale::Nominal), None);
        assert_eq!(krippendorff(&[vec![1.0], vec![2.0]], Scale::Nominal), None, "no unit coded twice");
        assert_eq!(krippendorff(&[vec![1.0, 1.0]], Scale::Nominal), None, "no value but one");
        assert_eq!(krippendorff(&[vec![1.0, 1.0], vec![0.0, 0.0]], Scale::Nominal), Some(1.0));
    }

    #[test]
    fn wilson_intervals() {
        // Agresti & Coull 1998 and R's prop.test(x, n, correct = FALSE).
        for (yes, all, low, high) in
            [(8.0, 10.0, 0.4902, 0.9433), (10.0, 10.0, 0.7225, 1.0), (0.0, 10.0, 0.0, 0.2775)]
        {
            let found = wilson(yes, all).expect("some");
            assert!((found.low - low).abs() < 5e-5 && (found.high - high).abs() < 5e-5, "{found:?}");
            assert!(found.low <= found.share && found.share <= found.high);
        }
        assert_eq!(wilson(0.0, 0.0), None);
    }
}
