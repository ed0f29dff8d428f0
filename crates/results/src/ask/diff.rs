//! Compares two finished runs: which numbers changed, by how much, and which hits caused it.

use crate::finished::Finished;
use crate::unreadable;
use nianlun_text::{CONTEXT, Line, lines};
use nianlun_types::{CodebookRow, DocumentRow, FrequencyRow, Problem, Year};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The differences between run A and run B.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diff {
    /// Settings, versions and configuration files that differ.
    pub made_from: Vec<PartDiff>,
    /// Documents of one run alone, and those whose text or year differs.
    pub documents: DocumentsDiff,
    /// Years × categories whose counts or denominators differ.
    pub frequencies: Vec<CellDiff>,
    /// The findings on stages that differ.
    pub stages: Vec<PartDiff>,
    /// The hits of one run alone.
    pub hits: Vec<HitDiff>,
}

/// A value that differs between the runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartDiff {
    /// What it is.
    pub what: String,
    /// In A.
    pub a: String,
    /// In B.
    pub b: String,
}

/// Identifiers of documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DocumentsDiff {
    /// In A alone.
    pub only_a: Vec<String>,
    /// In B alone.
    pub only_b: Vec<String>,
    /// In both, with another text or another year.
    pub changed: Vec<String>,
}

/// A year and a category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellDiff {
    /// The year.
    pub year: Year,
    /// Identifier of the category.
    pub category: String,
    /// Its Chinese label.
    pub label: String,
    /// Hits in A and B; missing where the year has no text.
    pub hits: [Option<i64>; 2],
    /// Han characters of the year.
    pub han_characters: [Option<i64>; 2],
    /// Rates.
    pub per_10k: [Option<f64>; 2],
}

/// A hit of one run alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct HitDiff {
    /// Identifier of the document.
    pub document: String,
    /// Identifier of the category.
    pub category: String,
    /// The term.
    pub term: String,
    /// Its start in the text as read.
    pub start: u32,
    /// One past its end.
    pub end: u32,
    /// The run that has it: `a` or `b`.
    pub only: char,
    /// Its line; `None` where the index lacks the text.
    pub line: Option<Line>,
}

impl Diff {
    /// Whether no difference was found.
    pub fn is_empty(&self) -> bool {
        let documents = &self.documents;
        self.made_from.is_empty()
            && documents.only_a.is_empty()
            && documents.only_b.is_empty()
            && documents.changed.is_empty()
            && self.frequencies.is_empty()
            && self.stages.is_empty()
            && self.hits.is_empty()
    }
}

/// Compares two finished runs.
///
/// # Errors
/// A file of one of them cannot be read.
pub fn diff(a: &Finished, b: &Finished) -> Result<Diff, Problem> {
    Ok(Diff {
        made_from: made_from(a, b),
        documents: documents(a.documents()?, b.documents()?),
        frequencies: frequencies(a.frequencies()?, b.frequencies()?, &[b.codebook(), a.codebook()].concat()),
        stages: stages(a, b)?,
        hits: hits(a, b)?,
    })
}

const NOTHING: &str = "—";

fn differing(what: &str, a: String, b: String) -> Option<PartDiff> {
    (a != b).then(|| PartDiff { what: what.to_owned(), a, b })
}

/// Compares versions, settings, seed, and the hashes of configuration files. Texts are compared as documents.
fn made_from(a: &Finished, b: &Finished) -> Vec<PartDiff> {
    let both = [a.provenance(), b.provenance()];
    let mut found = Vec::new();
    for group in [both.map(|p| members(&p.versions)), both.map(|p| members(&p.settings))] {
        let names: BTreeSet<&String> = group.iter().flat_map(BTreeMap::keys).collect();
        let value = |run: usize, name: &str| group[run].get(name).map_or(NOTHING.to_owned(), shown);
        found.extend(names.iter().filter_map(|name| differing(name, value(0, name), value(1, name))));
    }
    found.extend(differing("seed", both[0].seed.to_string(), both[1].seed.to_string()));
    let files = both.map(|p| p.configuration().map(|i| (&i.file, &i.sha256)).collect::<BTreeMap<_, _>>());
    let names: BTreeSet<&String> = files.iter().flat_map(|files| files.keys().copied()).collect();
    let hash = |run: usize, name: &String| files[run].get(name).map_or(NOTHING.to_owned(), |h| (*h).clone());
    found.extend(names.iter().filter_map(|name| differing(name, hash(0, name), hash(1, name))));
    found
}

