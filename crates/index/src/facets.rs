//! Facets: the documents found, by what is known of them.

use crate::cards::{Card, Cards, Doc};
use nianlun_types::Year;
use serde::Serialize;
use std::collections::BTreeMap;

/// Documents found by what is known of them; totals over all that match, whatever is listed.
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

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facet<T> {
    /// The value; nothing for documents that have none.
    pub value: Option<T>,
    /// Documents.
    pub documents: u64,
    /// Occurrences in them.
    pub occurrences: u64,
}

pub(crate) fn facets(cards: &Cards, docs: &[Doc], occurrences: &[u64]) -> Facets {
    let known = |doc: &Doc| cards.cards[*doc].as_ref().map(|card| (card, occurrences[*doc]));
    let found: Vec<(&Card, u64)> = docs.iter().filter_map(known).collect();
    let text = |of: fn(&Card) -> Option<&str>| {
        let mut facets = group(&found, of);
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
        region: text(|card| card.region.as_deref()),
        issuer: text(|card| card.issuer.as_deref()),
        kind: text(|card| card.kind.as_deref()),
    }
}

fn group<'c, T: Ord>(found: &[(&'c Card, u64)], of: impl Fn(&'c Card) -> Option<T>) -> Vec<Facet<T>> {
    let mut totals: BTreeMap<Option<T>, (u64, u64)> = BTreeMap::new();
    for (card, occurrences) in found {
        let total = totals.entry(of(card)).or_default();
        *total = (total.0 + 1, total.1 + occurrences);
    }
    let facet = |(value, (documents, occurrences))| Facet { value, documents, occurrences };
    totals.into_iter().map(facet).collect()
}
