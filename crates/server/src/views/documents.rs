//! Documents, in order of time: all of a year, or those that a query finds.

use super::expands;
use crate::ask::Ask;
use crate::page::{nothing_found, pages, two_decimals};
use crate::run::Run;
use crate::view::View;
use maud::{Markup, html};
use nianlun_index::{Card, Match, Options};
use nianlun_results::card_columns;
use nianlun_tables::{Sheet, Values};
use nianlun_types::Problem;
use nianlun_words::say;
use serde_json::{Value, json};

/// The view.
pub struct Documents<'r> {
    ask: &'r Ask,
    query: Option<String>,
    /// The listed documents, each with its occurrences.
    listed: Vec<(&'r Card, u64)>,
    counts: bool,
    offset: usize,
    limit: usize,
    total: usize,
    occurrences: u64,
}

impl<'r> Documents<'r> {
    /// Lists the documents of the years, or those that the query finds.
    ///
    /// # Errors
    /// A query or setting without sense.
    pub fn new(run: &'r Run, ask: &'r Ask) -> Result<Self, Problem> {
        let searcher = run.searcher();
        let undated = ask.text("year") == "none";
        let years = if undated { None } else { ask.years()? };
        let query = ask.query()?;
        let (offset, limit) = ask.rows(50)?;
        let mut view = Documents {
            ask,
            query,
            listed: Vec::new(),
            counts: false,
            offset,
            limit,
            total: 0,
            occurrences: 0,
        };
        let mut found: Vec<(&Card, u64)> = match &view.query {
            None => {
                let within = |card: &&Card| {
                    years.as_ref().is_none_or(|years| card.year.is_some_and(|year| years.0.contains(&year)))
                };
                searcher.cards().filter(within).map(|card| (card, 0)).collect()
            }
            Some(typed) => {
                let query = run.finished.query(typed, expands(ask)?)?;
                view.counts = query.counts();
                let options = Options { years, snippets: 0, limit: usize::MAX, ..Options::default() };
                let matches = searcher.search(&query, &options).map_err(|e| Run::unreadable(&e))?.matches;
                let known = |m: &Match| Some((searcher.card(&m.card.id)?, m.occurrences));
                matches.iter().filter_map(known).collect()
            }
        };
        found.retain(|(card, _)| !undated || card.year.is_none());
        found.sort_by_key(|(card, _)| (card.when().unwrap_or(u32::MAX), card.id.as_str()));
        view.total = found.len();
        view.occurrences = found.iter().map(|(_, n)| n).sum();
        view.listed = found.into_iter().skip(offset).take(limit).collect();
        Ok(view)
    }

    /// The years of the list, for its title.
    fn when(&self) -> String {
        let t = self.ask.lang;
        match self.ask.text("year") {
            "" => String::new(),
            "none" => say::documents::without_year(t).to_owned(),
            years => say::documents::of_years(t, years),
        }
    }
}

impl View for Documents<'_> {
    fn title(&self) -> String {
        let t = self.ask.lang;
        let what = self.query.clone().unwrap_or_else(|| say::documents::all(t).to_owned());
        say::documents::title(t, what, self.when())
    }

    fn page(&self) -> Markup {
        let t = self.ask.lang;
        let q = self.ask.text("q");
        html! {
            p.lead #found { @if self.counts { (say::labels::documents_and_occurrences(t, self.total, self.occurrences)) } @else { (say::labels::documents_found(t, self.total)) } }
            @if self.total == 0 { (nothing_found(self.ask)) } @else {
                p { @if self.counts {
                    a href=(self.ask.address_of("/lines", &[("q", q), ("year", self.ask.text("year"))])) { (say::documents::all_lines(t)) } " · "
                    a href=(self.ask.address_of("/curves", &[("q", q)])) { (say::documents::curve(t)) }
                } }
                (pages(self.ask, self.offset, self.limit, self.listed.len(), self.total))
                div.scroll tabindex="0" role="region" aria-label=(say::documents::table(t)) { table #documents {
                    caption { (say::documents::caption(t)) }
                    thead { tr {
                        th scope="col" { (say::labels::title(t)) } th scope="col" { (say::labels::year(t)) }
                        th.text scope="col" { (say::labels::date(t)) } th.text scope="col" { (say::labels::issuer(t)) }
                        th.text scope="col" { (say::labels::number(t)) } th.text scope="col" { (say::labels::kind(t)) }
                        th scope="col" { (say::labels::han_characters(t)) }
                        @if self.counts {
                            th scope="col" { (say::labels::occurrences(t)) }
                            th scope="col" { (say::labels::per_10k_characters(t)) } }
                    } }
                    tbody { @for (card, n) in &self.listed { tr {
                        th.title scope="row" { a href=(self.ask.address_of("/document", &[("id", &card.id), ("q", q)])) { (card.title) } " " span.small { (card.id) } }
                        td { @match card.year { Some(year) => a href=(self.ask.address_with(&[("year", &year.to_string()), ("offset", "")])) { (year) }, None => span.missing { (say::labels::not_given(t)) } } }
                        td.text.date { (card.shown_date().unwrap_or_default()) }
                            td.text { (card.issuer.as_deref().unwrap_or("")) }
                        td.text { (card.number.as_deref().unwrap_or("")) }
                            td.text { (card.kind.as_deref().unwrap_or("")) }
                        td { (card.han_characters) }
                        @if self.counts { td { (n) } td { (two_decimals(rate(card, *n))) } }
                    } } }
                } }
                (pages(self.ask, self.offset, self.limit, self.listed.len(), self.total))
            }
        }
    }

    fn total(&self) -> usize {
        self.total
    }

    fn sheet(&self) -> Sheet {
        let cards = || self.listed.iter().map(|(card, _)| *card);
        let mut columns = card_columns(cards());
        columns.push(("han_characters", Values::counts(cards().map(|c| c.han_characters))));
        if self.counts {
            columns.push(("occurrences", Values::counts(self.listed.iter().map(|(_, n)| *n))));
            columns.push(("per_10k", Values::Real(self.listed.iter().map(|(c, n)| rate(c, *n)).collect())));
        }
        Sheet { columns }
    }

    fn facts(&self) -> Value {
        json!({"documents": self.total, "occurrences": self.counts.then_some(self.occurrences), "offset": self.offset})
    }
}

fn rate(card: &Card, n: u64) -> Option<f64> {
    (card.han_characters > 0).then(|| n as f64 * 1e4 / card.han_characters as f64)
}
