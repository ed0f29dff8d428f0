//! Writes SVG. Colours are attributes, so that a picture is complete by itself; in dark mode the page
//! overrides them by class.

use std::fmt::Write as _;

/// The name of the compiled-in font.
pub const FONT: &str = "Noto Sans CJK SC";

/// Markup of a picture, before it is finished.
pub struct Svg {
    body: String,
    width: f64,
    height: f64,
}

impl Svg {
    /// An empty picture of this size.
    pub fn new(width: f64, height: f64) -> Self {
        Svg { body: String::new(), width, height }
    }

    /// Adds markup.
    pub fn push(&mut self, markup: &str) {
        self.body.push_str(markup);
    }

    /// Adds a filled rectangle, unless its width or height is zero or less.
    pub fn rect(
        &mut self,
        class: &str,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        fill: &str,
        title: &str,
    ) {
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        let title = tooltip(title);
        let _ = write!(
            self.body,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" {fill}>{title}</rect>"
        );
    }

    /// Adds a straight line.
    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64), stroke: &str) {
        let _ = write!(
            self.body,
            "<line class=\"{class}\" x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" {stroke}/>",
            from.0, from.1, to.0, to.1
        );
    }

    /// Adds text; `anchor` is start, middle or end.
    pub fn text(&mut self, class: &str, x: f64, y: f64, anchor: &str, size: f64, text: &str) {
        let _ = write!(
            self.body,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{size}\" fill=\"#333\">{}</text>",
            escape(text)
        );
    }

    /// Ends the picture; `label` describes it to screen readers.
    pub fn finish(self, id: &str, label: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{id}\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" font-family=\"{FONT}\" role=\"img\" aria-label=\"{}\"><rect class=\"paper\" width=\"{w}\" height=\"{h}\" fill=\"#fff\"/>{}</svg>",
            escape(label),
            self.body,
            w = self.width,
            h = self.height,
        )
    }
}

/// A `<title>` element, which browsers show as a tooltip; empty for empty text.
pub fn tooltip(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<title>{}</title>", escape(text)) }
}

/// Text with the characters escaped that markup would read.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
