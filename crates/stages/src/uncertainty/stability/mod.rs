//! Stability, METHOD §2.7: do the boundaries stay where they are without one term, without one
//! document, with other documents of the same years, or with other counts from the same stages?
//!
//! One replicate is one function call without side effects, so that the caller may run them in any
//! order on any number of threads.

use crate::cost::{self, Sums};
use crate::estimate::FEWEST_YEARS;
use crate::method::{Fit, poisson_of};
use crate::posterior::{Posterior, Prior};
use crate::random::Random;
use crate::search::Runs;
use crate::uncertainty::leave_one_out::Evidence;
use crate::{Estimate, Series, Settings};
use nianlun_types::Year;
use serde::{Deserialize, Serialize};

/// What one document adds to the series.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentPart {
    /// Identifier.
    pub name: String,
    /// Position of its year in the series.
    pub year: usize,
    /// Its exposure.
    pub exposure: f64,
    /// Its hits, in the order of the series' categories.
    pub hits: Vec<f64>,
}

/// What one term adds to the series.
#[derive(Debug, Clone, PartialEq)]
pub struct TermPart {
    /// The term.
    pub name: String,
    /// (position of the year, position of the category, hits).
    pub hits: Vec<(usize, usize, f64)>,
}

/// An estimate with all that is needed to repeat it on changed counts.
pub struct Basis<'a> {
    series: &'a Series,
    documents: &'a [DocumentPart],
    terms: &'a [TermPart],
    /// Documents of each year, by position.
    of_year: Vec<Vec<usize>>,
    settings: Settings,
    seed: u64,
    boundaries: Vec<Year>,
    /// Mean count of each cell under the chosen stages, n × J.
    expected: Vec<Vec<f64>>,
    phi: f64,
    /// The cost of every stage, and the logarithm of its exposure: a replicate changes only some.
    costs: Runs,
    ln_exposure: Runs,
    /// The evidence of every stage, to leave documents out of.
    evidence: Evidence,
}

/// What a replicate changes.
enum Changed {
    /// Counts, but no exposure.
    Counts,
    /// The counts and the exposure of the year at this position, which keeps some.
    Year(usize),
    /// Anything.
    All,
}

/// What one replicate found.
#[derive(Debug, Clone, PartialEq)]
pub struct Replicate {
    /// Number of stages it chose; 0 where it could say nothing.
    pub stages: usize,
    /// Boundaries of the stages it chose.
    pub boundaries: Vec<Year>,
    /// Its boundaries with as many stages as the estimate chose; empty where it had no room.
    pub same_stages: Vec<Year>,
    /// P(each boundary of the estimate stands in its year | as many stages); empty unless asked for.
    pub probabilities: Vec<f64>,
}

impl<'a> Basis<'a> {
    /// Makes ready to repeat `estimate`, which was made by the default method from `series`, whose
    /// counts are the sums of `documents` and of `terms`. Nothing where the series was refused.
    pub fn new(
        series: &'a Series,
        documents: &'a [DocumentPart],
        terms: &'a [TermPart],
        estimate: &Estimate,
        settings: Settings,
        seed: u64,
    ) -> Option<Self> {
        estimate.chosen?;
        let mut of_year = vec![Vec::new(); series.len()];
        for (at, document) in documents.iter().enumerate() {
            of_year[document.year].push(at);
        }
        let boundaries = estimate.boundary_years();
        let mut expected = vec![vec![0.0; series.categories.len()]; series.len()];
        let sums = Sums::new(series);
        let starts: Vec<usize> =
            boundaries.iter().filter_map(|year| series.years.binary_search(year).ok()).collect();
        for (i, j) in crate::search::stages(&starts, series.len()) {
            let e = sums.exposure(i, j);
            for (k, s) in sums.hits(i, j).enumerate() {
                for (year, exposure) in expected[i..j].iter_mut().zip(&series.exposure[i..j]) {
                    year[k] = exposure * s / e;
                }
            }
        }
        let (n, m) = (series.len(), settings.minimum_length);
        Some(Basis {
            costs: Runs::new(n, m, |i, j| cost::poisson(&sums, i, j)),
            ln_exposure: Runs::new(n, m, |i, j| libm::log(sums.exposure(i, j))),
            evidence: Evidence::new(series, estimate.phi.unwrap_or(1.0), m, &starts),
            series,
            documents,
            terms,
            of_year,
            settings,
            seed,
            boundaries,
            expected,
            phi: estimate.phi.unwrap_or(1.0),
        })
    }

