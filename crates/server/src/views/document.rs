//! A document: its text with the hits of a query marked, and its facts.

use super::expands;
use crate::ask::{Ask, Form};
use crate::run::Run;
use crate::view::View;
use maud::{Markup, html};
use nianlun_index::{Card, LikeResult};
use nianlun_tables::{Sheet, Values};
use nianlun_types::{Named as _, Problem, YearRule};
use nianlun_words::{Lang, say};
use serde_json::{Value, json};
use std::ops::Range;

/// Characters of a text on one page.
const PAGE: usize = 40_000;

/// The view.
pub struct Document<'r> {
    run: &'r Run,
    ask: &'r Ask,
    card: &'r Card,
    facts: &'r [(String, String)],
    source: String,
    /// In characters of the source, ascending, without overlap.
    hits: Vec<Range<u32>>,
    /// Which page of the text.
    part: usize,
    /// Documents like this one, if asked for: the comparison reads many texts.
    near: Option<LikeResult>,
}

/// Near documents that are listed.
const NEAR: usize = 10;
/// The likeness from which a document is the same text again.
const SAME: f64 = 0.95;

impl<'r> Document<'r> {
    /// Finds the document; nothing where there is none of this id.
    ///
    /// # Errors
    /// A query without sense.
    pub fn new(run: &'r Run, ask: &'r Ask) -> Result<Option<Self>, Problem> {
        let id = ask.text("id");
        let Some(card) = run.searcher().card(id) else { return Ok(None) };
        let facts = run.facts.get(id).map_or(&[][..], Vec::as_slice);
        let at = ask.number("at", 0, 0, u32::MAX as usize)?;
        let searcher = run.searcher();
        let (source, hits) = match ask.query()? {
            None => (searcher.source(id).map_err(|e| Run::unreadable(&e))?.unwrap_or_default(), Vec::new()),
            Some(typed) => {
                let query = run.finished.query(&typed, expands(ask)?)?;
                let marked = searcher.marked(&query, id).map_err(|e| Run::unreadable(&e))?;
                marked.map_or_else(Default::default, |marked| (marked.source, marked.hits))
            }
        };
        let near = match ask.text("near") {
            "" => None,
            _ => searcher.like(id, run.segmenter(), NEAR, Some(SAME)).map_err(|e| Run::unreadable(&e))?,
        };
        Ok(Some(Document { run, ask, card, facts, source, hits, part: at / PAGE, near }))
    }

    fn facts_list(&self) -> Markup {
        let t = self.ask.lang;
        let first = ["year", "year_rule", "date", "issuer", "number", "region", "kind", "doubts", "twin"];
        let (upper, lower): (Vec<_>, Vec<_>) =
            self.facts.iter().partition(|(column, _)| first.contains(&column.as_str()));
        let in_order = first.iter().filter_map(|column| upper.iter().find(|(c, _)| c == column));
        html! {
            dl.facts {
                @for (column, value) in in_order.copied().chain(lower) { @if let Some(name) = column_name(t, column) {
                    dt { (name) }
                    dd.doubt[column == "doubts"] { @match column.as_str() {
                        "year" => a href=(self.ask.address_of("/documents", &[("year", value)])) { (value) },
                        "twin" => a href=(self.ask.address_of("/document", &[("id", value)])) { (value) },
                        "year_rule" => (year_rule(t, value)),
                        "sha256" | "file" => code { (value) },
                        _ => (value),
                    } }
                } }
                @if self.card.year.is_none() { dt { (say::labels::year(t)) } dd.doubt { (say::document::in_no_number_by_year(t)) } }
            }
        }
    }

