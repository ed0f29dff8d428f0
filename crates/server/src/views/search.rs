//! Search: documents by relevance or date, with passages and facets.

use super::expands;
use crate::ask::{Ask, Form, outside_quotes};
use crate::page::{nothing_found, pages};
use crate::run::Run;
use crate::view::View;
use maud::{Markup, html};
use nianlun_index::{Facet, Options, Query, SearchResult, Sort};
use nianlun_results::{card_columns, match_columns};
use nianlun_tables::Sheet;
use nianlun_types::Problem;
use nianlun_words::say;
use serde_json::{Value, json};

const SORTS: [(&str, Sort); 3] =
    [("score", Sort::Score), ("date", Sort::Date), ("-date", Sort::DateDescending)];
/// Most values of a facet that are shown, and most years.
const MOST_VALUES: usize = 12;
const MOST_YEARS: usize = 60;

/// The view.
pub struct Search<'r> {
    ask: &'r Ask,
    found: Option<(String, SearchResult)>,
    /// The query for the term that the string is the name of, and how often the term was counted, where that is
    /// not how often the string was found.
    term: Option<(String, u64)>,
    counts: bool,
    sort: Sort,
    offset: usize,
    limit: usize,
}

impl<'r> Search<'r> {
    /// Searches.
    ///
    /// # Errors
    /// A query or setting without sense.
    pub fn new(run: &'r Run, ask: &'r Ask) -> Result<Self, Problem> {
        let sort = ask.choice("sort", &SORTS)?;
        let (offset, limit) = ask.rows(20)?;
        let years = ask.years()?;
        let (mut found, mut term, mut counts) = (None, None, false);
        if let Some(typed) = ask.query()? {
            let query = run.finished.query(&typed, expands(ask)?)?;
            counts = query.counts();
            let snippets = if ask.form == Form::Html { 3 } else { 1 };
            let options = Options { years, sort, offset, limit, snippets };
            let search = |query: &Query, options: &Options| {
                run.searcher().search(query, options).map_err(|e| Run::unreadable(&e))
            };
            let result = search(&query, &options)?;
            if let Some(of_term) = run.finished.term_query(&typed)? {
                let query = run.finished.query(&of_term, false)?;
                let counted =
                    search(&query, &Options { offset: 0, limit: 1, snippets: 0, ..options })?.occurrences;
                term = Some((of_term, counted)).filter(|_| counted != result.occurrences);
            }
            found = Some((typed, result));
        }
        Ok(Search { ask, found, term, counts, sort, offset, limit })
    }

    fn facet<T: ToString>(
        &self,
        name: &str,
        facets: &[Facet<T>],
        most: usize,
        narrow: impl Fn(&str) -> String,
    ) -> Markup {
        let t = self.ask.lang;
        html! { @if facets.iter().any(|f| f.value.is_some()) { section {
            h2 { (name) }
            ul { @for facet in facets.iter().take(most) { li {
                @match &facet.value {
                    Some(value) => a href=(narrow(&value.to_string())) { (value.to_string()) },
                    None => span.missing { (say::search::no_value(t)) },
                }
                " " span.small { (say::search::facet_counts(t, facet.documents, facet.occurrences)) }
            } } }
            @if facets.len() > most { p.small { (say::search::more_values(t, facets.len() - most)) } }
        } } }
    }

    fn facets(&self, typed: &str, found: &SearchResult) -> Markup {
        let t = self.ask.lang;
        let typed = if has_or(typed) { format!("({typed})") } else { typed.to_owned() };
        let typed = typed.as_str();
        let by = |field: &'static str| {
            move |value: &str| {
                // The value becomes an exact string, without characters that have a meaning in quotation marks.
                let value: String = value.chars().filter(|c| !"\"“”「」『』\\*?".contains(*c)).collect();
                self.ask.address_with(&[("q", &format!("{typed} {field}:\"{value}\"")), ("offset", "")])
            }
        };
        html! { aside.facets aria-label=(say::search::facets(t)) {
            (self.facet(say::labels::year(t), &found.facets.year, MOST_YEARS, |year| self.ask.address_with(&[("year", year), ("offset", "")])))
            (self.facet(say::labels::issuer(t), &found.facets.issuer, MOST_VALUES, by("issuer")))
            (self.facet(say::labels::region(t), &found.facets.region, MOST_VALUES, by("region")))
            (self.facet(say::labels::kind(t), &found.facets.kind, MOST_VALUES, by("kind")))
            p.small { (say::search::facets_contain(t)) }
        } }
    }
}

