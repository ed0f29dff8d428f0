//! What was found of stages, in a sentence with its uncertainty: the same sentence in the report, in the
//! explorer and on the command line.

use crate::{Lang, say, verdict_alone};
use nianlun_types::{Verdict, Year};

/// A boundary with what is known of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundaryFound<'b> {
    /// First year of the new stage.
    pub year: Year,
    /// Probability that it stands in this very year; nothing for methods without a likelihood.
    pub probability: Option<f64>,
    /// Its 95 % set of years.
    pub years95: &'b [Year],
}

/// Boundaries, each with its uncertainty.
pub fn boundaries(found: &[BoundaryFound<'_>], lang: Lang) -> String {
    let sentence = |b: &BoundaryFound<'_>| match b.probability {
        Some(p) if !b.years95.is_empty() => {
            say::findings::boundary_in_year(lang, b.year, p, lang.years(b.years95))
        }
        _ => say::findings::boundary_unknown(lang, b.year),
    };
    found.iter().map(sentence).collect::<Vec<_>>().join(lang.choose("、", "; "))
}

/// What was found: the verdict, the number of stages and the boundaries.
pub fn finding(verdict: Verdict, stages: usize, found: &[BoundaryFound<'_>], lang: Lang) -> String {
    let boundaries = boundaries(found, lang);
    match verdict {
        Verdict::Staged if found.is_empty() => verdict_alone(verdict, lang).to_owned(),
        Verdict::Staged => say::findings::staged(lang, stages, boundaries),
        Verdict::Gradual if found.is_empty() => verdict_alone(verdict, lang).to_owned(),
        Verdict::Gradual => say::findings::gradual(lang, stages, boundaries),
        Verdict::NoChange | Verdict::Refused => verdict_alone(verdict, lang).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gradual_verdict_never_speaks_of_supported_stages() {
        let found = [BoundaryFound { year: 2004, probability: Some(0.31), years95: &[2003, 2004, 2005] }];
        let zh = finding(Verdict::Gradual, 2, &found, Lang::Chinese);
        assert_eq!(
            zh,
            "计数的变化更像平滑趋势，不宜称作阶段；若一定要切分，则为2个阶段，分界在2004年（恰在该年的概率0.31，95%年份集 2003–2005）。"
        );
        let en = finding(Verdict::Gradual, 2, &found, Lang::English);
        assert!(en.starts_with("A smooth trend explains these counts better than any steps"), "{en}");
        assert!(en.contains("2004 (that very year: 0.31; 95 % set 2003–2005)"), "{en}");
        let refused = finding(Verdict::Refused, 1, &[], Lang::Chinese);
        assert_eq!(refused, "文本不足以判断阶段，原因见提醒。");
    }
}
