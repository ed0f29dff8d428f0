//! Curves: how often strings and categories stand in each year.

use super::{counting, expands};
use crate::ask::Ask;
use crate::chart::{Chart, Column, Curve, Point};
use crate::page::two;
use crate::run::Run;
use crate::smooth::smooth;
use crate::view::View;
use maud::{Markup, PreEscaped, html};
use nianlun_frequency::wilson;
use nianlun_pipeline::RateRow;
use nianlun_report::COLOURS;
use nianlun_stages::profile::rate_interval;
use nianlun_tables::{Sheet, Values};
use nianlun_types::{Problem, Year};
use serde_json::{Value, json};

/// What a curve shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Occurrences per 10,000 Han characters.
    Rate,
    /// Occurrences.
    Count,
    /// Share of the documents that have one.
    Share,
}

/// Its names in an address.
const MEASURES: [(&str, Measure); 3] =
    [("rate", Measure::Rate), ("count", Measure::Count), ("share", Measure::Share)];

/// Most years to either side that are smoothed over.
const WIDEST: usize = 10;

/// One query by year.
struct Series {
    query: String,
    label: String,
    colour: &'static str,
    rows: Vec<RateRow>,
    points: Vec<Option<Point>>,
    smoothed: Vec<Option<f64>>,
}

/// The view.
pub struct Curves<'r> {
    run: &'r Run,
    ask: &'r Ask,
    measure: Measure,
    smooth: usize,
    bands: bool,
    expand: bool,
    series: Vec<Series>,
    undated: usize,
    /// Whether nothing was asked for, and the codebook's first dimension is shown.
    by_itself: bool,
}

impl<'r> Curves<'r> {
    /// Counts what is asked for.
    ///
    /// # Errors
    /// A query or setting without sense.
    pub fn new(run: &'r Run, ask: &'r Ask) -> Result<Self, Problem> {
        let measure = ask.choice("measure", &MEASURES)?;
        let wide = ask.number("smooth", 0, 0, WIDEST)?;
        let expand = expands(ask)?;
        let years = ask.years()?;
        let mut queries = ask.queries()?;
        let by_itself = queries.is_empty();
        if by_itself {
            let first = run.categories.first().map(|category| &category.dimension);
            let same = run.categories.iter().filter(|c| Some(&c.dimension) == first).take(COLOURS.len());
            queries = same.map(|category| format!("category:{}", category.id)).collect();
        }
        let mut series: Vec<Series> = Vec::new();
        for (colour, query) in colours(run, &queries).into_iter().zip(queries) {
            let read = counting(run, &query, expand)?;
            let rows = run.opened.rates(&read, years.as_ref()).map_err(|e| Run::unreadable(&e))?;
            let points = rows.iter().map(|row| point(row, measure, run.phi())).collect();
            let smoothed = smooth(&rows, wide, |row| parts(row, measure));
            series.push(Series { label: run.shown(&query), query, colour, rows, points, smoothed });
        }
        let bands = ask.choice("bands", &[("auto", None), ("yes", Some(true)), ("no", Some(false))])?;
        let undated = run.opened.searcher.cards().filter(|card| card.year.is_none()).count();
        let bands = bands.unwrap_or(series.len() <= 3);
        Ok(Curves { run, ask, measure, smooth: wide, bands, expand, series, undated, by_itself })
    }

