//! What all panels of a picture share: the years along the bottom, what lies behind the curves, marks above.

use super::style::short;
use crate::ground::{Ground, Medium, PUBLISHED};
use crate::svg::Svg;
use nianlun_stages::Estimate;
use nianlun_types::{FrequencyRow, Year};
use nianlun_words::{Lang, say};

pub(super) const WIDTH: f64 = 760.0;
pub(super) const LEFT: f64 = 52.0;
pub(super) const RIGHT: f64 = 14.0;

/// What all panels share.
pub struct Frame {
    first: Year,
    last: Year,
    ground: Ground,
    /// Published boundaries with the label of the stage that begins.
    pub(super) published: Vec<(Year, String)>,
    /// The probability that a stage begins in each year.
    pub(super) posterior: Vec<(Year, f64)>,
    /// Whether the verdict shows stages.
    pub(super) shown: bool,
}

impl Frame {
    /// The frame of these frequencies and stages; `published` are first years and labels.
    pub fn new(rows: &[FrequencyRow], estimate: &Estimate, published: &[(Year, String)]) -> Self {
        let missing = |y: &Year| rows.iter().filter(|r| r.year == *y).all(|r| r.per_10k.is_none());
        let (first, last) = (rows.first().map_or(0, |r| r.year), rows.last().map_or(1, |r| r.year));
        Frame {
            first,
            last,
            ground: Ground::new(estimate, (first..=last).filter(missing).collect()),
            published: published.iter().filter(|(y, _)| (first..=last).contains(y)).cloned().collect(),
            shown: estimate.verdict.shows_stages(),
            posterior: estimate.boundary_posterior.iter().map(|p| (p.year, p.probability)).collect(),
        }
    }

    /// Where a year lies; halves are the edges of years.
    pub(super) fn x(&self, year: f64) -> f64 {
        // Half a year of room at either end.
        let span = f64::from(self.last - self.first) + 1.0;
        LEFT + (year - f64::from(self.first) + 0.5) / span * (WIDTH - LEFT - RIGHT)
    }

    /// Draws what lies behind the curves, from `top` to `bottom`.
    pub(super) fn draw_ground(&self, svg: &mut Svg, top: f64, bottom: f64) {
        let edge = |year: Year| self.x(f64::from(year) - 0.5);
        let extent = |first: Year, last: Year| Some((edge(first), edge(last + 1)));
        self.ground.draw(svg, Medium::Report, extent, (top, bottom));
    }

    /// Published boundaries as marks above the panels, on one line or two where they are close.
    pub(super) fn draw_published(&self, svg: &mut Svg, y: f64) {
        if self.published.is_empty() {
            return;
        }
        svg.text("small", LEFT - 6.0, y + 9.0, "end", 10.0, say::figures::published(Lang::Chinese));
        for (year, label) in &self.published {
            let x = self.x(f64::from(*year) - 0.5);
            svg.push(&format!(
                "<g class=\"published\" data-year=\"{year}\"><path d=\"M{:.1} {:.1}h9l-4.5 8z\" fill=\"{PUBLISHED}\"/></g>",
                x - 4.5,
                y + 2.0
            ));
            let near_end = x > WIDTH - 130.0;
            let (x, anchor) = if near_end { (x - 8.0, "end") } else { (x + 8.0, "start") };
            svg.text("small published", x, y + 10.0, anchor, 10.0, &format!("{year} {label}"));
        }
    }

    /// Draws the years along the bottom, as many as have room.
    pub(super) fn draw_years(&self, svg: &mut Svg, y: f64) {
        let fits = |step: &Year| (self.last - self.first) / step <= 16;
        let step = [1, 2, 5, 10, 20, 50, 100].into_iter().find(fits).unwrap_or(200);
        for year in (self.first..=self.last).filter(|y| y % step == 0) {
            svg.text("tick", self.x(f64::from(year)), y, "middle", 11.0, &year.to_string());
        }
    }
}

/// Draws the lines across with their values: none, half and all of `most`.
pub(super) fn draw_scale(svg: &mut Svg, top: f64, bottom: f64, most: f64) {
    for share in [0.5, 1.0] {
        let y = bottom - share * (bottom - top);
        svg.line("grid", (LEFT, y), (WIDTH - RIGHT, y), "stroke=\"#ccc\" stroke-width=\"0.6\"");
        svg.text("tick", LEFT - 6.0, y + 4.0, "end", 11.0, &short(most * share));
    }
    svg.text("tick", LEFT - 6.0, bottom + 4.0, "end", 11.0, "0");
}
