//! Stability, METHOD §2.6: do the boundaries stay where they are without one term, without one document, with
//! other documents of the same years, or with other counts from the same model?
//!
//! A replicate finds the boundaries again in changed counts. It is one function call without side effects and
//! draws from its own stream of the seed, so the caller may run replicates in any order on any number
//! of threads.

mod basis;
mod replicate;
mod result;
mod summary;
mod without_year;

pub use basis::{Basis, DocumentPart, TermPart};
pub use replicate::Replicate;
pub use result::{
    BoundaryShare, ModelSource, Mover, MoverKind, Replicates, Stability, StagesShare, WithoutYear,
};
pub use summary::{stability, sum_up};
pub use without_year::{sum_up_years, without_year};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Series, Settings, estimate};

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
        let found = estimate(&series, settings, None, 1);
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
        let found = estimate(&series, settings, None, 1);
        let basis = Basis::new(&series, &documents, &terms, &found, settings, 1).expect("basis");
        assert_eq!(basis.years_with_one_document(), 12);
        let all = stability(&basis, &found, &[], &[basis.without_document(0)], &[], &[]);
        assert_eq!(all.document_bootstrap, None);
        assert_eq!(all.without_document.boundaries[0].within_1, 1.0); // the year is missing then
    }
}
