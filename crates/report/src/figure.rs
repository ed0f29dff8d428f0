//! Figures as SVG: a curve for each category over the shaded stages, and the posterior beneath.

use nianlun_stages::Estimate;
use nianlun_types::{Category, FrequencyRow, StageRow, Year, year_runs};
use std::fmt::Write as _;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 190.0;
const LEFT: f64 = 48.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 26.0;

/// What all figures of a page share: the years along the bottom, stages, boundaries.
pub struct Frame {
    first: Year,
    last: Year,
    stages: Vec<StageRow>,
    /// Boundaries, each with its 95 % set.
    boundaries: Vec<(Year, Vec<Year>)>,
    published: Vec<Year>,
}

impl Frame {
    /// The frame of these frequencies and stages.
    pub fn new(rows: &[FrequencyRow], estimate: &Estimate) -> Self {
        Frame {
            first: rows.first().map_or(0, |r| r.year),
            last: rows.last().map_or(1, |r| r.year),
            stages: estimate.stage_rows(),
            boundaries: estimate.boundaries.iter().map(|b| (b.year, b.years95.clone())).collect(),
            published: estimate.published.as_ref().map_or_else(Vec::new, |p| p.boundaries.clone()),
        }
    }

    fn x(&self, year: f64) -> f64 {
        let span = f64::from((self.last - self.first).max(1));
        LEFT + (year - f64::from(self.first)) / span * (WIDTH - LEFT - RIGHT)
    }

    fn y(share: f64) -> f64 {
        HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
    }

    /// Opens the picture: shaded stages, boundaries, published marks, the years.
    fn open(&self, title: &str) -> String {
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
            escape(title)
        );
        let (bottom, height) = (Self::y(0.0), HEIGHT - TOP - BOTTOM);
        for stage in self.stages.iter().filter(|s| s.stage % 2 == 0) {
            let (from, to) =
                (self.x(f64::from(stage.first_year) - 0.5), self.x(f64::from(stage.last_year) + 0.5));
            let _ = write!(
                svg,
                "<rect class=\"stage\" x=\"{from:.1}\" y=\"{TOP}\" width=\"{:.1}\" height=\"{height}\"/>",
                to.min(WIDTH - RIGHT) - from
            );
        }
        for (year, years95) in &self.boundaries {
            let at = |y: Year| self.x(f64::from(y) - 0.5);
            for (first, last) in year_runs(years95) {
                let _ = write!(
                    svg,
                    "<rect class=\"band\" x=\"{:.1}\" y=\"{TOP}\" width=\"{:.1}\" height=\"{height}\"/>",
                    at(first),
                    at(last + 1).min(WIDTH - RIGHT) - at(first)
                );
            }
            let x = at(*year);
            let _ = write!(
                svg,
                "<line class=\"boundary\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{TOP}\" y2=\"{bottom}\"/>"
            );
        }
        for year in &self.published {
            let x = self.x(f64::from(*year) - 0.5);
            let _ = write!(
                svg,
                "<path class=\"published\" d=\"M{:.1} 4h8l-4 9z\"><title>已发表分界 {year}</title></path>",
                x - 4.0
            );
        }
        let step =
            [1, 2, 5, 10, 20, 50].into_iter().find(|s| (self.last - self.first) / s <= 14).unwrap_or(100);
        for year in (self.first..=self.last).filter(|y| y % step == 0) {
            let _ = write!(
                svg,
                "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{year}</text>",
                self.x(f64::from(year)),
                HEIGHT - 8.0
            );
        }
        let _ = write!(
            svg,
            "<line class=\"axis\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{bottom}\" y2=\"{bottom}\"/>",
            WIDTH - RIGHT
        );
        svg
    }

    fn scale(svg: &mut String, most: f64) {
        for share in [0.5, 1.0] {
            let y = Self::y(share);
            let _ = write!(
                svg,
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                WIDTH - RIGHT,
                LEFT - 6.0,
                y + 4.0,
                short(most * share),
            );
        }
    }
}

/// The rates of one category by year; missing years are missing.
pub struct Curve<'r> {
    label: &'r str,
    points: Vec<(Year, Option<f64>, Option<u64>)>,
}

impl<'r> Curve<'r> {
    /// The curve of `category`.
    pub fn of(category: &'r Category, rows: &[FrequencyRow]) -> Self {
        let own = rows.iter().filter(|r| r.category == category.id);
        Curve { label: &category.label, points: own.map(|r| (r.year, r.per_10k, r.hits)).collect() }
    }
}

/// One category's curve; a missing year is a gap.
pub fn curve(frame: &Frame, curve: &Curve<'_>) -> String {
    let most = round_up(curve.points.iter().filter_map(|p| p.1).fold(0.0, f64::max));
    let mut svg = frame.open(&format!("{}：逐年词频曲线，数值见文末表格", curve.label));
    Frame::scale(&mut svg, most);
    for run in curve.points.split(|p| p.1.is_none()).filter(|run| !run.is_empty()) {
        let places = run.iter().filter_map(|(year, rate, _)| {
            rate.map(|r| format!("{:.1},{:.1}", frame.x(f64::from(*year)), Frame::y(r / most)))
        });
        let _ =
            write!(svg, "<polyline class=\"curve\" points=\"{}\"/>", places.collect::<Vec<_>>().join(" "));
    }
    for (year, rate, hits) in &curve.points {
        if let (Some(rate), Some(hits)) = (rate, hits) {
            let _ = write!(
                svg,
                "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"2.4\"><title>{year}：{rate:.2}（{hits}次）</title></circle>",
                frame.x(f64::from(*year)),
                Frame::y(rate / most),
            );
        }
    }
    svg + "</svg>"
}

/// The probability that a stage begins in each year.
pub fn posterior(frame: &Frame, estimate: &Estimate) -> String {
    if estimate.boundary_posterior.is_empty() {
        return String::new();
    }
    let mut svg = frame.open("每年是新阶段首年的后验概率");
    Frame::scale(&mut svg, 1.0);
    let width = (frame.x(f64::from(frame.first) + 1.0) - frame.x(f64::from(frame.first))) * 0.6;
    for p in &estimate.boundary_posterior {
        let top = Frame::y(p.probability.min(1.0));
        let _ = write!(
            svg,
            "<rect class=\"bar\" x=\"{:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{:.1}\"><title>{}：{:.2}</title></rect>",
            frame.x(f64::from(p.year) - 0.5) - width / 2.0,
            Frame::y(0.0) - top,
            p.year,
            p.probability
        );
    }
    svg + "</svg>"
}

/// The next of 1, 2, 5 × a power of ten.
fn round_up(value: f64) -> f64 {
    let mut step = 0.01;
    loop {
        for factor in [1.0, 2.0, 5.0] {
            if value <= step * factor {
                return step * factor;
            }
        }
        step *= 10.0;
    }
}

fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
