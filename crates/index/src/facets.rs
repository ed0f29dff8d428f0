//! Facets: the documents found, counted by year, region, issuer and kind.

use crate::cards::{Card, Cards, Doc};
use nianlun_types::Year;
use serde::Serialize;
use std::collections::BTreeMap;

/// The documents found, by the facts on their cards. All documents that match are counted, not only
/// those listed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Facets {
    /// By year, ascending, documents without a year first.
    pub year: Vec<Facet<Year>>,
    /// By region, the most documents first.
    pub region: Vec<Facet<String>>,
    /// By issuing body, likewise.
    pub issuer: Vec<Facet<String>>,
    /// By kind, likewise.
    pub kind: Vec<Facet<String>>,
}

/// One value of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facet<T> {
    /// The value; nothing for documents that have none.
    pub value: Option<T>,
    /// Documents with it.
    pub documents: u64,
    /// Occurrences in these.
    pub occurrences: u64,
}

/// The facets of `docs`; `occurrences` are by document.
pub(crate) fn facets(cards: &Cards, docs: &[Doc], occurrences: &[u64]) -> Facets {
    let known = |doc: &Doc| cards.cards[*doc].as_ref().map(|card| (card, occurrences[*doc]));
    let found: Vec<(&Card, u64)> = docs.iter().filter_map(known).collect();
    let by_text = |fact: fn(&Card) -> Option<&str>| {
        let mut facets = group(&found, fact);
        facets.sort_by(|a, b| b.documents.cmp(&a.documents).then(a.value.cmp(&b.value)));
        let owned = |f: Facet<&str>| Facet {
            value: f.value.map(str::to_owned),
            documents: f.documents,
            occurrences: f.occurrences,
        };
        facets.into_iter().map(owned).collect()
    };
    Facets {
        year: group(&found, |card| card.year),
        region: by_text(|card| card.region.as_deref()),
        issuer: by_text(|card| card.issuer.as_deref()),
        kind: by_text(|card| card.kind.as_deref()),
    }
}

/// Groups the documents by a fact, in ascending order of its values.
fn group<'c, T: Ord>(found: &[(&'c Card, u64)], fact: impl Fn(&'c Card) -> Option<T>) -> Vec<Facet<T>> {
    let mut totals: BTreeMap<Option<T>, (u64, u64)> = BTreeMap::new();
    for (card, occurrences) in found {
        let total = totals.entry(fact(card)).or_default();
        *total = (total.0 + 1, total.1 + occurrences);
    }
    let facet = |(value, (documents, occurrences))| Facet { value, documents, occurrences };
    totals.into_iter().map(facet).collect()
}
