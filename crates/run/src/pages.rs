//! Hands the results to `report` and returns its pages.

use crate::pass::Passed;
use nianlun_codebook::Rule;
use nianlun_findings::{Analysis, Counted};
use nianlun_frequency::Counts;
use nianlun_report::{CodebookTerm, Fault, Picture, PublishedStages, Report, Scope};
use nianlun_study::Study;
use rayon::prelude::*;

/// Every page and picture with its name in the results folder. Works on the threads of the current pool.
pub fn pages(
    study: &Study,
    passed: &Passed,
    analysis: &Analysis,
    segmenter: &str,
) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let settings = &study.settings;
    let report = Report {
        name: &settings.name,
        version: nianlun_results::VERSION,
        note: settings.note.as_deref(),
        documents: &passed.counted.documents,
        guesses: study.catalogue.guesses.iter().map(|(f, g)| (f.clone(), g.message.clone())).collect(),
        quarantined: &passed.quarantined,
        exposure: settings.exposure,
        rule: settings.rule,
        scope: settings.scope.as_ref().map(|scope| Scope { unit: scope.unit, anchors: &scope.anchors }),
        settings: settings.stages,
        seed: settings.seed,
        categories: &study.codebook.categories,
        dimensions: &study.codebook.dimensions,
        terms: codebook_terms(study),
        frequencies: &analysis.frequencies,
        estimate: &analysis.findings.estimate,
        stability: analysis.findings.stability.as_ref(),
        calibration: analysis.findings.calibration.as_ref(),
        sensitivity: &analysis.findings.sensitivity,
        profile: &analysis.profile,
        term_rows: &analysis.terms,
        keyness: &analysis.keyness,
        by_rule: by_rule(study, &passed.counted),
        hits: &passed.counted.hits,
        lines: passed.lines.as_deref(),
        published: study.published.as_ref().map(|published| PublishedStages {
            source: published.source.clone(),
            boundaries: published
                .boundaries()
                .into_iter()
                .zip(published.stages.iter().skip(1).map(|stage| stage.label.clone()))
                .collect(),
        }),
        inputs: &study.inputs,
        versions: vec![
            ("nianlun", nianlun_results::VERSION.to_owned()),
            ("segmenter", segmenter.to_owned()),
            ("tantivy", nianlun_index::TANTIVY_VERSION.to_owned()),
            ("polars", nianlun_tables::POLARS_VERSION.to_owned()),
        ],
    };
    let pictures = nianlun_report::pictures(&report)?;
    let print = || pictures.par_iter().map(Picture::print).collect::<Result<Vec<_>, Fault>>();
    let (printed, pages) = rayon::join(print, || nianlun_report::pages(&report, &pictures));
    Ok(printed?.into_iter().flatten().chain(pages?).collect())
}

fn codebook_terms(study: &Study) -> Vec<CodebookTerm> {
    let term = |term: &nianlun_codebook::Term| CodebookTerm {
        term: term.term.clone(),
        variants: term.spellings[1..].to_vec(),
        not: term.not.clone(),
        inside: term.inside,
        since: term.since,
        note: term.note.clone(),
        categories: term.categories.clone(),
    };
    study.codebook.terms.iter().map(term).collect()
}

/// By rule: the hits of each category in texts with a year of the study.
fn by_rule(study: &Study, counted: &Counted) -> Vec<(Rule, Vec<u64>)> {
    let totals = |counts: &Counts| {
        let years = counts.range().into_iter().flatten();
        let mut totals = vec![0; study.codebook.categories.len()];
        for (_, cells) in years.filter_map(|year| counts.year(year)) {
            for (total, cell) in totals.iter_mut().zip(cells) {
                *total += cell.hits;
            }
        }
        totals
    };
    counted.by_rule.iter().map(|(rule, counts)| (rule, totals(counts))).collect()
}
