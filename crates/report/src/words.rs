//! What the report says of its results, with the uncertainty in it. The sentences themselves are in the
//! catalogue of `nianlun_words`; here they get their numbers.

use crate::{Report, Scope};
use nianlun_codebook::{Rule, Unit};
use nianlun_frequency::Exposure;
use nianlun_stages::selection::permutation::LEVEL as PERMUTATION_LEVEL;
use nianlun_stages::stability::{BoundaryShare, ModelSource, Stability};
use nianlun_stages::{Boundary, BoundaryProbability, Estimate, Held, REPLICATES, RivalScore, referee};
use nianlun_types::Depth;
use nianlun_words::{BoundaryFound, Found, Lang, Within, say};

/// What was found, in a sentence with its uncertainty.
pub fn finding(estimate: &Estimate, lang: Lang) -> String {
    let within = |held: &Held| Within { first: held.first, last: held.last, probability: held.probability };
    let boundary = |b: &Boundary| BoundaryFound {
        year: b.year,
        window: b.window.as_ref().map(within),
        cell: b.cell.as_ref().map(within),
    };
    let boundaries: Vec<BoundaryFound> = estimate.boundaries.iter().map(boundary).collect();
    let found = Found {
        verdict: estimate.verdict,
        reason: estimate.reason,
        stages: estimate.chosen.unwrap_or(1),
        boundaries: &boundaries,
        one_stage: estimate.stages_posterior.first().map(|p| p.probability),
        weakest_year: estimate.leave_one_year.as_ref().map(|left| left.year),
    };
    nianlun_words::finding(&found, lang)
}

/// What the verdict rests on, in a sentence; nothing where nobody judged.
pub fn grounds(estimate: &Estimate, lang: Lang) -> Option<String> {
    let serial = estimate.serial.as_ref()?;
    let mut parts = vec![permutation(estimate, lang)];
    if estimate.permutation.last().is_none_or(|level| level.stages == 1 && level.p > PERMUTATION_LEVEL) {
        parts.push(say::findings::neighbours(lang, serial.p));
    } else {
        parts.push(rivals(estimate, lang));
    }
    if let Some(drift) = &estimate.drift {
        parts.push(say::findings::like_drift(lang, of_100(drift.p)));
        parts.extend(drift.p_steps.map(|p| say::findings::steps_like_drift(lang, of_100(p))));
    }
    parts.extend(estimate.soft.as_ref().map(|soft| {
        let only = if soft.p <= FEW { say::findings::only(lang) } else { "" };
        say::findings::softness(lang, only, of_100(soft.p))
    }));
    if let Some(left) = &estimate.leave_one_year {
        parts.push(if left.statistic < left.threshold {
            say::findings::rests_on_year(lang, left.year)
        } else {
            say::findings::without_any_year(lang).to_owned()
        });
    }
    if estimate.depth == Depth::Brief {
        parts.push(say::findings::brief(lang).to_owned());
    }
    Some(say::findings::grounds(lang, parts.join(lang.semicolon())))
}

/// So few of the drawn steps that the word "only" is right.
const FEW: f64 = 0.10;

/// How many of 100: whole, but with a place after the point below 1.
fn of_100(share: f64) -> String {
    let of = 100.0 * share;
    if of < 0.95 { format!("{of:.1}") } else { format!("{of:.0}") }
}

/// The number of stages by the test of permuted years.
fn permutation(estimate: &Estimate, lang: Lang) -> String {
    let levels = &estimate.permutation;
    match levels.last() {
        Some(last) if last.stages > 1 || last.p <= PERMUTATION_LEVEL => {
            let shown: Vec<String> = levels.iter().map(|level| format!("{:.3}", level.p)).collect();
            let stages = if last.p <= PERMUTATION_LEVEL { last.stages + 1 } else { last.stages };
            say::findings::permutation(lang, stages, shown.join(lang.comma()))
        }
        last => say::findings::permutation_one(lang, last.map_or(1.0, |level| level.p)),
    }
}

