//! The pictures: curves over the stages with the posterior beneath, and the heat map of the profile.

use crate::svg::{Svg, escape, tooltip};
use nianlun_stages::profile::rate_interval;
use nianlun_stages::{Estimate, Verdict};
use nianlun_types::{Category, FrequencyRow, Level, ProfileRow, StageRow, Year, year_runs};
use nianlun_words::Lang;
use std::fmt::Write as _;

const WIDTH: f64 = 760.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 14.0;
/// Height of a panel of curves, and of the posterior.
const PANEL: f64 = 190.0;
const POSTERIOR: f64 = 84.0;

/// Told apart by colour-blind readers too (Okabe & Ito, the yellow left out); dashes and markers tell
/// them apart in print.
pub const COLOURS: [&str; 8] =
    ["#0072b2", "#d55e00", "#009e73", "#aa4499", "#b8860b", "#3d8fc4", "#7a5230", "#555555"];
const DASHES: [&str; 4] = ["", "6 2", "2 2", "8 2 2 2"];

/// Colour of the category in place `at` of its dimension.
pub fn colour(at: usize) -> &'static str {
    COLOURS[at % COLOURS.len()]
}

/// What all panels share: the years along the bottom, stages, boundaries.
pub struct Frame {
    /// First year.
    pub first: Year,
    /// Last year.
    pub last: Year,
    stages: Vec<StageRow>,
    /// Boundaries, each with its 95 % set.
    boundaries: Vec<(Year, Vec<Year>)>,
    /// Published boundaries with the label of the stage that begins.
    published: Vec<(Year, String)>,
    posterior: Vec<(Year, f64)>,
    missing: Vec<Year>,
    gradual: bool,
}

impl Frame {
    /// The frame of these frequencies and stages; `published` are first years and labels.
    pub fn new(rows: &[FrequencyRow], estimate: &Estimate, published: &[(Year, String)]) -> Self {
        let missing = |y: &Year| rows.iter().filter(|r| r.year == *y).all(|r| r.per_10k.is_none());
        let (first, last) = (rows.first().map_or(0, |r| r.year), rows.last().map_or(1, |r| r.year));
        Frame {
            first,
            last,
            stages: estimate.stage_rows(),
            boundaries: estimate.boundaries.iter().map(|b| (b.year, b.years95.clone())).collect(),
            published: published.iter().filter(|(y, _)| (first..=last).contains(y)).cloned().collect(),
            posterior: estimate.boundary_posterior.iter().map(|p| (p.year, p.probability)).collect(),
            missing: (first..=last).filter(missing).collect(),
            gradual: estimate.verdict == Verdict::Gradual,
        }
    }

    fn x(&self, year: f64) -> f64 {
        // Half a year of room at either end.
        let span = f64::from(self.last - self.first) + 1.0;
        LEFT + (year - f64::from(self.first) + 0.5) / span * (WIDTH - LEFT - RIGHT)
    }

    /// Shaded stages, 95 % sets, boundaries and missing years, from `top` to `bottom`.
    fn ground(&self, svg: &mut Svg, top: f64, bottom: f64) {
        let height = bottom - top;
        let edge = |year: Year| self.x(f64::from(year) - 0.5);
        for stage in self.stages.iter().filter(|s| s.stage % 2 == 0) {
            let (from, to) = (edge(stage.first_year), edge(stage.last_year + 1));
            svg.rect("stage", (from, top), (to - from, height), "fill=\"#f1eee6\"", "");
        }
        for (_, years95) in &self.boundaries {
            for (first, last) in year_runs(years95) {
                let (from, to) = (edge(first), edge(last + 1));
                svg.rect(
                    "band95",
                    (from, top),
                    (to - from, height),
                    "fill=\"#d8cfb8\" fill-opacity=\"0.55\"",
                    "",
                );
            }
        }
        for year in &self.missing {
            let from = edge(*year);
            let width = edge(*year + 1) - from;
            svg.rect(
                "missing",
                (from, top),
                (width, height),
                "fill=\"#bbb\" fill-opacity=\"0.35\"",
                &format!("{year}年没有文本"),
            );
        }
        let stroke = if self.gradual {
            "stroke=\"#555\" stroke-width=\"1\" stroke-dasharray=\"3 3\""
        } else {
            "stroke=\"#333\" stroke-width=\"1.4\""
        };
        for (year, _) in &self.boundaries {
            let x = edge(*year);
            svg.push(&format!("<g class=\"boundary\" data-year=\"{year}\">"));
            svg.line("boundary", (x, top), (x, bottom), stroke);
            svg.push("</g>");
        }
    }

