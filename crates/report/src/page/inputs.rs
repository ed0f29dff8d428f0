//! What the pages show of what went in: texts, doubts, the codebook.

use super::value;
use crate::Report;
use minijinja::{Value, context};
use nianlun_types::{Category, DocumentRow};
use nianlun_words::{Lang, say};
use std::collections::BTreeMap;

/// The number of texts for each format, encoding and rule that decided the year.
pub fn reading(report: &Report<'_>) -> Vec<Value> {
    let mut texts: BTreeMap<(&str, &str, &str), u64> = BTreeMap::new();
    for d in report.documents {
        let rule = d.year_rule.map_or(say::report::no_year(Lang::Chinese), |rule| {
            nianlun_words::year_rule(rule, Lang::Chinese)
        });
        *texts.entry((d.format.name(), d.encoding.as_str(), rule)).or_default() += 1;
    }
    let row = |((format, encoding, year_rule), texts)| context! { format, encoding, year_rule, texts };
    texts.into_iter().map(row).collect()
}

/// Files with a doubt that a person should look at.
pub fn doubts(report: &Report<'_>) -> Vec<Value> {
    let of_text =
        |d: &DocumentRow| d.doubts.as_ref().map(|doubt| context! { file => d.file.as_str(), doubt });
    let guesses = report.guesses.iter().map(|(file, guess)| context! { file, doubt => guess });
    guesses.chain(report.documents.iter().filter_map(of_text)).collect()
}

/// The categories with their terms.
pub fn codebook(report: &Report<'_>) -> Vec<Value> {
    let row = |(at, category): (usize, &Category)| {
        let own = report.terms.iter().filter(|t| t.categories.contains(&(at as u32)));
        context! {
            id => category.id.as_str(),
            label => category.label.as_str(),
            definition => category.definition.as_str(),
            dimension => report.dimension_label(&category.dimension),
            terms => own.map(value).collect::<Vec<_>>(),
        }
    };
    report.categories.iter().enumerate().map(row).collect()
}

/// The documents.
pub fn documents(report: &Report<'_>) -> Vec<Value> {
    let row = |d: &DocumentRow| {
        context! {
            id => d.id.as_str(), title => d.title.as_str(), year => d.year, file => d.file.as_str(),
            han_characters => d.han_characters, sha256 => &d.sha256[..12.min(d.sha256.len())],
        }
    };
    report.documents.iter().map(row).collect()
}
