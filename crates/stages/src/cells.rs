//! The counts in the form in which the judge computes: one number for each year and category.

use crate::Series;
use libm::exp;
use nianlun_types::Year;

/// Hits and exposure of n years × J categories. Hits may be any numbers from 0 on: replicates have hits that
/// are not whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// The years with texts, ascending; n of them.
    pub years: Vec<Year>,
    /// J.
    pub categories: usize,
    /// Hits of category k in year t at `t·J + k`.
    pub hits: Vec<f64>,
    /// Exposure, at the same place. It differs between categories only after [`Cells::tilted`].
    pub exposure: Vec<f64>,
}

impl Cells {
    /// The cells of `series`.
    pub fn of(series: &Series) -> Self {
        let categories = series.categories.len();
        Cells {
            years: series.years.clone(),
            categories,
            hits: series.hits.iter().flatten().copied().collect(),
            exposure: series.exposure.iter().flat_map(|e| std::iter::repeat_n(*e, categories)).collect(),
        }
    }

    /// n.
    pub fn len(&self) -> usize {
        self.years.len()
    }

    /// Whether there is no year.
    pub fn is_empty(&self) -> bool {
        self.years.is_empty()
    }

    /// The place of year `t` and category `k` in the lists.
    pub fn at(&self, t: usize, k: usize) -> usize {
        t * self.categories + k
    }

    /// Hits of category `k`, by year.
    pub fn hits_of(&self, k: usize) -> impl Iterator<Item = f64> + Clone {
        self.hits.iter().skip(k).step_by(self.categories).copied()
    }

    /// Exposure of category `k`, by year.
    pub fn exposure_of(&self, k: usize) -> impl Iterator<Item = f64> + Clone {
        self.exposure.iter().skip(k).step_by(self.categories).copied()
    }

    /// Whether some category has no hit at all. Such a category has no rate.
    pub fn has_empty_category(&self) -> bool {
        (0..self.categories).any(|k| self.hits_of(k).all(|y| y == 0.0))
    }

    /// The cells without year `t`.
    pub fn without_year(&self, t: usize) -> Self {
        let mut left = self.clone();
        let row = t * self.categories..(t + 1) * self.categories;
        left.years.remove(t);
        left.hits.drain(row.clone());
        left.exposure.drain(row);
        left
    }

    /// The same exposures with other hits.
    pub fn with_hits(&self, hits: Vec<f64>) -> Self {
        Cells {
            years: self.years.clone(),
            categories: self.categories,
            hits,
            exposure: self.exposure.clone(),
        }
    }

    /// The sums of all categories as the one category of another series.
    pub fn yearly_totals(&self) -> Self {
        Cells {
            years: self.years.clone(),
            categories: 1,
            hits: self.hits.chunks(self.categories).map(|year| year.iter().sum()).collect(),
            exposure: self.exposure.iter().step_by(self.categories).copied().collect(),
        }
    }

    /// The calendar years shifted and scaled to −1 … 1: (year − middle)/half range. Missing years keep
    /// their place.
    pub fn scaled_years(&self) -> Vec<f64> {
        let first = f64::from(self.years[0]);
        let last = f64::from(self.years[self.len() - 1]);
        let half = ((last - first) / 2.0).max(1.0);
        self.years.iter().map(|year| (f64::from(*year) - f64::midpoint(first, last)) / half).collect()
    }

    /// The cells with exposures E·e^(β·x), β being the slope of each category. Constant rates over these
    /// exposures are log-linear rates over the plain ones.
    pub fn tilted(&self, slopes: &[f64]) -> Self {
        let mut tilted = self.clone();
        for (year, x) in tilted.exposure.chunks_mut(self.categories).zip(self.scaled_years()) {
            for (cell, slope) in year.iter_mut().zip(slopes) {
                *cell *= exp(slope * x);
            }
        }
        tilted
    }
}

#[cfg(test)]
impl Cells {
    /// Cells for tests: one category with these hits in the first of `years`, 1,000 characters a year.
    pub fn of_one_category(years: impl IntoIterator<Item = Year>, hits: &[f64]) -> Self {
        Cells {
            years: years.into_iter().take(hits.len()).collect(),
            categories: 1,
            hits: hits.to_vec(),
            exposure: vec![1000.0; hits.len()],
        }
    }
}
