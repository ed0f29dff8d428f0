//! The chart over years: stages shaded, gaps left, points, lines and bands.
//!
//! The server draws it, so that it needs no script, every year in it is a link, and SVG and PNG are the
//! same drawing. Chart libraries would need inline styles, which the page's security policy forbids.

mod ground;

use crate::run::Run;
use nianlun_report::{Svg, escape, tooltip};
use nianlun_types::Year;
use nianlun_words::Lang;
use std::fmt::Write as _;

const WIDTH: f64 = 960.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 16.0;
const PLOT: f64 = 320.0;
const DASHES: [&str; 4] = ["", "7 3", "2 3", "9 3 2 3"];

/// A value with its 95 % interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The value.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A year along the bottom.
pub struct Column {
    /// The year.
    pub year: Year,
    /// Whether it has no texts.
    pub missing: bool,
    /// The sentence that is read out for it.
    pub readout: String,
    /// The address that it links to.
    pub link: String,
}

/// One curve.
pub struct Curve {
    /// Its label in the legend.
    pub label: String,
    /// Its colour.
    pub colour: &'static str,
    /// Its points, one a column; gaps are gaps.
    pub points: Vec<Option<Point>>,
    /// The smoothed line; the points stay as counted.
    pub smoothed: Option<Vec<Option<f64>>>,
}

/// A chart.
pub struct Chart {
    /// The name and unit of the values.
    pub title: String,
    /// The years in order.
    pub columns: Vec<Column>,
    /// The curves.
    pub curves: Vec<Curve>,
    /// Whether intervals are drawn.
    pub bands: bool,
    /// Added to the title where an interval goes beyond the picture.
    pub beyond: &'static str,
    /// The largest possible value, if there is one.
    pub most: Option<f64>,
    /// Whether values are drawn as bars at the beginning of their year, as for boundaries.
    pub bars: bool,
    /// Whether years are links.
    pub links: bool,
    /// The language of the labels.
    pub lang: Lang,
    /// The picture in words, for screen readers.
    pub description: String,
}

impl Chart {
    /// Draws it over the stages of the run.
    pub fn draw(&self, run: &Run) -> String {
        let rows = self.legend_rows();
        let marks = if run.published.is_empty() { 6.0 } else { 28.0 };
        let top = 22.0 + rows as f64 * 18.0 + marks;
        let bottom = top + PLOT;
        let mut svg = Svg::new(WIDTH, bottom + 26.0);
        let (step, highest) = self.heights();
        let beyond = self.bands && self.points().any(|point| point.high > highest);
        let title = format!("{}{}", self.title, if beyond { self.beyond } else { "" });
        svg.text("title", LEFT, 14.0, "start", 12.0, &title);
        self.legend(&mut svg, 32.0);
        self.ground(&mut svg, run, top, bottom);
        self.published(&mut svg, run, top);
        scale(&mut svg, step, highest, top, bottom);
        let y = |value: f64| bottom - (value / highest).clamp(0.0, 1.02) * (bottom - top);
        if self.bands {
            self.curves.iter().for_each(|curve| self.band(&mut svg, curve, &y));
        }
        for (at, curve) in self.curves.iter().enumerate() {
            if self.bars {
                self.bars(&mut svg, curve, bottom, &y);
            } else {
                self.curve(&mut svg, curve, at, &y);
            }
        }
        svg.line("axis", (LEFT, bottom), (WIDTH - RIGHT, bottom), "stroke=\"#333\"");
        self.years(&mut svg, bottom + 17.0);
        if self.links {
            self.columns(&mut svg, top, bottom);
        }
        svg.finish("chart", &self.description)
    }

    /// The middle of a column; halves are its edges.
    fn x(&self, at: f64) -> f64 {
        LEFT + (at + 0.5) / self.columns.len().max(1) as f64 * (WIDTH - LEFT - RIGHT)
    }

    /// The left edge of a year, if it is in the picture.
    fn edge(&self, year: Year) -> Option<f64> {
        let first = self.columns.first()?.year;
        let at = f64::from(year - first);
        (0.0..=self.columns.len() as f64).contains(&at).then(|| self.x(at - 0.5))
    }

    /// Left and right edge of the years that are in the picture; nothing where none is.
    fn extent(&self, from: Year, to: Year) -> Option<(f64, f64)> {
        let (first, last) = (self.columns.first()?.year, self.columns.last()?.year);
        let (from, to) = (from.max(first), to.min(last));
        if from > to {
            return None;
        }
        Some((self.edge(from)?, self.edge(to + 1)?))
    }