    /// Published boundaries as marks above the panels, on one line or two where they are close.
    fn marks(&self, svg: &mut Svg, y: f64) {
        if self.published.is_empty() {
            return;
        }
        svg.text("small", LEFT - 6.0, y + 9.0, "end", 10.0, "已发表");
        for (year, label) in &self.published {
            let x = self.x(f64::from(*year) - 0.5);
            svg.push(&format!(
                "<g class=\"published\" data-year=\"{year}\"><path d=\"M{:.1} {:.1}h9l-4.5 8z\" fill=\"#a3341c\"/></g>",
                x - 4.5,
                y + 2.0
            ));
            let near_end = x > WIDTH - 130.0;
            let (x, anchor) = if near_end { (x - 8.0, "end") } else { (x + 8.0, "start") };
            svg.text("small published", x, y + 10.0, anchor, 10.0, &format!("{year} {label}"));
        }
    }

    fn years(&self, svg: &mut Svg, y: f64) {
        let fits = |step: &Year| (self.last - self.first) / step <= 16;
        let step = [1, 2, 5, 10, 20, 50, 100].into_iter().find(fits).unwrap_or(200);
        for year in (self.first..=self.last).filter(|y| y % step == 0) {
            svg.text("tick", self.x(f64::from(year)), y, "middle", 11.0, &year.to_string());
        }
    }
}

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
    pub fn of(category: &Category, place: usize, rows: &[FrequencyRow], phi: f64, tokens: bool) -> Self {
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

    fn most(&self) -> f64 {
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

/// The main picture: a panel for each dimension, the posterior beneath, published marks above.
pub fn frequencies(frame: &Frame, panels: &[Panel], unit: &str) -> String {
    const GAP: f64 = 34.0;
    let marks = if frame.published.is_empty() { 6.0 } else { 22.0 };
    let posterior = if frame.posterior.is_empty() { 0.0 } else { POSTERIOR + GAP };
    let height = marks + panels.len() as f64 * (PANEL + GAP) + posterior + 22.0;
    let mut svg = Svg::new(WIDTH, height);
    frame.marks(&mut svg, 4.0);
    let mut top = marks;
    for panel in panels {
        // A line of legend, then the plot.
        let plot = top + 24.0;
        let bottom = top + PANEL + GAP - 10.0;
        panel_of_curves(&mut svg, frame, panel, unit, top + 16.0, plot, bottom);
        top += PANEL + GAP;
    }
    if !frame.posterior.is_empty() {
        let (plot, bottom) = (top + 22.0, top + POSTERIOR + GAP - 8.0);
        svg.text("title", LEFT, top + 14.0, "start", 12.0, "该年是新阶段首年的后验概率");
        frame.ground(&mut svg, plot, bottom);
        scale(&mut svg, plot, bottom, 1.0);
        let width = (frame.x(1.0) - frame.x(0.0)) * 0.62;
        for (year, probability) in &frame.posterior {
            let height = probability.min(1.0) * (bottom - plot);
            let x = frame.x(f64::from(*year) - 0.5) - width / 2.0;
            let title = format!("{year}年：{probability:.2}");
            svg.rect("bar", (x, bottom - height), (width, height), "fill=\"#5a6b7b\"", &title);
        }
        svg.line("axis", (LEFT, bottom), (WIDTH - RIGHT, bottom), "stroke=\"#333\"");
        top = bottom;
    }
    frame.years(&mut svg, if posterior > 0.0 { top + 16.0 } else { height - 6.0 });
    svg.finish("figure-frequencies", "逐年词频曲线、阶段与分界的后验概率；数值见图下的表")
}

fn panel_of_curves(
    svg: &mut Svg,
    frame: &Frame,
    panel: &Panel,
    unit: &str,
    legend: f64,
    top: f64,
    bottom: f64,
) {
    let most = round_up(panel.curves.iter().map(Curve::most).fold(0.0, f64::max));
    let y = |rate: f64| bottom - (rate / most).min(1.04) * (bottom - top);
    svg.text("title", LEFT, legend, "start", 12.0, &format!("{}（{unit}）", panel.title));
    let mut x = LEFT + 12.5 * (panel.title.chars().count() + unit.chars().count() + 2) as f64;
    svg.push("<g class=\"legend\">");
    for curve in &panel.curves {
        let colour = colour(curve.place);
        svg.line("", (x, legend - 4.0), (x + 18.0, legend - 4.0), &stroke(curve.place));
        svg.push(&marker(curve.place, x + 9.0, legend - 4.0, colour, ""));
        svg.text("small", x + 22.0, legend, "start", 11.0, &curve.label);
        x += 34.0 + 11.5 * curve.label.chars().count() as f64;
    }
    svg.push("</g>");
    frame.ground(svg, top, bottom);
    scale(svg, top, bottom, most);
    for curve in &panel.curves {
        let colour = colour(curve.place);
        let mut group = format!("<g class=\"curve\" data-category=\"{}\">", escape(&curve.id));
        for run in curve.points.split(|p| p.value.is_none()).filter(|run| !run.is_empty()) {
            let at = |p: &Point, of: fn((u64, f64, f64, f64)) -> f64| {
                let rate = p.value.map_or(0.0, of);
                format!("{:.1},{:.1}", frame.x(f64::from(p.year)), y(rate))
            };
            let there = run.iter().map(|p| at(p, |v| v.3));
            let back = run.iter().rev().map(|p| at(p, |v| v.2));
            let band: Vec<String> = there.chain(back).collect();
            let line: Vec<String> = run.iter().map(|p| at(p, |v| v.1)).collect();
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
                let title =
                    format!("{} {}年：{rate:.2}（{low:.2}–{high:.2}），{hits}次", curve.label, point.year);
                group.push_str(&marker(curve.place, frame.x(f64::from(point.year)), y(rate), colour, &title));
            }
        }
        svg.push(&(group + "</g>"));
    }
    svg.line("axis", (LEFT, bottom), (WIDTH - RIGHT, bottom), "stroke=\"#333\"");
}

fn stroke(place: usize) -> String {
    let dash = DASHES[place % DASHES.len()];
    let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
    format!("stroke=\"{}\" stroke-width=\"1.6\" stroke-linejoin=\"round\"{dash}", colour(place))
}

/// A point in a shape of its own for each of five categories.
fn marker(place: usize, x: f64, y: f64, colour: &str, title: &str) -> String {
    let title = tooltip(title);
    let r = 2.6;
    let path = match place % 5 {
        0 => {
            return format!(
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r}\" fill=\"{colour}\">{title}</circle>"
            );
        }
        1 => format!("M{:.1} {:.1}h{d}v{d}h-{d}z", x - r, y - r, d = 2.0 * r),
        2 => format!("M{:.1} {:.1}h6.4l-3.2-5.8z", x - 3.2, y + r),
        3 => format!("M{x:.1} {:.1}l3.4 3.4l-3.4 3.4l-3.4-3.4z", y - 3.4),
        _ => format!("M{:.1} {:.1}h6.4l-3.2 5.8z", x - 3.2, y - r),
    };
    format!("<path d=\"{path}\" fill=\"{colour}\">{title}</path>")
}

