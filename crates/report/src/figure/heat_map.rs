//! The heat map: the level of each category in each stage.

use super::frame::WIDTH;
use crate::svg::Svg;
use nianlun_types::{Category, Level, ProfileRow};
use nianlun_words::{Lang, say};

/// Width of the labels of categories.
const LABEL: f64 = 84.0;
/// Height of a cell.
const CELL: f64 = 36.0;

/// The colour of a level in the heat map.
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
pub fn heat_map(rows: &[ProfileRow], categories: &[Category], unit: &str, heading: &str) -> String {
    let stages = stages(rows);
    let coded = rows.iter().any(|r| r.published_level.is_some());
    let column = ((WIDTH - LABEL - 14.0) / stages.len().max(1) as f64).min(170.0);
    let lines: Vec<&Category> =
        categories.iter().filter(|c| rows.iter().any(|r| r.category == c.id)).collect();
    let width = LABEL + column * stages.len() as f64 + 10.0;
    let mut svg = Svg::new(width.max(420.0), 60.0 + CELL * lines.len() as f64 + 30.0);
    svg.text("small", 8.0, 14.0, "start", 11.0, heading);
    for (at, (_, name)) in stages.iter().enumerate() {
        svg.text("title", LABEL + column * (at as f64 + 0.5), 30.0, "middle", 11.0, name);
    }
    for (line, category) in lines.iter().enumerate() {
        let y = 42.0 + CELL * line as f64;
        svg.text("tick", LABEL - 8.0, y + CELL / 2.0 + 4.0, "end", 12.0, &category.label);
        for (at, (stage, _)) in stages.iter().enumerate() {
            if let Some(row) = rows.iter().find(|r| r.stage == *stage && r.category == category.id) {
                let x = LABEL + column * at as f64;
                draw_cell(&mut svg, row, &category.label, (x, y), column, coded);
            }
        }
    }
    let note = if coded {
        say::figures::cells_and_coding(Lang::Chinese, unit)
    } else {
        say::figures::cells(Lang::Chinese, unit)
    };
    svg.text("small", 8.0, 60.0 + CELL * lines.len() as f64 + 14.0, "start", 11.0, &note);
    svg.finish("figure-profile", say::figures::profile_described(Lang::Chinese))
}

/// The stages of the rows, each with its name and years.
fn stages(rows: &[ProfileRow]) -> Vec<(u32, String)> {
    let mut stages: Vec<(u32, String)> = Vec::new();
    for row in rows {
        if stages.last().is_none_or(|(stage, _)| *stage != row.stage) {
            let label = row.label.as_ref().map_or(String::new(), |label| format!("{label} "));
            stages.push((row.stage, format!("{label}{}–{}", row.first_year, row.last_year)));
        }
    }
    stages
}

/// Draws a cell; `coded` leaves room for the published coding beside it.
fn draw_cell(svg: &mut Svg, row: &ProfileRow, label: &str, (x, y): (f64, f64), column: f64, coded: bool) {
    let fill =
        |level: Level| format!("fill=\"{}\" stroke=\"#9ab\" stroke-width=\"0.5\"", level_colour(level));
    let word = |level: Level| nianlun_words::level(level, Lang::Chinese);
    let rate = say::figures::rate(Lang::Chinese, row.per_10k, row.low, row.high);
    let title = say::figures::cell(Lang::Chinese, label, row.first_year, row.last_year, rate, row.hits);
    svg.rect("cell", (x + 1.0, y + 1.0), (column - 2.0, CELL - 2.0), &fill(row.level), &title);
    let text = format!("{} {:.2}", word(row.level), row.per_10k);
    let ink = if row.level == Level::Leading { "#fff" } else { "#1c2b33" };
    let middle = x + if coded { column * 0.36 } else { column * 0.5 };
    let base = y + CELL / 2.0 + 4.0;
    svg.push(&format!(
        "<text x=\"{middle:.1}\" y=\"{base:.1}\" text-anchor=\"middle\" font-size=\"11\" fill=\"{ink}\">{text}</text>"
    ));
    if let Some(level) = row.published_level {
        let (start, size) = ((x + column * 0.72, y + 6.0), (column * 0.24, CELL - 12.0));
        svg.rect("cell", start, size, &fill(level), say::figures::published_coding(Lang::Chinese));
        svg.text("", start.0 + column * 0.12, base, "middle", 10.0, word(level));
    }
}
