//! The pages: templates filled with results.

use crate::figure::{Curve, Panel, level_colour};
use crate::font::{Fault, subset};
use crate::{Report, words};
use minijinja::{AutoEscape, Environment, Value, context};
use nianlun_types::{Agreement, Decision, DocumentRow, Level, Named as _, ProfileRow, StageSet, show_years};
use nianlun_words::Lang;
use serde_json::json;
use std::collections::BTreeMap;

/// Documents listed in the report itself; more are in the table of documents.
const MOST_DOCUMENTS: usize = 400;
/// Terms shown for each stage.
const KEY_TERMS: usize = 8;

/// A panel for each dimension, in the order of the codebook.
pub fn panels(report: &Report<'_>) -> Vec<Panel> {
    let mut panels: Vec<(&str, Panel)> = Vec::new();
    for category in report.categories {
        if panels.last().is_none_or(|(dimension, _)| *dimension != category.dimension) {
            let title = report.dimension_label(&category.dimension).to_owned();
            panels.push((&category.dimension, Panel { title, curves: Vec::new() }));
        }
        if let Some((_, panel)) = panels.last_mut() {
            let place = panel.curves.len();
            let curve = Curve::new(category, place, report.frequencies, report.phi(), report.tokens());
            panel.curves.push(curve);
        }
    }
    panels.into_iter().map(|(_, panel)| panel).collect()
}

