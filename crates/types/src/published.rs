//! Stages that somebody published, to compare with.

use crate::{Level, Year};
use std::collections::BTreeMap;

/// Published stages as `published-stages.toml` gives them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedStages {
    /// Where they were published.
    pub source: String,
    /// In order; at least two.
    pub stages: Vec<PublishedStage>,
}

/// One published stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedStage {
    /// What it was called.
    pub label: String,
    /// The same in English, where the file has it.
    pub label_en: Option<String>,
    /// Its last year; nothing for the final stage.
    pub last: Option<Year>,
    /// How present each category was said to be in it, where that was published.
    pub coding: BTreeMap<String, Level>,
}

impl PublishedStages {
    /// First year of every stage but the first.
    pub fn boundaries(&self) -> Vec<Year> {
        self.stages.iter().filter_map(|stage| stage.last.map(|year| year + 1)).collect()
    }
}