    /// How many years have one document only: resampling documents cannot change them.
    pub fn years_with_one_document(&self) -> usize {
        self.of_year.iter().filter(|documents| documents.len() == 1).count()
    }

    /// Without term `at`.
    pub fn without_term(&self, at: usize) -> Replicate {
        let mut series = self.series.clone();
        for (t, k, hits) in &self.terms[at].hits {
            series.hits[*t][*k] -= hits;
        }
        self.repeat(series, Changed::Counts, true)
    }

    /// Without document `at`; a year that has no other becomes a missing year. The probabilities hold
    /// φ̂ and the prior as they are, unless the year goes.
    pub fn without_document(&self, at: usize) -> Replicate {
        let document = &self.documents[at];
        let mut series = self.series.clone();
        let t = document.year;
        // A document may hold all of a year's exposure, and others none.
        let remains = self.of_year[t].len() > 1 && series.exposure[t] > document.exposure;
        series.exposure[t] -= document.exposure;
        for (cell, hits) in series.hits[t].iter_mut().zip(&document.hits) {
            *cell -= hits;
        }
        if !remains {
            series.exposure[t] = 0.0;
            return self.repeat(series, Changed::All, true);
        }
        let mut replicate = self.repeat(series, Changed::Year(t), false);
        if replicate.stages > 0 {
            replicate.probabilities = self.evidence.boundaries_without(t, &document.hits, document.exposure);
        }
        replicate
    }

    /// Replicate `number` of the document bootstrap: as many documents of each year, drawn with
    /// replacement from those of the year.
    pub fn resampled(&self, number: u64) -> Replicate {
        let mut random = Random::new(self.seed, number);
        let mut series = self.series.clone();
        for (t, documents) in self.of_year.iter().enumerate() {
            if documents.len() < 2 {
                continue;
            }
            series.exposure[t] = 0.0;
            series.hits[t].fill(0.0);
            for _ in documents {
                let drawn = &self.documents[documents[random.below(documents.len())]];
                series.exposure[t] += drawn.exposure;
                for (cell, hits) in series.hits[t].iter_mut().zip(&drawn.hits) {
                    *cell += hits;
                }
            }
        }
        self.repeat(series, Changed::All, false)
    }

    /// Replicate `number` of the model's own: counts drawn anew from the chosen stages, with the
    /// variance that was found (φ̂ × mean). It asks how often the method would find these stages if
    /// they were true, and needs no second document in a year.
    pub fn drawn(&self, number: u64) -> Replicate {
        // Another half of the streams than the bootstrap's.
        let mut random = Random::new(self.seed, number | 1 << 63);
        let mut series = self.series.clone();
        for (year, means) in series.hits.iter_mut().zip(&self.expected) {
            for (cell, mean) in year.iter_mut().zip(means) {
                *cell = random.count(*mean, self.phi);
            }
        }
        self.repeat(series, Changed::Counts, false)
    }