impl View for Search<'_> {
    fn title(&self) -> String {
        let t = self.ask.lang;
        let what = self.found.as_ref().map_or("", |(typed, _)| typed.as_str());
        say::search::title(t, what)
    }

    fn page(&self) -> Markup {
        let t = self.ask.lang;
        let Some((typed, found)) = &self.found else {
            return html! { p.empty { (say::search::write_a_query(t)) } };
        };
        let names = [say::search::relevance(t), say::search::oldest_first(t), say::search::newest_first(t)];
        html! {
            p.lead #found { (say::labels::documents_found(t, found.documents))
                @if self.counts { (say::search::and_occurrences(t, found.occurrences)) }
                @if !self.ask.text("year").is_empty() { " · " (self.ask.text("year")) " " a href=(self.ask.address_with(&[("year", ""), ("offset", "")])) { (say::search::all_years(t)) } } }
            @if let Some((term, counted)) = &self.term {
                p.small #term { a href=(self.ask.address_with(&[("q", term), ("offset", "")])) { (term) } " " (say::search::counted_as_a_term(t, counted)) }
            }
            @if found.documents == 0 { (nothing_found(self.ask)) } @else {
                p.sorts { (say::search::sort(t)) @for ((value, sort), name) in SORTS.iter().zip(names) {
                    @if *sort == self.sort { b { (name) } } @else { a href=(self.ask.address_with(&[("sort", value), ("offset", "")])) { (name) } } " "
                } }
                div.results {
                    (self.facets(typed, found))
                    div {
                        (pages(self.ask, self.offset, self.limit, found.matches.len(), found.documents as usize))
                        ol.matches start=(self.offset + 1) { @for found in &found.matches { li {
                            h3 { a href=(self.ask.address_of("/document", &[("id", &found.card.id), ("q", typed)])) { (found.card.title) } }
                            p.small { (found.card.year.map_or(say::labels::no_year(t).to_owned(), |y| y.to_string()))
                                @for fact in [&found.card.issuer, &found.card.number].into_iter().flatten() { " · " (fact) }
                                " · " (found.card.id)
                                @if self.counts { (say::search::dot_occurrences(t, found.occurrences)) } }
                            @for snippet in &found.snippets { p.snippet lang="zh-Hans" { "…" @for piece in &snippet.pieces {
                                @if piece.hit { mark { (piece.text) } } @else { (piece.text) }
                            } "…" } }
                        } } }
                        (pages(self.ask, self.offset, self.limit, found.matches.len(), found.documents as usize))
                    }
                }
            }
        }
    }

    fn total(&self) -> usize {
        self.found.as_ref().map_or(0, |(_, found)| found.documents as usize)
    }

    fn sheet(&self) -> Sheet {
        let matches = self.found.as_ref().map_or(&[][..], |(_, found)| &found.matches);
        let mut columns = card_columns(matches.iter().map(|found| &found.card));
        columns.extend(match_columns(matches));
        Sheet { columns }
    }

    fn facts(&self) -> Value {
        let found = self.found.as_ref().map(|(_, found)| found);
        json!({
            "documents": found.map(|f| f.documents),
            "occurrences": found.map(|f| f.occurrences),
            "term": self.term.as_ref().map(|(query, counted)| json!({ "query": query, "occurrences": counted })),
            "facets": found.map(|f| &f.facets),
            "sort": self.sort,
            "offset": self.offset,
        })
    }
}

/// Whether a query has an OR, so that it needs brackets before anything is added. Other queries must not get
/// brackets, which would turn words into strings.
fn has_or(typed: &str) -> bool {
    outside_quotes(typed).split(|c: char| !c.is_alphabetic()).any(|word| word == "OR" || word == "ＯＲ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_or_outside_quotation_marks_joins() {
        for (typed, expected) in [
            ("甲 OR 乙", true),
            ("(甲 ＯＲ 乙)", true),
            ("\"甲 OR 乙\"", false),
            ("甲 乙", false),
            ("FOR 甲", false),
        ] {
            assert_eq!(has_or(typed), expected, "{typed}");
        }
    }
}
