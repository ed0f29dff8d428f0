//! What was found of stages, in a sentence with its uncertainty: the same sentence in the report, in the
//! explorer and on the command line.

use crate::{Lang, say, verdict_alone};
use nianlun_types::{Verdict, VerdictReason, Year};

/// A run of years with the probability that a stage begins in it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Within {
    /// First year.
    pub first: Year,
    /// Last year.
    pub last: Year,
    /// The probability.
    pub probability: f64,
}

/// A boundary with what is known of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundaryFound {
    /// First year of the new stage.
    pub year: Year,
    /// Its window; nothing where no run of years around it holds a boundary with 95 % probability.
    pub window: Option<Within>,
    /// The years nearer to it than to other boundaries, where there is no window.
    pub cell: Option<Within>,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found<'f> {
    /// The verdict.
    pub verdict: Verdict,
    /// What it rests on, where it shows no stages.
    pub reason: Option<VerdictReason>,
    /// Number of stages.
    pub stages: usize,
    /// Whether they stand on a trend of each category.
    pub on_trend: bool,
    /// The boundaries.
    pub boundaries: &'f [BoundaryFound],
    /// Whether drift looks as much like stages.
    pub drifts: bool,
    /// P(one stage).
    pub one_stage: Option<f64>,
    /// The year without which least is left to show.
    pub weakest_year: Option<Year>,
}

/// Years as a phrase: 2005, or 2012–2013.
fn span(within: &Within, lang: Lang) -> String {
    lang.years(&(within.first..=within.last).collect::<Vec<_>>())
}

/// Boundaries, each with its uncertainty.
pub fn boundaries(found: &[BoundaryFound], lang: Lang) -> String {
    let phrase = |b: &BoundaryFound| match (&b.window, &b.cell) {
        (Some(window), _) => {
            say::findings::boundary_with_window(lang, b.year, span(window, lang), window.probability)
        }
        (None, Some(cell)) => {
            say::findings::boundary_without_window(lang, b.year, span(cell, lang), cell.probability)
        }
        (None, None) => say::findings::boundary_unknown(lang, b.year),
    };
    found.iter().map(phrase).collect::<Vec<_>>().join(lang.choose("、", "; "))
}

/// What was found: the verdict, the number of stages and the boundaries.
pub fn finding(found: &Found<'_>, lang: Lang) -> String {
    let boundaries = boundaries(found.boundaries, lang);
    match found.verdict {
        Verdict::NoChange | Verdict::Refused => return verdict_alone(found.verdict, lang).to_owned(),
        Verdict::Staged if !found.boundaries.is_empty() => {
            return say::findings::staged(lang, found.stages, boundaries);
        }
        Verdict::StagedOnATrend if !found.boundaries.is_empty() => {
            return say::findings::staged_on_a_trend(lang, found.stages, boundaries);
        }
        Verdict::Staged
        | Verdict::StagedOnATrend
        | Verdict::Gradual
        | Verdict::Drifting
        | Verdict::Undecided => {}
    }
    let doubt = doubt(found, lang);
    if found.boundaries.is_empty() {
        return doubt;
    }
    let condition =
        if found.on_trend { say::findings::if_staged_on_a_trend } else { say::findings::if_staged };
    doubt + &condition(lang, found.stages, boundaries)
}

/// The sentence that says why no stages are claimed.
fn doubt(found: &Found<'_>, lang: Lang) -> String {
    let alone = || verdict_alone(found.verdict, lang).to_owned();
    match (found.reason, found.one_stage, found.weakest_year) {
        (Some(VerdictReason::Curve), ..) => say::findings::curve(lang).to_owned(),
        (Some(VerdictReason::Soft), ..) if found.drifts => say::findings::soft_or_drift(lang).to_owned(),
        (Some(VerdictReason::Soft), ..) => say::findings::soft(lang).to_owned(),
        (Some(VerdictReason::Serial), ..) => say::findings::serial(lang).to_owned(),
        (Some(VerdictReason::Drift), ..) => say::findings::drift(lang).to_owned(),
        (Some(VerdictReason::OneStage), Some(p), _) => say::findings::one_stage(lang, p),
        (Some(VerdictReason::OneYear), _, Some(year)) => say::findings::one_year(lang, year),
        (Some(VerdictReason::OneStage | VerdictReason::OneYear) | None, ..) => alone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(verdict: Verdict, reason: Option<VerdictReason>, boundaries: &[BoundaryFound]) -> Found<'_> {
        Found {
            verdict,
            reason,
            stages: 1 + boundaries.len(),
            on_trend: false,
            drifts: false,
            boundaries,
            one_stage: Some(0.2),
            weakest_year: Some(2009),
        }
    }

    const SHARP: BoundaryFound = BoundaryFound {
        year: 2004,
        window: Some(Within { first: 2003, last: 2005, probability: 0.97 }),
        cell: None,
    };
    const VAGUE: BoundaryFound = BoundaryFound {
        year: 2017,
        window: None,
        cell: Some(Within { first: 2016, last: 2019, probability: 0.42 }),
    };

    #[test]
    fn only_the_two_staged_verdicts_claim_stages() {
        for (_, verdict) in Verdict::ALL {
            let text = finding(&found(*verdict, None, &[SHARP]), Lang::Chinese);
            assert_eq!(text.contains("计数支持"), verdict.shows_stages(), "{text}");
            let text = finding(&found(*verdict, None, &[SHARP]), Lang::English);
            assert_eq!(text.contains("The counts show"), verdict.shows_stages(), "{text}");
        }
    }

    #[test]
    fn a_boundary_is_told_with_its_window_or_without() {
        let text = finding(&found(Verdict::StagedOnATrend, None, &[SHARP, VAGUE]), Lang::Chinese);
        assert_eq!(
            text,
            "在各类目自身的趋势之上，计数支持3个阶段，分界在2004年（窗口2003–2005，概率0.97）、2017年（没有窗口：2016–2019合计0.42）。"
        );
        let text = finding(&found(Verdict::Staged, None, &[SHARP, VAGUE]), Lang::English);
        assert!(text.contains("2004 (window 2003–2005, probability 0.97)"), "{text}");
        assert!(text.contains("2017 (no window: 2016–2019 together 0.42)"), "{text}");
    }

    #[test]
    fn every_doubt_has_its_own_words() {
        let mut texts: Vec<String> = VerdictReason::ALL
            .iter()
            .map(|(_, reason)| finding(&found(Verdict::Undecided, Some(*reason), &[]), Lang::Chinese))
            .collect();
        assert!(texts.iter().any(|text| text.contains("除去2009年")), "{texts:?}");
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), VerdictReason::ALL.len());
    }
}
