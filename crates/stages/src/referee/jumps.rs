//! Lasting jumps of what was collected.

use crate::Series;
use crate::result::Boundary;
use libm::{fabs, log};
use nianlun_types::{Warning, Year};

/// Documents or texts that become so many times more, or fewer, are a jump.
const JUMP: f64 = 2.5;
/// Years on either side over which a jump is measured, by their median.
const AROUND: usize = 3;

/// A year from which on lastingly more, or fewer, texts were collected.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Jump {
    year: Year,
    /// Documents or exposure, in Chinese.
    what: &'static str,
    /// Median of the years before.
    before: f64,
    /// Median of the years from this one on.
    after: f64,
}

impl Jump {
    fn size(&self) -> f64 {
        fabs(log(self.after / self.before))
    }

    pub(super) fn sentence(&self) -> String {
        format!(
            "{}年起{}由每年约{:.0}变为约{:.0}（前后各{AROUND}年的中位数）：收集的范围变了，原始次数会画出虚假的阶段，只可比较词频率，且前后文本未必同类",
            self.year, self.what, self.before, self.after
        )
    }
}

/// Lasting jumps of the number of documents or of the exposure, by year.
pub(crate) fn jumps(series: &Series) -> Vec<Jump> {
    let documents: Vec<f64> = series.documents.iter().map(|d| *d as f64).collect();
    let mut found = lasting_jumps(&series.years, &documents, "文本篇数");
    for jump in lasting_jumps(&series.years, &series.exposure, "文本总量") {
        // More documents are more text; one warning is enough.
        if !found.iter().any(|other| (other.year - jump.year).abs() <= 1) {
            found.push(jump);
        }
    }
    found.sort_by_key(|jump| jump.year);
    found
}

/// The jumps of `values`. The medians on both sides jump in several successive years around one change;
/// of such a run of years, the one with the largest change from the year before is taken.
fn lasting_jumps(years: &[Year], values: &[f64], what: &'static str) -> Vec<Jump> {
    let n = values.len();
    let mut found = Vec::new();
    let mut run: Vec<(f64, Jump)> = Vec::new();
    for t in 0..=n {
        match jump_at(t, years, values, what) {
            Some(jump) => run.push((fabs(log(values[t].max(1.0) / values[t - 1].max(1.0))), jump)),
            None => {
                let largest = run.drain(..).reduce(|best, other| if other.0 > best.0 { other } else { best });
                found.extend(largest.map(|(_, jump)| jump));
            }
        }
    }
    found
}

/// The jump at position `t`, if the medians before and after differ so much. It takes two years on
/// either side: a single odd year is no lasting jump.
fn jump_at(t: usize, years: &[Year], values: &[f64], what: &'static str) -> Option<Jump> {
    let n = values.len();
    if t < 2 || t + 2 > n {
        return None;
    }
    let before = median(&values[t.saturating_sub(AROUND)..t]);
    let after = median(&values[t..(t + AROUND).min(n)]);
    let jump = Jump { year: years[t], what, before, after };
    (before > 0.0 && after > 0.0 && jump.size() >= log(JUMP)).then_some(jump)
}

pub(super) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    if n % 2 == 1 { sorted[n / 2] } else { (sorted[n / 2 - 1] + sorted[n / 2]) / 2.0 }
}

/// Warns of boundaries within a year of a jump: the collection may have made them.
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

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::referee) fn counted(documents: &[u64]) -> Series {
        Series {
            years: (2000..2000 + documents.len() as Year).collect(),
            categories: vec!["a".into()],
            hits: documents.iter().map(|d| vec![*d as f64]).collect(),
            exposure: documents.iter().map(|d| *d as f64 * 30.0).collect(),
            documents: documents.to_vec(),
        }
    }

    #[test]
    fn a_lasting_jump_is_found_and_a_single_odd_year_is_not() {
        let years = |d: &[u64]| jumps(&counted(d)).iter().map(|j| j.year).collect::<Vec<_>>();
        assert_eq!(years(&[240, 250, 230, 260, 900, 1600, 1400, 1000]), [2004]);
        assert_eq!(years(&[240, 250, 230, 260, 2000, 240, 250, 230]), [0; 0]);
        assert_eq!(years(&[900, 800, 850, 820, 100, 90, 110, 120]), [2004]);
        assert_eq!(years(&[1; 8]), [0; 0]);
    }
}