    /// Documents like this one with reposts folded, or the link that asks for them.
    fn near(&self) -> Markup {
        let t = self.ask.lang;
        let address = |card: &Card| self.ask.address_of("/document", &[("id", &card.id)]);
        let link = |card: &Card, likeness: f64| {
            html! {
                a href=(address(card)) { (card.title) } " "
                span.small { (card.year.map_or(String::new(), |y| format!("{y} · "))) (format!("{likeness:.2}")) }
            }
        };
        let Some(near) = &self.near else {
            return html! { p { a #near href=(format!("{}#near", self.ask.address_with(&[("near", "1")]))) { (say::document::find_near(t)) } } };
        };
        html! { section #near {
            h3 { (say::document::near(t)) }
            p.small { (say::document::likeness_explained(t)) }
            @if !near.reposts.is_empty() {
                p.small { (say::document::nearly_the_same(t)) }
                ul { @for (card, likeness) in &near.reposts { li { (link(card, *likeness)) } } }
            }
            @if near.matches.is_empty() { p { (say::labels::none_of_these(t)) } }
            ol { @for like in &near.matches { li {
                (link(&like.card, like.likeness))
                @if !like.folded.is_empty() { span.small { (say::document::folded(t, like.folded.len())) } }
            } } }
        } }
    }

    fn text(&self) -> Markup {
        let bytes: Vec<usize> = self.source.char_indices().map(|c| c.0).chain([self.source.len()]).collect();
        let last = bytes.len() - 1;
        let (from, to) = ((self.part * PAGE).min(last), ((self.part + 1) * PAGE).min(last));
        let slice = |range: Range<usize>| &self.source[bytes[range.start]..bytes[range.end]];
        // Unmarked and marked pieces alternate; a mark across the edge of a page is cut there.
        let mut pieces: Vec<(Range<usize>, bool)> = Vec::new();
        let mut at = from;
        for hit in &self.hits {
            let (start, end) = ((hit.start as usize).max(at), (hit.end as usize).min(to));
            if start < end {
                pieces.extend([(at..start, false), (start..end, true)]);
                at = end;
            }
        }
        pieces.push((at..to, false));
        html! {
            div.source lang="zh-Hans" { @for (range, hit) in pieces {
                @if hit { mark id=(format!("c{}", range.start)) tabindex="-1" { (slice(range)) } } @else { (slice(range)) }
            } }
        }
    }

    fn parts(&self) -> Markup {
        let t = self.ask.lang;
        let all = self.source.chars().count().div_ceil(PAGE);
        let to = |part: usize| self.ask.address_with(&[("at", &(part * PAGE).to_string())]);
        html! { @if all > 1 { nav.pages aria-label=(say::document::parts(t)) {
            @if self.part > 0 { a rel="prev" href=(to(self.part - 1)) { (say::document::previous_part(t)) } }
            span { (self.part + 1) " / " (all) }
            @if self.part + 1 < all { a rel="next" href=(to(self.part + 1)) { (say::document::next_part(t)) } }
        } } }
    }
}

impl View for Document<'_> {
    fn title(&self) -> String {
        self.card.title.clone()
    }

    fn page(&self) -> Markup {
        let t = self.ask.lang;
        let q = self.ask.text("q");
        html! {
            @if !q.is_empty() { p.lead #found {
                (say::document::marked(t, q, self.hits.len()))
                @if let Some(first) = self.hits.first() { " " a href=(format!("{}#c{}", self.ask.address_with(&[("at", &first.start.to_string())]), first.start)) { (say::document::to_the_first(t)) } }
            } }
            div.reading {
                aside aria-label=(say::document::facts(t)) {
                    (self.facts_list())
                    p { @if let Some(year) = self.card.year { a href=(self.ask.address_of("/documents", &[("year", &year.to_string()), ("q", q)])) { (say::document::documents_of(t, year)) } } }
                    (self.near())
                }
                article { (self.parts()) (self.text()) (self.parts()) }
            }
        }
    }

    fn sheet(&self) -> Sheet {
        // A row for each mark.
        let chars: Vec<char> = self.source.chars().collect();
        let text = |hit: &Range<u32>| chars[hit.start as usize..hit.end as usize].iter().collect::<String>();
        Sheet {
            columns: vec![
                ("id", Values::text(self.hits.iter().map(|_| self.card.id.as_str()))),
                ("start", Values::counts(self.hits.iter().map(|hit| u64::from(hit.start)))),
                ("end", Values::counts(self.hits.iter().map(|hit| u64::from(hit.end)))),
                ("hit", Values::text(self.hits.iter().map(text))),
            ],
        }
    }

    fn facts(&self) -> Value {
        let facts: serde_json::Map<String, Value> =
            self.facts.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        let text = (self.ask.form == Form::Json).then_some(self.source.as_str());
        let near = self.near.as_ref().map(|near| {
            let object = |card: &Card, likeness: f64, folded: &[String]| {
                json!({"id": card.id, "title": card.title, "year": card.year, "likeness": likeness, "folded": folded})
            };
            json!({
                "reposts": near.reposts.iter().map(|(card, l)| object(card, *l, &[])).collect::<Vec<_>>(),
                "matches": near.matches.iter().map(|l| object(&l.card, l.likeness, &l.folded)).collect::<Vec<_>>(),
            })
        });
        json!({"run": self.run.name, "document": facts, "near": near, "text": text})
    }
}

/// The name of a column on the page; nothing for the title, which is the heading.
fn column_name(t: Lang, column: &str) -> Option<&str> {
    Some(match column {
        "id" => say::labels::identifier(t),
        "year" => say::labels::year(t),
        "year_rule" => say::labels::year_decided_by(t),
        "date" => say::labels::date(t),
        "issuer" => say::labels::issuer(t),
        "number" => say::labels::number(t),
        "region" => say::labels::region(t),
        "kind" => say::labels::kind(t),
        "doubts" => say::labels::doubts(t),
        "twin" => say::labels::repeats(t),
        "likeness" => say::labels::likeness(t),
        "file" => say::labels::file(t),
        "format" => say::labels::format(t),
        "encoding" => say::labels::encoding(t),
        "sha256" => "SHA-256",
        "han_characters" => say::labels::han_characters_of_text(t),
        "tokens" => say::labels::words_of_text(t),
        "title" => return None,
        other => other,
    })
}

/// The rule that decided a year: its meaning, with its name in the tables.
fn year_rule(t: Lang, word: &str) -> String {
    let Some(rule) = YearRule::from_name(word) else { return word.to_owned() };
    let meaning = nianlun_words::year_rule_long(rule, t);
    say::document::year_rule(t, meaning, word)
}