/// The fields of an object with their values.
fn members(object: &impl Serialize) -> BTreeMap<String, Value> {
    match serde_json::to_value(object) {
        Ok(Value::Object(members)) => members.into_iter().collect(),
        _ => BTreeMap::new(),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => NOTHING.to_owned(),
        other => other.to_string(),
    }
}

/// By identifier of a document: the values that are compared, its hash, year and encoding.
type Known<'d> = BTreeMap<&'d str, (&'d str, Option<Year>, &'d str)>;

fn by_id(rows: &[DocumentRow]) -> Known<'_> {
    rows.iter().map(|d| (d.id.as_str(), (d.sha256.as_str(), d.year, d.encoding.as_str()))).collect()
}

fn documents(a: &[DocumentRow], b: &[DocumentRow]) -> DocumentsDiff {
    let (a, b) = (by_id(a), by_id(b));
    let only = |these: &Known<'_>, those: &Known<'_>| {
        these.keys().filter(|id| !those.contains_key(*id)).map(|id| (*id).to_owned()).collect()
    };
    let changed = a.iter().filter(|(id, x)| b.get(*id).is_some_and(|y| y != *x));
    DocumentsDiff {
        changed: changed.map(|(id, _)| (*id).to_owned()).collect(),
        only_a: only(&a, &b),
        only_b: only(&b, &a),
    }
}

/// By year and category: hits, Han characters and rate.
type Cells = BTreeMap<(Year, String), (Option<i64>, Option<i64>, Option<f64>)>;

fn frequencies(a: &[FrequencyRow], b: &[FrequencyRow], labels: &[CodebookRow]) -> Vec<CellDiff> {
    let by_cell = |rows: &[FrequencyRow]| -> Cells {
        let whole = |value: Option<u64>| value.and_then(|value| i64::try_from(value).ok());
        let cell = |row: &FrequencyRow| {
            ((row.year, row.category.clone()), (whole(row.hits), whole(row.han_characters), row.per_10k))
        };
        rows.iter().map(cell).collect()
    };
    let (a, b) = (by_cell(a), by_cell(b));
    let keys: BTreeSet<&(Year, String)> = a.keys().chain(b.keys()).collect();
    let none = (None, None, None);
    let differs = |key: &&(Year, String)| {
        let (year, category) = *key;
        let (x, y) = (a.get(*key).unwrap_or(&none), b.get(*key).unwrap_or(&none));
        (x != y || a.contains_key(*key) != b.contains_key(*key)).then(|| CellDiff {
            year: *year,
            category: category.clone(),
            label: labels.iter().find(|l| l.category == *category).map_or(String::new(), |l| l.label.clone()),
            hits: [x.0, y.0],
            han_characters: [x.1, y.1],
            per_10k: [x.2, y.2],
        })
    };
    keys.iter().filter_map(differs).collect()
}

