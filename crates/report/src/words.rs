//! What the report says of its results, with the uncertainty in it. The sentences themselves are in the
//! catalogue of `nianlun_words`; here they get their numbers.

use crate::{Report, Scope};
use nianlun_codebook::{Rule, Unit};
use nianlun_frequency::Exposure;
use nianlun_stages::stability::Stability;
use nianlun_stages::{Estimate, referee};
use nianlun_words::{BoundaryFound, Lang, say};

/// What was found, in a sentence with its uncertainty.
pub fn finding(estimate: &Estimate, lang: Lang) -> String {
    let boundaries = estimate.boundaries.iter();
    let found: Vec<BoundaryFound<'_>> = boundaries
        .map(|b| BoundaryFound { year: b.year, probability: b.probability, years95: &b.years95 })
        .collect();
    nianlun_words::finding(estimate.verdict, estimate.chosen.unwrap_or(1), &found, lang)
}

/// The three sentences at the head of the report.
pub fn three_sentences(report: &Report<'_>, lang: Lang) -> [String; 3] {
    [hits_sentence(report, lang), stages_sentence(report.estimate, lang), comparisons(report, lang)]
}

/// How many hits there are in how many texts, and what was found.
fn hits_sentence(report: &Report<'_>, lang: Lang) -> String {
    let hits: u64 = report.frequencies.iter().filter_map(|r| r.hits).sum();
    let dated = report.documents.iter().filter(|d| d.year.is_some()).count();
    let span = match (report.frequencies.first(), report.frequencies.last()) {
        (Some(first), Some(last)) => say::report::years(lang, first.year, last.year),
        _ => say::report::without_year(lang).to_owned(),
    };
    say::report::hits(lang, dated, span, report.categories.len(), hits, finding(report.estimate, lang))
}

/// How certain the number of stages is.
fn stages_sentence(estimate: &Estimate, lang: Lang) -> String {
    let best = estimate.stages_posterior.iter().max_by(|a, b| a.probability.total_cmp(&b.probability));
    let (Some(chosen), Some(best)) = (estimate.chosen, best) else {
        return say::report::no_number_of_stages(lang).to_owned();
    };
    let probability = estimate.stages_posterior.get(chosen - 1).map_or(0.0, |p| p.probability);
    if best.stages == chosen {
        say::report::number_is_most_probable(lang, chosen, probability)
    } else {
        say::report::number_is_open(lang, chosen, probability, best.stages, best.probability)
    }
}

/// How the stages stand against replicates and against published stages.
fn comparisons(report: &Report<'_>, lang: Lang) -> String {
    let mut parts = Vec::new();
    let bootstrap = report.stability.map(|stability| &stability.model_bootstrap);
    if let Some(bootstrap) = bootstrap.filter(|bootstrap| !bootstrap.boundaries.is_empty()) {
        let shares: Vec<String> = bootstrap
            .boundaries
            .iter()
            .map(|b| say::report::share_found_again(lang, b.year, b.within_1 * 100.0))
            .collect();
        parts.push(say::report::found_again(lang, bootstrap.replicates, shares.join(lang.comma())));
    }
    if let Some(p) = &report.estimate.published {
        let chance = p.chance_f1_1.map_or(String::new(), |f1| say::report::by_chance(lang, f1));
        parts.push(say::report::against_published(lang, lang.years(&p.boundaries), p.f1_1, chance));
    }
    if parts.is_empty() {
        say::report::nothing_to_compare(lang).to_owned()
    } else {
        say::report::comparisons(lang, parts.join(lang.semicolon()))
    }
}

/// What rates are given per.
pub fn unit(exposure: Exposure, lang: Lang) -> &'static str {
    match exposure {
        Exposure::Characters => say::report::per_10k_characters(lang),
        Exposure::Tokens => say::report::per_10k_words(lang),
    }
}

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

/// The model of stages and the choice of their number.
fn segmentation(report: &Report<'_>, lang: Lang) -> String {
    let (estimate, settings) = (report.estimate, report.settings);
    let years = estimate.years.len();
    let (minimum, maximum) = (settings.minimum_length, settings.maximum);
    let tried = referee::segmentations_tried(years, minimum, maximum);
    let phi = estimate.phi.unwrap_or(1.0);
    say::methods::segmentation(lang, estimate.categories.len(), minimum, maximum, years, tried, phi)
}

/// What was left out or redrawn to test the stages.
fn stability(checks: &Stability, seed: u64, lang: Lang) -> String {
    let replicates = checks.model_bootstrap.replicates;
    let bootstrap = match checks.document_bootstrap {
        Some(_) => say::methods::document_bootstrap(lang, replicates),
        None => String::new(),
    };
    let (terms, documents) = (checks.without_term.replicates, checks.without_document.replicates);
    say::methods::stability(lang, terms, documents, bootstrap, replicates, seed)
}

/// The works that the paragraph on methods cites.
pub const REFERENCES: [&str; 11] = [
    "Bai, J. & Perron, P. 2003. Computation and analysis of multiple structural change models. Journal of Applied Econometrics 18: 1–22.",
    "Bennett, K. D. 1996. Determination of the number of zones in a biostratigraphical sequence. New Phytologist 132: 155–170.",
    "Breslow, N. E. & Day, N. E. 1987. Statistical Methods in Cancer Research II. IARC, Lyon.",
    "Dunning, T. 1993. Accurate methods for the statistics of surprise and coincidence. Computational Linguistics 19: 61–74.",
    "Gries, S. Th. 2008. Dispersions and adjusted frequencies in corpora. International Journal of Corpus Linguistics 13: 403–437.",
    "Gries, S. Th. & Hilpert, M. 2008. The identification of stages in diachronic data: variability-based neighbour clustering. Corpora 3: 59–81.",
    "Grimm, E. C. 1987. CONISS: a FORTRAN 77 program for stratigraphically constrained cluster analysis. Computers & Geosciences 13: 13–35.",
    "Hardie, A. 2014. Log Ratio: an informal introduction. CASS, Lancaster.",
    "Hubert, L. & Arabie, P. 1985. Comparing partitions. Journal of Classification 2: 193–218.",
    "Killick, R., Fearnhead, P. & Eckley, I. A. 2012. Optimal detection of changepoints with a linear computational cost. Journal of the American Statistical Association 107: 1590–1598.",
    "Rigaill, G., Lebarbier, E. & Robin, S. 2012. Exact posterior distributions and model selection criteria for multiple change-point detection problems. Statistics and Computing 22: 917–929.",
];
