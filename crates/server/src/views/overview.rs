//! The overview: years, texts and categories of the run, with links to their curves.

use super::stages::warnings;
use crate::ask::Ask;
use crate::run::Run;
use crate::view::View;
use maud::{Markup, html};
use nianlun_frequency::Exposure;
use nianlun_tables::{Sheet, Values};
use nianlun_types::Year;
use nianlun_words::say;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The view.
pub struct Overview<'r> {
    run: &'r Run,
    ask: &'r Ask,
    /// Every year of the range: documents and Han characters; nothing where there is no text.
    years: Vec<(Year, Option<(u64, u64)>)>,
    undated: usize,
}

impl<'r> Overview<'r> {
    /// Counts the texts of each year.
    pub fn new(run: &'r Run, ask: &'r Ask) -> Self {
        let mut by_year: BTreeMap<Year, (u64, u64)> = BTreeMap::new();
        for card in run.searcher().cards() {
            if let Some(year) = card.year {
                let total = by_year.entry(year).or_default();
                *total = (total.0 + 1, total.1 + card.han_characters);
            }
        }
        let undated = run.searcher().cards().filter(|card| card.year.is_none()).count();
        let years = run.span.map_or(Vec::new(), |(first, last)| {
            (first..=last).map(|year| (year, by_year.get(&year).copied())).collect()
        });
        Overview { run, ask, years, undated }
    }
}

impl View for Overview<'_> {
    fn title(&self) -> String {
        self.run.name.clone()
    }

    fn page(&self) -> Markup {
        let t = self.ask.lang;
        let settings = &self.run.provenance().settings;
        let all: u64 = self.years.iter().filter_map(|(_, n)| n.map(|n| n.1)).sum();
        let span = self.run.span.map_or("–".to_owned(), |(first, last)| format!("{first}–{last}"));
        let mut dimensions: Vec<&str> = self.run.categories().iter().map(|c| c.dimension.as_str()).collect();
        dimensions.dedup();
        html! {
            ul.glance {
                li { span { (say::labels::years(t)) } b { (span) } }
                li { span { (say::labels::documents(t)) } b { (self.run.searcher().documents()) } }
                li { span { (say::labels::han_characters(t)) } b { (all) } }
                li { span { (say::labels::categories(t)) } b { (self.run.categories().len()) } }
                li { span { (say::labels::counting_rule(t)) } b { (settings.rule.name()) } }
                li { span { (say::overview::stages_exposure(t)) } b { (match (settings.exposure, &settings.scope) {
                    (_, Some(_)) => say::overview::passages(t),
                    (Exposure::Tokens, None) => say::overview::words(t),
                    (Exposure::Characters, None) => say::labels::han_characters(t),
                }) } }
                li { span { (say::overview::set_aside(t)) } b { a href=(self.ask.address_of("/problems", &[])) { (self.run.set_aside()) } } }
            }
            h2 { (say::overview::begin_with_codebook(t)) }
            @for dimension in dimensions {
                @let own: Vec<_> = self.run.categories().iter().filter(|c| c.dimension == dimension).collect();
                @let together: Vec<String> = own.iter().map(|c| format!("category:{}", c.category)).collect();
                p { a href=(self.ask.address_of("/curves", &[("q", &together.join("; "))])) { b { (t.choose(&own[0].dimension_label, &own[0].dimension_label_en)) } } "　"
                    @for category in &own { a href=(self.ask.address_of("/curves", &[("q", &format!("category:{}", category.category))])) lang=(t.tag()) { (t.choose(&category.label, &category.label_en)) } " " } }
            }
            p { a href=(self.ask.address_of("/stages", &[])) { (say::overview::to_the_stages(t)) } }
            (warnings(self.run, self.ask))
            h2 { (say::overview::texts_by_year(t)) }
            div.scroll tabindex="0" role="region" aria-label=(say::overview::texts_by_year(t)) { table #years {
                caption { (say::overview::missing_is_no_zero(t)) }
                thead { tr {
                    th scope="col" { (say::labels::year(t)) }
                    th scope="col" { (say::labels::documents(t)) }
                    th scope="col" { (say::labels::han_characters(t)) } } }
                tbody {
                    @for (year, n) in &self.years { tr {
                        th scope="row" { a href=(self.ask.address_of("/documents", &[("year", &year.to_string())])) { (year) } }
                        @match n { Some((documents, han)) => {
                            td { (documents) }
                            td { (han) } }, None => {
                            td.missing { (say::labels::missing(t)) }
                            td.missing { (say::labels::missing(t)) } } }
                    } }
                    @if self.undated > 0 { tr {
                        th scope="row" { a href=(self.ask.address_of("/documents", &[("year", "none")])) { (say::labels::no_year(t)) } }
                        td { (self.undated) }
                        td {} } }
                }
            } }
        }
    }

    fn sheet(&self) -> Sheet {
        let count = |field: fn((u64, u64)) -> u64| {
            Values::Whole(self.years.iter().map(|(_, n)| n.map(|n| field(n) as i64)).collect())
        };
        Sheet {
            columns: vec![
                ("year", Values::Whole(self.years.iter().map(|(year, _)| Some(i64::from(*year))).collect())),
                ("documents", count(|n| n.0)),
                ("han_characters", count(|n| n.1)),
            ],
        }
    }

    fn facts(&self) -> Value {
        let categories: Vec<Value> = self
            .run
            .categories()
            .iter()
            .map(|c| json!({"id": c.category, "dimension": c.dimension, "label": c.label, "label_en": c.label_en}))
            .collect();
        json!({
            "documents": self.run.searcher().documents(),
            "documents_without_year": self.undated,
            "categories": categories,
            "verdict": self.run.verdict(),
        })
    }
}