    fn legend_width(label: &str) -> f64 {
        let wide: f64 = label.chars().map(|c| if c.is_ascii() { 6.4 } else { 12.0 }).sum();
        wide + 46.0
    }

    fn legend_rows(&self) -> usize {
        let (mut rows, mut x) = (1, LEFT);
        for curve in &self.curves {
            let wide = Self::legend_width(&shortened(&curve.label));
            if x + wide > WIDTH - RIGHT && x > LEFT {
                (rows, x) = (rows + 1, LEFT);
            }
            x += wide;
        }
        rows
    }

    fn legend(&self, svg: &mut Svg, mut y: f64) {
        let mut x = LEFT;
        for (at, curve) in self.curves.iter().enumerate() {
            let label = shortened(&curve.label);
            let wide = Self::legend_width(&label);
            if x + wide > WIDTH - RIGHT && x > LEFT {
                (x, y) = (LEFT, y + 18.0);
            }
            let stroke = format!(
                "stroke=\"{}\" stroke-width=\"2.4\" stroke-dasharray=\"{}\"",
                curve.colour,
                DASHES[at / 2 % 4]
            );
            svg.line("", (x, y - 4.0), (x + 24.0, y - 4.0), &stroke);
            svg.text("label", x + 30.0, y, "start", 12.0, &label);
            x += wide;
        }
    }

    fn points(&self) -> impl Iterator<Item = &Point> {
        self.curves.iter().flat_map(|curve| curve.points.iter().flatten())
    }

    /// The step of the scale and its highest value. It is above all values, and above their intervals too
    /// unless wide intervals would flatten the curves.
    fn heights(&self) -> (f64, f64) {
        let smoothed =
            self.curves.iter().flat_map(|curve| curve.smoothed.iter().flatten().flatten().copied());
        let most = self.points().map(|point| point.value).chain(smoothed).fold(0.0, f64::max);
        let ends = self.points().map(|point| point.high).fold(most, f64::max);
        let room = if self.bands { ends.min(most * 2.5) } else { most };
        steps(self.most.map_or(room, |limit| room.min(limit)))
    }

    fn band(&self, svg: &mut Svg, curve: &Curve, y: &impl Fn(f64) -> f64) {
        for run in runs(&curve.points) {
            let mut path = String::new();
            let half = if run.len() == 1 { 0.3 } else { 0.0 };
            let ends = |at: usize| [at as f64 - half, at as f64 + half];
            for at in run.clone() {
                let Some(point) = &curve.points[at] else { continue };
                ends(at).iter().for_each(|x| _ = write!(path, "{:.1},{:.1} ", self.x(*x), y(point.high)));
            }
            for at in run.rev() {
                let Some(point) = &curve.points[at] else { continue };
                ends(at)
                    .iter()
                    .rev()
                    .for_each(|x| _ = write!(path, "{:.1},{:.1} ", self.x(*x), y(point.low)));
            }
            svg.push(&format!(
                "<polygon class=\"band\" points=\"{}\" fill=\"{}\" fill-opacity=\"0.13\"/>",
                path.trim_end(),
                curve.colour
            ));
        }
    }

    fn curve(&self, svg: &mut Svg, curve: &Curve, number: usize, y: &impl Fn(f64) -> f64) {
        svg.push(&format!("<g class=\"curve\" data-label=\"{}\">", escape(&curve.label)));
        let raw: Vec<Option<f64>> = curve.points.iter().map(|p| p.as_ref().map(|p| p.value)).collect();
        let line = curve.smoothed.as_ref().unwrap_or(&raw);
        for run in runs(line) {
            let points: Vec<String> =
                run.filter_map(|at| Some(format!("{:.1},{:.1}", self.x(at as f64), y(line[at]?)))).collect();
            svg.push(&format!(
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-dasharray=\"{}\"/>",
                points.join(" "),
                curve.colour,
                DASHES[number / 2 % 4]
            ));
        }
        for (at, value) in raw.iter().enumerate() {
            if let Some(value) = value {
                svg.push(&format!(
                    "<circle class=\"point\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{}\" fill=\"{}\"/>",
                    self.x(at as f64),
                    y(*value),
                    if self.columns.len() > 60 { 1.6 } else { 2.8 },
                    curve.colour
                ));
            }
        }
        svg.push("</g>");
    }

