//! Report: turns results into pages and pictures for scholars.
//!
//! `report.html` is one file that needs no network: it holds text, tables, pictures, script and font. `summary.html` is a page without script. The pictures come as SVG with outlined glyphs, as
//! PNG at journal size, and with their data as CSV.

mod data;
mod figure;
mod font;
mod ground;
mod page;
mod subset;
mod svg;
mod words;

pub use figure::COLOURS;
pub use font::{FONT, Fault, PRINTER, Printer};
pub use ground::{Ground, Medium, POSTERIOR, PUBLISHED};
pub use svg::{Svg, escape, tooltip};
pub use words::{comparisons, finding, grounds, stages_sentence};

use nianlun_codebook::{Rule, Unit};
use nianlun_frequency::Exposure;
use nianlun_stages::simulate::Calibration;
use nianlun_stages::stability::Stability;
use nianlun_stages::{Estimate, Settings};
use nianlun_text::Line;
use nianlun_types::{
    Category, Dimension, DocumentRow, FrequencyRow, HitRow, KeynessRow, ProfileRow, Quarantined,
    SensitivityRow, StageSet, TermRow, Year,
};
use nianlun_words::{Lang, say};

/// Everything that the pages show.
pub struct Report<'r> {
    /// Name of the pipeline.
    pub name: &'r str,
    /// Version of nianlun.
    pub version: &'r str,
    /// A note of the pipeline for all readers.
    pub note: Option<&'r str>,
    /// Documents, in the order that hits refer to.
    pub documents: &'r [DocumentRow],
    /// Files whose table layout was guessed, each with the guess.
    pub guesses: Vec<(String, String)>,
    /// Texts set aside.
    pub quarantined: &'r [Quarantined],
    /// The denominator of rates.
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
    /// The estimate of stages.
    pub estimate: &'r Estimate,
    /// The stability of the stages; nothing where none were found.
    pub stability: Option<&'r Stability>,
    /// How often a corpus like this is judged wrongly, where that was asked for.
    pub calibration: Option<&'r Calibration>,
    /// The stages after a change of one decision.
    pub sensitivity: &'r [SensitivityRow],
    /// Stage profiles.
    pub profile: &'r [ProfileRow],
    /// Each term with its share of its category.
    pub term_rows: &'r [TermRow],
    /// Terms that mark stages.
    pub keyness: &'r [KeynessRow],
    /// The hits of each category by each counting rule.
    pub by_rule: Vec<(Rule, Vec<u64>)>,
    /// Hits, ordered by document and position.
    pub hits: &'r [HitRow],
    /// The line of each hit; nothing where there are too many.
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
    /// Longer strings in which it does not count.
    pub not: Vec<String>,
    /// Whether it is met inside longer numbers and Latin words too.
    pub inside: bool,
    /// First year in which it can occur.
    pub since: Option<Year>,
    /// Why the codebook has it in its categories.
    pub note: Option<String>,
    /// Positions of its categories.
    pub categories: Vec<u32>,
}

impl Report<'_> {
    /// Whether words are the denominator.
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

    /// The overdispersion; 1 where it could not be estimated.
    fn phi(&self) -> f64 {
        self.estimate.phi.unwrap_or(1.0)
    }
}

/// A picture of the report.
pub struct Picture {
    /// Its name, e.g. `frequencies`.
    pub name: &'static str,
    /// SVG for a page, with its text as text.
    pub svg: String,
    csv: Vec<u8>,
}

impl Picture {
    /// The files of the picture, with their names in the results folder: its data as CSV, and for print a PNG
    /// and an SVG with its text as outlines. Drawing the PNG is the slowest part of this crate.
    ///
    /// # Errors
    /// A picture of this crate is broken.
    pub fn print(&self) -> Result<Vec<(String, Vec<u8>)>, Fault> {
        let (svg, png) = font::PRINTER.print(&self.svg)?;
        let files = [("csv", self.csv.clone()), ("png", png), ("svg", svg.into_bytes())];
        Ok(files.map(|(ending, bytes)| (format!("figures/{}.{ending}", self.name), bytes)).into())
    }
}

/// The pictures of the report; the curves come first.
///
/// # Errors
/// The data of a picture cannot be written as CSV.
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
            let shown = set == StageSet::Published || report.estimate.verdict.shows_stages();
            let heading = if shown { "" } else { say::figures::profile_if(Lang::Chinese) };
            let svg = figure::heat_map(&rows, report.categories, report.unit(), heading);
            pictures.push(Picture { name, svg, csv: data::profile(&rows)? });
        }
    }
    Ok(pictures)
}

/// The pages of the report, with their names in the results folder.
///
/// # Errors
/// A template of this crate is broken.
pub fn pages(report: &Report<'_>, pictures: &[Picture]) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let panels = page::panels(report);
    let curves = pictures.first().map_or("", |picture| &picture.svg);
    let pictures: Vec<(&str, &str)> = pictures.iter().map(|p| (p.name, p.svg.as_str())).collect();
    Ok(vec![
        ("report.html".to_owned(), page::report(report, &panels, &pictures)?.into_bytes()),
        ("summary.html".to_owned(), page::summary(report, curves)?.into_bytes()),
    ])
}
