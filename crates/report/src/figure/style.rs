//! What tells categories apart: colours, dashes and markers; and how numbers stand on a scale.

use crate::svg::tooltip;

/// Colours that colour-blind readers can tell apart (Okabe & Ito, without the yellow). Dashes and markers
/// tell the categories apart in print.
pub const COLOURS: [&str; 8] =
    ["#0072b2", "#d55e00", "#009e73", "#aa4499", "#b8860b", "#3d8fc4", "#7a5230", "#555555"];
const DASHES: [&str; 4] = ["", "6 2", "2 2", "8 2 2 2"];

/// The colour of the category in this place of its dimension.
pub fn colour(place: usize) -> &'static str {
    COLOURS[place % COLOURS.len()]
}

/// The stroke of a curve: colour and dashes.
pub(super) fn stroke(place: usize) -> String {
    let dash = DASHES[place % DASHES.len()];
    let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dash}\"") };
    format!("stroke=\"{}\" stroke-width=\"1.6\" stroke-linejoin=\"round\"{dash}", colour(place))
}

/// A point of a curve; five categories have shapes of their own.
pub(super) fn marker(place: usize, x: f64, y: f64, colour: &str, title: &str) -> String {
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

/// The next of 1, 2, 3, 5 × a power of ten.
pub(super) fn round_up(value: f64) -> f64 {
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

/// A number of the scale without needless zeros.
pub(super) fn short(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
