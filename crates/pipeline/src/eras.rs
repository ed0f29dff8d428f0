//! The spans of years by which a codebook is looked at: the stages of a finished run, or decades.

use nianlun_types::Year;
use std::collections::BTreeSet;
use std::path::Path;

/// Spans of years, in order, and what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Eras {
    /// First and last year of each.
    pub spans: Vec<(Year, Year)>,
    /// Whether they are stages that a run found, rather than decades.
    pub stages: bool,
}

impl Eras {
    /// The stages of the run in `results` if it found any, else the decades of `years`.
    pub fn new(results: Option<&Path>, years: impl Iterator<Item = Year>) -> Self {
        if let Some(spans) = results.and_then(stages) {
            return Eras { spans, stages: true };
        }
        let decades: BTreeSet<Year> = years.map(|year| year.div_euclid(10) * 10).collect();
        Eras { spans: decades.into_iter().map(|first| (first, first + 9)).collect(), stages: false }
    }

    /// The span that holds `year`.
    pub fn of(&self, year: Year) -> Option<usize> {
        self.spans.iter().position(|(first, last)| (*first..=*last).contains(&year))
    }

    /// 1994–1998, or 1990年代.
    pub fn name(&self, at: usize) -> String {
        let (first, last) = self.spans[at];
        if self.stages { format!("{first}–{last}") } else { format!("{first}年代") }
    }
}

/// The stages of a run whose verdict is that there are some.
fn stages(results: &Path) -> Option<Vec<(Year, Year)>> {
    let json = std::fs::read(results.join("stages.json")).ok()?;
    let findings: serde_json::Value = serde_json::from_slice(&json).ok()?;
    if findings["verdict"] != "staged" {
        return None;
    }
    let (names, rows) = nianlun_tables::read(&results.join("stages.parquet")).ok()?;
    let column = |name: &str| names.iter().position(|n| n == name);
    let (first, last) = (column("first_year")?, column("last_year")?);
    let year = |cell: &Option<String>| cell.as_ref()?.parse().ok();
    let spans: Option<Vec<(Year, Year)>> =
        rows.iter().map(|row| Some((year(&row[first])?, year(&row[last])?))).collect();
    spans.filter(|spans| !spans.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_run_decades() {
        let eras = Eras::new(None, [1994, 2003, 2009, 1999].into_iter());
        assert_eq!(eras.spans, [(1990, 1999), (2000, 2009)]);
        assert_eq!((eras.of(1999), eras.of(2010), eras.name(1)), (Some(0), None, "2000年代".to_owned()));
    }
}
