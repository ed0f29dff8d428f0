//! The ground behind the curves, which the report has too, and the published stages above.

use super::Chart;
use crate::run::Run;
use nianlun_report::{Ground, Medium, PUBLISHED, Svg};

impl Chart {
    /// Draws stages, boundaries with their 95 % sets, and years without texts.
    pub fn ground(&self, svg: &mut Svg, run: &Run, top: f64, bottom: f64) {
        let missing = self.columns.iter().filter(|column| column.missing).map(|column| column.year);
        let ground = Ground::new(run.estimate(), missing.collect());
        ground.draw(svg, Medium::Explorer, |first, last| self.extent(first, last), (top, bottom));
    }

    /// Draws published stages: bars and names above the plot, triangles where a stage begins.
    pub fn published(&self, svg: &mut Svg, run: &Run, top: f64) {
        for (at, stage) in run.published.iter().enumerate() {
            let Some((from, to)) = self.extent(stage.first, stage.last) else { continue };
            let label = stage.label_in(self.lang);
            let shade = if at % 2 == 0 { "0.16" } else { "0.30" };
            svg.rect(
                "era",
                (from, top - 22.0),
                (to - from, 16.0),
                &format!("fill=\"{PUBLISHED}\" fill-opacity=\"{shade}\" data-first=\"{}\"", stage.first),
                &format!("{label} {}–{}", stage.first, stage.last),
            );
            if to - from > Self::legend_width(label) - 40.0 {
                svg.text("small published", from + 6.0, top - 10.0, "start", 11.0, label);
            }
            // A stage that began before the picture has no beginning in it.
            if at > 0 && self.extent(stage.first, stage.first).is_some() {
                let year = stage.first;
                svg.push(&format!("<path class=\"mark\" data-year=\"{year}\" d=\"M{:.1} {:.1}h9l-4.5 7z\" fill=\"{PUBLISHED}\"/>", from - 4.5, top - 5.0));
            }
        }
    }
}
