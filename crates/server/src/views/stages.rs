//! Stages: the finding, the posterior of boundaries, and the published stages.

use super::curves::legend;
use crate::ask::Ask;
use crate::chart::{Chart, Column, Curve, Point};
use crate::page::two_decimals;
use crate::run::Run;
use crate::view::View;
use maud::{Markup, PreEscaped, html};
use nianlun_report::POSTERIOR;
use nianlun_stages::{BoundaryProbability, PublishedComparison};
use nianlun_tables::{Sheet, Values};
use nianlun_types::Year;
use nianlun_words::{Lang, say};
use serde_json::{Value, json};

/// The view.
pub struct Stages<'r> {
    run: &'r Run,
    ask: &'r Ask,
}

impl<'r> Stages<'r> {
    /// The view of what the run found.
    pub fn new(run: &'r Run, ask: &'r Ask) -> Self {
        Stages { run, ask }
    }

    /// Every year from the first to the last, with the probability that a stage begins in it; nothing
    /// for years without texts.
    fn posterior(&self) -> Vec<(Year, Option<f64>)> {
        let known = &self.run.estimate().boundary_posterior;
        let (Some(first), Some(last)) = (known.first(), known.last()) else { return Vec::new() };
        let probability = |year: Year| known.iter().find(|p| p.year == year).map(|p| p.probability);
        (first.year..=last.year).map(|year| (year, probability(year))).collect()
    }

    fn finding(&self) -> String {
        nianlun_report::finding(self.run.estimate(), self.ask.lang)
    }

    fn chart(&self, links: bool) -> String {
        let t = self.ask.lang;
        let posterior = self.posterior();
        let columns = posterior.iter().map(|(year, p)| Column {
            year: *year,
            missing: p.is_none(),
            readout: match p {
                Some(p) => say::stages::readout(t, year, p),
                None => say::ground::no_texts(t, year),
            },
            link: self.ask.address_of("/documents", &[("year", &year.to_string())]),
        });
        let point = |p: f64| Point { value: p, low: p, high: p };
        Chart {
            title: if self.run.verdict().shows_stages() {
                say::stages::posterior_title(t)
            } else {
                say::stages::posterior_title_if(t)
            }
            .to_owned(),
            columns: columns.collect(),
            curves: vec![Curve {
                label: say::stages::posterior(t).to_owned(),
                colour: POSTERIOR,
                points: posterior.iter().map(|(_, p)| p.map(point)).collect(),
                smoothed: None,
            }],
            bands: false,
            beyond: "",
            most: Some(1.0),
            bars: true,
            links,
            lang: self.ask.lang,
            description: self.finding(),
        }
        .draw(self.run)
    }

