//! Report: results → pages and pictures that a scholar looks at.
//!
//! `report.html` is one file without network: text, tables, pictures, script and the font that it
//! needs. `summary.html` is a page without script. The pictures come as SVG with outlined glyphs, as
//! PNG at journal size, and with their data as CSV.

mod data;
mod figure;
mod font;
mod ground;
mod page;
mod svg;
mod words;

pub use figure::COLOURS;
pub use font::{FONT, Fault, PRINTER, Printer};
pub use ground::{Ground, Medium, POSTERIOR, PUBLISHED};
pub use svg::{Svg, escape, tooltip};
pub use words::finding;

use nianlun_codebook::{Rule, Unit};
use nianlun_frequency::Exposure;
use nianlun_stages::stability::Stability;
use nianlun_stages::{Estimate, Settings};
use nianlun_text::Line;
use nianlun_types::{
    Category, Dimension, DocumentRow, FrequencyRow, HitRow, KeynessRow, ProfileRow, Quarantined,
    SensitivityRow, StageSet, TermRow, Year,
};
use nianlun_words::Lang;

/// Everything that the pages show.
pub struct Report<'r> {
    /// Name of the pipeline.
    pub name: &'r str,
    /// Version of nianlun.
    pub version: &'r str,
    /// What a reader must know about the texts.
    pub note: Option<&'r str>,
    /// Documents, in the order that hits refer to.
    pub documents: &'r [DocumentRow],
    /// What was guessed of tables: file and guess.
    pub guesses: Vec<(String, String)>,
    /// Texts set aside.
    pub quarantined: &'r [Quarantined],
    /// What rates are taken per 10,000 of.
    pub exposure: Exposure,
    /// The counting rule.
    pub rule: Rule,
    /// The passages in which hits count; nothing for whole texts.
    pub scope: Option<Scope<'r>>,
    /// Minimum length and largest number of stages.
    pub settings: Settings,
    /// Seed of the replicates.
    pub seed: u64,
    /// Categories in the order of the codebook.
    pub categories: &'r [Category],
    /// Dimensions in the order of the codebook.
    pub dimensions: &'r [Dimension],
    /// Terms in the order of the codebook.
    pub terms: Vec<CodebookTerm>,
    /// Frequencies, years × categories.
    pub frequencies: &'r [FrequencyRow],
    /// The stages.
    pub estimate: &'r Estimate,
    /// Their stability.
    pub stability: Option<&'r Stability>,
    /// The stages when one decision is made otherwise.
    pub sensitivity: &'r [SensitivityRow],
    /// Stage profiles.
    pub profile: &'r [ProfileRow],
    /// Terms and their part in categories.
    pub term_rows: &'r [TermRow],
    /// Terms that mark stages.
    pub keyness: &'r [KeynessRow],
    /// For each counting rule the hits of each category.
    pub by_rule: Vec<(Rule, Vec<u64>)>,
    /// Hits, by document and place.
    pub hits: &'r [HitRow],
    /// Their lines, where they are few.
    pub lines: Option<&'r [Line]>,
    /// The published stages.
    pub published: Option<PublishedStages>,
    /// Configuration files with their hashes.
    pub inputs: &'r [(String, String)],
    /// Programs with their versions.
    pub versions: Vec<(&'static str, String)>,
}

/// The passages in which hits count.
pub struct Scope<'r> {
    /// Sentences or paragraphs.
    pub unit: Unit,
    /// A passage counts if it contains one of these.
    pub anchors: &'r [String],
}

/// Published stages, as the report names them.
pub struct PublishedStages {
    /// Where they were published.
    pub source: String,
    /// First years and labels of the stages but the first.
    pub boundaries: Vec<(Year, String)>,
}

/// A term of the codebook, as the report prints it.
#[derive(Debug, Clone, serde::Serialize)]
pub struct CodebookTerm {
    /// The term.
    pub term: String,
    /// Spellings that count as it.
    pub variants: Vec<String>,
    /// Longer strings that absorb it.
    pub not: Vec<String>,
    /// First year in which it can occur.
    pub since: Option<Year>,
    /// Why it stands where it stands.
    pub note: Option<String>,
    /// Positions of its categories.
    pub categories: Vec<u32>,
}

impl Report<'_> {
    fn tokens(&self) -> bool {
        self.exposure == Exposure::Tokens
    }

    /// The Chinese label of a dimension; its id where it has none.
    fn dimension_label<'d>(&'d self, id: &'d str) -> &'d str {
        self.dimensions.iter().find(|dimension| dimension.id == id).map_or(id, |dimension| &dimension.label)
    }

    /// The unit of rates in Chinese.
    fn unit(&self) -> &'static str {
        words::unit(self.exposure, Lang::Chinese)
    }

    fn phi(&self) -> f64 {
        self.estimate.phi.unwrap_or(1.0)
    }
}

/// A picture of the report.
pub struct Picture {
    /// Its name, e.g. `frequencies`.
    pub name: &'static str,
    /// As it stands in a page, its text as text.
    pub svg: String,
    csv: Vec<u8>,
}

impl Picture {
    /// The files of the picture, with their names in the results folder: what it shows as CSV, and
    /// for print as PNG and as SVG with its text as outlines. This takes the longest of all that
    /// this crate does.
    ///
    /// # Errors
    /// A fault in a picture of ours.
    pub fn print(&self) -> Result<Vec<(String, Vec<u8>)>, Fault> {
        let (svg, png) = font::PRINTER.print(&self.svg)?;
        let files = [("csv", self.csv.clone()), ("png", png), ("svg", svg.into_bytes())];
        Ok(files.map(|(ending, bytes)| (format!("figures/{}.{ending}", self.name), bytes)).into())
    }
}

/// The pictures of the report; the curves come first.
///
/// # Errors
/// A fault in the data behind a picture.
pub fn pictures(report: &Report<'_>) -> Result<Vec<Picture>, Fault> {
    let panels = page::panels(report);
    let none = Vec::new();
    let published = report.published.as_ref().map_or(&none, |p| &p.boundaries);
    let frame = figure::Frame::new(report.frequencies, report.estimate, published);
    let svg = figure::frequencies(&frame, &panels, report.unit());
    let mut pictures = vec![Picture { name: "frequencies", svg, csv: data::frequencies(report)? }];
    for (set, name) in [(StageSet::Found, "profile"), (StageSet::Published, "profile-published")] {
        let rows: Vec<ProfileRow> = report.profile.iter().filter(|r| r.stages == set).cloned().collect();
        if !rows.is_empty() {
            let svg = figure::heat_map(&rows, report.categories, report.unit());
            pictures.push(Picture { name, svg, csv: data::profile(&rows)? });
        }
    }
    Ok(pictures)
}

/// The pages of the report, with their names in the results folder.
///
/// # Errors
/// A fault in a template of ours.
pub fn pages(report: &Report<'_>, pictures: &[Picture]) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let panels = page::panels(report);
    let curves = pictures.first().map_or("", |picture| &picture.svg);
    let pictures: Vec<(&str, &str)> = pictures.iter().map(|p| (p.name, p.svg.as_str())).collect();
    Ok(vec![
        ("report.html".to_owned(), page::report(report, &panels, &pictures)?.into_bytes()),
        ("summary.html".to_owned(), page::summary(report, curves)?.into_bytes()),
    ])
}
