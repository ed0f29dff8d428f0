//! The decisions that findings depend on beside the counts: what a pipeline sets.

use nianlun_codebook::{Codebook, Rule};
use nianlun_frequency::Exposure;
use nianlun_types::Year;

/// The decisions in force. A run takes them from its pipeline; whoever looks at a finished run again
/// takes them from its provenance, never from today's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decisions {
    /// First and last year of the study; nothing for all years with a text.
    pub years: Option<(Year, Year)>,
    /// Counting rule.
    pub rule: Rule,
    /// What rates are taken per 10,000 of.
    pub exposure: Exposure,
    /// Dimensions that the stages are estimated from; empty means all.
    pub dimensions: Vec<String>,
    /// Fewest years of a stage and most stages.
    pub stages: nianlun_stages::Settings,
    /// Seed of everything random.
    pub seed: u64,
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
