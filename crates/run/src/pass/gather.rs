//! Joins the documents of the pass in their order.

use super::{Document, MOST_LINES, Passed};
use nianlun_codebook::ByRule;
use nianlun_findings::Counted;
use nianlun_frequency::Counts;
use nianlun_study::Study;
use nianlun_text::Line;
use nianlun_types::{HitRow, Quarantined, Reason};
use std::collections::BTreeMap;

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
    let names = catalogue.further_columns.iter();
    let mut further: Vec<(String, Vec<Option<String>>)> =
        names.map(|name| (name.clone(), Vec::new())).collect();
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
        for ((_, values), value) in further.iter_mut().zip(&entry.further) {
            values.push(value.clone());
        }
        *encodings.entry(document.row.encoding.clone()).or_default() += 1;
        cut += usize::from(document.cut);
        *was.entry(document.was).or_default() += 1;
        counted.of_document.push(document.counts.select(study.settings.rule));
        counted.documents.push(document.row);
    }
    quarantined.sort();
    let lines = sort_hits(&mut counted.hits, few.then_some(all_lines));
    Passed { counted, further, lines, quarantined, encodings, cut, was }
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
