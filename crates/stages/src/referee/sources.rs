//! Changes of the sources.

use libm::fabs;
use nianlun_types::{Warning, Year};
use std::collections::BTreeMap;

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
