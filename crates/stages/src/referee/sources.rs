//! Changes of the sources.

use libm::fabs;
use nianlun_types::{Warning, Year};
use std::collections::{BTreeMap, BTreeSet};

/// Documents of a year by source.
type Sources = BTreeMap<String, u64>;

/// A year differs from the one before if its distance is above this.
const MOST_DISTANCE: f64 = 0.5;
/// More warnings than this, for more than a third of the years, become one.
const MOST_WARNINGS: usize = 5;

/// Warns of years whose sources differ from those of the year before, and of `boundaries` within a
/// year of them; `documents[t]` are the documents of year t by source. A year differs if more than half
/// of its texts would have to change their source to make the two years alike.
pub fn source_changes(years: &[Year], documents: &[Sources], boundaries: &[Year]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for t in 1..years.len() {
        let (before, after) = (&documents[t - 1], &documents[t]);
        if distance(before, after) <= MOST_DISTANCE {
            continue;
        }
        let near = boundaries.iter().find(|b| (**b - years[t]).abs() <= 1);
        let code = if near.is_some() { "boundary-at-source-change" } else { "source-change" };
        let beside = near.map_or(String::new(), |b| format!("；分界{b}年正落在此处，可能只是来源不同"));
        warnings.push(Warning::new(
            code,
            format!(
                "{}年文本来源改变（“{}”→“{}”）{beside}",
                years[t],
                main_source(before),
                main_source(after)
            ),
        ));
    }
    // A corpus whose sources alternate would be warned of in every year: one warning says it.
    if warnings.len() > MOST_WARNINGS && warnings.len() * 3 > years.len() {
        let changes = warnings.len();
        warnings.retain(|w| w.code == "boundary-at-source-change");
        warnings.push(Warning::new(
            "source-change",
            format!("文本来源逐年变动，{changes}个年份与上一年的来源大半不同"),
        ));
    }
    warnings
}

/// Total variation distance of the shares of the sources.
fn distance(before: &Sources, after: &Sources) -> f64 {
    let share = |year: &Sources, source: &String| {
        let total: u64 = year.values().sum();
        year.get(source).copied().unwrap_or(0) as f64 / total.max(1) as f64
    };
    let sources: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    sources.iter().map(|s| fabs(share(after, s) - share(before, s))).sum::<f64>() / 2.0
}

/// The source with most documents.
fn main_source(year: &Sources) -> &str {
    year.iter().max_by_key(|(_, n)| **n).map_or("", |(source, _)| source)
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
