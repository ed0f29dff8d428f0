//! The series that stages are looked for in.

use nianlun_types::Year;

/// Counts by year and category with their exposure. Years without a text are not in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    /// Ascending; n of them.
    pub years: Vec<Year>,
    /// Names of the J categories.
    pub categories: Vec<String>,
    /// `hits[t][k]`: hits of category k in year t; n × J.
    pub hits: Vec<Vec<f64>>,
    /// `exposure[t]`: Han characters (or tokens) of year t, all above zero.
    pub exposure: Vec<f64>,
    /// `documents[t]`: documents of year t; only warnings look at it.
    pub documents: Vec<u64>,
}

impl Series {
    /// n, the number of years with texts.
    pub fn len(&self) -> usize {
        self.years.len()
    }

    /// Whether there is no year at all.
    pub fn is_empty(&self) -> bool {
        self.years.is_empty()
    }

    /// Hits of category `k` over all years.
    pub fn total(&self, k: usize) -> f64 {
        self.hits.iter().map(|year| year[k]).sum()
    }

    /// The series with only the categories that `keep` says yes to.
    pub fn keeping(&self, keep: impl Fn(usize) -> bool) -> Series {
        let kept: Vec<usize> = (0..self.categories.len()).filter(|k| keep(*k)).collect();
        Series {
            categories: kept.iter().map(|k| self.categories[*k].clone()).collect(),
            hits: self.hits.iter().map(|year| kept.iter().map(|k| year[*k]).collect()).collect(),
            ..self.clone()
        }
    }
}
