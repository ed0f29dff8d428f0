//! The decisions of a pipeline that findings depend on beside the counts.

use nianlun_codebook::{Codebook, Rule};
use nianlun_frequency::Exposure;
use nianlun_types::Year;

/// The decisions in force. A run takes them from its pipeline. A reader of a finished run takes them from its
/// provenance: the pipeline may have changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decisions {
    /// First and last year of the study; `None` for the range of years with a text.
    pub years: Option<(Year, Year)>,
    /// Counting rule.
    pub rule: Rule,
    /// The unit of rates: hits per 10,000 of it.
    pub exposure: Exposure,
    /// Dimensions that the stages are estimated from; empty means all.
    pub dimensions: Vec<String>,
    /// Fewest years of a stage and most stages.
    pub stages: nianlun_stages::Settings,
    /// Seed of everything random.
    pub seed: u64,
    /// Whether to simulate how often a corpus like this is judged wrongly.
    pub calibrate: bool,
}

impl Decisions {
    /// Whether the stages rest on the categories of `dimension`.
    pub fn rests_on(&self, dimension: &str) -> bool {
        self.dimensions.is_empty() || self.dimensions.iter().any(|wanted| wanted == dimension)
    }

    /// Positions in the codebook of the categories that the stages rest on.
    pub fn categories(&self, codebook: &Codebook) -> Vec<usize> {
        let all = codebook.categories.iter().enumerate();
        all.filter(|(_, category)| self.rests_on(&category.dimension)).map(|(at, _)| at).collect()
    }
}
