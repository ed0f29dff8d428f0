//! Lines 语境行: every occurrence in a line of its own.

use super::{counting, expands};
use crate::ask::{Ask, Form};
use crate::page::{nothing, pages};
use crate::run::Run;
use crate::view::View;
use maud::{Markup, html};
use nianlun_index::{Card, Concordance, ConcordanceLine, LineOptions, LineSort};
use nianlun_tables::{Sheet, Values};
use nianlun_types::Problem;
use serde_json::{Value, json};

/// Most lines that are sorted by what stands beside them: all must be made for that.
const MOST_SORTED: u64 = 20_000;
const SORTS: [(&str, LineSort); 3] =
    [("year", LineSort::Year), ("left", LineSort::Left), ("right", LineSort::Right)];
/// The seed where none is given, that of `nianlun kwic`.
const SEED: usize = 20_210_607;

/// The view.
pub struct Lines<'r> {
    run: &'r Run,
    ask: &'r Ask,
    /// Nothing where nothing was asked for.
    found: Option<(String, Concordance)>,
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
        let sample = (drawn > 0).then_some((drawn, ask.number("seed", SEED, 0, usize::MAX >> 1)? as u64));
        let (offset, limit) = ask.rows(100)?;
        let context = ask.number("context", if ask.form == Form::Html { 24 } else { 30 }, 1, 200)? as u32;
        let years = ask.years()?;
        let mut found = None;
        if let Some(typed) = ask.query()? {
            let query = counting(run, &typed, expands(ask)?)?;
            let options = LineOptions { years, context, sort, sample, offset, limit };
            let searcher = &run.opened.searcher;
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
            found = Some((typed, searcher.concordance(&query, &options).map_err(|e| Run::unreadable(&e))?));
        }
        Ok(Lines { run, ask, found, sort, sample, offset, limit })
    }

    fn lines(&self) -> &[ConcordanceLine] {
        self.found.as_ref().map_or(&[], |(_, found)| &found.lines)
    }

    fn card(&self, line: &ConcordanceLine) -> Option<&'r Card> {
        self.run.opened.searcher.card(&line.id)
    }

    fn settings(&self) -> Markup {
        let t = self.ask.lang;
        let names = [t.of("年份", "year"), t.of("左邻", "left neighbour"), t.of("右邻", "right neighbour")];
        html! {
            form.controls action="/lines" method="get" {
                input type="hidden" name="q" value=(self.ask.text("q"));
                @if t.code() == "en" { input type="hidden" name="lang" value="en"; }
                label { (t.of("排序", "Sort by")) " " select name="sort" {
                    @for ((value, sort), name) in SORTS.iter().zip(names) { option value=(value) selected[*sort == self.sort] { (name) } }
                } }
                label { (t.of("年份", "Years")) " " input name="year" size="9" value=(self.ask.text("year")) placeholder="2000-2020"; }
                label { (t.of("抽样", "Sample")) " " input name="sample" size="5" inputmode="numeric" value=(self.ask.text("sample")); }
                button type="submit" { (t.of("应用", "Apply")) }
            }
        }
    }
}

impl View for Lines<'_> {
    fn title(&self) -> String {
        let t = self.ask.lang;
        let what = self.found.as_ref().map_or("", |(typed, _)| typed.as_str());
        t.of(format!("语境行：{what}"), format!("Lines: {what}"))
    }

    fn page(&self) -> Markup {
        let t = self.ask.lang;
        let Some((typed, found)) = &self.found else {
            return html! { p.empty { (t.of("在上面写一个查询，如 \"公共数据\" 或 category:governance。", "Write a query above, such as \"公共数据\" or category:governance.")) } };
        };
        html! {
            (self.settings())
            p.lead #found { (t.of(format!("{} 篇文本，{} 处", found.documents, found.occurrences), format!("{} documents, {} occurrences", found.documents, found.occurrences)))
                @if let Some((_, seed)) = self.sample { (t.of(format!("；等可能地抽取 {} 处，种子 {seed}", found.drawn), format!("; {} drawn evenly, seed {seed}", found.drawn))) } }
            @if found.occurrences == 0 { (nothing(self.ask)) } @else {
                (pages(self.ask, self.offset, self.limit, found.lines.len(), found.drawn as usize))
                ol.lines start=(self.offset + 1) { @for line in &found.lines {
                    @let card = self.card(line);
                    @let title = card.map_or("", |c| c.title.as_str());
                    li.line lang="zh-Hans" {
                        span.l { (line.left) } mark { (line.hit) } span.r { (line.right) }
                        a.place href=(format!("{}#c{}", self.ask.link("/document", &[("id", &line.id), ("q", typed), ("at", &line.place.start.to_string())]), line.place.start)) {
                            (card.and_then(|c| c.year).map_or(t.of("无年份", "no year").to_owned(), |y| y.to_string())) " 《" (title) "》 " (line.id)
                        }
                    }
                } }
                (pages(self.ask, self.offset, self.limit, found.lines.len(), found.drawn as usize))
            }
        }
    }

    fn total(&self) -> usize {
        self.found.as_ref().map_or(0, |(_, found)| found.drawn as usize)
    }

    fn sheet(&self) -> Sheet {
        let lines = || self.lines().iter();
        Sheet {
            columns: vec![
                ("id", Values::text(lines().map(|l| l.id.as_str()))),
                ("title", Values::Text(lines().map(|l| self.card(l).map(|c| c.title.clone())).collect())),
                ("year", Values::Whole(lines().map(|l| self.card(l)?.year.map(i64::from)).collect())),
                ("left", Values::text(lines().map(|l| l.left.as_str()))),
                ("hit", Values::text(lines().map(|l| l.hit.as_str()))),
                ("right", Values::text(lines().map(|l| l.right.as_str()))),
                ("start", Values::counts(lines().map(|l| u64::from(l.place.start)))),
                ("end", Values::counts(lines().map(|l| u64::from(l.place.end)))),
            ],
        }
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
