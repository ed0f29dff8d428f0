//! The paragraph on methods, made from the settings in force, ready for a paper.

use super::unit;
use crate::{Report, Scope};
use nianlun_codebook::{Rule, Unit};
use nianlun_stages::stability::{ModelSource, Stability};
use nianlun_stages::{REPLICATES, referee};
use nianlun_words::{Lang, say};

/// What a counting rule counts.
fn rule(rule: Rule, lang: Lang) -> &'static str {
    match rule {
        Rule::Longest => say::methods::rule_longest(lang),
        Rule::Word => say::methods::rule_word(lang),
        Rule::Nested => say::methods::rule_nested(lang),
    }
}

/// The passages in which hits count.
fn scope(scope: &Scope<'_>, lang: Lang) -> String {
    let anchors = scope.anchors.join(say::methods::or_anchor(lang));
    match scope.unit {
        Unit::Sentence => say::methods::sentence(lang, anchors),
        Unit::Paragraph => say::methods::paragraph(lang, anchors),
    }
}

/// The paragraph on methods, made from the settings in force, ready for a paper.
pub fn methods(report: &Report<'_>, lang: Lang) -> String {
    let (categories, terms) = (report.categories.len(), report.terms.len());
    let mut text = say::methods::texts(lang, report.version, categories, terms, rule(report.rule, lang));
    if let Some(passages) = &report.scope {
        text.push_str(&say::methods::within(lang, scope(passages, lang)));
    }
    text.push_str(&say::methods::frequencies(lang, unit(report.exposure, lang)));
    if report.estimate.chosen.is_none() {
        return text + say::methods::no_stages(lang);
    }
    text.push_str(&segmentation(report, lang));
    text.push_str(say::methods::posterior(lang));
    if let Some(checks) = report.stability {
        text.push_str(&stability(checks, report.seed, lang));
    }
    if report.estimate.published.is_some() {
        text.push_str(say::methods::published(lang));
    }
    text + say::methods::intervals(lang)
}

/// The model of stages, the choice of their number, and what competes with them.
fn segmentation(report: &Report<'_>, lang: Lang) -> String {
    let (estimate, settings) = (report.estimate, report.settings);
    let years = estimate.years.len();
    let (minimum, maximum) = (settings.minimum_length, settings.maximum);
    let tried = referee::segmentations_tried(years, minimum, maximum);
    let (phi, raw) = (estimate.phi.unwrap_or(1.0), estimate.phi_raw.unwrap_or(1.0));
    let categories = estimate.categories.len();
    say::methods::segmentation(lang, categories, minimum, maximum, years, tried)
        + &say::methods::permutation(lang, REPLICATES, phi, raw)
        + &say::methods::rivals(lang, REPLICATES)
}

/// What was left out or redrawn to test the stages.
fn stability(checks: &Stability, seed: u64, lang: Lang) -> String {
    let replicates = checks.model_bootstrap.replicates;
    let bootstrap = match checks.document_bootstrap {
        Some(_) => say::methods::document_bootstrap(lang, replicates),
        None => String::new(),
    };
    let (terms, documents) = (checks.without_term.replicates, checks.without_document.replicates);
    let model = match checks.model_bootstrap_of {
        ModelSource::Stages => say::methods::model_stages(lang),
        ModelSource::Curve => say::methods::model_curve(lang),
    };
    say::methods::stability(lang, terms, documents, bootstrap, replicates, model, seed)
}
