//! Two finished runs, compared: which numbers changed, by how much, and the hits behind it.

use crate::count::lines;
use crate::labelled::{Labelled, labelled};
use crate::opened::Opened;
use crate::read_back::{read_json, read_table, unreadable};
use nianlun_tables::{HitRecord, Table, Values};
use nianlun_types::{Line, Problem, Year};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What differs between run A and run B; empty where nothing does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diff {
    /// Settings, versions and configuration files that are not the same.
    pub made_from: Vec<Part>,
    /// Documents of one run alone, and those whose text or year is not the same.
    pub documents: DocumentsDiff,
    /// Years × categories whose counts or denominators are not the same.
    pub frequencies: Vec<CellDiff>,
    /// What was found of stages, where that is not the same.
    pub stages: Vec<Part>,
    /// The hits that one run has and the other has not.
    pub hits: Vec<HitDiff>,
}

/// One thing, in both runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
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

/// A hit of one run that the other has not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct HitDiff {
    /// Identifier of the document.
    pub document: String,
    /// Identifier of the category.
    pub category: String,
    /// The term.
    pub term: String,
    /// Where it stands in the text as read.
    pub start: u32,
    /// One past its end.
    pub end: u32,
    /// The run that has it: `a` or `b`.
    pub only: char,
    /// Its line; nothing where the text cannot be read any more.
    pub line: Option<Line>,
}

impl Diff {
    /// Whether the runs are the same in all that is compared.
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

/// Compares the runs that `a` and `b` mean: results folders, or pipeline folders that were run.
///
/// # Errors
/// There is no such run, or it cannot be read.
pub fn diff(a: &Path, b: &Path) -> Result<Diff, Problem> {
    let runs = [Opened::open(a)?, Opened::open(b)?];
    let [a, b] = [&runs[0], &runs[1]];
    let provenance = [read_json(&a.folder, "provenance.json")?, read_json(&b.folder, "provenance.json")?];
    let stages = [read_json(&a.folder, "stages.json")?, read_json(&b.folder, "stages.json")?];
    Ok(Diff {
        made_from: made_from(&provenance),
        documents: documents(&read_table(&a.folder, "documents")?, &read_table(&b.folder, "documents")?),
        frequencies: frequencies(
            &read_table(&a.folder, "frequencies")?,
            &read_table(&b.folder, "frequencies")?,
            &[labelled(&b.folder)?, labelled(&a.folder)?].concat(),
        ),
        stages: parts(&stages, &["verdict", "chosen", "phi"])
            .into_iter()
            .chain(boundaries(&stages))
            .collect(),
        hits: hits(a, b)?,
    })
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "—".to_owned(),
        other => other.to_string(),
    }
}

fn parts(both: &[Value; 2], keys: &[&str]) -> Vec<Part> {
    let part = |key: &&str| {
        let (a, b) = (&both[0][*key], &both[1][*key]);
        (a != b).then(|| Part { what: (*key).to_owned(), a: shown(a), b: shown(b) })
    };
    keys.iter().filter_map(part).collect()
}

/// Versions, settings, seed, and the hashes of configuration files; texts are compared as documents.
fn made_from(provenance: &[Value; 2]) -> Vec<Part> {
    let mut found = Vec::new();
    for group in ["versions", "settings"] {
        let both = [provenance[0][group].clone(), provenance[1][group].clone()];
        let keys: BTreeSet<&str> =
            both.iter().filter_map(Value::as_object).flat_map(|o| o.keys().map(String::as_str)).collect();
        found.extend(parts(&both, &keys.into_iter().collect::<Vec<_>>()));
    }
    found.extend(parts(provenance, &["seed"]));
    let inputs = [0, 1].map(|run| -> BTreeMap<String, String> {
        let all = provenance[run]["inputs"].as_array();
        let texts = provenance[run]["documents"].as_u64().unwrap_or(0) as usize;
        // Configuration comes before the texts.
        let configuration = all.map_or(&[][..], |all| &all[..all.len().saturating_sub(texts)]);
        configuration.iter().map(|input| (shown(&input["file"]), shown(&input["sha256"]))).collect()
    });
    let names: BTreeSet<&String> = inputs.iter().flat_map(BTreeMap::keys).collect();
    for name in names {
        let [a, b] = [0, 1].map(|run| inputs[run].get(name).cloned().unwrap_or_else(|| "—".to_owned()));
        if a != b {
            found.push(Part { what: name.clone(), a, b });
        }
    }
    found
}

fn column<'t>(table: &'t Table, name: &str) -> Option<&'t Values> {
    table.column(name).map(|column| &column.values)
}

fn cell(table: &Table, name: &str, row: usize) -> String {
    column(table, name).map_or(String::new(), |values| values.shown(row))
}

