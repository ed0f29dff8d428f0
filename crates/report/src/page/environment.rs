//! The templates, and the filters that they use.

use crate::Report;
use crate::figure::level_colour;
use crate::font::Fault;
use minijinja::{AutoEscape, Environment, Value};
use nianlun_types::{Level, Named as _, show_years};
use nianlun_words::Lang;
use std::collections::BTreeMap;

/// The templates with their filters, ready to be filled.
pub fn environment(report: &Report<'_>) -> Result<Environment<'static>, Fault> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_filter("num", |value: Value, digits: usize| number(&value, digits));
    environment.add_filter("pct", |value: Value| percent(&value));
    environment.add_filter("level", |level: String| {
        Level::from_name(&level).map_or("", |level| nianlun_words::level(level, Lang::Chinese))
    });
    environment.add_filter("level_colour", |level: String| Level::from_name(&level).map_or("", level_colour));
    let labels: BTreeMap<String, String> =
        report.dimensions.iter().map(|d| (d.id.clone(), d.label.clone())).collect();
    environment.add_filter("dimension", move |id: String| labels.get(&id).cloned().unwrap_or(id));
    environment.add_filter("years", |years: Vec<i32>| {
        years.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
    });
    environment.add_filter("runs", |years: Vec<i32>| show_years(&years));
    let templates = [
        ("report", include_str!("../../page/report.html")),
        ("summary", include_str!("../../page/summary.html")),
        ("style", include_str!("../../page/style.css")),
        ("script", include_str!("../../page/script.js")),
    ];
    for (name, source) in templates {
        environment.add_template(name, source).map_err(fault)?;
    }
    Ok(environment)
}

/// A template that is broken, as a fault of ours.
pub fn fault(error: minijinja::Error) -> Fault {
    Fault(format!("{error:#}"))
}

/// A number with so many digits, or a dash.
fn number(value: &Value, digits: usize) -> String {
    f64::try_from(value.clone()).map_or("—".to_owned(), |v| format!("{v:.digits$}"))
}

/// A share in percent, or a dash.
fn percent(value: &Value) -> String {
    f64::try_from(value.clone()).map_or("—".to_owned(), |v| format!("{:.0}%", nianlun_words::percent(v)))
}