    fn tables(&self) -> Markup {
        let t = self.ask.lang;
        let boundaries = &self.run.estimate().boundaries;
        let shown = self.run.verdict().shows_stages();
        let condition = if shown { "" } else { say::report::if_there_were_stages(t) };
        let compare = |part: &str| self.ask.address_of("/compare", &[("target", part)]);
        html! {
            h2 { (if shown { say::stages::found(t) } else { say::stages::if_there_were_stages(t) }) }
            @if self.run.found.is_empty() { p.empty { (say::labels::none_of_these(t)) } } @else { div.scroll { table #found-stages {
                thead { tr {
                    th scope="col" { (say::labels::stage(t)) }
                    th scope="col" { (say::labels::first_year(t)) }
                    th scope="col" { (say::labels::last_year(t)) }
                    th scope="col" { (say::stages::in_that_very_year(t)) }
                    th scope="col" { (say::stages::window(t)) }
                    th scope="col" { (say::stages::window_probability(t)) }
                    th scope="col" { (say::labels::marking_words(t)) } } }
                tbody { @for (at, stage) in self.run.found.iter().enumerate() { tr {
                    th scope="row" { (stage.number) }
                    td { a href=(self.ask.address_of("/documents", &[("year", &stage.first.to_string())])) { (stage.first) } }
                        td { (stage.last) }
                    @match at.checked_sub(1).and_then(|at| boundaries.get(at)) { Some(boundary) => {
                        td { (two_decimals(boundary.probability)) }
                        @match (boundary.window, boundary.cell) {
                            (Some(window), _) => { td { (t.years(&boundary.years95)) } td { (two_decimals(Some(window.probability))) } }
                            (None, Some(cell)) => { td { (say::stages::no_window(t, t.years(&cell.years()))) } td { "(" (two_decimals(Some(cell.probability))) ")" } }
                            (None, None) => { td { "–" } td { "–" } } } }, None => {
                        td {}
                        td {}
                        td {} } }
                    td { a href=(compare(&stage.number.to_string())) { (say::labels::compare(t)) } }
                } } }
            } } }
            @if !self.run.published.is_empty() {
                h2 { (say::stages::published(t)) }
                div.scroll { table {
                    thead { tr {
                        th.text scope="col" { (say::labels::stage(t)) }
                        th scope="col" { (say::labels::first_year(t)) }
                        th scope="col" { (say::labels::last_year(t)) }
                        th scope="col" { (say::labels::marking_words(t)) } } }
                    tbody { @for stage in &self.run.published { tr {
                        th.text scope="row" { (stage.label_in(t)) }
                        td { (stage.first) }
                        td { (stage.last) }
                        td { a href=(compare(&format!("published:{}", stage.number))) { (say::labels::compare(t)) } } } } }
                } }
                @if let Some(p) = &self.run.estimate().published { p.small { (nianlun_words::capitalised(&say::stages::agreement(t, condition, two_decimals(Some(p.f1_1)), two_decimals(p.chance_f1_1), two_decimals(Some(p.f1_2)), two_decimals(Some(p.adjusted_rand))))) " " (near_published(p, condition, t)) } }
            }
            h2 { (if shown { say::stages::posterior_of_number(t) } else { say::stages::posterior_of_number_if(t) }) }
            div.scroll { table {
                thead { tr {
                    th scope="col" { (say::stages::number_of_stages(t)) } @for p in &self.run.estimate().stages_posterior {
                    th scope="col" { (p.stages) } } } }
                tbody { tr {
                    th scope="row" { (say::labels::probability(t)) } @for p in &self.run.estimate().stages_posterior {
                    td { (two_decimals(Some(p.probability))) } } } }
            } }
            h2 { (if shown { say::stages::by_year(t) } else { say::stages::by_year_if(t) }) }
            div.scroll tabindex="0" role="region" aria-label=(say::stages::posterior_by_year(t)) { table #years {
                caption { (say::stages::posterior_caption(t)) }
                thead { tr { th scope="col" { (say::labels::year(t)) } th scope="col" { (say::labels::probability(t)) } } }
                tbody { @for (year, p) in self.posterior() { tr.starts[boundaries.iter().any(|b| b.year == year)] {
                    th scope="row" { a href=(self.ask.address_of("/documents", &[("year", &year.to_string())])) { (year) } }
                    @match p { Some(p) => td { (format!("{p:.3}")) }, None => td.missing { (say::labels::missing(t)) } }
                } } }
            } }
        }
    }
}

impl View for Stages<'_> {
    fn title(&self) -> String {
        say::stages::title(self.ask.lang).to_owned()
    }

    fn page(&self) -> Markup {
        let t = self.ask.lang;
        html! {
            p.lead { span.verdict { (nianlun_words::verdict(self.run.verdict(), t)) } (self.finding()) }
            @if let Some(grounds) = nianlun_report::grounds(self.run.estimate(), t) { p { (grounds) " " (nianlun_report::stages_sentence(self.run.estimate(), t)) } }
            @if !self.run.estimate().boundaries.is_empty() { p { (nianlun_report::comparisons(self.run.estimate(), self.run.findings.stability.as_ref(), t)) } }
            @if !self.posterior().is_empty() { figure {
                div.scroll.picture tabindex="0" role="group" aria-label=(say::stages::chart_help(t)) { (PreEscaped(self.chart(true))) }
                p.readout aria-live="polite" { (say::stages::point_at_the_chart(t)) }
                figcaption { p.small { (legend(self.run, self.ask)) (say::stages::as_the_run(t, self.run.phi(), self.run.estimate().method.name())) } }
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
        json!({
            "stages": self.run.findings,
            "text": self.finding(),
            "grounds": nianlun_report::grounds(self.run.estimate(), self.ask.lang),
        })
    }

    fn is_pictured(&self) -> bool {
        !self.posterior().is_empty()
    }

    fn picture(&self) -> Option<String> {
        self.is_pictured().then(|| self.chart(false))
    }
}

/// The probabilities of a boundary near the published ones.
fn near_published(p: &PublishedComparison, condition: &str, lang: Lang) -> String {
    if p.within1.is_empty() {
        return String::new();
    }
    let year = |w: &BoundaryProbability| say::report::likely_year(lang, w.year, w.probability);
    let years: Vec<String> = p.within1.iter().map(year).collect();
    let sentence = say::report::near_published(lang, condition, years.join(lang.comma()));
    nianlun_words::capitalised(&sentence) + lang.choose("。", ".")
}

/// The warnings of the run.
pub fn warnings(run: &Run, ask: &Ask) -> Markup {
    let t = ask.lang;
    let all = &run.provenance().warnings;
    html! { @if !all.is_empty() {
        div.warnings role="note" aria-label=(say::stages::warnings(t)) {
            b { (say::stages::warnings_count(t, all.len())) }
            ul { @for warning in all { li lang="zh-Hans" data-code=(warning.code) { (warning.message) } } }
        }
    } }
}