    fn bars(&self, svg: &mut Svg, curve: &Curve, bottom: f64, y: &impl Fn(f64) -> f64) {
        let width = (self.x(1.0) - self.x(0.0)) * 0.62;
        for (at, point) in curve.points.iter().enumerate() {
            let Some(point) = point else { continue };
            let x = self.x(at as f64 - 0.5) - width / 2.0;
            let fill = format!("fill=\"{}\"", curve.colour);
            svg.rect("bar", (x, y(point.value)), (width, bottom - y(point.value)), &fill, "");
        }
    }

    fn years(&self, svg: &mut Svg, y: f64) {
        let many = self.columns.len() as i32;
        let step = [1, 2, 5, 10, 20, 50, 100].into_iter().find(|step| many / step <= 16).unwrap_or(200);
        for (at, column) in self.columns.iter().enumerate() {
            if column.year % step == 0 || many == 1 {
                svg.text("tick", self.x(at as f64), y, "middle", 11.0, &column.year.to_string());
            }
        }
    }

    /// A link over each year for the pointer. The table beneath has the same links for the keyboard.
    fn columns(&self, svg: &mut Svg, top: f64, bottom: f64) {
        let width = self.x(1.0) - self.x(0.0);
        for (at, column) in self.columns.iter().enumerate() {
            svg.push(&format!(
                "<a class=\"year\" href=\"{}\" tabindex=\"-1\" data-year=\"{}\" data-readout=\"{}\"><rect x=\"{:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{:.1}\" fill=\"#fff\" fill-opacity=\"0\"/>{}</a>",
                escape(&column.link),
                column.year,
                escape(&column.readout),
                self.x(at as f64 - 0.5),
                bottom - top + 22.0,
                tooltip(&column.readout)
            ));
        }
    }
}

/// Lines across with their values.
fn scale(svg: &mut Svg, step: f64, highest: f64, top: f64, bottom: f64) {
    let mut value = 0.0;
    while value <= highest * 1.0001 {
        let y = bottom - value / highest * (bottom - top);
        svg.line("grid", (LEFT, y), (WIDTH - RIGHT, y), "stroke=\"#ddd\"");
        let decimals = usize::from(step < 1.0) + usize::from(step < 0.1) + usize::from(step < 0.01);
        let shown = if value == 0.0 { "0".to_owned() } else { format!("{value:.decimals$}") };
        svg.text("tick", LEFT - 8.0, y + 4.0, "end", 11.0, &shown);
        value += step;
    }
}

/// Runs of positions that hold a value.
fn runs<T>(points: &[Option<T>]) -> Vec<std::ops::Range<usize>> {
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in points.iter().enumerate().filter(|(_, point)| point.is_some()) {
        match found.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// The step and the highest value of a scale; the step is 1, 2 or 5 times a power of ten.
fn steps(most: f64) -> (f64, f64) {
    if most <= 0.0 {
        return (1.0, 1.0);
    }
    let mut step = 1e-6;
    let mut turn = [2.0, 2.5, 2.0].iter().cycle();
    while most / step > 6.0 {
        step *= turn.next().unwrap_or(&2.0);
    }
    (step, (most / step).ceil() * step)
}

/// A label short enough for a legend.
fn shortened(label: &str) -> String {
    if label.chars().count() <= 28 {
        label.to_owned()
    } else {
        label.chars().take(27).chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_across_are_round_numbers() {
        for (most, step, highest) in
            [(0.0, 1.0, 1.0), (7.3, 2.0, 8.0), (100.0, 20.0, 100.0), (0.031, 0.01, 0.04)]
        {
            let (found, top) = steps(most);
            assert!((found - step).abs() < 1e-9 && (top - highest).abs() < 1e-9, "{most}: {found} {top}");
        }
    }

    #[test]
    fn wide_intervals_do_not_flatten_the_curve() {
        let chart = |high: f64| Chart {
            title: String::new(),
            columns: Vec::new(),
            curves: vec![Curve {
                label: String::new(),
                colour: "",
                points: vec![Some(Point { value: 10.0, low: 0.0, high })],
                smoothed: None,
            }],
            bands: true,
            beyond: "",
            most: None,
            bars: false,
            links: false,
            lang: Lang::Chinese,
            description: String::new(),
        };
        assert!(chart(18.0).heights().1 >= 18.0, "all of it is drawn");
        assert!(chart(90.0).heights().1 < 90.0, "the curve keeps its room");
    }

    #[test]
    fn gaps_part_runs() {
        assert_eq!(runs(&[Some(1), None, Some(2), Some(3)]), [0..1, 2..4]);
        assert!(runs::<u8>(&[None]).is_empty());
    }
}