    fn unit(&self) -> &'static str {
        let t = self.ask.lang;
        match self.measure {
            Measure::Rate => t.of("每万汉字处数", "per 10,000 Han characters"),
            Measure::Count => t.of("处数", "occurrences"),
            Measure::Share => t.of("含有它的文本占该年文本的百分比", "% of the year's documents"),
        }
    }

    fn shown(&self, value: Option<f64>) -> String {
        match self.measure {
            Measure::Rate => two(value),
            Measure::Count => value
                .map_or("–".to_owned(), |n| if n.fract() == 0.0 { n.to_string() } else { format!("{n:.1}") }),
            Measure::Share => value.map_or("–".to_owned(), |n| format!("{n:.1}%")),
        }
    }

    fn years(&self) -> Vec<Year> {
        self.series.first().map_or(Vec::new(), |s| s.rows.iter().map(|row| row.year).collect())
    }

    /// Years without a text of those that the first query may be found in.
    fn missing(&self) -> Vec<Year> {
        let rows = self.series.first().map_or(&[][..], |s| &s.rows);
        rows.iter().filter(|row| row.documents.is_none()).map(|row| row.year).collect()
    }

    /// Whether all queries have the same denominators.
    fn together(&self) -> bool {
        let of = |s: &Series| s.rows.iter().map(|r| (r.documents, r.han_characters)).collect::<Vec<_>>();
        self.series.windows(2).all(|pair| of(&pair[0]) == of(&pair[1]))
    }

    /// What the picture says, in words.
    fn told(&self) -> String {
        let t = self.ask.lang;
        let mut text = match (self.years().first(), self.years().last()) {
            (Some(first), Some(last)) => t.of(
                format!("{first}–{last}年，{}。", self.unit()),
                format!("{first}–{last}, {}. ", self.unit()),
            ),
            _ => return t.of("没有标明年份的文本。", "No text has a year.").to_owned(),
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
                text += &t.of(
                    format!("{}：一处也没有。", series.label),
                    format!("{}: none at all. ", series.label),
                );
                continue;
            };
            let first = series.rows.iter().find(|row| row.hits.unwrap_or(0) > 0).map_or(year, |row| row.year);
            let last = with().next_back().map_or((year, most), |last| last);
            text += &t.of(
                format!(
                    "{}：共{total}处，首见{first}年，最高{year}年（{}），{}年为{}。",
                    series.label,
                    self.shown(Some(most)),
                    last.0,
                    self.shown(Some(last.1))
                ),
                format!(
                    "{}: {total} in all, first in {first}, highest in {year} ({}), {} in {}. ",
                    series.label,
                    self.shown(Some(most)),
                    self.shown(Some(last.1)),
                    last.0
                ),
            );
        }
        let missing = self.missing();
        if !missing.is_empty() {
            text += &t.of(
                format!("{}年没有文本，是空缺，不是零。", t.years(&missing)),
                format!("No texts in {}: gaps, not zeros. ", t.years(&missing)),
            );
        }
        text
    }

    /// The line of a year that is read out.
    fn readout(&self, at: usize) -> String {
        let t = self.ask.lang;
        let year = self.series[0].rows[at].year;
        let part = |series: &Series| {
            let point = series.points[at].as_ref()?;
            Some(t.of(
                format!(
                    "{} {}（{}–{}，{}处）",
                    series.label,
                    self.shown(Some(point.value)),
                    self.shown(Some(point.low)),
                    self.shown(Some(point.high)),
                    series.rows[at].hits.unwrap_or(0)
                ),
                format!(
                    "{} {} ({}–{}, n = {})",
                    series.label,
                    self.shown(Some(point.value)),
                    self.shown(Some(point.low)),
                    self.shown(Some(point.high)),
                    series.rows[at].hits.unwrap_or(0)
                ),
            ))
        };
        let parts: Vec<String> = self.series.iter().filter_map(part).collect();
        if parts.is_empty() {
            return t.of(format!("{year}年：没有文本"), format!("{year}: no texts"));
        }
        t.of(format!("{year}年：{}", parts.join("；")), format!("{year}: {}", parts.join("; ")))
    }

    fn chart(&self, links: bool) -> String {
        let columns = self.years().into_iter().enumerate().map(|(at, year)| Column {
            year,
            missing: self.series.iter().all(|s| s.points[at].is_none()),
            readout: self.readout(at),
            link: self.ask.link("/documents", &[("year", &year.to_string()), ("q", self.one_query())]),
        });
        let curves = self.series.iter().map(|s| Curve {
            label: s.label.clone(),
            colour: s.colour,
            points: s.points.clone(),
            smoothed: (self.smooth > 0).then(|| s.smoothed.clone()),
        });
        let smoothing = match self.smooth {
            0 => String::new(),
            n => self.ask.lang.of(
                format!("；线：前后各{n}年平滑，点：原值"),
                format!("; line: smoothed over ±{n} years, points: as counted"),
            ),
        };
        Chart {
            title: format!("{}{smoothing}", self.unit()),
            columns: columns.collect(),
            curves: curves.collect(),
            bands: self.bands,
            most: (self.measure == Measure::Share).then_some(100.0),
            bars: false,
            links,
            told: self.told(),
        }
        .draw(self.run)
    }

    /// The query that a year leads to: of several, none, so that all texts of the year are listed.
    fn one_query(&self) -> &str {
        match self.series.as_slice() {
            [one] => &one.query,
            _ => "",
        }
    }

    fn settings(&self) -> Markup {
        let t = self.ask.lang;
        let select = |name: &str, label: &str, now: &str, values: &[(String, String)]| {
            html! {
                label { (label) " " select name=(name) {
                    @for (value, shown) in values { option value=(value) selected[value == now] { (shown) } }
                } }
            }
        };
        let named = |values: &[(&str, &str)]| {
            values.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect::<Vec<_>>()
        };
        let measure = MEASURES.iter().find(|(_, m)| *m == self.measure).map_or("rate", |m| m.0);
        let none = t.of("不平滑", "none").to_owned();
        let wide: Vec<(String, String)> = std::iter::once(("".to_owned(), none))
            .chain(
                [1, 2, 3, 5].map(|n| (n.to_string(), t.of(format!("前后各 {n} 年"), format!("±{n} years")))),
            )
            .chain(
                (![0, 1, 2, 3, 5].contains(&self.smooth))
                    .then(|| (self.smooth.to_string(), format!("±{}", self.smooth))),
            )
            .collect();
        let smooth = if self.smooth == 0 { String::new() } else { self.smooth.to_string() };
        html! {
            form.controls action="/curves" method="get" {
                input type="hidden" name="q" value=(self.ask.text("q"));
                @if t.code() == "en" { input type="hidden" name="lang" value="en"; }
                (select("measure", t.of("数", "Measure"), measure, &named(&[
                    ("rate", t.of("每万汉字", "per 10,000 characters")), ("count", t.of("处数", "count")), ("share", t.of("文本占比", "share of documents"))])))
                (select("smooth", t.of("平滑", "Smoothing"), &smooth, &wide))
                (select("bands", t.of("95% 区间", "95 % bands"), self.ask.text("bands"), &named(&[
                    ("", t.of("三条以内", "up to three")), ("yes", t.of("画", "drawn")), ("no", t.of("不画", "not drawn"))])))
                label { (t.of("年份", "Years")) " " input name="year" size="9" value=(self.ask.text("year")) placeholder="2000-2020" pattern="[0-9]{0,4}(\\.\\.|-|–)?[0-9]{0,4}"; }
                label { input type="checkbox" name="expand" value="yes" checked[self.expand]; " " (t.of("同义写法一并", "same concept together")) }
                button type="submit" { (t.of("应用", "Apply")) }
            }
        }
    }

    /// What the numbers are of.
    fn denominators(&self) -> Markup {
        let t = self.ask.lang;
        let settings = &self.run.provenance["settings"];
        let otherwise = settings["exposure"] == "tokens" || !settings["scope"].is_null();
        html! {
            p.small { (match self.measure {
                Measure::Rate => t.of("分母：该年全部文本规范化后的汉字数；区间：Byar 近似的 95% 泊松区间，", "Denominator: Han characters of all texts of the year, normalised. Bands: 95 % Poisson intervals (Byar), "),
                Measure::Count => t.of("处数没有分母，各年文本多少不同，不宜直接比较；区间：Byar 近似的 95% 泊松区间，", "Counts have no denominator; years with more text have more. Bands: 95 % Poisson intervals (Byar), "),
                Measure::Share => t.of("分母：该年的文本篇数；区间：Wilson 95% 区间。", "Denominator: documents of the year. Bands: Wilson's 95 % intervals."),
            })
            @if self.measure != Measure::Share { (t.of(
                format!("计数除以本次运行的离散系数 φ̂ = {:.2}。", self.run.phi()),
                format!("counts divided by the run's overdispersion φ̂ = {:.2}.", self.run.phi()))) }
            @if self.smooth > 0 { " " (t.of(
                format!("平滑线把前后各 {} 年有文本的年份合在一起（分子分母分别相加）；点是未平滑的原值，区间属于点，表中两者都有。", self.smooth),
                format!("The smoothed line pools the texts of ±{} years; the points are as counted, and the bands are theirs; the table has both.", self.smooth))) }
            @if otherwise { " " (t.of("注意：本研究的阶段以别的分母（词，或有锚词的段落）估计，见概览；这里一律以全文汉字为分母。", "Note: the stages of this run rest on another exposure (words, or passages with an anchor word); here it is always all Han characters.")) }
            @if self.undated > 0 { " " (t.of(format!("{} 篇文本无年份，不在其内。", self.undated), format!("{} documents without a year are left out.", self.undated))) }
            }
        }
    }

    fn table(&self) -> Markup {
        let t = self.ask.lang;
        let together = self.together();
        let cell = |s: &Series, at: usize| {
            let year = s.rows[at].year.to_string();
            let shown = self.shown(s.points[at].as_ref().map(|p| p.value));
            let hits = s.rows[at].hits.unwrap_or(0);
            html! {
                @if s.rows[at].documents.is_none() { td.missing { (t.of("缺", "none")) } @if !together { td.missing {} td.missing {} } }
                @else {
                    td { @if hits > 0 {
                        a href=(self.ask.link("/documents", &[("year", &year), ("q", &s.query)])) { (shown) " (" (hits) ")" }
                    } @else { (shown) " (0)" } }
                    @if !together { td { (s.rows[at].documents.unwrap_or(0)) } td { (s.rows[at].han_characters.unwrap_or(0)) } }
                }
                @if self.smooth > 0 { td.soft { (self.shown(s.smoothed[at])) } }
            }
        };
        html! {
            div.scroll tabindex="0" role="region" aria-label=(t.of("逐年的数", "Numbers by year")) { table #years {
                caption { (self.unit()) (t.of("，括号内为处数；“缺”表示该年没有文本，不是零", ", in brackets the occurrences; “none” is a year without texts, not a zero")) }
                thead { tr {
                    th scope="col" { (t.of("年份", "Year")) }
                    @if together { th scope="col" { (t.of("文本", "Documents")) } th scope="col" { (t.of("汉字", "Han characters")) } }
                    @for s in &self.series {
                        th scope="col" { span.swatch data-colour=(place(s.colour)) {} " " (s.label) }
                        @if !together { th scope="col" { (t.of("文本", "Documents")) } th scope="col" { (t.of("汉字", "Han characters")) } }
                        @if self.smooth > 0 { th scope="col" { (t.of("平滑", "smoothed")) } }
                    }
                } }
                tbody { @for (at, year) in self.years().into_iter().enumerate() {
                    tr.starts[self.run.found.iter().any(|s| s.number > 1 && s.first == year)] {
                        th scope="row" { a href=(self.ask.link("/documents", &[("year", &year.to_string()), ("q", self.one_query())])) { (year) } }
                        @if together {
                            @let row = &self.series[0].rows[at];
                            @if row.documents.is_none() { td.missing { (t.of("缺", "none")) } td.missing { (t.of("缺", "none")) } }
                            @else { td { (row.documents.unwrap_or(0)) } td { (row.han_characters.unwrap_or(0)) } }
                        }
                        @for s in &self.series { (cell(s, at)) }
                    }
                } }
            } }
        }
    }
}

