//! What the report says of its results, with the uncertainty in it. The sentences themselves are in the
//! catalogue of `nianlun_words`; here they get their numbers.

mod grounds;
mod methods;
mod references;

pub use grounds::{grounds, rival_scores};
pub use methods::methods;
pub use references::REFERENCES;

use crate::Report;
use nianlun_frequency::Exposure;
use nianlun_stages::judge::DRIFT;
use nianlun_stages::stability::{BoundaryShare, ModelSource, Stability, WithoutYear};
use nianlun_stages::{Boundary, BoundaryProbability, Estimate, Held};
use nianlun_types::Year;
use nianlun_words::{BoundaryFound, Found, Lang, Within, capitalised, percent, say};

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
        on_trend: !estimate.slopes.is_empty(),
        drifts: estimate.drift.as_ref().is_some_and(|drift| drift.largest() > DRIFT),
        boundaries: &boundaries,
        one_stage: estimate.stages_posterior.first().map(|p| p.probability),
        weakest_year: estimate.leave_one_year.as_ref().map(|left| left.year),
    };
    nianlun_words::finding(&found, lang)
}

/// The span of calendar years that a year with texts stands for: with the missing years before it.
fn span(estimate: &Estimate, year: Year, lang: Lang) -> String {
    let at = estimate.years.partition_point(|known| *known < year);
    let first = at.checked_sub(1).map_or(year, |before| estimate.years[before] + 1);
    lang.years(&(first.min(year)..=year).collect::<Vec<_>>())
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
    let probability = estimate.stages_posterior.get(chosen - 1).map_or(0.0, |p| p.probability);
    let number = if best.stages == chosen {
        say::report::number_is_most_probable(lang, chosen, probability)
    } else {
        say::report::number_is_open(lang, chosen, probability, best.stages, best.probability)
    };
    let shown = |p: &&BoundaryProbability| {
        say::report::likely_year(lang, span(estimate, p.year, lang), p.probability)
    };
    let likely: Vec<String> = estimate.likely_years().iter().map(shown).collect();
    let years = if likely.is_empty() {
        say::report::no_likely_year(lang).to_owned()
    } else {
        say::report::likely_years(lang, likely.join(lang.comma()))
    };
    let condition = match (estimate.verdict.shows_stages(), estimate.slopes.is_empty()) {
        (true, _) => "",
        (false, true) => say::report::if_constant_within(lang),
        (false, false) => say::report::if_on_a_trend(lang),
    };
    condition.to_owned() + &number + lang.semicolon() + &years
}

/// How the boundaries stand against replicates and against published stages.
pub fn comparisons(estimate: &Estimate, stability: Option<&Stability>, lang: Lang) -> String {
    let mut parts = Vec::new();
    let has_boundaries = !estimate.boundaries.is_empty();
    if let Some(checks) = stability.filter(|_| has_boundaries) {
        parts.push(say::report::left_out(lang, weakest_shares(checks, lang)));
        let shown = estimate.verdict.shows_stages();
        parts.extend(checks.without_year.as_ref().map(|without| without_year(without, shown, lang)));
        parts.push(model_shares(checks, lang));
    }
    let shown = estimate.verdict.shows_stages();
    if let Some(p) = &estimate.published {
        let chance = p.chance_f1_1.map_or(String::new(), |f1| say::report::by_chance(lang, f1));
        let condition = if shown { "" } else { say::report::if_there_were_stages(lang) };
        parts.push(say::report::against_published(
            lang,
            condition,
            lang.years(&p.boundaries),
            p.f1_1,
            chance,
        ));
        if !p.within1.is_empty() {
            let year = |w: &BoundaryProbability| say::report::likely_year(lang, w.year, w.probability);
            let years: Vec<String> = p.within1.iter().map(year).collect();
            parts.push(say::report::near_published(lang, condition, years.join(lang.comma())));
        }
    }
    if parts.is_empty() {
        say::report::nothing_to_compare(lang).to_owned()
    } else {
        capitalised(&say::report::comparisons(lang, parts.join(lang.semicolon())))
    }
}

/// How often the stages and each boundary are found without a single year.
fn without_year(without: &WithoutYear, shown: bool, lang: Lang) -> String {
    let share = |b: &BoundaryShare| {
        let found = (b.within_1 * without.years as f64).round() as usize;
        say::report::times(lang, b.year, found)
    };
    let boundaries = without.boundaries.iter().map(share).collect::<Vec<_>>().join(lang.comma());
    if shown {
        say::report::judged_without_year(lang, without.years, without.staged, boundaries)
    } else {
        say::report::found_without_year(lang, without.years, boundaries)
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

/// What rates are given per.
pub fn unit(exposure: Exposure, lang: Lang) -> &'static str {
    match exposure {
        Exposure::Characters => say::report::per_10k_characters(lang),
        Exposure::Tokens => say::report::per_10k_words(lang),
    }
}
