//! What is known of a text: said by a person, or found in it.

use nianlun_types::YearRule;
use nianlun_types::{Warning, Year};

/// Everything that a listing may say of a text and that a look at the text may complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Title: as given, else as found, else the name of the file or the identifier.
    pub title: String,
    /// Date, as given or found.
    pub date: Option<String>,
    /// The year, or why none can be told.
    pub year: Result<Year, String>,
    /// The rule that decided the year, where one did.
    pub year_rule: Option<YearRule>,
    /// 文号.
    pub number: Option<String>,
    /// Issuing body.
    pub issuer: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Kind of text.
    pub kind: Option<String>,
    /// What the head of the text says beyond all this, by its keys.
    pub further: Vec<(String, String)>,
    /// Every decision that somebody should check.
    pub doubts: Vec<Warning>,
}
