//! Word statistics, METHOD §5: keyness of terms in a part of the corpus, and dispersion of a term.

use libm::{fabs, log, log2};

/// Log-likelihood G² = 2·Σ O·ln(O/E) of a term that stands `a` times among `of_a` units and `b` times among
/// `of_b`, over all four cells of the table term/other × part/rest (Dunning 1993). An empty cell adds 0.
pub fn log_likelihood(a: f64, of_a: f64, b: f64, of_b: f64) -> f64 {
    let (rest_a, rest_b) = (of_a - a, of_b - b);
    let all = of_a + of_b;
    let cell = |observed: f64, row: f64, column: f64| {
        if observed > 0.0 { observed * log(observed * all / (row * column)) } else { 0.0 }
    };
    // Row totals of the table; `of_a` and `of_b` are its column totals.
    let term = a + b;
    let other = rest_a + rest_b;
    2.0 * (cell(a, term, of_a) + cell(b, term, of_b) + cell(rest_a, other, of_a) + cell(rest_b, other, of_b))
}

/// Log-ratio log2((a/of_a) / (b/of_b)) (Hardie 2014). A count of zero is replaced by ½, so that the
/// ratio stays finite.
pub fn log_ratio(a: f64, of_a: f64, b: f64, of_b: f64) -> f64 {
    let at_least = |count: f64| if count > 0.0 { count } else { 0.5 };
    log2((at_least(a) / of_a) / (at_least(b) / of_b))
}

/// Dispersion of a term over the parts of a corpus: Gries' deviation of proportions (DP).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dispersion {
    /// DP = ½·Σ|f_i/f − s_i/s|, from 0 (spread as the text is) towards 1 (all in one small part).
    pub dp: f64,
    /// DP / (1 − min s_i/s), whose largest value is 1.
    pub dp_norm: f64,
}

/// The dispersion of a term. Each part gives (f_i, s_i): its hits of the term and its size in units.
/// Nothing where there are no hits or no text.
pub fn dispersion(parts: impl Iterator<Item = (f64, f64)> + Clone) -> Option<Dispersion> {
    let (mut hits, mut size, mut smallest) = (0.0, 0.0, f64::INFINITY);
    for (f, s) in parts.clone() {
        hits += f;
        size += s;
        smallest = f64::min(smallest, s);
    }
    if hits <= 0.0 || size <= 0.0 {
        return None;
    }
    let dp = parts.map(|(f, s)| fabs(f / hits - s / size)).sum::<f64>() / 2.0;
    let most = 1.0 - smallest / size;
    Some(Dispersion { dp, dp_norm: if most > 0.0 { dp / most } else { 0.0 } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_answers() {
        // METHOD §6.
        let ll = log_likelihood(10.0, 10.0, 3.0, 31767.0);
        assert!((ll - 167.23).abs() < 0.005, "{ll}");
        let ratio = log_ratio(206523.0, 959641.0, 178174.0, 1562358.0);
        assert!((ratio - 0.9162).abs() < 5e-5, "{ratio}");
        let hits = [1.0, 2.0, 3.0, 4.0, 5.0];
        let found = dispersion(hits.iter().map(|f| (*f, 10.0))).expect("dispersion");
        assert!((found.dp - 0.2).abs() < 1e-12 && (found.dp_norm - 0.25).abs() < 1e-12);
    }

    #[test]
    fn edges() {
        assert_eq!(dispersion([(0.0, 10.0)].into_iter()), None);
        assert_eq!(dispersion([(3.0, 10.0)].into_iter()).map(|d| (d.dp, d.dp_norm)), Some((0.0, 0.0)));
        assert!(log_likelihood(0.0, 100.0, 0.0, 100.0).abs() < 1e-12);
        assert!(log_ratio(0.0, 100.0, 4.0, 100.0).is_finite());
    }
}