fn environment(report: &Report<'_>) -> Result<Environment<'static>, Fault> {
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

/// A row for a template.
fn value(row: impl serde::Serialize) -> Value {
    Value::from(minijinja::value::Serde(row))
}

fn fault(error: minijinja::Error) -> Fault {
    Fault(format!("{error:#}"))
}

fn number(value: &Value, digits: usize) -> String {
    f64::try_from(value.clone()).map_or("—".to_owned(), |v| format!("{v:.digits$}"))
}

fn percent(value: &Value) -> String {
    f64::try_from(value.clone()).map_or("—".to_owned(), |v| format!("{:.0}%", v * 100.0))
}

/// The page `summary.html`, without script.
pub fn summary(report: &Report<'_>, figure: &str) -> Result<String, Fault> {
    let environment = environment(report)?;
    let page = environment.get_template("summary").map_err(fault)?;
    page.render(context! { figure, ..common(report) }).map_err(fault)
}

/// The page `report.html`.
pub fn report(report: &Report<'_>, panels: &[Panel], pictures: &[(&str, &str)]) -> Result<String, Fault> {
    let picture = |name: &str| pictures.iter().find(|(n, _)| *n == name).map(|(_, svg)| *svg);
    let environment = environment(report)?;
    let curves: Vec<Value> = panels
        .iter()
        .flat_map(|panel| panel.curves.iter().map(move |curve| (panel, curve)))
        .map(|(panel, c)| {
            // Colours begin anew in each panel: its name stands before the first.
            let panel = (c.place == 0).then_some(panel.title.as_str());
            context! { panel, id => c.id.as_str(), label => c.label.as_str(), colour => crate::figure::colour(c.place) }
        })
        .collect();
    let listed = report.documents.len() <= MOST_DOCUMENTS;
    let page = environment.get_template("report").map_err(fault)?;
    let html = page
        .render(context! {
            figure => picture("frequencies"),
            curves,
            years => yearly(report),
            found => profile(report, StageSet::Found),
            published_profile => profile(report, StageSet::Published),
            has_published_picture => picture("profile-published").is_some(),
            coded => report.profile.iter().any(|r| r.published_level.is_some()),
            agreements => agreements(report),
            keyness => key_terms(report),
            terms => terms(report),
            codebook => codebook(report),
            documents => if listed { documents(report) } else { Vec::new() },
            all_documents => report.documents.len(),
            lines_embedded => report.lines.is_some(),
            methods => words::methods(report, Lang::Chinese),
            references => words::REFERENCES,
            inputs => value(report.inputs),
            versions => value(&report.versions),
            data => Value::from_safe_string(data(report)),
            ..common(report)
        })
        .map_err(fault)?;
    // The font must hold what the page shows, which is known only now.
    let font = subset(&html)?;
    Ok(html.replacen("/*FONT*/", &font, 1))
}

/// What both pages show.
fn common(report: &Report<'_>) -> Value {
    let estimate = report.estimate;
    let sentences = words::three_sentences(report, Lang::Chinese);
    let dated: Vec<&DocumentRow> = report.documents.iter().filter(|d| d.year.is_some()).collect();
    context! {
        name => report.name,
        version => report.version,
        note => report.note,
        verdict => nianlun_words::verdict(estimate.verdict, Lang::Chinese),
        verdict_class => format!("{:?}", estimate.verdict).to_lowercase(),
        sentences => sentences,
        finding => words::finding(estimate, Lang::Chinese),
        estimate => value(estimate),
        stages => estimate.stage_rows().iter().map(value).collect::<Vec<_>>(),
        stability => value(report.stability),
        sensitivity => sensitivity(report),
        categories => value(report.categories),
        unit => report.unit(),
        rule => report.rule.name(),
        exposure => report.exposure.name(),
        by_rule => report.by_rule.iter().map(|(rule, hits)| context! {
            name => rule.name(), hits, total => hits.iter().sum::<u64>(),
        }).collect::<Vec<_>>(),
        first => report.frequencies.first().map(|r| r.year),
        last => report.frequencies.last().map(|r| r.year),
        dated => dated.len(),
        undated => report.documents.len() - dated.len(),
        han_characters => dated.iter().map(|d| d.han_characters).sum::<u64>(),
        hits => report.frequencies.iter().filter_map(|r| r.hits).sum::<u64>(),
        quarantined => report.quarantined.iter().map(|q| context! {
            file => q.file.as_str(), reason => q.reason.name(), detail => q.detail.as_str(),
        }).collect::<Vec<_>>(),
        reading => reading(report),
        doubts => doubts(report),
        published_source => report.published.as_ref().map(|p| p.source.clone()),
        table => table(report),
    }
}

/// How many texts were read from each format and encoding, their year decided by each rule.
fn reading(report: &Report<'_>) -> Vec<Value> {
    let mut texts: BTreeMap<(&str, &str, &str), u64> = BTreeMap::new();
    for d in report.documents {
        let rule =
            d.year_rule.map_or("（无年份）", |rule| nianlun_words::year_rule(rule, Lang::Chinese));
        *texts.entry((d.format.name(), d.encoding.as_str(), rule)).or_default() += 1;
    }
    let row = |((format, encoding, year_rule), texts)| context! { format, encoding, year_rule, texts };
    texts.into_iter().map(row).collect()
}

/// Files and what somebody should look at in them.
fn doubts(report: &Report<'_>) -> Vec<Value> {
    let of_text = |d: &nianlun_types::DocumentRow| {
        d.doubts.as_ref().map(|doubt| context! { file => d.file.as_str(), doubt })
    };
    let guesses = report.guesses.iter().map(|(file, guess)| context! { file, doubt => guess });
    guesses.chain(report.documents.iter().filter_map(of_text)).collect()
}

/// One row a year: the year, documents, Han characters, and each category's rate and hits.
fn yearly(report: &Report<'_>) -> Vec<Value> {
    let per_year = report.categories.len().max(1);
    let row = |cells: &[nianlun_types::FrequencyRow]| {
        let year = &cells[0];
        context! {
            year => year.year,
            documents => year.documents,
            han_characters => year.han_characters,
            tokens => year.tokens,
            probability => report.estimate.boundary_probability(year.year),
            starts => report.estimate.boundaries.iter().any(|b| b.year == year.year),
            cells => cells.iter().map(value).collect::<Vec<_>>(),
        }
    };
    report.frequencies.chunks(per_year).map(row).collect()
}

/// The plain table of the summary.
fn table(report: &Report<'_>) -> Vec<Vec<String>> {
    let per_year = report.categories.len().max(1);
    let count = |value: Option<u64>| value.map_or("缺".to_owned(), |v| v.to_string());
    let row = |cells: &[nianlun_types::FrequencyRow]| {
        let rates = cells.iter().map(|c| match (c.per_10k, c.hits) {
            (Some(rate), Some(hits)) => format!("{rate:.2}（{hits}）"),
            _ => "缺".to_owned(),
        });
        let first = &cells[0];
        [first.year.to_string(), count(first.documents), count(first.han_characters)]
            .into_iter()
            .chain(rates)
            .collect()
    };
    report.frequencies.chunks(per_year).map(row).collect()
}

/// A profile as stages and, for each category, a cell a stage.
fn profile(report: &Report<'_>, set: StageSet) -> Value {
    let rows: Vec<&ProfileRow> = report.profile.iter().filter(|r| r.stages == set).collect();
    let mut stages: Vec<&ProfileRow> = Vec::new();
    for row in &rows {
        if stages.last().is_none_or(|s| s.stage != row.stage) {
            stages.push(row);
        }
    }
    let line = |category: &nianlun_types::Category| {
        let cells: Vec<Value> = rows.iter().filter(|r| r.category == category.id).map(value).collect();
        (!cells.is_empty())
            .then(|| context! { id => category.id.as_str(), label => category.label.as_str(), cells })
    };
    context! {
        stages => stages.iter().map(value).collect::<Vec<_>>(),
        lines => report.categories.iter().filter_map(line).collect::<Vec<_>>(),
    }
}

/// How many cells agree with the published coding, and how many do not.
fn agreements(report: &Report<'_>) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for (word, agreement) in Agreement::ALL {
        counts.insert(*word, report.profile.iter().filter(|r| r.agreement == Some(*agreement)).count());
    }
    counts.insert("all", report.profile.iter().filter(|r| r.agreement.is_some()).count());
    counts
}

/// The terms that mark each stage: met more there than elsewhere, the most telling first.
fn key_terms(report: &Report<'_>) -> Vec<Value> {
    let label = |id: &str| report.categories.iter().find(|c| c.id == id).map_or("", |c| c.label.as_str());
    let of_stage = |stage: &nianlun_types::StageRow| {
        let rows =
            report.keyness.iter().filter(|r| r.stage == stage.stage && r.log_ratio > 0.0 && r.hits > 0);
        let rows: Vec<Value> = rows
            .take(KEY_TERMS)
            .map(|row| {
                let spread = report.term_rows.iter().find(|t| t.term == row.term).and_then(|t| t.dp_norm);
                context! { dp_norm => spread, label => label(&row.category), ..value(row) }
            })
            .collect();
        context! { stage => stage.stage, first_year => stage.first_year, last_year => stage.last_year, rows }
    };
    let stages = report.estimate.stage_rows();
    if stages.len() < 2 { Vec::new() } else { stages.iter().map(of_stage).collect() }
}

/// For each category its terms with hits.
fn terms(report: &Report<'_>) -> Vec<Value> {
    let of = |category: &nianlun_types::Category| {
        let mut rows: Vec<_> = report.term_rows.iter().filter(|r| r.category == category.id).collect();
        let never: Vec<&str> = rows.iter().filter(|r| r.hits == 0).map(|r| r.term.as_str()).collect();
        let never = never.join("、");
        rows.retain(|r| r.hits > 0);
        rows.sort_by(|a, b| b.hits.cmp(&a.hits).then(a.term.cmp(&b.term)));
        let rows: Vec<Value> = rows.into_iter().map(value).collect();
        context! { id => category.id.as_str(), label => category.label.as_str(), rows, never }
    };
    report.categories.iter().map(of).collect()
}

fn codebook(report: &Report<'_>) -> Vec<Value> {
    let of = |(at, category): (usize, &nianlun_types::Category)| {
        let own = report.terms.iter().filter(|t| t.categories.contains(&(at as u32)));
        context! {
            id => category.id.as_str(),
            label => category.label.as_str(),
            definition => category.definition.as_str(),
            dimension => report.dimension_label(&category.dimension),
            terms => own.map(value).collect::<Vec<_>>(),
        }
    };
    report.categories.iter().enumerate().map(of).collect()
}

fn documents(report: &Report<'_>) -> Vec<Value> {
    let row = |d: &DocumentRow| {
        context! {
            id => d.id.as_str(), title => d.title.as_str(), year => d.year, file => d.file.as_str(),
            han_characters => d.han_characters, sha256 => &d.sha256[..12.min(d.sha256.len())],
        }
    };
    report.documents.iter().map(row).collect()
}

fn sensitivity(report: &Report<'_>) -> Vec<Value> {
    let label = |row: &nianlun_types::SensitivityRow| -> String {
        let category = || report.categories.iter().find(|c| c.id == row.choice).map(|c| c.label.clone());
        match row.decision {
            Decision::Category => category().unwrap_or_else(|| row.choice.clone()),
            Decision::Dimension => report.dimension_label(&row.choice).to_owned(),
            Decision::MinimumLength => format!("{}年", row.choice),
            Decision::Exposure if row.choice == "tokens" => "词".to_owned(),
            Decision::Exposure => "汉字".to_owned(),
            Decision::Rule | Decision::Method | Decision::Source => row.choice.clone(),
        }
    };
    let row = |row: &nianlun_types::SensitivityRow| {
        context! {
            decision_label => nianlun_words::decision(row.decision, Lang::Chinese), choice_label => label(row), verdict_label => nianlun_words::verdict(row.verdict, Lang::Chinese),
            ..value(row)
        }
    };
    report.sensitivity.iter().map(row).collect()
}

/// What the script reads: the hits of each term, category and year, and the lines where they are
/// few. `<` is escaped, so that no text can end the script.
fn data(report: &Report<'_>) -> String {
    let mut cells: BTreeMap<(u32, u32, i32), u64> = BTreeMap::new();
    for hit in report.hits {
        if let Some(year) = report.documents[hit.document as usize].year {
            *cells.entry((hit.category, hit.term, year)).or_insert(0) += 1;
        }
    }
    let lines = report.lines.map(|lines| {
        report
            .hits
            .iter()
            .zip(lines)
            .map(|(hit, line)| {
                json!([hit.document, hit.category, hit.term, hit.start, line.left, line.hit, line.right])
            })
            .collect::<Vec<_>>()
    });
    // Documents are named only where lines refer to them.
    let documents: Vec<_> = match lines {
        Some(_) => report.documents.iter().map(|d| json!([d.id, d.title, d.year])).collect(),
        None => Vec::new(),
    };
    let data = json!({
        "categories": report.categories.iter().map(|c| json!([c.id, c.label])).collect::<Vec<_>>(),
        "terms": report.terms.iter().map(|t| &t.term).collect::<Vec<_>>(),
        "cells": cells.into_iter().map(|((c, t, y), n)| json!([c, t, y, n])).collect::<Vec<_>>(),
        "documents": documents,
        "lines": lines,
        "rates": rates(report),
    });
    data.to_string().replace('<', "\\u003c")
}

/// For each category the years with rate, interval and hits, for the readout.
fn rates(report: &Report<'_>) -> serde_json::Value {
    let mut all = serde_json::Map::new();
    for panel in panels(report) {
        for curve in panel.curves {
            let points: Vec<_> = curve
                .points
                .iter()
                .map(|p| match p.value {
                    Some((hits, rate, low, high)) => json!([p.year, hits, rate, low, high]),
                    None => json!([p.year]),
                })
                .collect();
            all.insert(curve.id, json!(points));
        }
    }
    serde_json::Value::Object(all)
}
