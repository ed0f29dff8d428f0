//! Curves: how often strings and categories occur in each year.

mod page;
mod words;

pub use words::legend;

use super::{counting_query, expands};
use crate::ask::Ask;
use crate::chart::{Chart, Column, Curve, Point};
use crate::run::Run;
use crate::smooth::smooth;
use crate::view::View;
use maud::Markup;
use nianlun_frequency::{Exposure, RateRow, wilson};
use nianlun_report::COLOURS;
use nianlun_stages::profile::rate_interval;
use nianlun_tables::{Sheet, Values};
use nianlun_types::{Problem, Year};
use nianlun_words::say;
use serde_json::{Value, json};

/// The measure of a curve.
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
    /// Whether there is no query, so that the codebook's first dimension is shown.
    by_itself: bool,
}

impl<'r> Curves<'r> {
    /// Reads or counts the rates of the queries.
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
            let first = run.categories().first().map(|category| &category.dimension);
            let same = run.categories().iter().filter(|c| Some(&c.dimension) == first).take(COLOURS.len());
            queries = same.map(|category| format!("category:{}", category.category)).collect();
        }
        let exposure = run.provenance().settings.exposure;
        let mut series: Vec<Series> = Vec::new();
        for (colour, query) in colours(run, &queries).into_iter().zip(queries) {
            let read = counting_query(run, &query, expand)?;
            let rows = run.finished.rates(&read, years.as_ref())?;
            let points = rows.iter().map(|row| point(row, measure, exposure, run.phi())).collect();
            let smoothed = smooth(&rows, wide, |row| parts(row, measure, exposure));
            series.push(Series {
                label: run.label_of(&query, ask.lang),
                query,
                colour,
                rows,
                points,
                smoothed,
            });
        }
        let bands = ask.choice("bands", &[("auto", None), ("yes", Some(true)), ("no", Some(false))])?;
        let undated = run.searcher().cards().filter(|card| card.year.is_none()).count();
        let bands = bands.unwrap_or(series.len() <= 3);
        Ok(Curves { run, ask, measure, smooth: wide, bands, expand, series, undated, by_itself })
    }

    fn years(&self) -> Vec<Year> {
        self.series.first().map_or(Vec::new(), |s| s.rows.iter().map(|row| row.year).collect())
    }

    /// Years without a text among those that the first query selects.
    fn missing(&self) -> Vec<Year> {
        let rows = self.series.first().map_or(&[][..], |s| &s.rows);
        rows.iter().filter(|row| row.documents.is_none()).map(|row| row.year).collect()
    }

    /// Whether all queries have the same denominators.
    fn same_denominators(&self) -> bool {
        let denominators =
            |s: &Series| s.rows.iter().map(|r| (r.documents, r.han_characters)).collect::<Vec<_>>();
        self.series.windows(2).all(|pair| denominators(&pair[0]) == denominators(&pair[1]))
    }

    fn chart(&self, links: bool) -> String {
        let columns = self.years().into_iter().enumerate().map(|(at, year)| Column {
            year,
            missing: self.series.iter().all(|s| s.points[at].is_none()),
            readout: self.readout(at),
            link: self
                .ask
                .address_of("/documents", &[("year", &year.to_string()), ("q", self.linked_query())]),
        });
        let curves = self.series.iter().map(|s| Curve {
            label: s.label.clone(),
            colour: s.colour,
            points: s.points.clone(),
            smoothed: (self.smooth > 0).then(|| s.smoothed.clone()),
        });
        let smoothing = match self.smooth {
            0 => String::new(),
            n => say::curves::smoothed_over(self.ask.lang, n),
        };
        Chart {
            title: format!("{}{smoothing}", self.unit()),
            columns: columns.collect(),
            curves: curves.collect(),
            bands: self.bands,
            beyond: say::curves::beyond_the_picture(self.ask.lang),
            most: (self.measure == Measure::Share).then_some(100.0),
            bars: false,
            links,
            lang: self.ask.lang,
            description: self.summary(),
        }
        .draw(self.run)
    }

    /// The query in the link of a year: none where there are several, so that all texts of the year are listed.
    fn linked_query(&self) -> &str {
        match self.series.as_slice() {
            [single] => &single.query,
            _ => "",
        }
    }
}

