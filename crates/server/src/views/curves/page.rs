//! The page of curves: settings, the picture, and always the table beneath.

use super::{Curves, MEASURES, Series, legend};
use maud::{Markup, PreEscaped, html};
use nianlun_report::COLOURS;
use nianlun_words::say;

impl Curves<'_> {
    pub(super) fn markup(&self) -> Markup {
        let t = self.ask.lang;
        html! {
            @if self.by_itself { p.small { (say::curves::nothing_asked(t)) } }
            (self.settings())
            @if self.years().is_empty() { (crate::page::nothing_found(self.ask)) } @else {
                figure {
                    div.scroll.picture tabindex="0" role="group" aria-label=(say::curves::chart_help(t)) {
                        (PreEscaped(self.chart(true)))
                    }
                    p.readout aria-live="polite" { (say::curves::point_at_the_chart(t)) }
                    figcaption {
                        p.told { (self.summary()) }
                        p.small { (legend(self.run, self.ask)) }
                        (self.denominators())
                    }
                }
                ul.series { @for s in &self.series { li {
                    span.swatch data-colour=(place(s.colour)) {} " " b { (s.label) } " "
                    a href=(self.ask.address_of("/documents", &[("q", &s.query)])) { (say::curves::link_documents(t)) } " "
                    a href=(self.ask.address_of("/lines", &[("q", &s.query)])) { (say::curves::link_lines(t)) } " "
                    a href=(self.ask.address_of("/search", &[("q", &s.query)])) { (say::curves::link_search(t)) }
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
        let none = say::curves::not_smoothed(t).to_owned();
        let wide: Vec<(String, String)> = std::iter::once(("".to_owned(), none))
            .chain([1, 2, 3, 5].map(|n| (n.to_string(), say::curves::years_either_side(t, n))))
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
                (select("measure", say::curves::measure(t), measure, &named(&[
                    ("rate", self.rate()), ("count", say::curves::count(t)), ("share", say::curves::share(t))])))
                (select("smooth", say::curves::smoothing(t), &smooth, &wide))
                (select("bands", say::curves::bands(t), self.ask.text("bands"), &named(&[
                    ("", say::curves::up_to_three(t)), ("yes", say::curves::drawn(t)), ("no", say::curves::not_drawn(t))])))
                label { (say::labels::years(t)) " " input name="year" size="9" value=(self.ask.text("year")) placeholder="2000-2020" pattern="[0-9]{0,4}(\\.\\.|-|–)?[0-9]{0,4}"; }
                label { input type="checkbox" name="expand" value="yes" checked[self.expand]; " " (say::curves::same_concept(t)) }
                button type="submit" { (say::labels::apply(t)) }
            }
        }
    }

    fn table(&self) -> Markup {
        let t = self.ask.lang;
        let together = self.same_denominators();
        let cell = |s: &Series, at: usize| {
            let year = s.rows[at].year.to_string();
            let shown = self.formatted(s.points[at].as_ref().map(|p| p.value));
            let hits = s.rows[at].hits.unwrap_or(0);
            html! {
                @if s.rows[at].documents.is_none() {
                    td.missing { (say::labels::missing(t)) } @if !together {
                    td.missing {}
                    td.missing {} } }
                @else {
                    td { @if hits > 0 {
                        a href=(self.ask.address_of("/documents", &[("year", &year), ("q", &s.query)])) { (shown) " (" (hits) ")" }
                    } @else { (shown) " (0)" } }
                    @if !together {
                        td { (s.rows[at].documents.unwrap_or(0)) }
                        td { (s.rows[at].han_characters.unwrap_or(0)) } }
                }
                @if self.smooth > 0 { td.soft { (self.formatted(s.smoothed[at])) } }
            }
        };
        html! {
            div.scroll tabindex="0" role="region" aria-label=(say::curves::numbers_by_year(t)) { table #years {
                caption { (self.unit()) (say::curves::caption(t)) }
                thead { tr {
                    th scope="col" { (say::labels::year(t)) }
                    @if together {
                        th scope="col" { (say::labels::documents(t)) }
                        th scope="col" { (say::labels::han_characters(t)) } }
                    @for s in &self.series {
                        th scope="col" { span.swatch data-colour=(place(s.colour)) {} " " (s.label) }
                        @if !together {
                            th scope="col" { (say::labels::documents(t)) }
                            th scope="col" { (say::labels::han_characters(t)) } }
                        @if self.smooth > 0 { th scope="col" { (say::curves::smoothed(t)) } }
                    }
                } }
                tbody { @for (at, year) in self.years().into_iter().enumerate() {
                    tr.starts[self.run.found.iter().any(|s| s.number > 1 && s.first == year)] {
                        th scope="row" { a href=(self.ask.address_of("/documents", &[("year", &year.to_string()), ("q", self.linked_query())])) { (year) } }
                        @if together {
                            @let row = &self.series[0].rows[at];
                            @if row.documents.is_none() {
                                td.missing { (say::labels::missing(t)) }
                                td.missing { (say::labels::missing(t)) } }
                            @else { td { (row.documents.unwrap_or(0)) } td { (row.han_characters.unwrap_or(0)) } }
                        }
                        @for s in &self.series { (cell(s, at)) }
                    }
                } }
            } }
        }
    }
}

/// The number of a colour in the style sheet.
fn place(colour: &str) -> usize {
    COLOURS.iter().position(|known| *known == colour).unwrap_or(0)
}