fn stages(a: &Finished, b: &Finished) -> Result<Vec<PartDiff>, Problem> {
    let both = [&a.findings()?.estimate, &b.findings()?.estimate];
    let chosen = both.map(|e| e.chosen.map_or(NOTHING.to_owned(), |k| k.to_string()));
    let phi = both.map(|e| e.phi.map_or(NOTHING.to_owned(), |phi| shown(&Value::from(phi))));
    let boundaries = both.map(|estimate| {
        let boundary = |b: &nianlun_stages::Boundary| match b.probability {
            Some(p) => format!("{} ({p:.2})", b.year),
            None => b.year.to_string(),
        };
        estimate.boundaries.iter().map(boundary).collect::<Vec<_>>().join(", ")
    });
    let verdict = both.map(|e| e.verdict.name().to_owned());
    let parts = [("verdict", verdict), ("chosen", chosen), ("phi", phi), ("boundaries", boundaries)];
    Ok(parts.into_iter().filter_map(|(what, [a, b])| differing(what, a, b)).collect())
}

/// Compares hits by document and position. Leaves out those that merely moved.
fn hits(a: &Finished, b: &Finished) -> Result<Vec<HitDiff>, Problem> {
    let of_run = |run: &Finished| -> Result<BTreeSet<_>, Problem> {
        let key = |hit: &nianlun_types::HitRecord<'_>| {
            (hit.document.to_string(), hit.category.to_string(), hit.term.to_string(), hit.start, hit.end)
        };
        Ok(run.hits()?.iter().map(key).collect())
    };
    let (of_a, of_b) = (of_run(a)?, of_run(b)?);
    let mut found = Vec::new();
    for (only, run, these, those) in [('a', a, &of_a, &of_b), ('b', b, &of_b, &of_a)] {
        let mut source: Option<(String, Option<String>)> = None;
        for (document, category, term, start, end) in these.difference(those) {
            if source.as_ref().is_none_or(|(of, _)| of != document) {
                let searcher = &run.search()?.searcher;
                let text = searcher.source(document).map_err(|error| unreadable("index", error))?;
                source = Some((document.clone(), text));
            }
            let text = source.as_ref().and_then(|(_, text)| text.as_deref());
            found.push(HitDiff {
                document: document.clone(),
                category: category.clone(),
                term: term.clone(),
                start: *start,
                end: *end,
                only,
                line: text.and_then(|text| lines(text, std::iter::once(*start..*end), CONTEXT).pop()),
            });
        }
    }
    Ok(without_moved(found))
}

/// Leaves out hits that merely moved because the text around them changed: first those with the same line in
/// both runs; then, of each term, as many as both runs have. The remaining hits add up to the difference of
/// the counts.
fn without_moved(mut hits: Vec<HitDiff>) -> Vec<HitDiff> {
    let term_key = |hit: &HitDiff| [&hit.document, &hit.category, &hit.term].map(String::clone).to_vec();
    let line_key = |hit: &HitDiff| {
        let line = hit.line.as_ref()?;
        let words = [&line.left, &line.hit, &line.right].map(String::clone);
        Some([term_key(hit), words.to_vec()].concat())
    };
    leave_out_pairs(&mut hits, line_key);
    leave_out_pairs(&mut hits, |hit| Some(term_key(hit)));
    hits.sort();
    hits
}

/// By `key`: leaves out as many hits of each run as the other run has.
fn leave_out_pairs(hits: &mut Vec<HitDiff>, key: impl Fn(&HitDiff) -> Option<Vec<String>>) {
    let side = |hit: &HitDiff| usize::from(hit.only == 'b');
    let mut counts: BTreeMap<Vec<String>, [usize; 2]> = BTreeMap::new();
    for hit in &*hits {
        if let Some(key) = key(hit) {
            counts.entry(key).or_default()[side(hit)] += 1;
        }
    }
    let mut pairs: BTreeMap<Vec<String>, [usize; 2]> =
        counts.into_iter().map(|(key, [a, b])| (key, [a.min(b); 2])).collect();
    hits.retain(|hit| {
        let Some(left) = key(hit).and_then(|key| pairs.get_mut(&key)) else { return true };
        let left = &mut left[side(hit)];
        let stays = *left == 0;
        *left = left.saturating_sub(1);
        stays
    });
}