fn documents(a: &Table, b: &Table) -> DocumentsDiff {
    let of = |table: &Table| -> BTreeMap<String, [String; 3]> {
        let row =
            |row| (cell(table, "id", row), ["sha256", "year", "encoding"].map(|name| cell(table, name, row)));
        (0..table.height()).map(row).collect()
    };
    let (a, b) = (of(a), of(b));
    let only = |these: &BTreeMap<String, _>, those: &BTreeMap<String, _>| {
        these.keys().filter(|id| !those.contains_key(*id)).cloned().collect()
    };
    DocumentsDiff {
        changed: a
            .iter()
            .filter(|(id, x)| b.get(*id).is_some_and(|y| y != *x))
            .map(|(id, _)| id.clone())
            .collect(),
        only_a: only(&a, &b),
        only_b: only(&b, &a),
    }
}

type Cell = (Option<i64>, Option<i64>, Option<f64>);

fn frequencies(a: &Table, b: &Table, labels: &[Labelled]) -> Vec<CellDiff> {
    let whole = |table: &Table, name: &str, row: usize| match column(table, name) {
        Some(Values::Whole(values)) => values[row],
        _ => None,
    };
    let of = |table: &Table| -> BTreeMap<(Year, String), Cell> {
        let row = |row: usize| {
            let year = whole(table, "year", row).and_then(|year| Year::try_from(year).ok())?;
            let rate = match column(table, "per_10k") {
                Some(Values::Real(values)) => values[row],
                _ => None,
            };
            let measures = (whole(table, "hits", row), whole(table, "han_characters", row), rate);
            Some(((year, cell(table, "category", row)), measures))
        };
        (0..table.height()).filter_map(row).collect()
    };
    let (a, b) = (of(a), of(b));
    let keys: BTreeSet<&(Year, String)> = a.keys().chain(b.keys()).collect();
    let none = (None, None, None);
    let differs = |key: &&(Year, String)| {
        let (year, category) = *key;
        let (x, y) = (a.get(*key).unwrap_or(&none), b.get(*key).unwrap_or(&none));
        (x != y || a.contains_key(*key) != b.contains_key(*key)).then(|| CellDiff {
            year: *year,
            category: category.clone(),
            label: labels.iter().find(|l| l.id == *category).map_or(String::new(), |l| l.label.clone()),
            hits: [x.0, y.0],
            han_characters: [x.1, y.1],
            per_10k: [x.2, y.2],
        })
    };
    keys.iter().filter_map(differs).collect()
}

fn boundaries(stages: &[Value; 2]) -> Option<Part> {
    let years = [0, 1].map(|run| {
        let all = stages[run]["boundaries"].as_array().map_or(&[][..], Vec::as_slice);
        let one = |b: &Value| match b["probability"].as_f64() {
            Some(p) => format!("{} ({p:.2})", b["year"]),
            None => b["year"].to_string(),
        };
        all.iter().map(one).collect::<Vec<_>>().join(", ")
    });
    let [a, b] = years;
    (a != b).then(|| Part { what: "boundaries".to_owned(), a, b })
}

/// Hits by document and place; those that merely moved are left out.
fn hits(a: &Opened, b: &Opened) -> Result<Vec<HitDiff>, Problem> {
    let read = |run: &Opened| {
        nianlun_tables::read_hits(&run.folder.join("hits.parquet"))
            .map_err(|error| unreadable("hits.parquet", error))
    };
    let key =
        |hit: &HitRecord| (hit.document.clone(), hit.category.clone(), hit.term.clone(), hit.start, hit.end);
    let of_run = [read(a)?, read(b)?].map(|hits| hits.iter().map(key).collect::<BTreeSet<_>>());
    let mut found = Vec::new();
    for (only, run, these, those) in [('a', a, &of_run[0], &of_run[1]), ('b', b, &of_run[1], &of_run[0])] {
        let mut source: Option<(String, Option<String>)> = None;
        for (document, category, term, start, end) in these.difference(those) {
            if source.as_ref().is_none_or(|(of, _)| of != document) {
                let text = run.searcher.source(document).map_err(|error| unreadable("index", error))?;
                source = Some((document.clone(), text));
            }
            let text = source.as_ref().and_then(|(_, text)| text.as_deref());
            let line = text.and_then(|text| lines(text, &[(*start, *end, 0)]).pop());
            found.push(HitDiff {
                document: document.clone(),
                category: category.clone(),
                term: term.clone(),
                start: *start,
                end: *end,
                only,
                line,
            });
        }
    }
    Ok(without_moved(found))
}

/// Leaves out hits that merely moved since what stands around them changed: first those with the same
/// line in both runs, then, of the rest, as many of a term as both runs have. What is left makes up
/// the difference of the counts.
fn without_moved(mut hits: Vec<HitDiff>) -> Vec<HitDiff> {
    let of_term = |hit: &HitDiff| [&hit.document, &hit.category, &hit.term].map(String::clone).to_vec();
    let of_line = |hit: &HitDiff| {
        let line = hit.line.as_ref()?;
        let words = [&line.left, &line.hit, &line.right].map(String::clone);
        Some([of_term(hit), words.to_vec()].concat())
    };
    leave_out_pairs(&mut hits, of_line);
    leave_out_pairs(&mut hits, |hit| Some(of_term(hit)));
    hits.sort();
    hits
}

/// Leaves out as many hits of either run as the other has of the same `key`.
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
