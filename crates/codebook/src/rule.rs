//! The counting rules.

/// A counting rule, METHOD §1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// At each position the longest term of the whole codebook wins, left to right, no overlaps.
    Longest,
    /// The hits of `Longest` that begin and end on word boundaries of the segmentation.
    Word,
    /// Every term counts, also inside another; a term never overlaps itself.
    Nested,
}

impl Rule {
    /// Every rule with its name in `pipeline.toml`.
    pub const ALL: [(&'static str, Rule); 3] =
        [("longest", Rule::Longest), ("word", Rule::Word), ("nested", Rule::Nested)];

    /// The position of this rule in [`Rule::ALL`].
    pub fn position(self) -> usize {
        Rule::ALL.iter().position(|(_, rule)| *rule == self).unwrap_or(0)
    }
}