impl View for Curves<'_> {
    fn title(&self) -> String {
        let labels: Vec<&str> = self.series.iter().map(|s| s.label.as_str()).collect();
        let t = self.ask.lang;
        say::curves::title(t, labels.join(t.comma()))
    }

    fn page(&self) -> Markup {
        self.markup()
    }

    fn sheet(&self) -> Sheet {
        let each = || self.series.iter().flat_map(|s| s.rows.iter().zip(&s.points).zip(&s.smoothed));
        let count = |field: fn(&RateRow) -> Option<u64>| {
            Values::Whole(
                each().map(|((row, _), _)| field(row).and_then(|n| i64::try_from(n).ok())).collect(),
            )
        };
        let values = |field: fn(&Point) -> f64| {
            Values::Real(each().map(|((_, point), _)| point.as_ref().map(field)).collect())
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
            ("value", values(|p| p.value)),
            ("low", values(|p| p.low)),
            ("high", values(|p| p.high)),
        ];
        if self.smooth > 0 {
            columns.push(("smoothed", Values::Real(each().map(|(_, smoothed)| *smoothed).collect())));
        }
        Sheet { columns }
    }

    fn facts(&self) -> Value {
        let denominator = match self.measure {
            Measure::Rate => match self.run.provenance().settings.exposure {
                Exposure::Characters => "10,000 Han characters of the normalised texts of the year",
                Exposure::Tokens => "10,000 words of the texts of the year",
            },
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
            "text": self.summary(),
        })
    }

    fn is_pictured(&self) -> bool {
        !self.years().is_empty()
    }

    fn picture(&self) -> Option<String> {
        self.is_pictured().then(|| self.chart(false))
    }
}

/// Numerator and denominator of a year, and the factor of their quotient.
fn parts(row: &RateRow, measure: Measure, exposure: Exposure) -> Option<(f64, f64, f64)> {
    let (hits, with) = (row.hits? as f64, row.documents_with_hits? as f64);
    let documents = row.documents? as f64;
    Some(match measure {
        Measure::Rate => (hits, exposure.of(row.han_characters?, row.tokens?) as f64, 1e4),
        Measure::Count => (hits, 1.0, 1.0),
        Measure::Share => (with, documents, 100.0),
    })
}

fn point(row: &RateRow, measure: Measure, exposure: Exposure, phi: f64) -> Option<Point> {
    let hits = row.hits? as f64;
    let unit = exposure.of(row.han_characters?, row.tokens?) as f64;
    let point = |value, (low, high)| Point { value, low, high };
    match measure {
        Measure::Rate => row.per_10k.map(|rate| point(rate, rate_interval(hits, unit, phi))),
        // Per 10,000 of 10,000 is the count itself.
        Measure::Count => Some(point(hits, rate_interval(hits, 1e4, phi))),
        Measure::Share => wilson(row.documents_with_hits? as f64, row.documents? as f64)
            .map(|s| point(s.share * 100.0, (s.low * 100.0, s.high * 100.0))),
    }
}

/// A colour for each query. A category keeps its colour of the report unless it is taken; others take the
/// next free colour.
fn colours(run: &Run, queries: &[String]) -> Vec<&'static str> {
    let own = |query: &String| {
        let (at, category) = run.category_of(query)?;
        let before = run.categories()[..at].iter().filter(|c| c.dimension == category.dimension);
        Some(COLOURS[before.count() % COLOURS.len()])
    };
    let mut chosen: Vec<Option<&str>> = Vec::new();
    for query in queries {
        chosen.push(own(query).filter(|colour| !chosen.contains(&Some(colour))));
    }
    for at in 0..chosen.len() {
        let free = COLOURS.into_iter().find(|colour| !chosen.contains(&Some(colour)));
        chosen[at] = chosen[at].or(free).or(Some(COLOURS[at % COLOURS.len()]));
    }
    chosen.into_iter().flatten().collect()
}
