//! Warnings that a referee would raise, raised first.

use crate::estimate::residuals;
use crate::result::Boundary;
use crate::search::Segmentation;
use crate::{Series, enumerate};
use libm::{fabs, log, sqrt};
use nianlun_types::{Warning, Year, show_years};
use std::collections::BTreeMap;

/// Fewer years than this are few.
const FEW_YEARS: usize = 15;
/// Documents or texts that become so many times more, or fewer, are a jump.
const JUMP: f64 = 2.5;
/// Years on either side that a jump is measured over, by their median.
const AROUND: usize = 3;

/// Few years, missing years, few documents, jumps of exposure, small counts.
pub(crate) fn thin_data(series: &Series, warnings: &mut Vec<Warning>) {
    let n = series.len();
    if n < FEW_YEARS {
        warnings.push(Warning::new("few-years", format!("只有{n}年，分界的位置和阶段数都只能粗略判断")));
    }
    let (first, last) = (series.years[0], series.years[n - 1]);
    let missing: Vec<Year> = (first..=last).filter(|y| series.years.binary_search(y).is_err()).collect();
    if !missing.is_empty() {
        warnings.push(Warning::new(
            "missing-years",
            format!("{}年没有文本，按缺失处理（不是零），前后两年视为相邻", show_years(&missing)),
        ));
    }
    let few: Vec<Year> = series
        .years
        .iter()
        .zip(&series.documents)
        .filter_map(|(year, documents)| (*documents < 3).then_some(*year))
        .collect();
    if !few.is_empty() {
        warnings.push(Warning::new(
            "few-documents",
            format!("{}个年份的文本少于3篇（{}），单篇文本即可左右该年的词频", few.len(), show_years(&few)),
        ));
    }
    for t in 1..n {
        let (before, after) = (series.exposure[t - 1], series.exposure[t]);
        if after >= 10.0 * before || before >= 10.0 * after {
            warnings.push(Warning::new(
                "exposure-jump",
                format!(
                    "{}年与上一有文本年份相比，文本总量相差十倍以上，此处的分界可能来自文本来源的变化",
                    series.years[t]
                ),
            ));
        }
    }
    for jump in jumps(series) {
        warnings.push(Warning::new("collection-jump", jump.sentence()));
    }
    let hits: f64 = (0..series.categories.len()).map(|k| series.total(k)).sum();
    if hits < (n * series.categories.len()) as f64 {
        warnings.push(Warning::new(
            "small-counts",
            format!("平均每年每类目不到一次命中（共{hits}次），计数太小，结论很不可靠"),
        ));
    }
}

/// A year from which on lastingly more, or fewer, texts were collected.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Jump {
    year: Year,
    what: &'static str,
    before: f64,
    after: f64,
}

impl Jump {
    fn size(&self) -> f64 {
        fabs(log(self.after / self.before))
    }

    fn sentence(&self) -> String {
        format!(
            "{}年起{}由每年约{:.0}变为约{:.0}（前后各{AROUND}年的中位数）：收集的范围变了，原始次数会画出虚假的阶段，只可比较词频率，且前后文本未必同类",
            self.year, self.what, self.before, self.after
        )
    }
}

/// Lasting jumps of the number of documents or of the exposure.
pub(crate) fn jumps(series: &Series) -> Vec<Jump> {
    let documents: Vec<f64> = series.documents.iter().map(|d| *d as f64).collect();
    let mut found = lasting(&series.years, &documents, "文本篇数");
    for jump in lasting(&series.years, &series.exposure, "文本总量") {
        // More documents are more text; one warning is enough.
        if !found.iter().any(|other| (other.year - jump.year).abs() <= 1) {
            found.push(jump);
        }
    }
    found.sort_by_key(|jump| jump.year);
    found
}

fn lasting(years: &[Year], values: &[f64], what: &'static str) -> Vec<Jump> {
    let n = values.len();
    let at = |t: usize| -> Option<Jump> {
        if t < 2 || t + 2 > n {
            return None;
        }
        let before = median(&values[t.saturating_sub(AROUND)..t]);
        let after = median(&values[t..(t + AROUND).min(n)]);
        let jump = Jump { year: years[t], what, before, after };
        (before > 0.0 && after > 0.0 && jump.size() >= log(JUMP)).then_some(jump)
    };
    // Of neighbouring years that all look like it, the one where the change from the year before is
    // largest.
    let mut found = Vec::new();
    let mut run: Vec<(f64, Jump)> = Vec::new();
    for t in 0..=n {
        match (t < n).then(|| at(t)).flatten() {
            Some(jump) => run.push((fabs(log(values[t].max(1.0) / values[t - 1].max(1.0))), jump)),
            None => {
                let largest = run.drain(..).reduce(|best, other| if other.0 > best.0 { other } else { best });
                found.extend(largest.map(|(_, jump)| jump));
            }
        }
    }
    found
}

fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    if n % 2 == 1 { sorted[n / 2] } else { (sorted[n / 2 - 1] + sorted[n / 2]) / 2.0 }
}

