//! Few years, few documents, small counts.

use super::jumps::jumps;
use crate::Series;
use nianlun_types::{Warning, Year, show_years};

/// Fewer years than this are few.
const FEW_YEARS: usize = 15;

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
