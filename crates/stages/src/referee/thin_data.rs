//! Warnings about the data: too little of it, or unevenly collected.

use super::jumps::jumps;
use crate::Series;
use nianlun_types::{Warning, Year, show_years};

/// Fewer years than this are warned of.
const FEW_YEARS: usize = 15;
/// A year with fewer documents than this is warned of.
const FEW_DOCUMENTS: u64 = 3;
/// So many times the exposure of the year before, or the other way round, is warned of.
const EXPOSURE_JUMP: f64 = 10.0;

/// Warns of few years, missing years, few documents, jumps of exposure, small counts. The series has
/// at least one year.
pub(crate) fn thin_data(series: &Series, warnings: &mut Vec<Warning>) {
    warnings.extend(super::odd_lengths(series));
    warnings.extend(few_years(series));
    warnings.extend(missing_years(series));
    warnings.extend(few_documents(series));
    warnings.extend((1..series.len()).filter_map(|t| exposure_jump(series, t)));
    warnings.extend(jumps(series).iter().map(|jump| Warning::new("collection-jump", jump.sentence())));
    warnings.extend(small_counts(series));
}

fn few_years(series: &Series) -> Option<Warning> {
    let n = series.len();
    (n < FEW_YEARS).then(|| Warning::new("few-years", format!("只有{n}年，分界的位置和阶段数都只能粗略判断")))
}

fn missing_years(series: &Series) -> Option<Warning> {
    let (first, last) = (series.years[0], series.years[series.len() - 1]);
    let missing: Vec<Year> = (first..=last).filter(|y| series.years.binary_search(y).is_err()).collect();
    (!missing.is_empty()).then(|| {
        Warning::new(
            "missing-years",
            format!("{}年没有文本，按缺失处理（不是零）：置换与最短年数按有文本的年份算，趋势、漂移与窗口按日历算", show_years(&missing)),
        )
    })
}

fn few_documents(series: &Series) -> Option<Warning> {
    let years = series.years.iter().zip(&series.documents);
    let few: Vec<Year> =
        years.filter_map(|(year, documents)| (*documents < FEW_DOCUMENTS).then_some(*year)).collect();
    (!few.is_empty()).then(|| {
        Warning::new(
            "few-documents",
            format!("{}个年份的文本少于3篇（{}），单篇文本即可左右该年的词频", few.len(), show_years(&few)),
        )
    })
}

fn exposure_jump(series: &Series, t: usize) -> Option<Warning> {
    let (before, after) = (series.exposure[t - 1], series.exposure[t]);
    (after >= EXPOSURE_JUMP * before || before >= EXPOSURE_JUMP * after).then(|| {
        Warning::new(
            "exposure-jump",
            format!(
                "{}年与上一有文本年份相比，文本总量相差十倍以上，此处的分界可能来自文本来源的变化",
                series.years[t]
            ),
        )
    })
}

/// Less than one hit per year and category on average.
fn small_counts(series: &Series) -> Option<Warning> {
    let hits: f64 = (0..series.categories.len()).map(|k| series.total(k)).sum();
    (hits < (series.len() * series.categories.len()) as f64).then(|| {
        Warning::new(
            "small-counts",
            format!("平均每年每类目不到一次命中（共{hits}次），计数太小，结论很不可靠"),
        )
    })
}
