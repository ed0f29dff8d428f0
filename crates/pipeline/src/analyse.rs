//! Counts → everything that is said about stages.

use crate::corpus_report::doubtful;
use crate::count::Counted;
use crate::load::Pipeline;
use crate::profile::profiles;
use crate::progress::Progress;
use crate::sensitivity::{sensitivity, sources};
use crate::series::{categories, series, years};
use crate::stability::stability_of;
use crate::terms;
use nianlun_stages::stability::Stability;
use nianlun_stages::{Estimate, Published, Series, estimate, referee};
use nianlun_types::{FrequencyRow, KeynessRow, ProfileRow, SensitivityRow, TermRow, Warning, Year};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a run found out from its counts.
pub struct Analysis {
    /// Rows of `frequencies.parquet`.
    pub frequencies: Vec<FrequencyRow>,
    /// `stages.json`.
    pub findings: Findings,
    /// Rows of `profile.parquet`.
    pub profile: Vec<ProfileRow>,
    /// Rows of `terms.parquet`.
    pub terms: Vec<TermRow>,
    /// Rows of `keyness.parquet`.
    pub keyness: Vec<KeynessRow>,
}

/// The object of `stages.json`.
#[derive(Debug, Clone, Serialize)]
pub struct Findings {
    /// The estimate, its warnings being all those of the run.
    #[serde(flatten)]
    pub estimate: Estimate,
    /// What becomes of the boundaries without a term, a document, and so on; nothing where the
    /// series was refused, or came from elsewhere.
    pub stability: Option<Stability>,
    /// The stages when one decision is made otherwise.
    pub sensitivity: Vec<SensitivityRow>,
}

/// Analyses the counts.
pub fn analyse(
    pipeline: &Pipeline,
    counted: &Counted,
    threads: &rayon::ThreadPool,
    progress: &dyn Progress,
) -> Analysis {
    let counts = counted.counts(pipeline);
    let (exposure, columns) = (pipeline.settings.exposure.1, &pipeline.codebook.categories);
    let range = years(pipeline, counts);
    let frequencies = range.map_or_else(Vec::new, |range| counts.rows(range, columns, exposure));
    let categories = categories(pipeline);
    let series = series(pipeline, counts, &categories, exposure);

    progress.begin("estimating stages", 0);
    let published = pipeline.published.as_ref().map(|p| Published { boundaries: p.boundaries() });
    let mut estimate = estimate(&series, pipeline.settings.stages, published.as_ref());
    progress.end();
    let stability = stability_of(pipeline, counted, &series, &categories, &estimate, threads, progress);
    let sensitivity = sensitivity(pipeline, counted, threads, progress);

    let terms = terms::terms(pipeline, counted);
    estimate.warnings = warnings(pipeline, counted, &estimate, &series, &terms, stability.as_ref());
    Analysis {
        profile: profiles(pipeline, &series, &estimate),
        keyness: terms::keyness(pipeline, counted, &series, &estimate.stage_rows()),
        frequencies,
        terms,
        findings: Findings { estimate, stability, sensitivity },
    }
}

/// Every caveat: of the corpus, of the codebook, of the stages.
fn warnings(
    pipeline: &Pipeline,
    counted: &Counted,
    estimate: &Estimate,
    series: &Series,
    terms: &[TermRow],
    stability: Option<&Stability>,
) -> Vec<Warning> {
    let mut warnings = Vec::new();
    warnings.extend(pipeline.settings.note.as_ref().map(|note| Warning::new("corpus-note", note)));
    if !counted.quarantined.is_empty() {
        warnings.push(Warning::new(
            "quarantined",
            format!("{}个文本被搁置，原因见 quarantine.csv", counted.quarantined.len()),
        ));
    }
    let doubtful = doubtful(pipeline, &counted.documents);
    if doubtful > 0 {
        warnings.push(Warning::new(
            "doubts",
            format!("{doubtful}个文本或表格的读法存疑（年份、编码、正文位置、列名或重复），逐条见 corpus-report.csv"),
        ));
    }
    if let (Some((first, last)), true) = (pipeline.settings.years, pipeline.outside_years > 0) {
        warnings.push(Warning::new(
            "outside-years",
            format!(
                "{}个文本不在{first}–{last}年之内，按 pipeline.toml 的 years 略去",
                pipeline.outside_years
            ),
        ));
    }
    warnings.extend(estimate.warnings.iter().cloned());
    if let Some(stability) = stability {
        let single = stability.years_with_one_document;
        if 2 * single >= series.len() {
            warnings.push(Warning::new(
                "bootstrap-blind",
                format!(
                    "{}个年份中{single}个只有一篇文本：文本自助法无从重抽这些年份，其稳定性须看模型自助法与逐篇剔除",
                    series.len()
                ),
            ));
        }
        for share in &stability.model_bootstrap.boundaries {
            if share.within_1 < 0.5 {
                warnings.push(Warning::new(
                    "unstable-boundary",
                    format!(
                        "分界{}年不稳：即使阶段真是如此，按同样的离散程度重抽计数，也只有{:.0}%能在±1年内再次找到它",
                        share.year,
                        share.within_1 * 100.0
                    ),
                ));
            }
        }
    }
    let made_up = sources(counted, &series.years);
    warnings.extend(referee::source_changes(&series.years, &made_up, &estimate.boundary_years()));
    warnings.extend(before_since(pipeline, counted));
    warnings.extend(terms::warnings(pipeline, terms));
    warnings
}

/// Terms met before the year in which they came up.
fn before_since(pipeline: &Pipeline, counted: &Counted) -> Vec<Warning> {
    let mut early: BTreeMap<u32, (u64, Year)> = BTreeMap::new();
    for hit in &counted.hits {
        let term = &pipeline.codebook.terms[hit.term as usize];
        let year = counted.documents[hit.document as usize].year;
        if let (Some(since), Some(year)) = (term.since, year)
            && year < since
            && term.categories[0] == hit.category
        {
            let seen = early.entry(hit.term).or_insert((0, year));
            *seen = (seen.0 + 1, seen.1.min(year));
        }
    }
    let warning = |(term, (hits, first)): (u32, (u64, Year))| {
        let term = &pipeline.codebook.terms[term as usize];
        Warning::new(
            "before-since",
            format!(
                "“{}”在其起始年{}之前已有{hits}次命中（最早{first}年）：年份、文本或起始年有误",
                term.term,
                term.since.unwrap_or_default()
            ),
        )
    };
    early.into_iter().map(warning).collect()
}