impl View for Curves<'_> {
    fn title(&self) -> String {
        let labels: Vec<&str> = self.series.iter().map(|s| s.label.as_str()).collect();
        let t = self.ask.lang;
        t.of(format!("曲线：{}", labels.join("、")), format!("Curves: {}", labels.join(", ")))
    }

    fn page(&self) -> Markup {
        let t = self.ask.lang;
        html! {
            @if self.by_itself { p.small { (t.of("没有输入查询，先画编码表的第一个维度。", "Nothing was asked for: the first dimension of the codebook.")) } }
            (self.settings())
            @if self.years().is_empty() { (crate::page::nothing(self.ask)) } @else {
                figure {
                    div.scroll.picture tabindex="0" role="group" aria-label=(t.of("曲线图：左右方向键逐年读数，回车看该年的文本；数值在图下的表中", "Chart: arrow keys read the years, Enter opens a year; the numbers are in the table below")) {
                        (PreEscaped(self.chart(true)))
                    }
                    p.readout aria-live="polite" { (t.of("把指针移到图上，或选中图后按左右方向键，逐年读数；点一年看它的文本。", "Point at the chart, or focus it and press the arrow keys; click a year for its documents.")) }
                    figcaption {
                        p.told { (self.told()) }
                        p.small { (legend(self.run, self.ask)) }
                        (self.denominators())
                    }
                }
                ul.series { @for s in &self.series { li {
                    span.swatch data-colour=(place(s.colour)) {} " " b { (s.label) } " "
                    a href=(self.ask.link("/documents", &[("q", &s.query)])) { (t.of("文本", "documents")) } " "
                    a href=(self.ask.link("/lines", &[("q", &s.query)])) { (t.of("语境行", "lines")) } " "
                    a href=(self.ask.link("/search", &[("q", &s.query)])) { (t.of("检索", "search")) }
                } } }
                (self.table())
            }
        }
    }

    fn sheet(&self) -> Sheet {
        let each = || self.series.iter().flat_map(|s| s.rows.iter().zip(&s.points).zip(&s.smoothed));
        let count = |of: fn(&RateRow) -> Option<u64>| {
            Values::Whole(each().map(|((row, _), _)| of(row).and_then(|n| i64::try_from(n).ok())).collect())
        };
        let end = |of: fn(&Point) -> f64| {
            Values::Real(each().map(|((_, point), _)| point.as_ref().map(of)).collect())
        };
        let mut columns = vec![
            ("query", Values::text(each().map(|((row, _), _)| row.query.as_str()))),
            ("year", Values::Whole(each().map(|((row, _), _)| Some(i64::from(row.year))).collect())),
            ("hits", count(|r| r.hits)),
            ("documents_with_hits", count(|r| r.documents_with_hits)),
            ("documents", count(|r| r.documents)),
            ("han_characters", count(|r| r.han_characters)),
            ("tokens", count(|r| r.tokens)),
            ("per_10k", Values::Real(each().map(|((row, _), _)| row.per_10k).collect())),
            ("value", end(|p| p.value)),
            ("low", end(|p| p.low)),
            ("high", end(|p| p.high)),
        ];
        if self.smooth > 0 {
            columns.push(("smoothed", Values::Real(each().map(|(_, smoothed)| *smoothed).collect())));
        }
        Sheet { columns }
    }

    fn facts(&self) -> Value {
        let denominator = match self.measure {
            Measure::Rate => "10,000 Han characters of the normalised texts of the year",
            Measure::Count => "none",
            Measure::Share => "100 documents of the year",
        };
        json!({
            "measure": MEASURES.iter().find(|(_, m)| *m == self.measure).map(|m| m.0),
            "denominator": denominator,
            "smoothed_over": self.smooth,
            "smoothing": "sums of numerator and denominator over the years with texts within ±smoothed_over years",
            "interval": if self.measure == Measure::Share { "Wilson, 95 %" } else { "Poisson (Byar), 95 %, counts divided by phi" },
            "phi": self.run.phi(),
            "missing_years": self.missing(),
            "documents_without_year": self.undated,
            "text": self.told(),
        })
    }

    fn is_pictured(&self) -> bool {
        !self.years().is_empty()
    }

    fn picture(&self) -> Option<String> {
        self.is_pictured().then(|| self.chart(false))
    }
}

