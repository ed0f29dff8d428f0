//! The page of curves: settings, the picture, and always the table beneath.

use super::{Curves, MEASURES, Series, legend};
use maud::{Markup, PreEscaped, html};
use nianlun_report::COLOURS;

impl Curves<'_> {
    pub(super) fn whole(&self) -> Markup {
        let t = self.ask.lang;
        html! {
            @if self.by_itself { p.small { (t.of("没有输入查询，先画编码表的第一个维度。", "Nothing was asked for: the first dimension of the codebook.")) } }
            (self.settings())
            @if self.years().is_empty() { (crate::page::nothing(self.ask)) } @else {
                figure {
                    div.scroll.picture tabindex="0" role="group" aria-label=(t.of(
                     "曲线图：左右方向键逐年读数，回车看该年的文本；数值在图下的表中",
                     "Chart: arrow keys read the years, Enter opens a year; the numbers are in the table below")) {
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
                @if t.name() == "en" { input type="hidden" name="lang" value="en"; }
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

    fn table(&self) -> Markup {
        let t = self.ask.lang;
        let together = self.together();
        let cell = |s: &Series, at: usize| {
            let year = s.rows[at].year.to_string();
            let shown = self.shown(s.points[at].as_ref().map(|p| p.value));
            let hits = s.rows[at].hits.unwrap_or(0);
            html! {
                @if s.rows[at].documents.is_none() {
                    td.missing { (t.of("缺", "none")) } @if !together {
                    td.missing {}
                    td.missing {} } }
                @else {
                    td { @if hits > 0 {
                        a href=(self.ask.link("/documents", &[("year", &year), ("q", &s.query)])) { (shown) " (" (hits) ")" }
                    } @else { (shown) " (0)" } }
                    @if !together {
                        td { (s.rows[at].documents.unwrap_or(0)) }
                        td { (s.rows[at].han_characters.unwrap_or(0)) } }
                }
                @if self.smooth > 0 { td.soft { (self.shown(s.smoothed[at])) } }
            }
        };
        html! {
            div.scroll tabindex="0" role="region" aria-label=(t.of("逐年的数", "Numbers by year")) { table #years {
                caption { (self.unit()) (t.of("，括号内为处数；“缺”表示该年没有文本，不是零", ", in brackets the occurrences; “none” is a year without texts, not a zero")) }
                thead { tr {
                    th scope="col" { (t.of("年份", "Year")) }
                    @if together {
                        th scope="col" { (t.of("文本", "Documents")) }
                        th scope="col" { (t.of("汉字", "Han characters")) } }
                    @for s in &self.series {
                        th scope="col" { span.swatch data-colour=(place(s.colour)) {} " " (s.label) }
                        @if !together {
                            th scope="col" { (t.of("文本", "Documents")) }
                            th scope="col" { (t.of("汉字", "Han characters")) } }
                        @if self.smooth > 0 { th scope="col" { (t.of("平滑", "smoothed")) } }
                    }
                } }
                tbody { @for (at, year) in self.years().into_iter().enumerate() {
                    tr.starts[self.run.found.iter().any(|s| s.number > 1 && s.first == year)] {
                        th scope="row" { a href=(self.ask.link("/documents", &[("year", &year.to_string()), ("q", self.one_query())])) { (year) } }
                        @if together {
                            @let row = &self.series[0].rows[at];
                            @if row.documents.is_none() {
                                td.missing { (t.of("缺", "none")) }
                                td.missing { (t.of("缺", "none")) } }
                            @else { td { (row.documents.unwrap_or(0)) } td { (row.han_characters.unwrap_or(0)) } }
                        }
                        @for s in &self.series { (cell(s, at)) }
                    }
                } }
            } }
        }
    }
}

/// The place of a colour, by which the style sheet knows it.
fn place(colour: &str) -> usize {
    COLOURS.iter().position(|known| *known == colour).unwrap_or(0)
}
