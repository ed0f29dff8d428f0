//! What a verdict rests on.

use nianlun_stages::selection::permutation::LEVEL as PERMUTATION_LEVEL;
use nianlun_stages::{Estimate, PermutationLevel, RivalScore};
use nianlun_types::Depth;
use nianlun_words::{Lang, say};

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
        parts.push(say::findings::like_drift(lang, of_100(drift.largest(), lang)));
        parts.extend(drift.p_steps.map(|p| say::findings::steps_like_drift(lang, of_100(p, lang))));
    }
    parts.extend(estimate.soft.as_ref().map(|soft| {
        // "only fewer than one" says it twice.
        let few = (0.01..=FEW).contains(&soft.smallest());
        let only = if few { say::findings::only(lang) } else { "" };
        say::findings::softness(lang, only, of_100(soft.smallest(), lang))
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

/// How many of 100, whole. A p of 1/500 is none of 499 series: fewer than one of 100.
fn of_100(share: f64, lang: Lang) -> String {
    let of = 100.0 * share;
    if of < 1.0 { say::findings::fewer_than_one(lang).to_owned() } else { format!("{of:.0}") }
}

/// The number of stages by the test of permuted years.
fn permutation(estimate: &Estimate, lang: Lang) -> String {
    let levels = &estimate.permutation;
    match levels.last() {
        Some(last) if last.stages > 1 || last.p <= PERMUTATION_LEVEL => {
            let too_few: Vec<&PermutationLevel> =
                levels.iter().filter(|l| l.p <= PERMUTATION_LEVEL).collect();
            let shown: Vec<String> = too_few.iter().map(|level| format!("{:.3}", level.p)).collect();
            let shown = shown.join(lang.comma());
            let range = match too_few.len() {
                1 => "1".to_owned(),
                many => format!("1–{many}"),
            };
            if last.p <= PERMUTATION_LEVEL {
                say::findings::permutation_to_the_end(lang, range, shown, last.stages + 1)
            } else {
                say::findings::permutation(lang, range, shown, last.stages, last.p)
            }
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
