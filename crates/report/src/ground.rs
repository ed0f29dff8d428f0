//! What lies behind a picture over years, in the report and in the explorer alike: every other stage
//! shaded, the windows of boundaries, years without texts, and the boundaries themselves.

use crate::svg::Svg;
use nianlun_stages::Estimate;
use nianlun_types::{Year, year_runs};
use nianlun_words::{Lang, say};

/// The colour of every other stage.
const STAGE: &str = "#f1eee6";
/// The colour of the windows.
const BAND95: &str = "#d8cfb8";
/// The colour of years without texts.
const MISSING: &str = "#bbb";
/// The colour of boundaries.
const BOUNDARY: &str = "#333";
/// The colour of boundaries in the report where no stages are shown.
const DOUBTFUL: &str = "#555";
/// The colour of published stages.
pub const PUBLISHED: &str = "#a3341c";
/// The colour of the posterior.
pub const POSTERIOR: &str = "#5a6b7b";

/// Where a picture is looked at. The explorer's script finds years by their groups; the report's picture
/// says by itself what a grey year is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A page that is read or printed.
    Report,
    /// The explorer.
    Explorer,
}

/// What lies behind the curves.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// First and last year of every other stage.
    shaded: Vec<(Year, Year)>,
    /// Boundaries, each with the years of its window.
    boundaries: Vec<(Year, Vec<Year>)>,
    /// Years without texts.
    missing: Vec<Year>,
    /// Whether no stages are shown, so that boundaries are dashed.
    doubtful: bool,
}

impl Ground {
    /// The ground of an estimate; `missing` are the years without texts.
    pub fn new(estimate: &Estimate, missing: Vec<Year>) -> Self {
        let even = estimate.stage_spans().into_iter().filter(|row| row.stage % 2 == 0);
        Ground {
            shaded: even.map(|row| (row.first_year, row.last_year)).collect(),
            boundaries: estimate.boundaries.iter().map(|b| (b.year, b.years95.clone())).collect(),
            missing,
            doubtful: !estimate.verdict.shows_stages(),
        }
    }

    /// Draws it between `top` and `bottom`. `extent` gives the left and the right edge of some years, and
    /// nothing for years outside the picture.
    pub fn draw(
        &self,
        svg: &mut Svg,
        medium: Medium,
        extent: impl Fn(Year, Year) -> Option<(f64, f64)>,
        (top, bottom): (f64, f64),
    ) {
        let height = bottom - top;
        for (from, to) in self.shaded.iter().filter_map(|(first, last)| extent(*first, *last)) {
            svg.rect("stage", (from, top), (to - from, height), &format!("fill=\"{STAGE}\""), "");
        }
        for (from, to) in self.bands95(medium).into_iter().filter_map(|(first, last)| extent(first, last)) {
            let fill = format!("fill=\"{BAND95}\" fill-opacity=\"0.55\"");
            svg.rect("band95", (from, top), (to - from, height), &fill, "");
        }
        for year in &self.missing {
            if let Some((from, to)) = extent(*year, *year) {
                draw_missing(svg, medium, *year, (from, top), (to - from, height));
            }
        }
        for (year, _) in &self.boundaries {
            if let Some((x, _)) = extent(*year, *year) {
                svg.push(&format!("<g class=\"boundary\" data-year=\"{year}\">"));
                svg.line("boundary", (x, top), (x, bottom), &self.stroke(medium));
                svg.push("</g>");
            }
        }
    }

    /// First and last year of each piece of the windows: runs of years in the report, single years in the
    /// explorer, whose pictures may begin or end within a run.
    fn bands95(&self, medium: Medium) -> Vec<(Year, Year)> {
        let sets = self.boundaries.iter().map(|(_, years95)| years95);
        match medium {
            Medium::Report => sets.flat_map(|years| year_runs(years)).collect(),
            Medium::Explorer => sets.flatten().map(|year| (*year, *year)).collect(),
        }
    }

    /// The stroke of boundaries.
    fn stroke(&self, medium: Medium) -> String {
        match (medium, self.doubtful) {
            (Medium::Report, true) => {
                format!("stroke=\"{DOUBTFUL}\" stroke-width=\"1\" stroke-dasharray=\"3 3\"")
            }
            (Medium::Explorer, true) => {
                format!("stroke=\"{BOUNDARY}\" stroke-width=\"1.4\" stroke-dasharray=\"5 4\"")
            }
            (Medium::Report | Medium::Explorer, false) => {
                format!("stroke=\"{BOUNDARY}\" stroke-width=\"1.4\"")
            }
        }
    }
}

/// Draws a year without texts.
fn draw_missing(svg: &mut Svg, medium: Medium, year: Year, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let fill = format!("fill=\"{MISSING}\" fill-opacity=\"0.35\"");
    match medium {
        Medium::Report => {
            let title = say::figures::no_texts(Lang::Chinese, year);
            svg.rect("missing", (x, y), (width, height), &fill, &title);
        }
        Medium::Explorer => {
            svg.push(&format!("<g class=\"gap\" data-year=\"{year}\">"));
            svg.rect("missing", (x + 1.0, y), (width - 2.0, height), &fill, "");
            svg.push("</g>");
        }
    }
}
