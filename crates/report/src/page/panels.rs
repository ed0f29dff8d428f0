//! The panels of curves, a panel for each dimension.

use crate::Report;
use crate::figure::{Curve, Panel};
use nianlun_types::{Category, Dimension};

/// A panel for each dimension that has categories, in the order of the codebook. The categories of a
/// dimension need not stand together there.
pub fn panels(report: &Report<'_>) -> Vec<Panel> {
    let panels = report.dimensions.iter().map(|dimension| panel(report, dimension));
    panels.filter(|panel| !panel.curves.is_empty()).collect()
}

fn panel(report: &Report<'_>, dimension: &Dimension) -> Panel {
    let own = report.categories.iter().filter(|category| category.dimension == dimension.id);
    let curve = |(place, category): (usize, &Category)| {
        Curve::new(category, place, report.frequencies, report.phi(), report.tokens())
    };
    Panel { title: dimension.label.clone(), curves: own.enumerate().map(curve).collect() }
}
