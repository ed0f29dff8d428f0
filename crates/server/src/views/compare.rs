//! Comparing stages: the words that mark some years against others.

use crate::ask::{Ask, Form};
use crate::page::two_decimals;
use crate::run::Run;
use crate::view::View;
use maud::{Markup, html};
use nianlun_frequency::WordRow;
use nianlun_results::{WordTable, YearsOrStage};
use nianlun_tables::Sheet;
use nianlun_types::Problem;
use nianlun_words::say;
use serde_json::{Value, json};
use std::ops::RangeInclusive;

/// The view.
pub struct Compare<'r> {
    run: &'r Run,
    ask: &'r Ask,
    /// The target as typed.
    target: String,
    least: usize,
    limit: usize,
    years: Option<(RangeInclusive<i32>, Option<RangeInclusive<i32>>)>,
    table: Option<WordTable>,
}

impl<'r> Compare<'r> {
    /// Compares; without a target the last stage with all before.
    ///
    /// # Errors
    /// The run has no such stage, or the two parts overlap.
    pub fn new(run: &'r Run, ask: &'r Ask) -> Result<Self, Problem> {
        let least = ask.number("minimum", 5, 1, 1_000_000)?;
        let (_, limit) = ask.rows(40)?;
        let target = match ask.text("target") {
            "" => run.found.last().filter(|s| s.number > 1).map_or(String::new(), |s| s.number.to_string()),
            typed => typed.to_owned(),
        };
        let mut view = Compare { run, ask, target, least, limit, years: None, table: None };
        if !view.target.is_empty() {
            let parsed = |typed: &str| -> Result<YearsOrStage, Problem> {
                typed.parse().map_err(|cause: String| {
                    Problem::new(format!("`{typed}` is no stage and no years")).because(cause)
                })
            };
            let target = parsed(&view.target)?;
            let reference = ask.parsed::<YearsOrStage>("reference")?;
            let other = reference.as_ref().map(|part| run.finished.years_of(part)).transpose()?;
            view.years = Some((run.finished.years_of(&target)?, other));
            view.table = Some(run.finished.word_keyness(&target, reference.as_ref(), least as u64)?);
        }
        Ok(view)
    }

    /// Words that mark the target, and words that mark the rest, as many of each as are listed.
    fn sides(&self) -> [Vec<&WordRow>; 2] {
        let rows = || self.table.iter().flat_map(|table| &table.rows);
        [
            rows().filter(|row| row.log_ratio > 0.0).take(self.limit).collect(),
            rows().filter(|row| row.log_ratio <= 0.0).take(self.limit).collect(),
        ]
    }

    fn settings(&self) -> Markup {
        let t = self.ask.lang;
        let stages = || {
            let found =
                self.run.found.iter().map(|s| {
                    (s.number.to_string(), say::compare::stage_option(t, s.number, s.first, s.last))
                });
            let published = self.run.published.iter().map(|s| {
                (
                    format!("published:{}", s.number),
                    say::compare::published_option(t, s.label_in(t), s.first, s.last),
                )
            });
            found.chain(published)
        };
        let select = |name: &str, label: &str, now: &str, none: Option<&str>| {
            let own = !now.is_empty() && stages().all(|(value, _)| value != now);
            html! { label { (label) " " select name=(name) {
                @if let Some(none) = none { option value="" selected[now.is_empty()] { (none) } }
                @for (value, shown) in stages() { option value=(value) selected[value == now] { (shown) } }
                @if own { option value=(now) selected { (now) } }
            } } }
        };
        html! {
            form.controls action="/compare" method="get" {
                @if t.name() == "en" { input type="hidden" name="lang" value="en"; }
                (select("target", say::pages::compare(t), &self.target, None))
                (select("reference", say::compare::against(t), self.ask.text("reference"), Some(say::compare::all_other_years(t))))
                label { (say::compare::at_least(t)) " " input name="minimum" size="4" inputmode="numeric" value=(self.least); " " (say::compare::occurrences(t)) }
                button type="submit" { (say::pages::compare(t)) }
            }
            p.small { (say::compare::years_in_address(t)) }
        }
    }
}

impl View for Compare<'_> {
    fn title(&self) -> String {
        let t = self.ask.lang;
        let range = |years: &RangeInclusive<i32>| format!("{}–{}", years.start(), years.end());
        match &self.years {
            None => say::compare::title(t).to_owned(),
            Some((a, None)) => say::compare::against_all_others(t, range(a)),
            Some((a, Some(b))) => say::compare::against_years(t, range(a), range(b)),
        }
    }

    fn page(&self) -> Markup {
        let t = self.ask.lang;
        let Some(table) = &self.table else {
            return html! {
                (self.settings())
                p.empty { (say::compare::no_two_stages(t)) }
            };
        };
        let heads = [say::compare::more_often(t), say::compare::less_often(t)];
        html! {
            (self.settings())
            p.lead { (say::compare::sizes(t, table.documents[0], table.tokens[0], table.documents[1], table.tokens[1])) }
            p.small { (say::compare::denominators(t)) }
            div.sides { @for (side, head) in self.sides().iter().zip(heads) { div.scroll tabindex="0" role="region" aria-label=(head) { table {
                caption { (head) }
                thead { tr {
                    th scope="col" { (say::compare::word(t)) }
                    th scope="col" { (say::compare::target(t)) }
                    th scope="col" { (say::compare::reference(t)) }
                    th scope="col" { "LL" }
                    th scope="col" { (say::compare::log_ratio(t)) } } }
                tbody { @for row in side { tr {
                    th.text scope="row" lang="zh-Hans" { a href=(self.ask.address_of("/curves", &[("q", &format!("\"{}\"", row.word))])) { (row.word) } }
                    td { (two_decimals(Some(row.per_10k))) " (" (row.hits) ")" }
                        td { (two_decimals(Some(row.elsewhere_per_10k))) " (" (row.elsewhere) ")" }
                    td { (format!("{:.1}", row.log_likelihood)) } td { (two_decimals(Some(row.log_ratio))) }
                } } }
            } } } }
        }
    }

    fn total(&self) -> usize {
        self.table.as_ref().map_or(0, |table| table.rows.len())
    }

    fn sheet(&self) -> Sheet {
        // A file holds all words in one order; it may be cut as others are.
        let most = if self.ask.form == Form::Html { 0 } else { self.limit };
        let rows = self.table.as_ref().map_or(&[][..], |table| &table.rows);
        Sheet::of_rows(&rows[..most.min(rows.len())])
    }

    fn facts(&self) -> Value {
        let range = |years: &RangeInclusive<i32>| json!([years.start(), years.end()]);
        json!({
            "target_years": self.years.as_ref().map(|y| range(&y.0)),
            "reference_years": self.years.as_ref().and_then(|y| y.1.as_ref()).map(range),
            "tokens": self.table.as_ref().map(|table| table.tokens),
            "documents": self.table.as_ref().map(|table| table.documents),
            "minimum": self.least,
            "denominator": "10,000 words of each part",
        })
    }
}
