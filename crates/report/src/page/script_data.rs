//! What the script of the report reads.

use super::panels::panels;
use crate::Report;
use serde_json::json;
use std::collections::BTreeMap;

/// The data of the script as JSON: the hits of each term, category and year, the rates, and the lines where
/// the run keeps them. `<` is escaped, so that no text can end the script element.
pub fn data(report: &Report<'_>) -> String {
    let mut cells: BTreeMap<(u32, u32, i32), u64> = BTreeMap::new();
    for hit in report.hits {
        if let Some(year) = report.documents[hit.document as usize].year {
            *cells.entry((hit.category, hit.term, year)).or_insert(0) += 1;
        }
    }
    let lines = report.lines.map(|lines| {
        report
            .hits
            .iter()
            .zip(lines)
            .map(|(hit, line)| {
                json!([hit.document, hit.category, hit.term, hit.start, line.left, line.hit, line.right])
            })
            .collect::<Vec<_>>()
    });
    // Only lines refer to documents.
    let documents: Vec<_> = match lines {
        Some(_) => report.documents.iter().map(|d| json!([d.id, d.title, d.year])).collect(),
        None => Vec::new(),
    };
    let data = json!({
        "categories": report.categories.iter().map(|c| json!([c.id, c.label])).collect::<Vec<_>>(),
        "terms": report.terms.iter().map(|t| &t.term).collect::<Vec<_>>(),
        "cells": cells.into_iter().map(|((c, t, y), n)| json!([c, t, y, n])).collect::<Vec<_>>(),
        "documents": documents,
        "lines": lines,
        "rates": rates(report),
    });
    data.to_string().replace('<', "\\u003c")
}

/// For each category the years with rate, interval and hits, for the readout.
fn rates(report: &Report<'_>) -> serde_json::Value {
    let mut all = serde_json::Map::new();
    for panel in panels(report) {
        for curve in panel.curves {
            let points: Vec<_> = curve
                .points
                .iter()
                .map(|p| match p.value {
                    Some((hits, rate, low, high)) => json!([p.year, hits, rate, low, high]),
                    None => json!([p.year]),
                })
                .collect();
            all.insert(curve.id, json!(points));
        }
    }
    serde_json::Value::Object(all)
}
