//! Lines of concordance 语境行: a line for each occurrence.

use super::{counting_query, expands};
use crate::ask::{Ask, Form};
use crate::page::{nothing_found, pages};
use crate::run::Run;
use crate::view::View;
use maud::{Markup, html};
use nianlun_index::{Concordance, LineOptions, LineSort};
use nianlun_results::LineRow;
use nianlun_tables::Sheet;
use nianlun_types::{Problem, SEED};
use nianlun_words::say;
use serde_json::{Value, json};

/// The largest number of lines that are sorted by their neighbours, since sorting needs all of them in memory.
const MOST_SORTED: u64 = 20_000;
const SORTS: [(&str, LineSort); 3] =
    [("year", LineSort::Year), ("left", LineSort::Left), ("right", LineSort::Right)];

/// The view.
pub struct Lines<'r> {
    ask: &'r Ask,
    /// Nothing where nothing was asked for.
    found: Option<(String, Concordance)>,
    rows: Vec<LineRow>,
    sort: LineSort,
    sample: Option<(usize, u64)>,
    offset: usize,
    limit: usize,
}

impl<'r> Lines<'r> {
    /// Finds the lines.
    ///
    /// # Errors
    /// A query or setting without sense, or more lines than are sorted.
    pub fn new(run: &'r Run, ask: &'r Ask) -> Result<Self, Problem> {
        let sort = ask.choice("sort", &SORTS)?;
        let drawn = ask.number("sample", 0, 0, 100_000)?;
        let sample =
            (drawn > 0).then_some((drawn, ask.number("seed", SEED as usize, 0, usize::MAX >> 1)? as u64));
        let (offset, limit) = ask.rows(100)?;
        let context = ask.number("context", if ask.form == Form::Html { 24 } else { 30 }, 1, 200)? as u32;
        let years = ask.years()?;
        let (mut found, mut rows) = (None, Vec::new());
        if let Some(typed) = ask.query()? {
            let query = counting_query(run, &typed, expands(ask)?)?;
            let options = LineOptions { years, context, sort, sample, offset, limit };
            let searcher = run.searcher();
            if sort != LineSort::Year {
                let first = LineOptions { sort: LineSort::Year, limit: 0, ..options.clone() };
                let n = searcher.concordance(&query, &first).map_err(|e| Run::unreadable(&e))?.drawn;
                if n > MOST_SORTED {
                    return Err(Problem::new(format!(
                        "{n} lines are too many to be sorted by their neighbours"
                    ))
                    .hint(format!(
                        "draw a sample of at most {MOST_SORTED}, take fewer years, or sort by year"
                    )));
                }
            }
            let (all, lines) = run.finished.concordance(&query, &options)?;
            (found, rows) = (Some((typed, all)), lines);
        }
        Ok(Lines { ask, found, rows, sort, sample, offset, limit })
    }

    fn settings(&self) -> Markup {
        let t = self.ask.lang;
        let names =
            [say::labels::year_word(t), say::lines::left_neighbour(t), say::lines::right_neighbour(t)];
        html! {
            form.controls action="/lines" method="get" {
                input type="hidden" name="q" value=(self.ask.text("q"));
                @if t.name() == "en" { input type="hidden" name="lang" value="en"; }
                label { (say::lines::sort_by(t)) " " select name="sort" {
                    @for ((value, sort), name) in SORTS.iter().zip(names) { option value=(value) selected[*sort == self.sort] { (name) } }
                } }
                label { (say::labels::years(t)) " " input name="year" size="9" value=(self.ask.text("year")) placeholder="2000-2020"; }
                label { (say::lines::sample(t)) " " input name="sample" size="5" inputmode="numeric" value=(self.ask.text("sample")); }
                button type="submit" { (say::labels::apply(t)) }
            }
        }
    }
}

impl View for Lines<'_> {
    fn title(&self) -> String {
        let t = self.ask.lang;
        let what = self.found.as_ref().map_or("", |(typed, _)| typed.as_str());
        say::lines::title(t, what)
    }

    fn page(&self) -> Markup {
        let t = self.ask.lang;
        let Some((typed, found)) = &self.found else {
            return html! { p.empty { (say::lines::write_a_query(t)) } };
        };
        html! {
            (self.settings())
            p.lead #found { (say::labels::documents_and_occurrences(t, found.documents, found.occurrences))
                @if let Some((_, seed)) = self.sample { (say::lines::drawn(t, found.drawn, seed)) } }
            @if found.occurrences == 0 { (nothing_found(self.ask)) } @else {
                (pages(self.ask, self.offset, self.limit, self.rows.len(), found.drawn as usize))
                ol.lines start=(self.offset + 1) { @for line in &self.rows {
                    li.line lang="zh-Hans" {
                        span.l { (line.left) } mark { (line.hit) } span.r { (line.right) }
                        a.place href=(format!("{}#c{}", self.ask.address_of("/document", &[("id", &line.id), ("q", typed), ("at", &line.start.to_string())]), line.start)) {
                            (line.year.map_or(say::labels::no_year(t).to_owned(), |y| y.to_string())) " 《" (line.title) "》 " (line.id)
                        }
                    }
                } }
                (pages(self.ask, self.offset, self.limit, self.rows.len(), found.drawn as usize))
            }
        }
    }

    fn total(&self) -> usize {
        self.found.as_ref().map_or(0, |(_, found)| found.drawn as usize)
    }

    fn sheet(&self) -> Sheet {
        Sheet::of_rows(&self.rows)
    }

    fn facts(&self) -> Value {
        let found = self.found.as_ref().map(|(_, found)| found);
        json!({
            "documents": found.map(|f| f.documents),
            "occurrences": found.map(|f| f.occurrences),
            "drawn": found.map(|f| f.drawn),
            "seed": self.sample.map(|(_, seed)| seed),
            "offset": self.offset,
        })
    }
}
