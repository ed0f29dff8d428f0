//! Gathers the warnings of a run: on the corpus, the codebook and the stages.

use crate::analysis::Grounds;
use crate::cube::Cube;
use crate::sensitivity::sources;
use crate::terms;
use nianlun_stages::stability::{ModelSource, Stability};
use nianlun_stages::{Estimate, Series, referee};
use nianlun_types::{DocumentRow, TermRow, Warning, Year};
use std::collections::BTreeMap;

/// The codes of all warnings, the weightiest first: what must be read before anything, what may be wrong with
/// the texts of single years, what could change the verdict, what could have made a boundary, what is known of
/// the texts and of the codebook.
pub const WEIGHT: [&str; 34] = [
    "corpus-note",
    "same-body",
    "odd-length",
    "close-call",
    "drift-possible",
    "soft-transitions",
    "at-maximum",
    "no-window",
    "stages-uncertain",
    "boundary-at-jump",
    "boundary-at-source-change",
    "quarantined",
    "doubts",
    "before-since",
    "too-few-years",
    "no-hits",
    "no-variation",
    "minimum-length",
    "method-needs",
    "few-years",
    "small-counts",
    "missing-years",
    "exposure-jump",
    "collection-jump",
    "source-change",
    "unstable-boundary",
    "dominant-term",
    "few-documents",
    "bootstrap-blind",
    "empty-category",
    "outside-years",
    "published-outside",
    "published-short-stage",
    "no-uncertainty",
];

/// Every warning, the weightiest first.
pub fn all(
    grounds: &Grounds<'_>,
    cube: &Cube,
    estimate: &Estimate,
    series: &Series,
    terms: &[TermRow],
    stability: Option<&Stability>,
) -> Vec<Warning> {
    let mut warnings = corpus_warnings(grounds);
    warnings.extend(same_bodies(&grounds.counted.documents));
    warnings.extend(estimate.warnings.iter().cloned());
    warnings.extend(stability.into_iter().flat_map(|stability| stability_warnings(stability, series.len())));
    let sources = sources(grounds.counted, &series.years);
    warnings.extend(referee::source_changes(&series.years, &sources, &estimate.boundary_years()));
    warnings.extend(before_since(grounds, cube));
    warnings.extend(terms::warning(grounds, cube, terms));
    let weight = |warning: &Warning| WEIGHT.iter().position(|code| *code == warning.code);
    warnings.sort_by_key(|warning| weight(warning).unwrap_or(WEIGHT.len()));
    warnings
}

/// Most texts named in a warning.
const MOST_NAMED: usize = 3;

/// Warns of texts counted in two years though they are nearly the same.
fn same_bodies(documents: &[DocumentRow]) -> Option<Warning> {
    let year_of: BTreeMap<&str, Option<Year>> = documents.iter().map(|d| (d.id.as_str(), d.year)).collect();
    let pairs = documents.iter().filter_map(|document| {
        let of = document.twin.as_deref()?;
        let (year, other) = (document.year?, (*year_of.get(of)?)?);
        (year != other).then(|| format!("{}（{year}年）与 {of}（{other}年）", document.id))
    });
    let pairs: Vec<String> = pairs.collect();
    let more = if pairs.len() > MOST_NAMED { "等" } else { "" };
    (!pairs.is_empty()).then(|| {
        let named = pairs.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join("、");
        Warning::new(
            "same-body",
            format!(
                "{}对文本几乎相同，却分属两年，都已计数：{named}{more}。其中可能有一年不是当年的文本，也可能是修订，请核对",
                pairs.len()
            ),
        )
    })
}

fn corpus_warnings(grounds: &Grounds<'_>) -> Vec<Warning> {
    let circumstances = &grounds.circumstances;
    let mut warnings = Vec::new();
    warnings.extend(circumstances.note.as_ref().map(|note| Warning::new("corpus-note", note)));
    if circumstances.set_aside > 0 {
        let message = format!("{}个文本被搁置，原因见 quarantine.csv", circumstances.set_aside);
        warnings.push(Warning::new("quarantined", message));
    }
    if circumstances.doubtful > 0 {
        warnings.push(Warning::new(
            "doubts",
            format!(
                "{}个文本或表格的读法存疑（年份、编码、正文位置、列名或重复），逐条见 corpus-report.csv",
                circumstances.doubtful
            ),
        ));
    }
    if let (Some((first, last)), 1..) = (grounds.decisions.years, circumstances.outside_years) {
        warnings.push(Warning::new(
            "outside-years",
            format!(
                "{}个文本不在{first}–{last}年之内，按 pipeline.toml 的 years 略去",
                circumstances.outside_years
            ),
        ));
    }
    warnings
}

/// Warns of years that resampling documents cannot change, and of boundaries that replicates do not find
/// again. `years` is the length of the series.
fn stability_warnings(stability: &Stability, years: usize) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let single = stability.years_with_one_document;
    if 2 * single >= years {
        warnings.push(Warning::new(
            "bootstrap-blind",
            format!(
                "{years}个年份中{single}个只有一篇文本：文本自助法无从重抽这些年份，其稳定性须看参数自助法与逐篇剔除"
            ),
        ));
    }
    let drawn = &stability.model_bootstrap.boundaries;
    let is_power = stability.model_bootstrap_of == ModelSource::Stages;
    for share in drawn.iter().filter(|share| is_power && share.within_1 < 0.5) {
        warnings.push(Warning::new(
            "unstable-boundary",
            format!(
                "分界{}年不稳：即使阶段真是如此，按同样的离散程度重抽计数，也只有{:.0}%能在±1年内再次找到它",
                share.year,
                share.within_1 * 100.0
            ),
        ));
    }
    warnings
}

/// Warns of terms with hits before the year that the codebook says they begin in.
fn before_since(grounds: &Grounds<'_>, cube: &Cube) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for (at, term) in (0..).zip(&grounds.codebook.terms) {
        let Some(since) = term.since else { continue };
        let years = cube.by_year(at);
        let early = || years.range(..since);
        let Some((first, _)) = early().next() else { continue };
        let hits: u64 = early().map(|(_, hits)| hits).sum();
        warnings.push(Warning::new(
            "before-since",
            format!(
                "“{}”在其起始年{since}之前已有{hits}次命中（最早{first}年）：年份、文本或起始年有误，或另有所指",
                term.term
            ),
        ));
    }
    warnings
}
