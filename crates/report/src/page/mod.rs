//! The pages: templates filled with results.

mod environment;
mod inputs;
mod panels;
mod results;
mod script_data;

pub use panels::panels;

use crate::figure::Panel;
use crate::font::{Fault, subset};
use crate::{Report, words};
use environment::{environment, fault};
use inputs::{codebook, documents, doubts, reading};
use minijinja::{Value, context};
use nianlun_types::{DocumentRow, StageSet, Verdict};
use nianlun_words::Lang;
use results::{agreements, calibration, key_terms, profile, sensitivity, table, terms, yearly};

/// Documents listed in the report itself; more are in the table of documents.
const MOST_DOCUMENTS: usize = 400;

/// A row for a template.
fn value(row: impl serde::Serialize) -> Value {
    Value::from(minijinja::value::Serde(row))
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
            distinct_terms => report.terms.len(),
            documents => if listed { documents(report) } else { Vec::new() },
            all_documents => report.documents.len(),
            lines_embedded => report.lines.is_some(),
            methods => words::methods(report, Lang::Chinese),
            calibration => value(report.calibration),
            calibration_verdicts => Verdict::ALL.iter().map(|(_, verdict)| {
                nianlun_words::verdict(*verdict, Lang::Chinese)
            }).collect::<Vec<_>>(),
            calibration_worlds => calibration(report),
            references => words::REFERENCES,
            inputs => value(report.inputs),
            versions => value(&report.versions),
            data => Value::from_safe_string(script_data::data(report)),
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
        grounds => words::grounds(estimate, Lang::Chinese),
        rival_scores => words::rival_scores(estimate, Lang::Chinese).into_iter().map(|(name, score)| context! {
            name, score,
        }).collect::<Vec<_>>(),
        if_staged => !estimate.verdict.shows_stages(),
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
