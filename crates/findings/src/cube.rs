//! Hits by term × document. Computed once from the rows of hits; every finding on terms uses them.

use crate::counted::Counted;
use nianlun_codebook::Codebook;
use nianlun_types::Year;
use std::collections::BTreeMap;

/// Hits of a term in one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentHits {
    /// Position of the document.
    pub document: u32,
    /// Hits of the term in it.
    pub hits: u64,
}

/// Hits by term × document. A hit that counts in several categories is one hit here.
#[derive(Debug, Clone, Default)]
pub struct Cube {
    /// Ascending by term, then by document; only cells with a hit.
    cells: Vec<(u32, DocumentHits)>,
    /// The year of each document.
    years: Vec<Option<Year>>,
}

impl Cube {
    /// Sums the hits of `counted`.
    pub fn new(counted: &Counted, codebook: &Codebook) -> Self {
        // A hit has a row for each of its categories: counts that of the first.
        let own =
            counted.hits.iter().filter(|hit| codebook.terms[hit.term as usize].categories[0] == hit.category);
        let mut pairs: Vec<(u32, u32)> = own.map(|hit| (hit.term, hit.document)).collect();
        pairs.sort_unstable();
        let cells = pairs.chunk_by(|a, b| a == b);
        let cells =
            cells.map(|same| (same[0].0, DocumentHits { document: same[0].1, hits: same.len() as u64 }));
        Cube { cells: cells.collect(), years: counted.documents.iter().map(|d| d.year).collect() }
    }

    /// The documents with a hit of `term`, ascending, including those without a year.
    pub fn documents(&self, term: u32) -> impl Iterator<Item = DocumentHits> + Clone + '_ {
        let from = self.cells.partition_point(|(t, _)| *t < term);
        self.cells[from..].iter().take_while(move |(t, _)| *t == term).map(|(_, hits)| *hits)
    }

    /// As [`Cube::documents`], but only those with a year.
    pub fn dated(&self, term: u32) -> impl Iterator<Item = (Year, DocumentHits)> + Clone + '_ {
        self.documents(term).filter_map(|cell| Some((self.years[cell.document as usize]?, cell)))
    }

    /// Hits of `term` by year.
    pub fn by_year(&self, term: u32) -> BTreeMap<Year, u64> {
        let mut years = BTreeMap::new();
        for (year, cell) in self.dated(term) {
            *years.entry(year).or_insert(0) += cell.hits;
        }
        years
    }

    /// Terms with a hit in a text with a year, ascending.
    pub fn terms(&self) -> impl Iterator<Item = u32> + '_ {
        let terms = self.cells.chunk_by(|a, b| a.0 == b.0);
        terms.map(|cells| cells[0].0).filter(|term| self.dated(*term).next().is_some())
    }
}
