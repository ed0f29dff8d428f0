//! Joins the documents of the pass in their order.

use super::{Document, MOST_LINES, Passed};
use nianlun_codebook::ByRule;
use nianlun_corpus::{Catalogue, Settled};
use nianlun_findings::Counted;
use nianlun_frequency::Counts;
use nianlun_study::Study;
use nianlun_text::Line;
use nianlun_types::{HitRow, Quarantined, Reason, shortened};
use std::collections::{BTreeMap, BTreeSet};

/// Joins the documents, which are sorted by their position in the catalogue.
pub(super) fn gather(study: &Study, documents: Vec<Document>, mut quarantined: Vec<Quarantined>) -> Passed {
    let catalogue = &study.catalogue;
    let empty = || Counts::new(study.codebook.categories.len());
    let mut counted = Counted {
        documents: Vec::with_capacity(documents.len()),
        hits: Vec::new(),
        by_rule: ByRule::new(|_| empty()),
        anywhere: empty(),
        of_document: Vec::with_capacity(documents.len()),
    };
    let mut further = further_columns(catalogue, &documents);
    let (mut encodings, mut was, mut cut) = (BTreeMap::new(), BTreeMap::new(), 0);
    let few = documents.iter().map(|d| d.hits.len()).sum::<usize>() <= MOST_LINES;
    let mut all_lines: Vec<Line> = Vec::new();
    for document in documents {
        let entry = &catalogue.entries[document.at];
        let position = counted.documents.len() as u32;
        for (at, (start, end, term)) in document.hits.into_iter().enumerate() {
            for category in &study.codebook.terms[term as usize].categories {
                counted.hits.push(HitRow { document: position, start, end, category: *category, term });
                if few {
                    all_lines.push(document.lines[at].clone());
                }
            }
        }
        match &entry.facts.year {
            Ok(year) => {
                for (rule, counts) in counted.by_rule.iter_mut() {
                    counts.add(*year, &document.counts[rule]);
                }
                let in_force = &document.counts[study.settings.rule];
                counted.anywhere.add(*year, document.anywhere.as_ref().unwrap_or(in_force));
            }
            Err(detail) => quarantined.push(Quarantined {
                file: entry.source.file.clone(),
                reason: Reason::NoYear,
                detail: format!("{detail}: indexed, but in no series"),
            }),
        }
        for (at, (name, values)) in further.iter_mut().enumerate() {
            let in_head =
                || document.further.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
            values.push(entry.further.get(at).cloned().flatten().or_else(in_head));
        }
        *encodings.entry(document.row.encoding.clone()).or_default() += 1;
        cut += usize::from(document.cut);
        *was.entry(document.was).or_default() += 1;
        counted.of_document.push(document.counts.select(study.settings.rule));
        counted.documents.push(document.row);
    }
    // The one place that all details pass.
    quarantined.iter_mut().for_each(|aside| aside.detail = shortened(&aside.detail));
    quarantined.sort();
    let lines = sort_hits(&mut counted.hits, few.then_some(all_lines));
    Passed { counted, further, lines, quarantined, encodings, cut, was }
}

/// The further columns of the catalogue, then those that only heads of texts have, by name. A cell of the
/// catalogue wins over the head of its text.
fn further_columns(
    catalogue: &Catalogue<Settled>,
    documents: &[Document],
) -> Vec<(String, Vec<Option<String>>)> {
    let keys = documents.iter().flat_map(|document| document.further.iter().map(|(key, _)| key));
    let of_heads: BTreeSet<&String> = keys.filter(|key| !catalogue.further_columns.contains(key)).collect();
    let names = catalogue.further_columns.iter().chain(of_heads);
    names.map(|name| (name.clone(), Vec::new())).collect()
}

/// Sorts hits by document and position, and their lines with them.
fn sort_hits(hits: &mut Vec<HitRow>, lines: Option<Vec<Line>>) -> Option<Vec<Line>> {
    let Some(lines) = lines else {
        hits.sort_unstable();
        return None;
    };
    let mut rows: Vec<(HitRow, Line)> = std::mem::take(hits).into_iter().zip(lines).collect();
    rows.sort_by_key(|(row, _)| *row);
    let (sorted, lines) = rows.into_iter().unzip();
    *hits = sorted;
    Some(lines)
}
