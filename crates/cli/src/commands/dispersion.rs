//! `nianlun dispersion`.

use crate::exit::{Ended, Exit};
use crate::groups::{QueriesArgs, finished};
use crate::layout::{filled, padded};
use crate::put;
use clap::Args;
use nianlun_frequency::DispersionRow;
use nianlun_tables::Sheet;
use unicode_width::UnicodeWidthStr as _;

/// Say how evenly strings are spread over documents and years
///
/// Gries' deviation of proportions (METHOD §5): 0 spread as the text is, towards 1 all in one place.
#[derive(Debug, Args)]
#[command(
    after_long_help = "Example:\n  nianlun dispersion out/shanghai '\"公共数据\"' 'term:电子政务' 'category:governance'"
)]
pub struct DispersionArgs {
    #[command(flatten)]
    asked: QueriesArgs,
}

impl DispersionArgs {
    /// Says how evenly the strings are spread.
    pub fn run(&self) -> Ended {
        let QueriesArgs { at, queries } = &self.asked;
        let opened = finished(&at.folder)?;
        let mut rows: Vec<DispersionRow> = Vec::new();
        for typed in queries {
            let query = opened.query(typed, at.expand)?;
            rows.push(opened.dispersion(&query, at.years.as_ref())?);
        }
        put::answer(&at.out, || text(&rows), &rows, || Sheet::of_rows(&rows))?;
        Ok(Exit::done_if(rows.iter().any(|row| row.hits > 0)))
    }
}

fn text(rows: &[DispersionRow]) -> String {
    let widest = rows.iter().map(|row| row.query.width()).max().unwrap_or(0).max(4);
    let shown = |proportion: Option<f64>| proportion.map_or("     –".to_owned(), |p| format!("{p:6.3}"));
    let mut text = format!(
        "{}  {}  {}  {}  {}  {}  {}\n",
        filled("查询", widest),
        padded("命中", 7),
        padded("文本", 11),
        padded("DP", 6),
        padded("DPnorm", 6),
        padded("年份", 7),
        padded("DPnorm（按年）", 14)
    );
    for row in rows {
        text.push_str(&format!(
            "{}  {:7}  {}  {}  {}  {}  {}\n",
            filled(&row.query, widest),
            row.hits,
            padded(&format!("{}/{}", row.documents_with_hits, row.documents), 11),
            shown(row.dp),
            shown(row.dp_norm),
            padded(&format!("{}/{}", row.years_with_hits, row.years), 7),
            padded(&shown(row.dp_norm_years), 14),
        ));
    }
    text
}