    fn repeat(&self, series: Series, changed: Changed, with_probabilities: bool) -> Replicate {
        // Years whose drawn documents hold no exposure are missing; categories without a hit say
        // nothing.
        let series = without_empty_categories(without_empty_years(series));
        let stages = self.boundaries.len() + 1;
        let m = self.settings.minimum_length.max(1);
        let n = series.len();
        if n < FEWEST_YEARS.max(2 * m) || series.categories.is_empty() {
            return Replicate { stages: 0, boundaries: vec![], same_stages: vec![], probabilities: vec![] };
        }
        let sums = Sums::new(&series);
        // Categories without a hit cost nothing, so that those of the basis may be more.
        let costs = match changed {
            Changed::Counts => {
                Runs::new(n, m, |i, j| cost::poisson_at(&sums, i, j, self.ln_exposure.of(i, j)))
            }
            Changed::Year(t) => self.costs.with_year(t, |i, j| cost::poisson(&sums, i, j)),
            Changed::All => Runs::new(n, m, |i, j| cost::poisson(&sums, i, j)),
        };
        let found = poisson_of(&series, &sums, &costs, self.settings);
        let years = |starts: &[usize]| -> Vec<Year> { starts.iter().map(|s| series.years[*s]).collect() };
        Replicate {
            stages: found.best().starts.len() + 1,
            boundaries: years(&found.best().starts),
            same_stages: found.with_stages(stages).map_or_else(Vec::new, |c| years(&c.segmentation.starts)),
            probabilities: if with_probabilities {
                self.probabilities(&series, &sums, &found, m)
            } else {
                vec![]
            },
        }
    }

    fn probabilities(&self, series: &Series, sums: &Sums, found: &Fit, m: usize) -> Vec<f64> {
        let prior = Prior::of(series, sums, found.phi.unwrap_or(1.0));
        let stages = self.boundaries.len() + 1;
        let posterior = Posterior::of_counts(series, sums, &prior, m, stages);
        if posterior.most() < stages {
            return Vec::new();
        }
        let one = |(at, year): (usize, &Year)| {
            posterior.boundary(stages, at + 1)[series.years.partition_point(|y| y < year)]
        };
        self.boundaries.iter().enumerate().map(one).collect()
    }
}

fn without_empty_categories(series: Series) -> Series {
    let totals: Vec<f64> = (0..series.categories.len()).map(|k| series.total(k)).collect();
    if totals.iter().all(|total| *total > 0.0) { series } else { series.keeping(|k| totals[k] > 0.0) }
}

fn without_empty_years(series: Series) -> Series {
    if series.exposure.iter().all(|e| *e > 0.0) {
        return series;
    }
    let kept: Vec<usize> = (0..series.len()).filter(|t| series.exposure[*t] > 0.0).collect();
    Series {
        years: kept.iter().map(|t| series.years[*t]).collect(),
        hits: kept.iter().map(|t| series.hits[*t].clone()).collect(),
        exposure: kept.iter().map(|t| series.exposure[*t]).collect(),
        documents: kept.iter().map(|t| series.documents[*t]).collect(),
        categories: series.categories,
    }
}

/// Stability of an estimate, part of `stages.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stability {
    /// One replicate for each term with hits.
    pub without_term: Replicates,
    /// One replicate for each document in the series.
    pub without_document: Replicates,
    /// Documents drawn anew within each year; nothing where no year has two.
    pub document_bootstrap: Option<Replicates>,
    /// Years in which the bootstrap had nothing to draw from but one document.
    pub years_with_one_document: usize,
    /// Counts drawn anew from the chosen stages.
    pub model_bootstrap: Replicates,
    /// The terms and documents that move a boundary most, most first.
    pub movers: Vec<Mover>,
}

/// What a kind of replicate found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replicates {
    /// How many there were.
    pub replicates: usize,
    /// For each boundary of the estimate, how often it was found again.
    pub boundaries: Vec<BoundaryShare>,
    /// Share of the replicates that chose each number of stages.
    pub stages: Vec<StagesShare>,
}

/// How often a boundary was found again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoundaryShare {
    /// Boundary of the estimate.
    pub year: Year,
    /// Share of replicates with a boundary within ±1 year, each with the stages it chose itself.
    pub within_1: f64,
    /// The same with as many stages as the estimate.
    pub within_1_same_stages: f64,
}