/// A boundary within a year of a jump is suspect.
pub(crate) fn boundaries_at_jumps(series: &Series, boundaries: &[Boundary], warnings: &mut Vec<Warning>) {
    for jump in jumps(series) {
        if let Some(boundary) = boundaries.iter().find(|b| (b.year - jump.year).abs() <= 1) {
            warnings.push(Warning::new(
                "boundary-at-jump",
                format!(
                    "分界{}年正落在{}突变之处（{}年，约{:.0}→{:.0}）：可能是收集造成的假阶段，请先核对文本来源",
                    boundary.year, jump.what, jump.year, jump.before, jump.after
                ),
            ));
        }
    }
}

/// Lag-1 autocorrelation of the Pearson residuals, over neighbouring years of all categories. What is
/// left after the stages should be noise; if neighbours are alike, the series drifts, and every step
/// method invents stages in it (METHOD §2.8).
///
/// The residuals of fitted stages lean to negative values by themselves, about −K/n; the warning is
/// given above −K/n + 2/√(nJ).
pub(crate) fn autocorrelation(
    series: &Series,
    segmentation: &Segmentation,
    warnings: &mut Vec<Warning>,
) -> Option<f64> {
    let (n, categories) = (series.len() as f64, series.categories.len() as f64);
    let residuals = residuals(series, segmentation);
    let variance: f64 = residuals.iter().flatten().map(|r| r * r).sum();
    if variance <= 0.0 {
        return None;
    }
    let mut product = 0.0;
    for t in 1..series.len() {
        if series.years[t] == series.years[t - 1] + 1 {
            product += residuals[t].iter().zip(&residuals[t - 1]).map(|(a, b)| a * b).sum::<f64>();
        }
    }
    let found = product / variance;
    let stages = (segmentation.starts.len() + 1) as f64;
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

/// Where the make-up of the sources changes: `documents[t]` are the documents of year t by source.
/// A year differs from the one before if more than half of the texts would have to change their
/// source to make the two alike (total variation distance above ½).
pub fn source_changes(
    years: &[Year],
    documents: &[BTreeMap<String, u64>],
    boundaries: &[Year],
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for t in 1..years.len() {
        let share = |t: usize, source: &String| {
            let total: u64 = documents[t].values().sum();
            documents[t].get(source).copied().unwrap_or(0) as f64 / total.max(1) as f64
        };
        let sources: std::collections::BTreeSet<&String> =
            documents[t - 1].keys().chain(documents[t].keys()).collect();
        let moved: f64 = sources.iter().map(|s| fabs(share(t, s) - share(t - 1, s))).sum::<f64>() / 2.0;
        if moved <= 0.5 {
            continue;
        }
        let main = |t: usize| documents[t].iter().max_by_key(|(_, n)| **n).map_or("", |(s, _)| s.as_str());
        let near = boundaries.iter().find(|b| (**b - years[t]).abs() <= 1);
        let code = if near.is_some() { "boundary-at-source-change" } else { "source-change" };
        let beside = near.map_or(String::new(), |b| format!("；分界{b}年正落在此处，可能只是来源不同"));
        warnings.push(Warning::new(
            code,
            format!("{}年文本来源改变（“{}”→“{}”）{beside}", years[t], main(t - 1), main(t)),
        ));
    }
    // A corpus that mixes freely would be warned of every year: say it once.
    if warnings.len() > 5 && warnings.len() * 3 > years.len() {
        let first = warnings.len();
        warnings.retain(|w| w.code == "boundary-at-source-change");
        warnings.push(Warning::new(
            "source-change",
            format!("文本来源逐年变动，{first}个年份与上一年的来源大半不同"),
        ));
    }
    warnings
}

/// How many ways there are to cut the series: a reminder of how much was tried.
pub fn segmentations_tried(n: usize, minimum_length: usize, maximum: usize) -> u64 {
    (1..=maximum).map(|stages| enumerate::count(n, stages, minimum_length)).fold(0, u64::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(documents: &[u64]) -> Series {
        Series {
            years: (2000..2000 + documents.len() as Year).collect(),
            categories: vec!["a".into()],
            hits: documents.iter().map(|d| vec![*d as f64]).collect(),
            exposure: documents.iter().map(|d| *d as f64 * 30.0).collect(),
            documents: documents.to_vec(),
        }
    }

    #[test]
    fn a_lasting_jump_is_told_from_a_single_odd_year() {
        let years = |d: &[u64]| jumps(&counted(d)).iter().map(|j| j.year).collect::<Vec<_>>();
        assert_eq!(years(&[240, 250, 230, 260, 900, 1600, 1400, 1000]), [2004]);
        assert_eq!(years(&[240, 250, 230, 260, 2000, 240, 250, 230]), [0; 0]);
        assert_eq!(years(&[900, 800, 850, 820, 100, 90, 110, 120]), [2004]);
        assert_eq!(years(&[1; 8]), [0; 0]);
    }

    #[test]
    fn a_change_of_sources_is_named() {
        let one = |source: &str| BTreeMap::from([(source.to_owned(), 2u64)]);
        let documents = [one("年鉴"), one("年鉴"), one("政策"), one("政策")];
        let found = source_changes(&[2000, 2001, 2002, 2003], &documents, &[2003]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, "boundary-at-source-change");
        assert!(found[0].message.contains("2002年文本来源改变（“年鉴”→“政策”）"));
        assert!(source_changes(&[2000, 2001], &documents[..2], &[]).is_empty());
    }

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
