//! Computes all findings from the counts.

use crate::calibration::calibrate;
use crate::counted::Counted;
use crate::cube::Cube;
use crate::decisions::Decisions;
use crate::profile::profiles;
use crate::sensitivity::sensitivity;
use crate::series::{series_of_rows, years};
use crate::stability::stability_of;
use crate::{terms, warnings};
use nianlun_codebook::Codebook;
use nianlun_stages::simulate::Calibration;
use nianlun_stages::stability::Stability;
use nianlun_stages::{
    Data, Estimate, Judge, Method, Published, REPLICATES, Replication, Seeded, Series, estimate_by,
};
use nianlun_types::{
    Depth, FrequencyRow, KeynessRow, ProfileRow, Progress, PublishedStages, SensitivityRow, TermRow, Workers,
};
use serde::{Deserialize, Serialize};

/// Everything that findings depend on.
pub struct Grounds<'g> {
    /// The codebook that was counted.
    pub codebook: &'g Codebook,
    /// The counts.
    pub counted: &'g Counted,
    /// The decisions in force.
    pub decisions: &'g Decisions,
    /// Published stages to compare with.
    pub published: Option<&'g PublishedStages>,
    /// Facts about the corpus, for the warnings.
    pub circumstances: Circumstances,
}

/// Facts about the corpus that its counts do not show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// What a reader must know about the texts, as the pipeline says it.
    pub note: Option<String>,
    /// Texts set aside.
    pub set_aside: usize,
    /// Texts or tables read with a doubt.
    pub doubtful: usize,
    /// Texts outside the years of the study.
    pub outside_years: usize,
}

/// All findings of a run.
pub struct Analysis {
    /// Rows of `frequencies.parquet`.
    pub frequencies: Vec<FrequencyRow>,
    /// The object of `stages.json`.
    pub findings: Findings,
    /// Rows of `profile.parquet`.
    pub profile: Vec<ProfileRow>,
    /// Rows of `terms.parquet`.
    pub terms: Vec<TermRow>,
    /// Rows of `keyness.parquet`.
    pub keyness: Vec<KeynessRow>,
}

/// The object of `stages.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Findings {
    /// The estimate. Its warnings are all those of the run.
    #[serde(flatten)]
    pub estimate: Estimate,
    /// How the boundaries change without a term, without a document, and under resampling; `None` where the
    /// series was refused, or has no documents and terms.
    pub stability: Option<Stability>,
    /// The stages under other decisions, one changed at a time.
    pub sensitivity: Vec<SensitivityRow>,
    /// How often a corpus like this is judged wrongly; `None` where it was not asked for.
    #[serde(default)]
    pub calibration: Option<Calibration>,
}

impl Grounds<'_> {
    /// Positions in the codebook of the categories that the stages rest on.
    pub(crate) fn categories(&self) -> Vec<usize> {
        self.decisions.categories(self.codebook)
    }

    /// The frequencies by one counting rule.
    pub(crate) fn rows(&self, counts: &nianlun_frequency::Counts) -> Vec<FrequencyRow> {
        let range = years(self.decisions, counts);
        let exposure = self.decisions.exposure;
        range.map_or_else(Vec::new, |range| counts.rows(range, &self.codebook.categories, exposure))
    }

    /// Identifiers of the categories at these positions of the codebook.
    pub(crate) fn ids(&self, categories: &[usize]) -> Vec<&str> {
        categories.iter().map(|at| self.codebook.categories[*at].id.as_str()).collect()
    }

    /// The series of the categories at these positions of the codebook.
    pub(crate) fn series(&self, rows: &[FrequencyRow], categories: &[usize]) -> Series {
        series_of_rows(rows, self.decisions, &self.ids(categories))
    }
}

/// Analyses the counts.
pub fn analyse(grounds: &Grounds<'_>, workers: &dyn Workers, progress: &dyn Progress) -> Analysis {
    let decisions = grounds.decisions;
    let frequencies = grounds.rows(&grounds.counted.by_rule[decisions.rule]);
    let categories = grounds.categories();
    let series = grounds.series(&frequencies, &categories);
    let cube = Cube::new(grounds.counted, grounds.codebook);

    let published = grounds.published.map(|p| Published { boundaries: p.boundaries() });
    let draws = Seeded { seed: decisions.seed, replicates: REPLICATES };
    let replication = Replication { draws: &draws, workers, progress };
    let judge = Judge { depth: Depth::Full, replication };
    let data = Data::Counts(series.clone());
    let mut estimate = estimate_by(Method::Poisson, &data, decisions.stages, published.as_ref(), &judge);
    let stability = stability_of(grounds, &cube, &series, &categories, &estimate, workers, progress);
    let sensitivity = sensitivity(grounds, &frequencies, &estimate, workers, progress);

    let calibration =
        decisions.calibrate.then(|| calibrate(&series, &estimate, decisions, workers, progress)).flatten();

    let terms = terms::rows(grounds, &cube);
    estimate.warnings = warnings::all(grounds, &cube, &estimate, &series, &terms, stability.as_ref());
    Analysis {
        profile: profiles(grounds, &series, &estimate),
        keyness: terms::keyness(grounds, &cube, &series, &estimate.stage_spans()),
        frequencies,
        terms,
        findings: Findings { estimate, stability, sensitivity, calibration },
    }
}