/// The scores of the rivals, each with its name.
pub fn rival_scores(estimate: &Estimate, lang: Lang) -> Vec<(&'static str, f64)> {
    let name = |rival: &RivalScore| match rival.name.as_str() {
        "steps" => say::findings::rival_steps(lang),
        "steps on a trend" => say::findings::rival_on_trend(lang),
        "curve" => say::findings::rival_curve(lang),
        _ => say::findings::rival_one_stage(lang),
    };
    estimate.rivals.iter().map(|rival| (name(rival), rival.score)).collect()
}

/// The scores of the rivals in a phrase.
fn rivals(estimate: &Estimate, lang: Lang) -> String {
    let mut scores = rival_scores(estimate, lang);
    scores.sort_by(|a, b| a.1.total_cmp(&b.1));
    let Some(((best, least), others)) = scores.split_first() else { return String::new() };
    let behind = |(name, score): &(&str, f64)| say::findings::behind(lang, name, score - least);
    let others: Vec<String> = others.iter().map(behind).collect();
    say::findings::rivals(lang, best, others.join(lang.comma()))
}

/// The three sentences at the head of the report.
pub fn three_sentences(report: &Report<'_>, lang: Lang) -> [String; 3] {
    let estimate = report.estimate;
    let uncertainty = match grounds(estimate, lang) {
        Some(grounds) => grounds + lang.choose("", " ") + &stages_sentence(estimate, lang),
        None => stages_sentence(estimate, lang),
    };
    [hits_sentence(report, lang), uncertainty, comparisons(estimate, report.stability, lang)]
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

/// How certain the number of stages is, and which years are boundaries more likely than not.
pub fn stages_sentence(estimate: &Estimate, lang: Lang) -> String {
    let best = estimate.stages_posterior.iter().max_by(|a, b| a.probability.total_cmp(&b.probability));
    let (Some(chosen), Some(best)) = (estimate.chosen, best) else {
        return say::report::no_number_of_stages(lang).to_owned();
    };
    let condition =
        if estimate.verdict.shows_stages() { "" } else { say::report::if_there_were_stages(lang) };
    let probability = estimate.stages_posterior.get(chosen - 1).map_or(0.0, |p| p.probability);
    let number = if best.stages == chosen {
        say::report::number_is_most_probable(lang, condition, chosen, probability)
    } else {
        say::report::number_is_open(lang, condition, chosen, probability, best.stages, best.probability)
    };
    let likely: Vec<String> = estimate
        .likely_years()
        .iter()
        .map(|p| say::report::likely_year(lang, p.year, p.probability))
        .collect();
    if likely.is_empty() {
        number + say::report::no_likely_year(lang)
    } else {
        number + &say::report::likely_years(lang, likely.join(lang.comma()))
    }
}

/// How the boundaries stand against replicates and against published stages.
pub fn comparisons(estimate: &Estimate, stability: Option<&Stability>, lang: Lang) -> String {
    let mut parts = Vec::new();
    if let Some(checks) = stability.filter(|_| !estimate.boundaries.is_empty()) {
        parts.push(say::report::left_out(lang, weakest_shares(checks, lang)));
        parts.push(model_shares(checks, lang));
    }
    if let Some(p) = &estimate.published {
        let chance = p.chance_f1_1.map_or(String::new(), |f1| say::report::by_chance(lang, f1));
        parts.push(say::report::against_published(lang, lang.years(&p.boundaries), p.f1_1, chance));
        if !p.within1.is_empty() {
            let year = |w: &BoundaryProbability| say::report::likely_year(lang, w.year, w.probability);
            let years: Vec<String> = p.within1.iter().map(year).collect();
            parts.push(say::report::near_published(lang, years.join(lang.comma())));
        }
    }
    if parts.is_empty() {
        say::report::nothing_to_compare(lang).to_owned()
    } else {
        say::report::comparisons(lang, parts.join(lang.semicolon()))
    }
}

/// For each boundary the lowest of the shares in which it is found again when something is left out or
/// resampled, and what that was.
fn weakest_shares(checks: &Stability, lang: Lang) -> String {
    let kinds = [
        (Some(&checks.without_term), say::report::without_a_term(lang)),
        (Some(&checks.without_document), say::report::without_a_text(lang)),
        (checks.document_bootstrap.as_ref(), say::report::texts_resampled(lang)),
    ];
    let boundaries = checks.without_term.boundaries.iter().enumerate().map(|(at, boundary)| {
        let shares = kinds.iter().filter_map(|(replicates, kind)| {
            let share = replicates.as_ref()?.boundaries.get(at)?.within_1;
            Some((share, *kind))
        });
        let lower = |a: (f64, &'static str), b: (f64, &'static str)| if b.0 < a.0 { b } else { a };
        let (share, kind) = shares.reduce(lower).unwrap_or((0.0, ""));
        if share < 1.0 {
            say::report::weakest_share(lang, boundary.year, percent(share), kind)
        } else {
            say::report::share_found_again(lang, boundary.year, percent(share))
        }
    });
    boundaries.collect::<Vec<_>>().join(lang.comma())
}

/// How often the search finds the boundaries in counts drawn from a model, and which.
fn model_shares(checks: &Stability, lang: Lang) -> String {
    let drawn = &checks.model_bootstrap;
    let share = |b: &BoundaryShare| say::report::share_found_again(lang, b.year, percent(b.within_1));
    let shares = drawn.boundaries.iter().map(share).collect::<Vec<_>>().join(lang.comma());
    match checks.model_bootstrap_of {
        ModelSource::Stages => say::report::found_again(lang, drawn.replicates, shares),
        ModelSource::Curve => say::report::found_in_a_curve(lang, drawn.replicates, shares),
    }
}

/// A share in whole percent, rounded down: nothing short of all is 100 %.
fn percent(share: f64) -> f64 {
    (share * 100.0 + 1e-9).floor()
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

/// The works that the report cites, in the style of GB/T 7714, by the order of their first authors.
pub const REFERENCES: [&str; 14] = [
    "BAI J, PERRON P. Computation and analysis of multiple structural change models[J]. Journal of Applied Econometrics, 2003, 18(1): 1-22.",
    "BENNETT K D. Determination of the number of zones in a biostratigraphical sequence[J]. New Phytologist, 1996, 132(1): 155-170.",
    "BRESLOW N E, DAY N E. Statistical methods in cancer research: Volume II[M]. Lyon: IARC, 1987.",
    "DUNNING T. Accurate methods for the statistics of surprise and coincidence[J]. Computational Linguistics, 1993, 19(1): 61-74.",
    "GRIES S T. Dispersions and adjusted frequencies in corpora[J]. International Journal of Corpus Linguistics, 2008, 13(4): 403-437.",
    "GRIES S T, HILPERT M. The identification of stages in diachronic data: variability-based neighbour clustering[J]. Corpora, 2008, 3(1): 59-81.",
    "GRIMM E C. CONISS: a FORTRAN 77 program for stratigraphically constrained cluster analysis by the method of incremental sum of squares[J]. Computers & Geosciences, 1987, 13(1): 13-35.",
    "HARDIE A. Log Ratio: an informal introduction[EB/OL]. Lancaster: ESRC Centre for Corpus Approaches to Social Science, 2014.",
    "HUBERT L, ARABIE P. Comparing partitions[J]. Journal of Classification, 1985, 2(1): 193-218.",
    "HYNDMAN R J, FAN Y. Sample quantiles in statistical packages[J]. The American Statistician, 1996, 50(4): 361-365.",
    "KILLICK R, FEARNHEAD P, ECKLEY I A. Optimal detection of changepoints with a linear computational cost[J]. Journal of the American Statistical Association, 2012, 107(500): 1590-1598.",
    "PHIPSON B, SMYTH G K. Permutation p-values should never be zero: calculating exact p-values when permutations are randomly drawn[J]. Statistical Applications in Genetics and Molecular Biology, 2010, 9(1): 39.",
    "RIGAILL G, LEBARBIER E, ROBIN S. Exact posterior distributions and model selection criteria for multiple change-point detection problems[J]. Statistics and Computing, 2012, 22(4): 917-929.",
    "RUE H, HELD L. Gaussian Markov random fields: theory and applications[M]. Boca Raton: Chapman & Hall/CRC, 2005.",
];
