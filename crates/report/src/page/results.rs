//! What the pages show of the counts: years, profiles, terms, sensitivity.

use super::value;
use crate::Report;
use minijinja::{Value, context};
use nianlun_stages::simulate::{Rates, Truth};
use nianlun_types::{
    Agreement, Category, Decision, FrequencyRow, InsideNumbers, Named as _, ProfileRow, SensitivityRow,
    StageSet, StageSpan, Verdict,
};
use nianlun_words::{Lang, say};
use std::collections::BTreeMap;

/// Terms shown for each stage.
const KEY_TERMS: usize = 8;

/// One row a year: the year, documents, Han characters, and each category's rate and hits.
pub fn yearly(report: &Report<'_>) -> Vec<Value> {
    let per_year = report.categories.len().max(1);
    let row = |cells: &[FrequencyRow]| {
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
pub fn table(report: &Report<'_>) -> Vec<Vec<String>> {
    let per_year = report.categories.len().max(1);
    let count =
        |value: Option<u64>| value.map_or(say::labels::missing(Lang::Chinese).to_owned(), |v| v.to_string());
    let row = |cells: &[FrequencyRow]| {
        let rates = cells.iter().map(|c| match (c.per_10k, c.hits) {
            (Some(rate), Some(hits)) => say::report::rate_and_hits(Lang::Chinese, rate, hits),
            _ => say::labels::missing(Lang::Chinese).to_owned(),
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
pub fn profile(report: &Report<'_>, set: StageSet) -> Value {
    let rows: Vec<&ProfileRow> = report.profile.iter().filter(|r| r.stages == set).collect();
    let mut stages: Vec<&ProfileRow> = Vec::new();
    for row in &rows {
        if stages.last().is_none_or(|s| s.stage != row.stage) {
            stages.push(row);
        }
    }
    let line = |category: &Category| {
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
pub fn agreements(report: &Report<'_>) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for (word, agreement) in Agreement::ALL {
        counts.insert(*word, report.profile.iter().filter(|r| r.agreement == Some(*agreement)).count());
    }
    counts.insert("all", report.profile.iter().filter(|r| r.agreement.is_some()).count());
    counts
}

/// The terms that are more frequent in a stage than elsewhere, by log-likelihood.
pub fn key_terms(report: &Report<'_>) -> Vec<Value> {
    let label = |id: &str| report.categories.iter().find(|c| c.id == id).map_or("", |c| c.label.as_str());
    let of_stage = |stage: &StageSpan| {
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
    let stages = report.estimate.stage_spans();
    if stages.len() < 2 { Vec::new() } else { stages.iter().map(of_stage).collect() }
}

/// For each category its terms by hits, and the names of those without hits.
pub fn terms(report: &Report<'_>) -> Vec<Value> {
    let row = |category: &Category| {
        let mut rows: Vec<_> = report.term_rows.iter().filter(|r| r.category == category.id).collect();
        let never: Vec<&str> = rows.iter().filter(|r| r.hits == 0).map(|r| r.term.as_str()).collect();
        let never = never.join("、");
        rows.retain(|r| r.hits > 0);
        rows.sort_by(|a, b| b.hits.cmp(&a.hits).then(a.term.cmp(&b.term)));
        let rows: Vec<Value> = rows.into_iter().map(value).collect();
        context! { id => category.id.as_str(), label => category.label.as_str(), rows, never }
    };
    report.categories.iter().map(row).collect()
}

/// How often each verdict is given in each simulated world, and how many of its windows hold a true boundary.
pub fn calibration(report: &Report<'_>) -> Vec<Value> {
    let worlds = report.calibration.map_or(&[][..], |calibration| &calibration.worlds);
    let row = |rates: &Rates| {
        let count = |verdict: &Verdict| rates.verdicts.get(verdict).copied().unwrap_or(0);
        let counts: Vec<usize> = Verdict::ALL.iter().map(|(_, verdict)| count(verdict)).collect();
        let has_steps = rates.world.truth() == Truth::TrueSteps && rates.windows_hold.of > 0;
        let held = has_steps.then(|| format!("{}/{}", rates.windows_hold.yes, rates.windows_hold.of));
        context! { truth => format!("{}（{}）", rates.world.about().chinese, rates.world.name()), counts, held }
    };
    worlds.iter().map(row).collect()
}

/// What became of the stages when one decision was made otherwise.
pub fn sensitivity(report: &Report<'_>) -> Vec<Value> {
    let label = |row: &SensitivityRow| -> String {
        let category = || report.categories.iter().find(|c| c.id == row.choice).map(|c| c.label.clone());
        match row.decision {
            Decision::Category => category().unwrap_or_else(|| row.choice.clone()),
            Decision::Dimension => report.dimension_label(&row.choice).to_owned(),
            Decision::MinimumLength => say::report::years_long(Lang::Chinese, &row.choice),
            Decision::Exposure if row.choice == "tokens" => say::overview::words(Lang::Chinese).to_owned(),
            Decision::Exposure => say::labels::han_characters(Lang::Chinese).to_owned(),
            Decision::InsideNumbers => match InsideNumbers::from_name(&row.choice) {
                Some(choice) => nianlun_words::inside_numbers(choice, Lang::Chinese).to_owned(),
                None => row.choice.clone(),
            },
            Decision::Rule | Decision::Method | Decision::Source => row.choice.clone(),
        }
    };
    let row = |row: &SensitivityRow| {
        context! {
            decision_label => nianlun_words::decision(row.decision, Lang::Chinese), choice_label => label(row), verdict_label => nianlun_words::verdict(row.verdict, Lang::Chinese),
            depth_label => nianlun_words::depth(row.depth, Lang::Chinese),
            ..value(row)
        }
    };
    report.sensitivity.iter().map(row).collect()
}
