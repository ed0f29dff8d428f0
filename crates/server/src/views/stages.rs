//! Stages: what the counts say, the picture with its posterior, and what was published.

use super::curves::legend;
use crate::ask::Ask;
use crate::chart::{Chart, Column, Curve, Point};
use crate::page::two;
use crate::run::Run;
use crate::view::View;
use maud::{Markup, PreEscaped, html};
use nianlun_tables::{Sheet, Values};
use nianlun_types::Year;
use serde_json::{Value, json};

/// The view.
pub struct Stages<'r> {
    run: &'r Run,
    ask: &'r Ask,
}

impl<'r> Stages<'r> {
    /// Everything was found by the run.
    pub fn new(run: &'r Run, ask: &'r Ask) -> Self {
        Stages { run, ask }
    }

    /// Every year from the first to the last, with the probability that a stage begins in it; nothing
    /// for years without texts.
    fn posterior(&self) -> Vec<(Year, Option<f64>)> {
        let known = &self.run.estimate().boundary_posterior;
        let (Some(first), Some(last)) = (known.first(), known.last()) else { return Vec::new() };
        let of = |year: Year| known.iter().find(|p| p.year == year).map(|p| p.probability);
        (first.year..=last.year).map(|year| (year, of(year))).collect()
    }

    fn told(&self) -> String {
        nianlun_report::finding(self.run.estimate(), self.ask.lang)
    }

    fn chart(&self, links: bool) -> String {
        let t = self.ask.lang;
        let posterior = self.posterior();
        let columns = posterior.iter().map(|(year, p)| Column {
            year: *year,
            missing: p.is_none(),
            readout: match p {
                Some(p) => t.of(
                    format!("{year}年是新阶段首年的后验概率 {p:.3}"),
                    format!("{year}: posterior probability {p:.3} of a stage beginning"),
                ),
                None => t.of(format!("{year}年：没有文本"), format!("{year}: no texts")),
            },
            link: self.ask.link("/documents", &[("year", &year.to_string())]),
        });
        let point = |p: f64| Point { value: p, low: p, high: p };
        Chart {
            title: t
                .of(
                    "该年是新阶段首年的后验概率（对所有阶段数）",
                    "Posterior probability that a stage begins in the year, over all numbers of stages",
                )
                .to_owned(),
            columns: columns.collect(),
            curves: vec![Curve {
                label: t.of("后验概率", "posterior").to_owned(),
                colour: "#5a6b7b",
                points: posterior.iter().map(|(_, p)| p.map(point)).collect(),
                smoothed: None,
            }],
            bands: false,
            beyond: "",
            most: Some(1.0),
            bars: true,
            links,
            told: self.told(),
        }
        .draw(self.run)
    }

    fn tables(&self) -> Markup {
        let t = self.ask.lang;
        let boundaries = &self.run.estimate().boundaries;
        let compare = |part: &str| self.ask.link("/compare", &[("target", part)]);
        html! {
            h2 { (t.of("找到的阶段", "Stages found")) }
            @if self.run.found.is_empty() { p.empty { (t.of("没有。", "None.")) } } @else { div.scroll { table #found-stages {
                thead { tr {
                    th scope="col" { (t.of("阶段", "Stage")) }
                    th scope="col" { (t.of("首年", "First")) }
                    th scope="col" { (t.of("末年", "Last")) }
                    th scope="col" { (t.of("分界恰在该年的概率", "P(that very year)")) }
                    th scope="col" { (t.of("95% 年份集", "95 % set of years")) }
                    th scope="col" { (t.of("特征词", "Words")) } } }
                tbody { @for (at, stage) in self.run.found.iter().enumerate() { tr {
                    th scope="row" { (stage.number) }
                    td { a href=(self.ask.link("/documents", &[("year", &stage.first.to_string())])) { (stage.first) } }
                        td { (stage.last) }
                    @match at.checked_sub(1).and_then(|at| boundaries.get(at)) { Some(boundary) => {
                        td { (two(boundary.probability)) }
                        td { (t.years(&boundary.years95)) } }, None => {
                        td { "–" }
                        td { "–" } } }
                    td { a href=(compare(&stage.number.to_string())) { (t.of("比较", "compare")) } }
                } } }
            } } }
            @if !self.run.published.is_empty() {
                h2 { (t.of("已发表的阶段", "Published stages")) }
                div.scroll { table {
                    thead { tr {
                        th.text scope="col" { (t.of("阶段", "Stage")) }
                        th scope="col" { (t.of("首年", "First")) }
                        th scope="col" { (t.of("末年", "Last")) }
                        th scope="col" { (t.of("特征词", "Words")) } } }
                    tbody { @for stage in &self.run.published { tr {
                        th.text scope="row" lang="zh-Hans" { (stage.label) }
                        td { (stage.first) }
                        td { (stage.last) }
                        td { a href=(compare(&format!("published:{}", stage.number))) { (t.of("比较", "compare")) } } } } }
                } }
                @if let Some(p) = &self.run.estimate().published { p.small { (t.of(
                    format!("相合程度：F1±1年 {}（随机分段平均 {}），F1±2年 {}，调整兰德指数 {}；检验的是计数是否重现已发表的阶段。", two(Some(p.f1_1)), two(p.chance_f1_1), two(Some(p.f1_2)), two(Some(p.adjusted_rand))),
                    format!("Agreement: F1 ±1 year {} (by chance {}), F1 ±2 years {}, adjusted Rand {}. It tests whether the counts reproduce the published stages.", two(Some(p.f1_1)), two(p.chance_f1_1), two(Some(p.f1_2)), two(Some(p.adjusted_rand)))
                )) } }
            }
            h2 { (t.of("阶段数的后验概率", "Posterior of the number of stages")) }
            div.scroll { table {
                thead { tr {
                    th scope="col" { (t.of("阶段数", "Stages")) } @for p in &self.run.estimate().stages_posterior {
                    th scope="col" { (p.stages) } } } }
                tbody { tr {
                    th scope="row" { (t.of("概率", "Probability")) } @for p in &self.run.estimate().stages_posterior {
                    td { (two(Some(p.probability))) } } } }
            } }
            h2 { (t.of("逐年", "By year")) }
            div.scroll tabindex="0" role="region" aria-label=(t.of("逐年的后验概率", "Posterior by year")) { table #years {
                caption { (t.of("该年是新阶段首年的后验概率，对所有阶段数；“缺”表示该年没有文本", "Probability that a stage begins in the year, over all numbers of stages; “none” is a year without texts")) }
                thead { tr { th scope="col" { (t.of("年份", "Year")) } th scope="col" { (t.of("概率", "Probability")) } } }
                tbody { @for (year, p) in self.posterior() { tr.starts[boundaries.iter().any(|b| b.year == year)] {
                    th scope="row" { a href=(self.ask.link("/documents", &[("year", &year.to_string())])) { (year) } }
                    @match p { Some(p) => td { (format!("{p:.3}")) }, None => td.missing { (t.of("缺", "none")) } }
                } } }
            } }
        }
    }
}

