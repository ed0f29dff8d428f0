//! The main picture: a panel of curves for each dimension, and the posterior of boundaries beneath.

use super::frame::{Frame, LEFT, RIGHT, WIDTH, draw_scale};
use super::style::{colour, marker, round_up, stroke};
use crate::ground::POSTERIOR;
use crate::svg::{Svg, escape};
use nianlun_stages::profile::rate_interval;
use nianlun_types::{Category, FrequencyRow, Year};
use nianlun_words::{Lang, say};
use std::fmt::Write as _;

/// Height of a panel of curves.
const PANEL: f64 = 190.0;
/// Height of the posterior.
const BARS: f64 = 84.0;
/// Room between panels.
const GAP: f64 = 34.0;

/// The rates of one category by year.
pub struct Curve {
    /// Category.
    pub id: String,
    /// Its label.
    pub label: String,
    /// Place in its dimension.
    pub place: usize,
    /// In order of year; missing years are missing.
    pub points: Vec<Point>,
}

/// One year of a curve.
pub struct Point {
    /// Year.
    pub year: Year,
    /// Hits, rate, and the ends of its 95 % interval; nothing for a missing year.
    pub value: Option<(u64, f64, f64, f64)>,
}

impl Curve {
    /// The curve of `category`; `phi` widens the intervals, `tokens` takes words for the exposure.
    pub fn new(category: &Category, place: usize, rows: &[FrequencyRow], phi: f64, tokens: bool) -> Self {
        let point = |row: &FrequencyRow| {
            let exposure = if tokens { row.tokens } else { row.han_characters };
            let value = match (row.hits, row.per_10k, exposure) {
                (Some(hits), Some(rate), Some(exposure)) => {
                    let (low, high) = rate_interval(hits as f64, exposure as f64, phi);
                    Some((hits, rate, low, high))
                }
                _ => None,
            };
            Point { year: row.year, value }
        };
        Curve {
            id: category.id.clone(),
            label: category.label.clone(),
            place,
            points: rows.iter().filter(|r| r.category == category.id).map(point).collect(),
        }
    }

    /// The highest rate.
    fn highest(&self) -> f64 {
        self.points.iter().filter_map(|p| p.value.map(|v| v.1)).fold(0.0, f64::max)
    }
}

/// A panel: the curves of one dimension.
pub struct Panel {
    /// Title, e.g. 创新类型.
    pub title: String,
    /// Its curves.
    pub curves: Vec<Curve>,
}

/// The main picture: published marks above, a panel for each dimension, the posterior beneath.
pub fn frequencies(frame: &Frame, panels: &[Panel], unit: &str) -> String {
    let marks = if frame.published.is_empty() { 6.0 } else { 22.0 };
    let posterior = if frame.posterior.is_empty() { 0.0 } else { BARS + GAP };
    let height = marks + panels.len() as f64 * (PANEL + GAP) + posterior + 22.0;
    let mut svg = Svg::new(WIDTH, height);
    frame.draw_published(&mut svg, 4.0);
    let mut top = marks;
    for panel in panels {
        draw_panel(&mut svg, frame, panel, unit, top);
        top += PANEL + GAP;
    }
    let years =
        if frame.posterior.is_empty() { height - 6.0 } else { draw_posterior(&mut svg, frame, top) + 16.0 };
    frame.draw_years(&mut svg, years);
    svg.finish("figure-frequencies", say::figures::frequencies_described(Lang::Chinese))
}

/// Draws the posterior as bars at the beginning of each year; returns its lower edge.
fn draw_posterior(svg: &mut Svg, frame: &Frame, top: f64) -> f64 {
    let (plot, bottom) = (top + 22.0, top + BARS + GAP - 8.0);
    let title = if frame.shown {
        say::figures::posterior(Lang::Chinese)
    } else {
        say::figures::posterior_if(Lang::Chinese)
    };
    svg.text("title", LEFT, top + 14.0, "start", 12.0, title);
    frame.draw_ground(svg, plot, bottom);
    draw_scale(svg, plot, bottom, 1.0);
    let width = (frame.x(1.0) - frame.x(0.0)) * 0.62;
    for (year, probability) in &frame.posterior {
        let height = probability.min(1.0) * (bottom - plot);
        let x = frame.x(f64::from(*year) - 0.5) - width / 2.0;
        let title = say::figures::posterior_of(Lang::Chinese, year, probability);
        svg.rect("bar", (x, bottom - height), (width, height), &format!("fill=\"{POSTERIOR}\""), &title);
    }
    svg.line("axis", (LEFT, bottom), (WIDTH - RIGHT, bottom), "stroke=\"#333\"");
    bottom
}

