//! The data of the pictures, as CSV files with a byte order mark, so that spreadsheets read them as UTF-8.

use crate::{Fault, Report};
use nianlun_stages::profile::rate_interval;
use nianlun_types::{Named, ProfileRow};

/// A CSV file of these rows.
fn csv(heading: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, Fault> {
    let heading = heading.iter().map(|name| (*name).to_owned()).collect();
    nianlun_tables::csv_file(std::iter::once(heading).chain(rows)).map_err(|error| Fault(error.to_string()))
}

/// A value as text; empty for nothing.
fn show<T: ToString>(value: Option<T>) -> String {
    value.map_or(String::new(), |v| v.to_string())
}

/// Rates with their intervals, and the posterior of each year.
pub fn frequencies(report: &Report<'_>) -> Result<Vec<u8>, Fault> {
    let label = |id: &str| report.categories.iter().find(|c| c.id == id).map_or("", |c| &c.label).to_owned();
    let rows = report.frequencies.iter().map(|row| {
        let exposure = if report.tokens() { row.tokens } else { row.han_characters };
        let interval = row
            .hits
            .zip(exposure.filter(|e| *e > 0))
            .map(|(hits, exposure)| rate_interval(hits as f64, exposure as f64, report.phi()));
        vec![
            row.year.to_string(),
            row.dimension.clone(),
            row.category.clone(),
            label(&row.category),
            show(row.hits),
            show(exposure),
            show(row.per_10k),
            show(interval.map(|i| i.0)),
            show(interval.map(|i| i.1)),
            show(report.estimate.boundary_probability(row.year)),
        ]
    });
    let heading = [
        "year",
        "dimension",
        "category",
        "label",
        "hits",
        "exposure",
        "per_10k",
        "low",
        "high",
        "boundary_probability",
    ];
    csv(&heading, rows)
}

/// The cells of a heat map.
pub fn profile(rows: &[ProfileRow]) -> Result<Vec<u8>, Fault> {
    let heading = [
        "stage",
        "label",
        "first_year",
        "last_year",
        "category",
        "hits",
        "per_10k",
        "low",
        "high",
        "level",
        "published_level",
        "agreement",
    ];
    let rows = rows.iter().map(|row| {
        vec![
            row.stage.to_string(),
            show(row.label.as_ref()),
            row.first_year.to_string(),
            row.last_year.to_string(),
            row.category.clone(),
            row.hits.to_string(),
            row.per_10k.to_string(),
            row.low.to_string(),
            row.high.to_string(),
            row.level.name().to_owned(),
            show(row.published_level.map(Named::name)),
            show(row.agreement.map(Named::name)),
        ]
    });
    csv(&heading, rows)
}
