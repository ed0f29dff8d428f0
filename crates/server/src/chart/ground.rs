//! What stands behind the curves: stages, boundaries, years without a text; published stages above.

use super::Chart;
use crate::run::Run;
use nianlun_report::Svg;
use nianlun_types::Verdict;

impl Chart {
    /// Every other stage, the boundaries' 95 % sets, boundaries, and years without a text.
    pub fn ground(&self, svg: &mut Svg, run: &Run, top: f64, bottom: f64) {
        let height = bottom - top;
        for stage in run.found.iter().filter(|stage| stage.number % 2 == 0) {
            if let Some((from, to)) = self.piece(stage.first, stage.last) {
                svg.rect("stage", (from, top), (to - from, height), "fill=\"#f1eee6\"", "");
            }
        }
        for boundary in &run.estimate().boundaries {
            for year in &boundary.years95 {
                if let Some((from, to)) = self.piece(*year, *year) {
                    svg.rect(
                        "band95",
                        (from, top),
                        (to - from, height),
                        "fill=\"#d8cfb8\" fill-opacity=\"0.55\"",
                        "",
                    );
                }
            }
        }
        for column in self.columns.iter().filter(|column| column.missing) {
            if let Some((from, to)) = self.piece(column.year, column.year) {
                svg.push(&format!("<g class=\"gap\" data-year=\"{}\">", column.year));
                svg.rect(
                    "missing",
                    (from + 1.0, top),
                    (to - from - 2.0, height),
                    "fill=\"#bbb\" fill-opacity=\"0.35\"",
                    "",
                );
                svg.push("</g>");
            }
        }
        let dashed = if run.verdict() == Verdict::Gradual { " stroke-dasharray=\"5 4\"" } else { "" };
        for year in run.estimate().boundary_years() {
            if let Some((x, _)) = self.piece(year, year) {
                svg.push(&format!("<g class=\"boundary\" data-year=\"{year}\">"));
                svg.line(
                    "boundary",
                    (x, top),
                    (x, bottom),
                    &format!("stroke=\"#333\" stroke-width=\"1.4\"{dashed}"),
                );
                svg.push("</g>");
            }
        }
    }

    /// Published stages: bars and names above the plot, triangles where a stage begins.
    pub fn published(&self, svg: &mut Svg, run: &Run, top: f64) {
        for (at, stage) in run.published.iter().enumerate() {
            let Some((from, to)) = self.piece(stage.first, stage.last) else { continue };
            let shade = if at % 2 == 0 { "0.16" } else { "0.30" };
            svg.rect(
                "era",
                (from, top - 22.0),
                (to - from, 16.0),
                &format!("fill=\"#a3341c\" fill-opacity=\"{shade}\" data-first=\"{}\"", stage.first),
                &format!("{} {}–{}", stage.label, stage.first, stage.last),
            );
            if to - from > Self::width_of(&stage.label) - 40.0 {
                svg.text("small published", from + 6.0, top - 10.0, "start", 11.0, &stage.label);
            }
            // A stage that began before the picture has no beginning in it.
            if at > 0 && self.piece(stage.first, stage.first).is_some() {
                let year = stage.first;
                svg.push(&format!("<path class=\"mark\" data-year=\"{year}\" d=\"M{:.1} {:.1}h9l-4.5 7z\" fill=\"#a3341c\"/>", from - 4.5, top - 5.0));
            }
        }
    }
}
