//! The series in which stages are sought.

use nianlun_types::Year;

/// Counts by year and category with their exposure. Years without a text are left out.
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
    /// `documents[t]`: documents of year t, for warnings only.
    pub documents: Vec<u64>,
}

impl Series {
    /// n, the number of years with texts.
    pub fn len(&self) -> usize {
        self.years.len()
    }

    /// Whether there is no year.
    pub fn is_empty(&self) -> bool {
        self.years.is_empty()
    }

    /// Hits of category `k` over all years.
    pub fn total(&self, k: usize) -> f64 {
        self.hits.iter().map(|year| year[k]).sum()
    }

    /// The series with only the categories for which `keep` is true.
    pub fn keeping(&self, keep: impl Fn(usize) -> bool) -> Series {
        let kept: Vec<usize> = (0..self.categories.len()).filter(|k| keep(*k)).collect();
        Series {
            categories: kept.iter().map(|k| self.categories[*k].clone()).collect(),
            hits: self.hits.iter().map(|year| kept.iter().map(|k| year[*k]).collect()).collect(),
            ..self.clone()
        }
    }

    /// Rates per 10,000 units of exposure, for the methods that read values.
    pub fn rates(&self) -> Values {
        let rate = |(hits, e): (&Vec<f64>, &f64)| hits.iter().map(|y| y * 10_000.0 / e).collect();
        Values {
            years: self.years.clone(),
            categories: self.categories.clone(),
            values: self.hits.iter().zip(&self.exposure).map(rate).collect(),
        }
    }
}

/// Measured values by year and category, where there are no counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values {
    /// Ascending; n of them.
    pub years: Vec<Year>,
    /// Names of the J categories.
    pub categories: Vec<String>,
    /// `values[t][k]`: n × J.
    pub values: Vec<Vec<f64>>,
}

impl Values {
    /// The values of category `k`, by year.
    fn column(&self, k: usize) -> Vec<f64> {
        self.values.iter().map(|year| year[k]).collect()
    }

    /// The values with each category shifted to mean 0 and scaled to sample variance 1, so that no
    /// category outweighs another by its unit. A single category keeps its values; one of several that
    /// never changes becomes 0.
    pub fn standardised(&self) -> Values {
        if self.categories.len() < 2 {
            return self.clone();
        }
        let mut scaled = self.clone();
        for k in 0..self.categories.len() {
            let column = self.column(k);
            let deviation = standard_deviation(&column);
            let mean = column.iter().sum::<f64>() / column.len().max(1) as f64;
            for year in &mut scaled.values {
                year[k] = if deviation > 0.0 { (year[k] - mean) / deviation } else { 0.0 };
            }
        }
        scaled
    }
}

/// Sample standard deviation (n − 1); 0 for fewer than two values.
pub(crate) fn standard_deviation(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    if values.len() < 2 {
        return 0.0;
    }
    let mean = values.iter().sum::<f64>() / n;
    libm::sqrt(values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0))
}

/// The data that a method reads.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// Counts with exposure: every method.
    Counts(Series),
    /// Values: the methods that need no counts (`gauss`, `coniss`, `vnc`).
    Values(Values),
}

impl Data {
    /// Years, ascending.
    pub fn years(&self) -> &[Year] {
        match self {
            Data::Counts(series) => &series.years,
            Data::Values(values) => &values.years,
        }
    }

    /// The values, or the rates of the counts.
    pub fn to_values(&self) -> Values {
        match self {
            Data::Counts(series) => series.rates(),
            Data::Values(values) => values.clone(),
        }
    }

    /// Names of the categories.
    pub fn categories(&self) -> &[String] {
        match self {
            Data::Counts(series) => &series.categories,
            Data::Values(values) => &values.categories,
        }
    }
}