fn scale(svg: &mut Svg, top: f64, bottom: f64, most: f64) {
    for share in [0.5, 1.0] {
        let y = bottom - share * (bottom - top);
        svg.line("grid", (LEFT, y), (WIDTH - RIGHT, y), "stroke=\"#ccc\" stroke-width=\"0.6\"");
        svg.text("tick", LEFT - 6.0, y + 4.0, "end", 11.0, &short(most * share));
    }
    svg.text("tick", LEFT - 6.0, bottom + 4.0, "end", 11.0, "0");
}

/// Colour of a level in the heat map.
pub fn level_colour(level: Level) -> &'static str {
    match level {
        Level::Leading => "#2f6f8f",
        Level::Established => "#8fb8c9",
        Level::Emerging => "#dbe9ee",
        Level::Absent => "#ffffff",
    }
}

/// The heat map: categories × stages, each cell with its level and rate; beside it the published
/// coding of each cell, where `rows` have one.
pub fn heat_map(rows: &[ProfileRow], categories: &[Category], unit: &str) -> String {
    let mut stages: Vec<(u32, String)> = Vec::new();
    for row in rows {
        if stages.last().is_none_or(|(stage, _)| *stage != row.stage) {
            let label = row.label.as_ref().map_or(String::new(), |label| format!("{label} "));
            stages.push((row.stage, format!("{label}{}–{}", row.first_year, row.last_year)));
        }
    }
    let coded = rows.iter().any(|r| r.published_level.is_some());
    let (label, cell) = (84.0, 36.0);
    let column = ((WIDTH - label - 14.0) / stages.len().max(1) as f64).min(170.0);
    let shown: Vec<&Category> =
        categories.iter().filter(|c| rows.iter().any(|r| r.category == c.id)).collect();
    let width = label + column * stages.len() as f64 + 10.0;
    let mut svg = Svg::new(width.max(420.0), 60.0 + cell * shown.len() as f64 + 30.0);
    for (at, (_, name)) in stages.iter().enumerate() {
        let x = label + column * (at as f64 + 0.5);
        svg.text("title", x, 30.0, "middle", 11.0, name);
    }
    for (line, category) in shown.iter().enumerate() {
        let y = 42.0 + cell * line as f64;
        svg.text("tick", label - 8.0, y + cell / 2.0 + 4.0, "end", 12.0, &category.label);
        for (at, (stage, _)) in stages.iter().enumerate() {
            let Some(row) = rows.iter().find(|r| r.stage == *stage && r.category == category.id) else {
                continue;
            };
            let x = label + column * at as f64;
            let fill = format!("fill=\"{}\" stroke=\"#9ab\" stroke-width=\"0.5\"", level_colour(row.level));
            let title = format!(
                "{} {}–{}：{:.2}（{:.2}–{:.2}），{}次",
                category.label, row.first_year, row.last_year, row.per_10k, row.low, row.high, row.hits
            );
            svg.rect("cell", (x + 1.0, y + 1.0), (column - 2.0, cell - 2.0), &fill, &title);
            let text = format!("{} {:.2}", nianlun_words::level(row.level, Lang::Chinese), row.per_10k);
            let ink = if row.level == Level::Leading { "#fff" } else { "#1c2b33" };
            let middle = x + if coded { column * 0.36 } else { column * 0.5 };
            svg.push(&format!(
                "<text x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-size=\"11\" fill=\"{ink}\">{text}</text>",
                y + cell / 2.0 + 4.0
            ));
            if let Some(level) = row.published_level {
                let x = x + column * 0.72;
                let fill = format!("fill=\"{}\" stroke=\"#9ab\" stroke-width=\"0.5\"", level_colour(level));
                svg.rect("cell", (x, y + 6.0), (column * 0.24, cell - 12.0), &fill, "已发表的编码");
                svg.text(
                    "",
                    x + column * 0.12,
                    y + cell / 2.0 + 4.0,
                    "middle",
                    10.0,
                    nianlun_words::level(level, Lang::Chinese),
                );
            }
        }
    }
    let note = if coded {
        format!("格内：由计数得出的层级与词频（{unit}）；右侧小格：已发表的编码")
    } else {
        format!("格内：由计数得出的层级与词频（{unit}）")
    };
    svg.text("small", 8.0, 60.0 + cell * shown.len() as f64 + 14.0, "start", 11.0, &note);
    svg.finish("figure-profile", "各类目在各阶段的层级与词频；数值见表")
}

/// The next of 1, 2, 3, 5 × a power of ten.
fn round_up(value: f64) -> f64 {
    let mut step = 0.01;
    loop {
        for factor in [1.0, 2.0, 3.0, 5.0] {
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