/// How often a number of stages was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StagesShare {
    /// Number of stages; 0 where nothing could be said.
    pub stages: usize,
    /// Share of the replicates.
    pub share: f64,
}

/// A term or document without which a boundary moves, or its probability changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mover {
    /// The boundary.
    pub boundary: Year,
    /// What is left out.
    pub kind: MoverKind,
    /// The term, or the document's identifier.
    pub name: String,
    /// Where the boundary stands without it, with as many stages.
    pub moved_to: Option<Year>,
    /// P(boundary in its year) with it.
    pub probability_with: f64,
    /// P(boundary in its year) without it.
    pub probability_without: f64,
}

/// What is left out to see whether a boundary moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MoverKind {
    /// A term of the codebook.
    Term,
    /// A document of the corpus.
    Document,
}

/// Movers listed for each boundary and kind.
const MOVERS: usize = 3;

/// Sums up replicates of one kind.
pub fn sum_up(basis: &Basis<'_>, replicates: &[Replicate]) -> Replicates {
    let n = replicates.len().max(1) as f64;
    let near = |found: &[Year], year: Year| found.iter().any(|y| (y - year).abs() <= 1);
    let share = |yes: &dyn Fn(&Replicate) -> bool| replicates.iter().filter(|r| yes(r)).count() as f64 / n;
    let mut counts: Vec<usize> = replicates.iter().map(|r| r.stages).collect();
    counts.sort_unstable();
    counts.dedup();
    Replicates {
        replicates: replicates.len(),
        boundaries: basis
            .boundaries
            .iter()
            .map(|year| BoundaryShare {
                year: *year,
                within_1: share(&|r| near(&r.boundaries, *year)),
                within_1_same_stages: share(&|r| near(&r.same_stages, *year)),
            })
            .collect(),
        stages: counts
            .into_iter()
            .map(|stages| StagesShare { stages, share: share(&|r| r.stages == stages) })
            .collect(),
    }
}

