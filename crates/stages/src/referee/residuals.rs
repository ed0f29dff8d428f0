//! Autocorrelation of what the stages leave unexplained.

use crate::Series;
use crate::cost::Sums;
use crate::search::Segmentation;
use crate::selection::pearson_residuals;
use libm::sqrt;
use nianlun_types::Warning;

/// Lag-1 autocorrelation of the Pearson residuals, over neighbouring years of all categories. The
/// residuals of true stages are noise; if neighbours are alike, the series drifts, and every step
/// method invents stages in it (METHOD §2.8).
///
/// Fitted stages alone give about −K/n, with a standard error of 1/√(nJ); the warning is given two
/// standard errors above that.
pub(crate) fn autocorrelation(
    series: &Series,
    segmentation: &Segmentation,
    warnings: &mut Vec<Warning>,
) -> Option<f64> {
    let (n, categories) = (series.len() as f64, series.categories.len() as f64);
    let residuals = pearson_residuals(series, &Sums::new(series), segmentation);
    let variance: f64 = residuals.iter().flatten().map(|r| r * r).sum();
    if variance <= 0.0 {
        return None;
    }
    let mut product = 0.0;
    for t in 1..series.len() {
        // A missing year separates its neighbours.
        if series.years[t] == series.years[t - 1] + 1 {
            product += residuals[t].iter().zip(&residuals[t - 1]).map(|(a, b)| a * b).sum::<f64>();
        }
    }
    let found = product / variance;
    let stages = segmentation.stage_count() as f64;
    if found > 2.0 / sqrt(n * categories) - stages / n {
        warnings.push(Warning::new(
            "autocorrelated",
            format!(
                "分段之后相邻年份的残差仍然相似（一阶自相关{found:.2}）：序列可能在缓慢漂移，此时任何分段方法都会造出阶段"
            ),
        ));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::referee::jumps::tests::counted;

    #[test]
    fn drift_leaves_autocorrelated_residuals() {
        let series = |hits: &[f64]| Series {
            hits: hits.iter().map(|h| vec![*h]).collect(),
            exposure: vec![1000.0; hits.len()],
            ..counted(&vec![5; hits.len()])
        };
        let one = Segmentation { cost: 0.0, starts: Vec::new() };
        let mut warnings = Vec::new();
        let drift: Vec<f64> = (0..20).map(|t| f64::from(10 + 3 * t)).collect();
        assert!(autocorrelation(&series(&drift), &one, &mut warnings).is_some_and(|r| r > 0.5));
        assert_eq!(warnings[0].code, "autocorrelated");
        warnings.clear();
        let noise = [10.0, 12.0, 9.0, 11.0, 8.0, 12.0, 10.0, 9.0, 12.0, 8.0];
        assert!(autocorrelation(&series(&noise), &one, &mut warnings).is_some_and(|r| r < 0.0));
        assert!(warnings.is_empty());
    }
}