/// What is shaded in pictures over years.
pub fn legend(run: &Run, ask: &Ask) -> String {
    let t = ask.lang;
    let mut text = String::new();
    if !run.found.is_empty() {
        text += match run.verdict() {
            "gradual" => t.of("浅底与虚线：趋势的切分（判断为渐变，不宜称作阶段），深底为各切分的 95% 年份集；", "Shading and dashed lines: where the trend would be cut (the verdict is gradual: no stages), darker: 95 % year sets of the cuts; "),
            _ => t.of("浅底为相间的阶段，竖线为分界，深底为分界的 95% 年份集；", "Shading: every other stage; lines: boundaries; darker: their 95 % year sets; "),
        };
    }
    if !run.published.is_empty() {
        text += t.of("上方三角与色条为已发表的阶段；", "triangles and bars above: published stages; ");
    }
    text + t.of("没有文本的年份以灰条留空，不连线。", "years without texts are grey gaps, not joined.")
}

/// Numerator and denominator of a year, with what their quotient is multiplied by.
fn parts(row: &RateRow, measure: Measure) -> Option<(f64, f64, f64)> {
    let (hits, with) = (row.hits? as f64, row.documents_with_hits? as f64);
    let (documents, han) = (row.documents? as f64, row.han_characters? as f64);
    Some(match measure {
        Measure::Rate => (hits, han, 1e4),
        Measure::Count => (hits, 1.0, 1.0),
        Measure::Share => (with, documents, 100.0),
    })
}

