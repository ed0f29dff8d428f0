//! The numbers of curves in sentences of the catalogue.

use super::{Curves, Measure, Series};
use crate::ask::Ask;
use crate::page::two_decimals;
use crate::run::Run;
use maud::{Markup, html};
use nianlun_frequency::Exposure;
use nianlun_words::say;

impl Curves<'_> {
    /// The unit of the values.
    pub(super) fn unit(&self) -> &'static str {
        let t = self.ask.lang;
        match self.measure {
            Measure::Rate => match self.run.provenance().settings.exposure {
                Exposure::Characters => say::curves::per_10k_han_characters(t),
                Exposure::Tokens => say::curves::per_10k_words(t),
            },
            Measure::Count => say::curves::occurrences(t),
            Measure::Share => say::curves::percent_of_documents(t),
        }
    }

    /// What the menu calls rates.
    pub(super) fn rate(&self) -> &'static str {
        let t = self.ask.lang;
        match self.run.provenance().settings.exposure {
            Exposure::Characters => say::report::per_10k_characters(t),
            Exposure::Tokens => say::report::per_10k_words(t),
        }
    }

    /// A value with as many decimals as its measure needs, or a dash.
    pub(super) fn formatted(&self, value: Option<f64>) -> String {
        match self.measure {
            Measure::Rate => two_decimals(value),
            Measure::Count => value
                .map_or("–".to_owned(), |n| if n.fract() == 0.0 { n.to_string() } else { format!("{n:.1}") }),
            Measure::Share => value.map_or("–".to_owned(), |n| format!("{n:.1}%")),
        }
    }

    /// The picture in words: first and highest year of each query, years without texts.
    pub(super) fn summary(&self) -> String {
        let t = self.ask.lang;
        let mut text = match (self.years().first(), self.years().last()) {
            (Some(first), Some(last)) => say::curves::span(t, first, last, self.unit()),
            _ => return say::curves::no_dated_texts(t).to_owned(),
        };
        for series in &self.series {
            let with = || {
                series
                    .rows
                    .iter()
                    .zip(&series.points)
                    .filter_map(|(row, p)| Some((row.year, p.as_ref()?.value)))
            };
            let most = with().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
            let total: u64 = series.rows.iter().filter_map(|row| row.hits).sum();
            let Some((year, most)) = most.filter(|_| total > 0) else {
                text += &say::curves::none_at_all(t, &series.label);
                continue;
            };
            let first = series.rows.iter().find(|row| row.hits.unwrap_or(0) > 0).map_or(year, |row| row.year);
            let last = with().next_back().map_or((year, most), |last| last);
            let highest = say::curves::highest(t, year, self.formatted(Some(most)));
            let latest = say::curves::latest(t, last.0, self.formatted(Some(last.1)));
            text += &say::curves::summary(t, &series.label, total, first, highest, latest);
        }
        let missing = self.missing();
        if !missing.is_empty() {
            text += &say::curves::no_texts_in(t, t.years(&missing));
        }
        text
    }

    /// The sentence of a year that is read out as the pointer passes.
    pub(super) fn readout(&self, at: usize) -> String {
        let t = self.ask.lang;
        let year = self.series[0].rows[at].year;
        let part = |series: &Series| {
            let point = series.points[at].as_ref()?;
            Some(say::curves::point(
                t,
                &series.label,
                self.formatted(Some(point.value)),
                self.formatted(Some(point.low)),
                self.formatted(Some(point.high)),
                series.rows[at].hits.unwrap_or(0),
            ))
        };
        let parts: Vec<String> = self.series.iter().filter_map(part).collect();
        if parts.is_empty() {
            return say::ground::no_texts(t, year);
        }
        say::curves::readout(t, year, parts.join(t.semicolon()))
    }

    /// Whether there are categories among the queries, and whether there are other queries.
    fn kinds(&self) -> (bool, bool) {
        let is_category = |series: &Series| self.run.category_of(&series.query).is_some();
        (self.series.iter().any(is_category), !self.series.iter().all(is_category))
    }

    /// Denominators and intervals in words.
    pub(super) fn denominators(&self) -> Markup {
        let t = self.ask.lang;
        let scope = &self.run.provenance().settings.scope;
        let in_scope = scope.as_ref().is_some_and(|scope| scope.exposure == "scope");
        let (categories, strings) = self.kinds();
        html! {
            p.small { (match self.measure {
                Measure::Rate => match self.run.provenance().settings.exposure {
                    Exposure::Characters => say::curves::over_characters(t),
                    Exposure::Tokens => say::curves::over_words(t),
                },
                Measure::Count => say::curves::over_nothing(t),
                Measure::Share => say::curves::over_documents(t),
            })
            @if self.measure != Measure::Share { (say::curves::divided_by_phi(t, self.run.phi())) }
            @if self.smooth > 0 { " " (say::curves::smoothing_explained(t, self.smooth)) }
            @if scope.is_some() && categories { " " (say::curves::categories_in_scope(t)) (if in_scope { say::curves::over_scope(t) } else { say::curves::full_stop(t) }) }
            @if scope.is_some() && strings { " " (say::curves::strings_in_whole_texts(t)) }
            @if self.undated > 0 { " " (say::curves::without_year(t, self.undated)) }
            }
        }
    }
}

/// The legend of what lies behind pictures over years.
pub fn legend(run: &Run, ask: &Ask) -> String {
    let t = ask.lang;
    let mut text = String::new();
    if !run.found.is_empty() {
        let shown = run.verdict().shows_stages();
        text += if shown { say::ground::stages_shaded(t) } else { say::ground::if_staged_shaded(t) };
    }
    if !run.published.is_empty() {
        text += say::ground::published_above(t);
    }
    text + say::ground::gaps_grey(t)
}
