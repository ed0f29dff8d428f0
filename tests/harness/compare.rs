//! Expected and found, cell by cell, and side by side where they differ.

use unicode_width::UnicodeWidthStr as _;

/// A row of cells.
pub type Row = Vec<String>;

/// Expected and found in two columns, `≠` between the rows that differ; nothing if none does.
pub fn difference(expected: &[Row], found: &[Row]) -> Option<String> {
    // Found numbers take the decimals that the case writes.
    let found: Vec<Row> = found
        .iter()
        .enumerate()
        .map(|(at, row)| rounded(row, expected.get(at).map_or(&[][..], Vec::as_slice)))
        .collect();
    if expected == found {
        return None;
    }
    let shown = |rows: &[Row], at: usize| rows.get(at).map_or(String::new(), |row| row.join(" | "));
    let width = (0..expected.len()).map(|at| shown(expected, at).width()).max().unwrap_or(0).max(8);
    let line = |left: &str, mark: &str, right: &str| {
        let line = format!("    {left}{}  {mark}  {right}", " ".repeat(width.saturating_sub(left.width())));
        line.trim_end().to_owned() + "\n"
    };
    let mut text = line("expected", " ", "found");
    for at in 0..expected.len().max(found.len()) {
        let mark = if expected.get(at) == found.get(at) { " " } else { "≠" };
        text.push_str(&line(&shown(expected, at), mark, &shown(&found, at)));
    }
    Some(text)
}

fn rounded(found: &[String], expected: &[String]) -> Row {
    let cell = |(at, cell): (usize, &String)| {
        let decimals = expected.get(at).and_then(|wanted| decimals(wanted));
        decimals
            .and_then(|n| Some(format!("{:.n$}", cell.parse::<f64>().ok()?)))
            .unwrap_or_else(|| cell.clone())
    };
    found.iter().enumerate().map(cell).collect()
}

/// How many decimals a number with a point is written with.
fn decimals(cell: &str) -> Option<usize> {
    cell.parse::<f64>().ok()?;
    cell.split_once('.').map(|(_, decimals)| decimals.len())
}