/// Sums up everything; the replicates are in the order of terms, documents and numbers.
pub fn stability(
    basis: &Basis<'_>,
    estimate: &Estimate,
    without_term: &[Replicate],
    without_document: &[Replicate],
    resampled: &[Replicate],
    drawn: &[Replicate],
) -> Stability {
    let mut movers = Vec::new();
    for (at, boundary) in estimate.boundaries.iter().enumerate() {
        let with = boundary.probability.unwrap_or(0.0);
        let mut add = |kind: MoverKind, names: &dyn Fn(usize) -> String, replicates: &[Replicate]| {
            let mut of_kind: Vec<(i32, f64, Mover)> = Vec::new();
            for (number, replicate) in replicates.iter().enumerate() {
                let moved_to = replicate.same_stages.get(at).copied();
                let without = replicate.probabilities.get(at).copied().unwrap_or(0.0);
                let moved = moved_to.map_or(0, |year| (year - boundary.year).abs());
                let change = (without - with).abs();
                if moved == 0 && change < 0.01 {
                    continue;
                }
                let name = names(number);
                let mover = Mover {
                    boundary: boundary.year,
                    kind,
                    name,
                    moved_to,
                    probability_with: with,
                    probability_without: without,
                };
                of_kind.push((moved, change, mover));
            }
            of_kind.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.name.cmp(&b.2.name)));
            movers.extend(of_kind.into_iter().take(MOVERS).map(|(_, _, mover)| mover));
        };
        add(MoverKind::Term, &|number| basis.terms[number].name.clone(), without_term);
        add(MoverKind::Document, &|number| basis.documents[number].name.clone(), without_document);
    }
    let years_with_one_document = basis.years_with_one_document();
    Stability {
        without_term: sum_up(basis, without_term),
        without_document: sum_up(basis, without_document),
        document_bootstrap: (years_with_one_document < basis.of_year.len()).then(|| sum_up(basis, resampled)),
        years_with_one_document,
        model_bootstrap: sum_up(basis, drawn),
        movers,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate;

    /// Twelve years of two documents, a step in 2006 that one term alone makes.
    fn parts() -> (Series, Vec<DocumentPart>, Vec<TermPart>) {
        let mut series = Series {
            years: (2000..2012).collect(),
            categories: vec!["a".into(), "b".into()],
            hits: vec![vec![0.0; 2]; 12],
            exposure: vec![2000.0; 12],
            documents: vec![2; 12],
        };
        let mut documents = Vec::new();
        let mut terms =
            [("旧", 0), ("新", 0), ("常", 1)].map(|(name, _)| TermPart { name: name.into(), hits: vec![] });
        for t in 0..12 {
            let new = if t < 6 { 0.0 } else { 40.0 };
            for (term, k, hits) in [(0, 0, 20.0 + (t % 3) as f64), (1, 0, new), (2, 1, 15.0 - (t % 2) as f64)]
            {
                series.hits[t][k] += hits;
                terms[term].hits.push((t, k, hits));
            }
            for half in 0..2 {
                let hits = series.hits[t].iter().map(|h| h / 2.0).collect();
                documents.push(DocumentPart { name: format!("{t}-{half}"), year: t, exposure: 1000.0, hits });
            }
        }
        (series, documents, terms.to_vec())
    }

    #[test]
    fn the_term_that_makes_a_boundary_is_named() {
        let (series, documents, terms) = parts();
        let settings = Settings::default();
        let found = estimate(&series, settings, None);
        assert_eq!(found.boundary_years(), [2006]);
        let basis = Basis::new(&series, &documents, &terms, &found, settings, 1).expect("basis");
        let without_term: Vec<_> = (0..3).map(|t| basis.without_term(t)).collect();
        let without_document: Vec<_> = (0..24).map(|d| basis.without_document(d)).collect();
        let resampled: Vec<_> = (0..20).map(|r| basis.resampled(r)).collect();
        let drawn: Vec<_> = (0..20).map(|r| basis.drawn(r)).collect();
        let all = stability(&basis, &found, &without_term, &without_document, &resampled, &drawn);
        assert_eq!(all.without_term.replicates, 3);
        assert!((all.without_term.boundaries[0].within_1 - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(all.without_document.boundaries[0].within_1, 1.0);
        assert_eq!(all.document_bootstrap.as_ref().map(|b| b.boundaries[0].within_1), Some(1.0));
        assert_eq!(all.model_bootstrap.boundaries[0].within_1, 1.0);
        assert_eq!((all.movers[0].kind, all.movers[0].name.as_str()), (MoverKind::Term, "新"));
        assert!(all.movers[0].probability_without < 0.5);
        // A replicate does not depend on which were drawn before it.
        assert_eq!(basis.resampled(7), resampled[7]);
        assert_eq!(basis.drawn(7), drawn[7]);
    }

    #[test]
    fn one_document_a_year_leaves_nothing_to_draw_from() {
        let (series, documents, terms) = parts();
        let documents: Vec<DocumentPart> = documents
            .chunks(2)
            .map(|two| DocumentPart {
                exposure: 2000.0,
                hits: two[0].hits.iter().map(|h| h * 2.0).collect(),
                ..two[0].clone()
            })
            .collect();
        let settings = Settings::default();
        let found = estimate(&series, settings, None);
        let basis = Basis::new(&series, &documents, &terms, &found, settings, 1).expect("basis");
        assert_eq!(basis.years_with_one_document(), 12);
        let all = stability(&basis, &found, &[], &[basis.without_document(0)], &[], &[]);
        assert_eq!(all.document_bootstrap, None);
        assert_eq!(all.without_document.boundaries[0].within_1, 1.0); // the year is missing then
    }
}