/// Draws a line of legend and the curves of one dimension below `top`.
fn draw_panel(svg: &mut Svg, frame: &Frame, panel: &Panel, unit: &str, top: f64) {
    draw_legend(svg, panel, unit, top + 16.0);
    let (top, bottom) = (top + 24.0, top + PANEL + GAP - 10.0);
    let most = round_up(panel.curves.iter().map(Curve::highest).fold(0.0, f64::max));
    // Rates just above the scale are drawn; what is higher is cut off.
    let y = |rate: f64| bottom - (rate / most).min(1.04) * (bottom - top);
    frame.draw_ground(svg, top, bottom);
    draw_scale(svg, top, bottom, most);
    for curve in &panel.curves {
        draw_curve(svg, frame, curve, &y);
    }
    svg.line("axis", (LEFT, bottom), (WIDTH - RIGHT, bottom), "stroke=\"#333\"");
}

/// Draws the title of a panel and, beside it, the names of its curves.
fn draw_legend(svg: &mut Svg, panel: &Panel, unit: &str, y: f64) {
    svg.text("title", LEFT, y, "start", 12.0, &say::figures::panel_title(Lang::Chinese, &panel.title, unit));
    let mut x = LEFT + 12.5 * (panel.title.chars().count() + unit.chars().count() + 2) as f64;
    svg.push("<g class=\"legend\">");
    for curve in &panel.curves {
        svg.line("", (x, y - 4.0), (x + 18.0, y - 4.0), &stroke(curve.place));
        svg.push(&marker(curve.place, x + 9.0, y - 4.0, colour(curve.place), ""));
        svg.text("small", x + 22.0, y, "start", 11.0, &curve.label);
        x += 34.0 + 11.5 * curve.label.chars().count() as f64;
    }
    svg.push("</g>");
}

/// Draws the intervals, the line and the points of a curve; a missing year interrupts the line.
fn draw_curve(svg: &mut Svg, frame: &Frame, curve: &Curve, y: &impl Fn(f64) -> f64) {
    let colour = colour(curve.place);
    let mut group = format!("<g class=\"curve\" data-category=\"{}\">", escape(&curve.id));
    for run in curve.points.split(|p| p.value.is_none()).filter(|run| !run.is_empty()) {
        let place = |p: &Point, rate: fn((u64, f64, f64, f64)) -> f64| {
            let rate = p.value.map_or(0.0, rate);
            format!("{:.1},{:.1}", frame.x(f64::from(p.year)), y(rate))
        };
        // The band goes along the upper ends and comes back along the lower ones.
        let upper = run.iter().map(|p| place(p, |v| v.3));
        let lower = run.iter().rev().map(|p| place(p, |v| v.2));
        let band: Vec<String> = upper.chain(lower).collect();
        let line: Vec<String> = run.iter().map(|p| place(p, |v| v.1)).collect();
        let _ = write!(
            group,
            "<polygon class=\"interval\" points=\"{}\" fill=\"{colour}\" fill-opacity=\"0.09\"/><polyline class=\"line\" points=\"{}\" fill=\"none\" {}/>",
            band.join(" "),
            line.join(" "),
            stroke(curve.place)
        );
    }
    for point in &curve.points {
        if let Some((hits, rate, low, high)) = point.value {
            let interval = say::figures::rate(Lang::Chinese, rate, low, high);
            let title = say::figures::point(Lang::Chinese, &curve.label, point.year, interval, hits);
            group.push_str(&marker(curve.place, frame.x(f64::from(point.year)), y(rate), colour, &title));
        }
    }
    svg.push(&(group + "</g>"));
}