fn point(row: &RateRow, measure: Measure, phi: f64) -> Option<Point> {
    let (hits, han) = (row.hits? as f64, row.han_characters? as f64);
    let point = |value, (low, high)| Point { value, low, high };
    match measure {
        Measure::Rate => row.per_10k.map(|rate| point(rate, rate_interval(hits, han, phi))),
        // Per 10,000 of 10,000 is the count itself.
        Measure::Count => Some(point(hits, rate_interval(hits, 1e4, phi))),
        Measure::Share => wilson(row.documents_with_hits? as f64, row.documents? as f64)
            .map(|s| point(s.share * 100.0, (s.low * 100.0, s.high * 100.0))),
    }
}

/// A colour for each query: a category keeps that of the report where it can, others take what is free.
fn colours(run: &Run, queries: &[String]) -> Vec<&'static str> {
    let own = |query: &String| {
        let (at, category) = run.category_of(query)?;
        let before = run.categories[..at].iter().filter(|c| c.dimension == category.dimension);
        Some(COLOURS[before.count() % COLOURS.len()])
    };
    let mut given: Vec<Option<&str>> = Vec::new();
    for query in queries {
        given.push(own(query).filter(|colour| !given.contains(&Some(colour))));
    }
    for at in 0..given.len() {
        let free = COLOURS.into_iter().find(|colour| !given.contains(&Some(colour)));
        given[at] = given[at].or(free).or(Some(COLOURS[at % COLOURS.len()]));
    }
    given.into_iter().flatten().collect()
}

/// The place of a colour, by which the style sheet knows it.
fn place(colour: &str) -> usize {
    COLOURS.iter().position(|known| *known == colour).unwrap_or(0)
}
