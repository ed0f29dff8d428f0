//! The first page: what there is, and where to begin.

use super::stages::warnings;
use crate::ask::Ask;
use crate::run::Run;
use crate::view::View;
use maud::{Markup, html};
use nianlun_frequency::Exposure;
use nianlun_tables::{Sheet, Values};
use nianlun_types::Year;
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
        let mut of: BTreeMap<Year, (u64, u64)> = BTreeMap::new();
        for card in run.searcher().cards() {
            if let Some(year) = card.year {
                let total = of.entry(year).or_default();
                *total = (total.0 + 1, total.1 + card.han_characters);
            }
        }
        let undated = run.searcher().cards().filter(|card| card.year.is_none()).count();
        let years = run.span.map_or(Vec::new(), |(first, last)| {
            (first..=last).map(|year| (year, of.get(&year).copied())).collect()
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
                li { span { (t.of("年份", "Years")) } b { (span) } }
                li { span { (t.of("文本", "Documents")) } b { (self.run.searcher().documents()) } }
                li { span { (t.of("汉字", "Han characters")) } b { (all) } }
                li { span { (t.of("类目", "Categories")) } b { (self.run.categories().len()) } }
                li { span { (t.of("计数规则", "Counting rule")) } b { (settings.rule.name()) } }
                li { span { (t.of("阶段的分母", "Exposure of the stages")) } b { (match (settings.exposure, &settings.scope) {
                    (_, Some(_)) => t.of("有锚词的段落（见设置）", "passages (see settings)"),
                    (Exposure::Tokens, None) => t.of("词", "words"),
                    (Exposure::Characters, None) => t.of("汉字", "Han characters"),
                }) } }
                li { span { (t.of("搁置", "Set aside")) } b { a href=(self.ask.link("/problems", &[])) { (self.run.quarantine.len()) } } }
            }
            h2 { (t.of("从编码表开始", "Begin with the codebook")) }
            @for dimension in dimensions {
                @let own: Vec<_> = self.run.categories().iter().filter(|c| c.dimension == dimension).collect();
                @let together: Vec<String> = own.iter().map(|c| format!("category:{}", c.category)).collect();
                p { a href=(self.ask.link("/curves", &[("q", &together.join("; "))])) { b { (t.of(&own[0].dimension_label, &own[0].dimension_label_en)) } } "　"
                    @for category in &own { a href=(self.ask.link("/curves", &[("q", &format!("category:{}", category.category))])) lang=(t.of("zh-Hans", "en")) { (t.of(&category.label, &category.label_en)) } " " } }
            }
            p { a href=(self.ask.link("/stages", &[])) { (t.of("阶段、分界和它们的后验概率", "Stages, boundaries and their posterior")) } }
            (warnings(self.run, self.ask))
            h2 { (t.of("逐年的文本", "Texts by year")) }
            div.scroll tabindex="0" role="region" aria-label=(t.of("逐年的文本", "Texts by year")) { table #years {
                caption { (t.of("“缺”表示该年没有文本，不是零", "“none” is a year without texts")) }
                thead { tr {
                    th scope="col" { (t.of("年份", "Year")) }
                    th scope="col" { (t.of("文本", "Documents")) }
                    th scope="col" { (t.of("汉字", "Han characters")) } } }
                tbody {
                    @for (year, n) in &self.years { tr {
                        th scope="row" { a href=(self.ask.link("/documents", &[("year", &year.to_string())])) { (year) } }
                        @match n { Some((documents, han)) => {
                            td { (documents) }
                            td { (han) } }, None => {
                            td.missing { (t.of("缺", "none")) }
                            td.missing { (t.of("缺", "none")) } } }
                    } }
                    @if self.undated > 0 { tr {
                        th scope="row" { a href=(self.ask.link("/documents", &[("year", "none")])) { (t.of("无年份", "no year")) } }
                        td { (self.undated) }
                        td {} } }
                }
            } }
        }
    }

    fn sheet(&self) -> Sheet {
        let count = |of: fn((u64, u64)) -> u64| {
            Values::Whole(self.years.iter().map(|(_, n)| n.map(|n| of(n) as i64)).collect())
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