impl View for Stages<'_> {
    fn title(&self) -> String {
        self.ask.lang.of("阶段与分界", "Stages and boundaries").to_owned()
    }

    fn page(&self) -> Markup {
        let t = self.ask.lang;
        html! {
            p.lead { span.verdict { (nianlun_words::verdict(self.run.verdict(), t)) } (self.told()) }
            @if !self.posterior().is_empty() { figure {
                div.scroll.picture tabindex="0" role="group" aria-label=(t.of(
                 "后验概率图：左右方向键逐年读数，数值在下面的表中",
                 "Chart of the posterior: arrow keys read the years; the numbers are in the table below")) { (PreEscaped(self.chart(true))) }
                p.readout aria-live="polite" { (t.of("把指针移到图上，或选中图后按左右方向键，逐年读数。", "Point at the chart, or focus it and press the arrow keys.")) }
                figcaption { p.small { (legend(self.run, self.ask)) (t.of(
                    format!(" 分母、规则与方法同本次运行（φ̂ = {:.2}，方法 {}）。", self.run.phi(), self.run.estimate().method.name()),
                    format!(" Exposure, rule and method are those of the run (φ̂ = {:.2}, method {}).", self.run.phi(), self.run.estimate().method.name())
                )) } }
            } }
            (self.tables())
            (warnings(self.run, self.ask))
        }
    }

    fn sheet(&self) -> Sheet {
        let posterior = self.posterior();
        let boundaries = &self.run.estimate().boundaries;
        let stage = |year: &Year| {
            self.run.found.iter().find(|s| (s.first..=s.last).contains(year)).map(|s| i64::from(s.number))
        };
        Sheet {
            columns: vec![
                ("year", Values::Whole(posterior.iter().map(|(year, _)| Some(i64::from(*year))).collect())),
                ("stage", Values::Whole(posterior.iter().map(|(year, _)| stage(year)).collect())),
                ("boundary_probability", Values::Real(posterior.iter().map(|(_, p)| *p).collect())),
                (
                    "boundary",
                    Values::Whole(
                        posterior
                            .iter()
                            .map(|(year, _)| Some(i64::from(boundaries.iter().any(|b| b.year == *year))))
                            .collect(),
                    ),
                ),
            ],
        }
    }

    fn facts(&self) -> Value {
        json!({"stages": self.run.findings, "text": self.told()})
    }

    fn is_pictured(&self) -> bool {
        !self.posterior().is_empty()
    }

    fn picture(&self) -> Option<String> {
        self.is_pictured().then(|| self.chart(false))
    }
}

/// The warnings of the run.
pub fn warnings(run: &Run, ask: &Ask) -> Markup {
    let t = ask.lang;
    let all = &run.provenance().warnings;
    html! { @if !all.is_empty() {
        div.warnings role="note" aria-label=(t.of("提醒", "Warnings")) {
            b { (t.of(format!("提醒（{}）", all.len()), format!("Warnings ({})", all.len()))) }
            ul { @for warning in all { li lang="zh-Hans" data-code=(warning.code) { (warning.message) } } }
        }
    } }
}
